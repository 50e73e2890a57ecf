"""Clock and chance: the only places the hub asks what time it is and draws random numbers."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Final

from tocsin_wire.crockford import grouped, read, written
from tocsin_wire.ids import RANDOM_BYTES, uuid7
from tocsin_wire.joincode import SECRET_BITS
from tocsin_wire.proofs import NONCE_BYTES

# One reading of the wall clock, then the monotonic one: the hub's time never goes back.
_START: Final = time.time_ns() - time.monotonic_ns()


def now_ms() -> int:
    """Return the hub's clock: milliseconds since 1970 UTC, never going back."""
    return (_START + time.monotonic_ns()) // 1_000_000


def new_id() -> str:
    """Return a publish id of the hub's own (UUIDv7)."""
    return uuid7(now_ms(), secrets.token_bytes(RANDOM_BYTES))


def new_name() -> str:
    """Return a random name for an epoch, a connection, this run of the hub: 60 bits."""
    return secrets.token_hex(8)[:15]


def new_token() -> str:
    """Return a secret of 256 bits, safe in a header, a cookie and a file."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a set-up key, or the secret of a join code, as people see it: 20 symbols."""
    return grouped(written(secrets.randbits(SECRET_BITS), SECRET_BITS))


def new_nonce() -> bytes:
    """Return chance that nobody has seen before."""
    return secrets.token_bytes(NONCE_BYTES)


def code_digest_of(text: str) -> str:
    """Return the SHA-256 that is kept instead of a code, however its letters were written."""
    return digest_of(read(text))


def digest_of(token: str) -> str:
    """Return the SHA-256 that is kept instead of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
