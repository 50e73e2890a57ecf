"""Credentials: what a host got when it joined, and the rule for which hub may see it."""

from __future__ import annotations

from msgspec import Struct

from tocsin_agent.core.address import Address, BadAddressError


class Credentials(Struct, frozen=True):
    """The host's identity at one hub. The token is a secret: it is in no log and no message."""

    hub: str
    host: str
    token: str

    def __repr__(self) -> str:
        return f"Credentials(hub={self.hub!r}, host={self.host!r}, token=...)"

    def fit(self, address: Address) -> bool:
        """True when the hub at `address` may be shown the token."""
        try:
            return address.may_get_token_of(Address.parse(self.hub))
        except BadAddressError:
            return False
