"""Credentials: who a host is at one hub, and how it knows that hub again."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from tocsin_agent.core import ed25519
from tocsin_agent.core.address import Address, BadAddressError
from tocsin_wire.proofs import Presented, connect_statement

_Bytes32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Credentials(Struct, frozen=True):
    """A host's identity. The seed is a secret: it is in no log and no message."""

    hub: str
    host: str
    seed: _Bytes32
    """The private key (RFC 8032 section 5.1.5), in hexadecimal."""
    hub_key: _Bytes32
    """The hub's public key."""
    authority: str = ""
    """The certificate (PEM) of the one authority that is trusted; empty: those of the system."""

    def __repr__(self) -> str:
        return f"Credentials(hub={self.hub!r}, host={self.host!r}, seed=...)"

    def fit(self, address: Address) -> bool:
        """True when `address` may be asked for the hub they are of: never by less than TLS again.

        What answers there still has to prove that it is that hub.
        """
        try:
            return address.is_secure or not Address.parse(self.hub).is_secure
        except BadAddressError:
            return False

    def present(self, nonce: bytes, counter: int) -> str:
        """Return the header that proves this host to the hub that gave `nonce`."""
        statement = connect_statement(bytes.fromhex(self.hub_key), nonce, self.host, counter)
        signature = ed25519.sign(bytes.fromhex(self.seed), statement)
        return str(Presented(self.host, nonce, counter, signature))
