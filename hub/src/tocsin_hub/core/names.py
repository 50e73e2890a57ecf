"""Names: what a certificate says the hub is called. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, NamedTuple

from tocsin_hub.core.public_url import is_dns_name

LOCAL_DOMAINS: Final = (
    *("localhost", "local", "localdomain", "lan", "internal", "home.arpa", "test"),
)
"""Names nobody can have in public (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`, and habit)."""
LOCAL_NETWORKS: Final = tuple(
    ip_network(text)
    for text in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("100.64.0.0/10", "::1/128", "fc00::/7", "fe80::/10"),
    )
)
"""Addresses nobody can have in public (RFC 1918, 3927, 4193, 4291, 6598)."""


class Names(NamedTuple):
    """DNS names in lower case and addresses, each once, in order."""

    dns: tuple[str, ...]
    addresses: tuple[IPv4Address | IPv6Address, ...]


class Bounds(NamedTuple):
    """What an authority may vouch for (RFC 5280 section 4.2.1.10)."""

    domains: tuple[str, ...]
    networks: tuple[IPv4Network | IPv6Network, ...]

    def lacks(self, names: Names) -> list[str]:
        """Return the names that are outside."""
        dns = [name for name in names.dns if not any(_is_in(name, one) for one in self.domains)]
        outside = [
            str(address)
            for address in names.addresses
            if not any(address in network for network in self.networks)
        ]
        return [*dns, *outside]


def names_of(hosts: Iterable[str]) -> Names:
    """Return what is named by `name:port` or `name`, IPv6 in brackets; what is neither is left out.

    A name that DNS cannot have would make the whole certificate invalid.
    """
    dns: dict[str, None] = {}
    addresses: dict[IPv4Address | IPv6Address, None] = {}
    for host in hosts:
        name = _bare(host.lower())
        try:
            addresses[ip_address(name)] = None
        except ValueError:
            if is_dns_name(name):
                dns[name] = None
    return Names(tuple(dns), tuple(addresses))


def bounds_of(names: Names) -> Bounds:
    """Return what an authority made for these names may vouch for: them, and what is local."""
    own = tuple(ip_network(address) for address in names.addresses)
    domains = dict.fromkeys([*LOCAL_DOMAINS, *names.dns])
    return Bounds(tuple(domains), tuple(dict.fromkeys([*LOCAL_NETWORKS, *own])))


def _bare(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_in(name: str, domain: str) -> bool:
    return name == domain or name.endswith(f".{domain}")
