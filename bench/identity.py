"""Identity: a simulated machine's key, and what it says to a hub to join and to connect."""

from __future__ import annotations

import json
import os
from typing import NamedTuple, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tocsin_wire.proofs import Presented, connect_statement, join_statement


class Hello(NamedTuple):
    """What of a hub's answer to `POST /api/agents/hello` is signed next."""

    key: bytes
    nonce: bytes

    @classmethod
    def read(cls, answer: bytes) -> Self:
        found = json.loads(answer)
        return cls(bytes.fromhex(found["key"]), bytes.fromhex(found["nonce"]))


class Identity:
    """A private key."""

    def __init__(self, seed: bytes = b"") -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed or os.urandom(32))

    @property
    def seed(self) -> bytes:
        return self._private.private_bytes_raw()

    def join(self, hello: Hello, secret: str, name: str) -> dict[str, str]:
        """Return the body of `POST /api/join`; `secret` is the first part of a join code."""
        public = self._private.public_key().public_bytes_raw()
        statement = join_statement(hello.key, hello.nonce, secret, name, public)
        return {
            "code": secret,
            "name": name,
            "key": public.hex(),
            "nonce": hello.nonce.hex(),
            "signature": self._private.sign(statement).hex(),
        }

    def authorization(self, hello: Hello, host: str, counter: int) -> str:
        """Return the header of an upgrade."""
        statement = connect_statement(hello.key, hello.nonce, host, counter)
        return str(Presented(host, hello.nonce, counter, self._private.sign(statement)))


def asked(host: str = "") -> dict[str, str]:
    """Return the body of `POST /api/agents/hello`."""
    return {"nonce": os.urandom(32).hex(), "host": host}
