"""Proofs: what a hub and an agent sign to each other, and how an upgrade carries it. Pure.

Each statement begins with what it is for, so that a signature is never good for another purpose,
and each field with its length, so that no two lists of fields are the same bytes. Keys and
signatures are those of Ed25519 (RFC 8032); in JSON and headers in lower-case hexadecimal.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 32
NONCE_MS: Final = 30_000
"""So long a nonce of the hub may be used, once."""
SCHEME: Final = "Tocsin-Agent"

_PATTERN: Final = re.compile(
    rf"{SCHEME} host=([a-z0-9-]{{1,64}}), nonce=([0-9a-f]{{64}}), "
    r"counter=([1-9][0-9]{0,14}), signature=([0-9a-f]{128})"
)


class Presented(NamedTuple):
    """What an agent shows at an upgrade (RFC 9110 section 11.4: a scheme and its parameters)."""

    host: str
    nonce: bytes
    """The hub's."""
    counter: int
    signature: bytes

    def __str__(self) -> str:
        return (
            f"{SCHEME} host={self.host}, nonce={self.nonce.hex()}, counter={self.counter}, "
            f"signature={self.signature.hex()}"
        )


def read_presented(header: str) -> Presented | None:
    """Return what the header `Authorization` of an agent says, None when it is of no such form."""
    found = _PATTERN.fullmatch(header)
    if found is None:
        return None
    host, nonce, counter, signature = found.groups()
    return Presented(host, bytes.fromhex(nonce), int(counter), bytes.fromhex(signature))


def statement(domain: str, *fields: bytes) -> bytes:
    """Return what is signed or hashed: the domain and each field, each after its length."""
    parts = (domain.encode(), *fields)
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def hub_statement(
    key: bytes, authority: bytes, host: str, agent_nonce: bytes, hub_nonce: bytes
) -> bytes:
    """Return what a hub signs to greet an agent; `host` is empty for one that has not joined.

    `authority` is the certificate (DER) that its TLS stands on, empty where there is none.
    """
    return statement("tocsin.v1 hub", key, authority, host.encode(), agent_nonce, hub_nonce)


def join_statement(hub: bytes, nonce: bytes, code: str, name: str, key: bytes) -> bytes:
    """Return what an agent signs to join: `hub` and `key` are the public keys of both.

    `code` is the secret part of the join code, without hyphens.
    """
    return statement("tocsin.v1 join", hub, nonce, code.encode(), name.encode(), key)


def connect_statement(hub: bytes, nonce: bytes, host: str, counter: int) -> bytes:
    """Return what an agent signs to connect."""
    return statement("tocsin.v1 connect", hub, nonce, host.encode(), counter.to_bytes(8, "big"))
