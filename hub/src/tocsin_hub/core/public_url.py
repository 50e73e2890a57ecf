"""PublicUrl: the address by which people and machines elsewhere reach the hub. No I/O."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LONGEST: Final = 253


class PublicUrl(NamedTuple):
    """A scheme, a name and a port: a hub has the whole of an origin to itself."""

    scheme: str
    host: str
    """IPv6 in brackets."""
    port: int

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def has_default_port(self) -> bool:
        return self.port == DEFAULT_PORTS[self.scheme]

    @property
    def authority(self) -> str:
        """Name and port, the port always there."""
        return f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host if self.has_default_port else self.authority}"


def parse_public_url(text: str) -> PublicUrl:
    """Read `https://NAME[:PORT]`. Raises ValueError."""
    if not (text.isascii() and text.isprintable()) or any(sign in text for sign in " %"):
        raise ValueError("not an address")
    parts = urlsplit(text.lower())
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError("not an address")
    if parts.path not in ("", "/") or parts.query or parts.fragment or text.endswith(("?", "#")):
        raise ValueError("more than a name and a port")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    return PublicUrl(parts.scheme, _checked(parts.hostname), port)


def is_dns_name(text: str) -> bool:
    """Tell whether a text is a name as DNS has it, in lower case (RFC 1123 section 2.1)."""
    return len(text) <= _LONGEST and all(_LABEL.fullmatch(label) for label in text.split("."))


def _checked(host: str) -> str:
    if ":" in host:
        return f"[{ip_address(host)}]"
    if not is_dns_name(host):
        raise ValueError("not a name")
    return host
