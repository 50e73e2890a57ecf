"""Sender: whose request it is, seen through the proxies the hub was told of. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, NamedTuple

_LONGEST: Final = len("[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]:65535")

_PORT: Final = re.compile(":[0-9]{1,5}")

_Address = IPv4Address | IPv6Address


class Sender(NamedTuple):
    """Where a request comes from."""

    ip: str
    """Of the machine that made it; where that cannot be told, of the one that handed it on."""
    scheme: str
    """`http` or `https`, as that machine knows the hub."""
    is_proxied: bool


class Proxies:
    """The networks whose word about a sender's address is taken."""

    def __init__(self, networks: Iterable[str] = ()) -> None:
        """Raises ValueError for what is no network (`10.0.0.0/8`, `192.0.2.7`, `fd00::/8`)."""
        self._networks = [_network(text) for text in networks]

    def __bool__(self) -> bool:
        return bool(self._networks)

    def has(self, peer: str) -> bool:
        """Tell whether the other end of a connection is a declared proxy."""
        if not self._networks:
            return False
        address = _address(peer.partition("%")[0])
        return address is not None and self._is_declared(address)

    def sender_of(self, peer: str, forwarded: Sequence[str]) -> str:
        """Return the address a declared proxy had the request from, else `peer`.

        `forwarded` are the X-Forwarded-For headers. Each proxy adds at the right whom it had the
        request from, so only what stands right of the first undeclared address is known; what
        stands left of it is the sender's own word (RFC 7239 section 8.1 says the same of its
        header). What is no address makes all of it worthless.
        """
        if not forwarded or not self.has(peer):
            return peer
        last = peer
        for part in reversed(",".join(forwarded).split(",")):
            address = address_of(part.strip(" \t"))
            if address is None:
                return peer
            last = str(address)
            if not self._is_declared(address):
                return last
        return last

    def _is_declared(self, address: _Address) -> bool:
        return any(address in network for network in self._networks)


def is_loopback(ip: str) -> bool:
    """Tell whether an address is this machine's own for itself."""
    address = _address(ip)
    return address is not None and address.is_loopback


def address_of(text: str) -> _Address | None:
    """Read an address of X-Forwarded-For: with or without a port, IPv6 also in brackets."""
    if len(text) > _LONGEST:
        return None
    if text.startswith("["):
        name, bracket, rest = text[1:].partition("]")
        return _address(name) if bracket and ":" in name and _is_port(rest) else None
    if text.count(":") == 1:
        name, _, port = text.partition(":")
        return _address(name) if _is_port(f":{port}") else None
    return _address(text)


def _is_port(text: str) -> bool:
    return not text or _PORT.fullmatch(text) is not None


def _address(text: str) -> _Address | None:
    """Read a plain address; a mapped one is the IPv4 address in it, a zone is nobody's business."""
    if "%" in text:
        return None
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _network(text: str) -> IPv4Network | IPv6Network:
    network = ip_network(text)
    if network.prefixlen == 0:
        raise ValueError(f"{text} is everybody")
    return network
