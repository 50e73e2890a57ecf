"""Address: a hub as a person types it, and what belongs to it. Pure."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from typing import Final, NamedTuple, Self
from urllib.parse import urlsplit

PORT: Final = 8765
"""Where a hub listens when nobody says otherwise."""
_PORTS: Final = {"http": 80, "https": 443}
# RFC 1123 section 2.1, and underscores, which local networks have in spite of it.
_NAME: Final = re.compile(
    r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?\Z"
)


class Slip(StrEnum):
    """What is wrong with what was typed; the texts say what to write instead."""

    EMPTY = "empty"
    NAME = "name"
    PORT = "port"
    SCHEME = "scheme"
    PATH = "path"
    USER = "user"


class BadAddress(ValueError):
    """This is no hub's address."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.value)
        self.slip = slip


class HubAddress(NamedTuple):
    """Where one hub is."""

    host: str
    """A name or an IP address, without brackets, in lower case."""
    port: int
    is_secure: bool

    @classmethod
    def typed(cls, text: str, port: str = "", *, is_secure: bool | None = None) -> Self:
        """Read `hub.example`, `10.0.0.7:8765`, `[::1]`, or `https://hub.example`.

        `port` and `is_secure` are the fields beside it, where they say something: what stands in
        the address itself goes first. Without either, this computer is spoken to in the clear and
        any other by TLS, as a hub wants it. Raises BadAddress.
        """
        text = text.strip()
        if not text:
            raise BadAddress(Slip.EMPTY)
        scheme, rest = _scheme_of(text)
        parts = _split(f"//{_bracketed(rest)}")
        host = (parts.hostname or "").rstrip(".")
        if not _is_host(host):
            raise BadAddress(Slip.NAME)
        secure = scheme == "https" if scheme else is_secure
        if secure is None:
            secure = not is_here(host)
        # Whoever writes a whole URL means the scheme's own port, as in a browser.
        left_out = _PORTS[scheme] if scheme else PORT
        return cls(host, _port(parts.netloc) or _port_typed(port) or left_out, secure)

    @property
    def authority(self) -> str:
        """`host:port`, the port left out where it is the scheme's own (RFC 9110 section 4.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        own = _PORTS["https" if self.is_secure else "http"]
        return host if self.port == own else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The hub's origin."""
        return f"http{'s' if self.is_secure else ''}://{self.authority}"

    @property
    def socket_url(self) -> str:
        return f"ws{'s' if self.is_secure else ''}://{self.authority}/ws"

    @property
    def cookie_name(self) -> str:
        """What the cookie of a session is called: a hub writes the port of its address in it."""
        return f"{'__Host-' if self.is_secure else ''}tocsin-{self.port}"

    def owns(self, url: str) -> bool:
        """Tell whether a URL is of this hub's origin (RFC 6454 section 5)."""
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError:
            return False
        secure = {"http": False, "https": True}.get(parts.scheme)
        return (parts.hostname, port, secure) == self and not (parts.username or parts.password)


def slip_of_port(text: str) -> Slip | None:
    """Return what is wrong with a port that stands alone."""
    try:
        _port_typed(text)
    except BadAddress as error:
        return error.slip
    return None


def is_here(host: str) -> bool:
    """Tell whether a name or an address is this computer's own."""
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):  # RFC 6761 section 6.3
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _scheme_of(text: str) -> tuple[str, str]:
    scheme, colon, rest = text.partition("://")
    if not colon:
        return "", text
    if scheme.lower() not in _PORTS:
        raise BadAddress(Slip.SCHEME)
    return scheme.lower(), rest


def _bracketed(text: str) -> str:
    """Write an IPv6 address as URLs do, where it stands alone."""
    try:
        return f"[{ipaddress.IPv6Address(text)}]"
    except ValueError:
        return text


class _Parts(NamedTuple):
    hostname: str | None
    netloc: str


def _split(url: str) -> _Parts:
    if not url.isprintable():  # `urlsplit` would leave line ends out
        raise BadAddress(Slip.NAME)
    try:
        parts = urlsplit(url)
        found = _Parts(parts.hostname, parts.netloc)
    except ValueError:
        raise BadAddress(Slip.NAME) from None
    if "@" in parts.netloc:
        raise BadAddress(Slip.USER)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadAddress(Slip.PATH)
    return found


def _port(netloc: str) -> int:
    """Return the port of `host:port`, 0 for none."""
    after = netloc.rpartition("]")[2] if netloc.startswith("[") else netloc
    _, colon, port = after.partition(":")
    return _port_typed(port) if colon else 0


def _port_typed(text: str) -> int:
    """Return a port, 0 where nothing is typed."""
    text = text.strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65_535):
        raise BadAddress(Slip.PORT)
    return int(text)


def _is_host(host: str) -> bool:
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        try:
            ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        return True
    return len(host) <= 253 and _NAME.match(host) is not None
