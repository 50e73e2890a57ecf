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
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(Trouble.CERTIFICATE, error.verify_message) from None
    except ssl.SSLError as error:
        if error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"}:
            raise Unreachable(Trouble.WANTS_NO_TLS, error.reason) from None
        raise Unreachable(Trouble.CERTIFICATE, error.reason or str(error)) from None
    except TimeoutError:
        raise Unreachable(Trouble.TIMED_OUT) from None
    except OSError as error:
        raise Unreachable(Trouble.WANTS_NO_TLS, error.strerror or "") from None
