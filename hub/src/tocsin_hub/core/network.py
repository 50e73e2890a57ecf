"""Network: what stands for one party when connections and tries are counted by address."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import Final

_SUBNET_BITS: Final = 64


def network_of(address: str) -> str:
    """Return an IPv4 address as it is, of an IPv6 address its /64.

    Whoever has one IPv6 address has all of its /64 (RFC 7934): counted one by one they would have
    no bound. What is no address counts as itself.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> _SUBNET_BITS << _SUBNET_BITS)}/{_SUBNET_BITS}"
