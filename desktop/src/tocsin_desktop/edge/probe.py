"""Probe: asks an address what it is, and says in one word what is in the way.

It blocks: call it in a thread.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import ssl
from contextlib import closing
from typing import Final

import msgspec
from msgspec import Struct

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.pin import pin_of
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.dial import dialled
from tocsin_desktop.edge.trust import SYSTEMS, Trust, context_of, unverified, wrapped

SECONDS: Final = 8.0
"""What each step may take: a name, a connection, an answer."""
MAX_ANSWER: Final = 64 * 1024


class About(Struct, frozen=True):
    """What a hub says of itself to anybody."""

    product: str
    version: str
    protocol: str
    lab: bool = False
    """May one join as a guest?"""
    login: bool = False
    """Can somebody log in by password?"""
    oidc: str = ""
    """What the provider is called by which one may log in."""


class Shown(Struct, frozen=True):
    """The part of a hub's greeting that shows the authority behind its TLS (PEM, perhaps empty)."""

    authority: str = ""


def look(address: HubAddress, subprotocol: str, trust: Trust = SYSTEMS) -> About:
    """Ask what is at an address. Raises Unreachable."""
    context = context_of(trust) if address.is_secure else None
    about = _about(address, context)
    if about is None:
        raise Unreachable(_instead(address))
    if about.protocol != subprotocol:
        raise Unreachable(Trouble.OTHER_VERSION, f"{about.version}, {about.protocol}")
    return about


def authority_of(address: HubAddress, pin: str = "") -> Trust:
    """Return the authority that a hub shows, with its pin, for a person to compare.

    With a `pin` it has to be that one. Raises Unreachable.
    """
    question = b'{"nonce":"%s","host":""}' % os.urandom(32).hex().encode()
    status, body = _asked(address, "POST", "/api/agents/hello", question, unverified())
    pem = _shown(body) if status == http.client.OK else ""
    if not pem:
        raise Unreachable(Trouble.CERTIFICATE, "the hub shows no authority of its own")
    found = pin_of(_der(pem))
    if pin and found != pin:
        raise Unreachable(Trouble.OTHER_PIN, found)
    return Trust(found, pem)


def _about(address: HubAddress, context: ssl.SSLContext | None) -> About | None:
    status, body = _asked(address, "GET", "/api/hub", b"", context)
    try:
        about = msgspec.json.decode(body, type=About)
    except msgspec.DecodeError:
        return None
    return about if (status, about.product) == (http.client.OK, "tocsin") else None


def _instead(address: HubAddress) -> Trouble:
    """Say what is there that is no hub: perhaps it is one for those who come by TLS."""
    if not address.is_secure:
        with contextlib.suppress(Unreachable):
            if _about(address._replace(is_secure=True), unverified()):
                return Trouble.WANTS_TLS
    return Trouble.NOT_TOCSIN


def _asked(
    address: HubAddress, method: str, path: str, body: bytes, context: ssl.SSLContext | None
) -> tuple[int, bytes]:
    """Send one request; return the status and the body. Raises Unreachable."""
    connection = http.client.HTTPConnection(address.host, address.port, timeout=SECONDS)
    with closing(connection), dialled(address, SECONDS) as plain:
        connection.sock = wrapped(plain, address.host, context) if context else plain
        headers = {"Host": address.authority, "Origin": address.url}
        if body:
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(MAX_ANSWER)
        except TimeoutError:
            raise Unreachable(Trouble.TIMED_OUT) from None
        except (http.client.HTTPException, OSError) as error:
            raise Unreachable(Trouble.NOT_TOCSIN, str(error)) from None


def _shown(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=Shown).authority.strip()
    except msgspec.DecodeError:
        return ""


def _der(pem: str) -> bytes:
    try:
        return ssl.PEM_cert_to_DER_cert(pem)
    except ValueError as error:
        raise Unreachable(Trouble.NOT_TOCSIN, str(error)) from None
