"""Joining: a hub proves itself by the pin of a join code, then the code becomes an identity."""

from __future__ import annotations

import os
from ssl import SSLContext
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from tocsin_agent.core import ed25519
from tocsin_agent.core.address import Address
from tocsin_agent.core.credentials import Credentials
from tocsin_agent.core.greeting import Greeting, Hello, proved
from tocsin_agent.edge import trust
from tocsin_agent.edge.asking import Answer, NoAnswerError, post
from tocsin_wire.joincode import JoinCode
from tocsin_wire.proofs import KEY_BYTES, NONCE_BYTES, join_statement

HELLO: Final = "/api/agents/hello"
JOIN: Final = "/api/join"
_REFUSALS: Final = frozenset({400, 403, 410, 422})
T = TypeVar("T", Hello, "_Joined")


class JoinRefusedError(Exception):
    """The hub does not take the code; the same code will not be taken later either."""


class Joined(NamedTuple):
    """An identity, and what the hub calls this host."""

    credentials: Credentials
    name: str


class _Joined(Struct, frozen=True):
    """The hub's answer."""

    host: str
    name: str


async def greet(address: Address, host: str, tls: SSLContext | None) -> Greeting:
    """Let what answers at `address` prove which hub it is. Raises OSError, ImpostorError among."""
    nonce = os.urandom(NONCE_BYTES)
    answer = await post(address, HELLO, {"nonce": nonce.hex(), "host": host}, tls)
    return proved(_read(answer, Hello, "a hub's hello"), host, nonce)


async def join(address: Address, code: JoinCode, name: str, seed: bytes) -> Joined:
    """Become a host of the hub that the code pins; `seed` is this host's new private key.

    The secret is sent to that hub only, and to an https address over TLS that the pin vouches for.
    Raises JoinRefusedError, and OSError when there is no proper answer.
    """
    greeting = await _pinned(address, code)
    tls = trust.trusting(greeting.authority) if address.is_secure else None
    if address.is_secure:  # the first answer came over a line that nobody vouched for
        greeting = await greet(address, "", tls)
        _require_pin(greeting, code)
    key = ed25519.public_key(seed)
    statement = join_statement(greeting.key, greeting.nonce, code.secret, name, key)
    document: dict[str, Any] = {
        "code": code.secret,
        "name": name,
        "key": key.hex(),
        "nonce": greeting.nonce.hex(),
        "signature": ed25519.sign(seed, statement).hex(),
    }
    answer = await post(address, JOIN, document, tls)
    if answer.status in _REFUSALS:
        raise JoinRefusedError(answer.reason)
    joined = _read(answer, _Joined, "an identity")
    hub, authority = greeting.key.hex(), greeting.authority
    credentials = Credentials(address.url, joined.host, seed.hex(), hub, authority)
    return Joined(credentials, joined.name)


def new_seed() -> bytes:
    """Return a new private key."""
    return os.urandom(KEY_BYTES)


async def _pinned(address: Address, code: JoinCode) -> Greeting:
    greeting = await greet(address, "", trust.unverified() if address.is_secure else None)
    _require_pin(greeting, code)
    return greeting


def _require_pin(greeting: Greeting, code: JoinCode) -> None:
    if greeting.pin != code.pin:
        raise JoinRefusedError(
            "what answers there is not the hub this code was made by, so it was not sent: "
            "copy the code whole, and look at the address"
        )


def _read(answer: Answer, kind: type[T], what: str) -> T:
    if answer.status >= 400:
        raise NoAnswerError(answer.reason)
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NoAnswerError(f"the hub answered {answer.status}, not with {what}") from None
