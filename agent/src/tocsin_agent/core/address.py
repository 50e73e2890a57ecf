"""Address: the hub's URL as a person writes it, and what is reached below it."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit


class BadAddressError(ValueError):
    """The URL is not one a hub can have; the message says what to write."""


class Address(NamedTuple):
    """Where a hub listens."""

    host: str
    port: int
    is_secure: bool

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read `http://host:port` or `https://host`. Raises BadAddressError."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise BadAddressError(f"{url!r} is not a hub's URL: {error}") from None
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadAddressError(
                f"{url!r} is not a hub's URL: write http://host:8765 or https://host"
            )
        if parts.username or parts.password or parts.query or parts.fragment:
            raise BadAddressError("a hub's URL has no user, password, query or fragment")
        if parts.path not in {"", "/"}:
            raise BadAddressError(f"a hub's URL has no path: leave out {parts.path!r}")
        is_secure = parts.scheme == "https"
        return cls(parts.hostname, port or (443 if is_secure else 80), is_secure)

    @property
    def authority(self) -> str:
        """`host:port`, the port left out when it is the scheme's own (RFC 9110 section 4.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_secure else 80) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"http{'s' if self.is_secure else ''}://{self.authority}"

    @property
    def socket_url(self) -> str:
        return f"ws{'s' if self.is_secure else ''}://{self.authority}/ws"
