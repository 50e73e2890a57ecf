"""Trust: which certificate a hub may show.

Checked by Python's `ssl`: Qt 5.15 shows no chain of a certificate when it is built on OpenSSL 3.
A pin is the fingerprint of the hub's own authority, as the hub prints it.
"""

from __future__ import annotations

import socket
import ssl
from typing import Final, NamedTuple

from tocsin_desktop.core.trouble import Trouble, Unreachable


class Trust(NamedTuple):
    """What somebody decided about a hub: its `pin`, and the authority (PEM) that pin is of."""

    pin: str = ""
    authority: str = ""


_NOT_TLS: Final = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"}
SYSTEMS: Final = Trust()
"""Nothing was decided: whom the system trusts is trusted."""


def context_of(trust: Trust) -> ssl.SSLContext:
    """Return what trusts the pinned authority alone, or, without one, whom the system trusts."""
    if not trust.authority:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=trust.authority)
    return context


def unverified() -> ssl.SSLContext:
    """Return what takes any certificate: for looking at one. Nothing secret is sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def wrapped(plain: socket.socket, host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Speak TLS over a connected socket. Raises Unreachable."""
    try:
        return context.wrap_socket(plain, server_hostname=host)
    except OSError as error:
        raise tls_trouble(error) from None


def tls_trouble(error: OSError) -> Unreachable:
    """Return what is in the way when the TLS handshake ended by `error`."""
    if isinstance(error, TimeoutError):
        return Unreachable(Trouble.TIMED_OUT)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(Trouble.CERTIFICATE, error.verify_message)
    if not isinstance(error, ssl.SSLError):
        return Unreachable(Trouble.WANTS_NO_TLS, error.strerror or "")
    if error.reason in _NOT_TLS:
        return Unreachable(Trouble.WANTS_NO_TLS, error.reason)
    return Unreachable(Trouble.CERTIFICATE, error.reason or str(error))
