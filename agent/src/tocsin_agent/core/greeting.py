"""Greeting: how a hub proves which one it is. Nothing is told to one that does not. Pure."""

from __future__ import annotations

import binascii
from ssl import DER_cert_to_PEM_cert, PEM_cert_to_DER_cert
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from tocsin_agent.core import ed25519
from tocsin_wire.joincode import pin_of
from tocsin_wire.proofs import hub_statement

_Bytes32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class ImpostorError(OSError):
    """What answers is not the hub that is meant; it may be again later."""


class Hello(Struct, frozen=True):
    """What a hub answers to `POST /api/agents/hello`."""

    key: _Bytes32
    authority: Annotated[str, Meta(max_length=32_768)]
    nonce: _Bytes32
    signature: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class Greeting(NamedTuple):
    """What a hub has proved. Which hub's key it is, is for the caller to compare."""

    key: bytes
    authority: str
    """PEM, made of exactly what the pin is over; empty when there is none."""
    nonce: bytes
    """What the hub wants signed next."""
    pin: str


def proved(hello: Hello, host: str, nonce: bytes) -> Greeting:
    """Return what a hub has proved to who sent `host` and `nonce`. Raises ImpostorError."""
    key, theirs = bytes.fromhex(hello.key), bytes.fromhex(hello.nonce)
    authority = _certificate(hello.authority)
    statement = hub_statement(key, authority, host, nonce, theirs)
    if not ed25519.verify(key, statement, bytes.fromhex(hello.signature)):
        raise ImpostorError("it does not prove the key it shows: it is no hub, or a copy of one")
    shown = DER_cert_to_PEM_cert(authority) if authority else ""
    return Greeting(key, shown, theirs, pin_of(key, authority))


def _certificate(pem: str) -> bytes:
    if not pem:
        return b""
    try:
        return PEM_cert_to_DER_cert(pem.strip())
    except (ValueError, binascii.Error):
        raise ImpostorError("the authority it shows is no certificate") from None
