"""JoinCode: a secret for the hub, and the pin by which a machine knows that hub. Pure.

Only the secret is ever sent, and only to a hub that has proved to be the one of the pin.
"""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

from tocsin_wire.crockford import grouped, is_symbols, read, written
from tocsin_wire.proofs import statement

SECRET_BITS: Final = 100
PIN_BITS: Final = 150
_SECRET: Final = SECRET_BITS // 5
_PIN: Final = PIN_BITS // 5
_DOMAIN: Final = "tocsin.v1 pin"


class JoinCode(NamedTuple):
    """Its two parts, as symbols without hyphens."""

    secret: str
    pin: str

    def __repr__(self) -> str:
        return f"JoinCode(secret=..., pin={self.pin!r})"

    def __str__(self) -> str:
        return grouped(self.secret + self.pin)


def pin_of(key: bytes, authority: bytes) -> str:
    """Return the pin of a hub: of its public key and of its TLS authority (DER, or empty)."""
    digest = hashlib.sha256(statement(_DOMAIN, key, authority)).digest()
    return written(int.from_bytes(digest, "big") >> (len(digest) * 8 - PIN_BITS), PIN_BITS)


def read_join_code(text: str) -> JoinCode | None:
    """Return the join code somebody wrote, None when it is none."""
    symbols = read(text)
    if len(symbols) != _SECRET + _PIN or not is_symbols(symbols):
        return None
    return JoinCode(symbols[:_SECRET], symbols[_SECRET:])
