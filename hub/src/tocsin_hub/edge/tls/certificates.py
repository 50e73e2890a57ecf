"""Certificates: what every kind of them is to the hub, and how a TLS context is made of one."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from cryptography import x509

_MOST: Final = 256 * 1024
"""Bytes of a file of certificates: what is larger is no such file."""


class BadCertificate(Exception):
    """It cannot be used; the message says what to do."""


class Shown(NamedTuple):
    """What the hub shows to who connects from now on."""

    context: ssl.SSLContext
    leaf: x509.Certificate
    authority: str
    """PEM of the certificate that has to be trusted, empty where everybody trusts it already."""


class Certificates(Protocol):
    """The hub's certificate, which changes while it runs."""

    shown: Shown

    def look(self, now: int) -> bool:
        """Show another if it is time; tell whether one is. Call it once a second (ms)."""

    def reload(self, now: int) -> bool:
        """Look now, whatever was seen before."""


def context_of(chain: Path, key: Path) -> ssl.SSLContext:
    """Return how to speak TLS with this certificate. Raises BadCertificate.

    TLS 1.2 at least, no renegotiation, HTTP/1.1 alone (what WebSocket needs here).
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(chain, key, password=_no_password)
    except ssl.SSLError as error:
        raise BadCertificate(f"{chain} and {key} do not go together: {_reason(error)}") from None
    except OSError as error:
        raise BadCertificate(f"cannot read {chain} or {key}: {error.strerror}") from None
    return context


def read_certificates(path: Path) -> list[x509.Certificate]:
    """Return the certificates of a PEM file, the hub's own first. Raises BadCertificate."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST)
    except OSError as error:
        raise BadCertificate(f"cannot read {path}: {error.strerror}") from None
    try:
        return x509.load_pem_x509_certificates(content)
    except ValueError:
        raise BadCertificate(f"{path} holds no certificate in PEM form") from None


def _no_password() -> str:
    raise BadCertificate("the key has a password: give the hub one without, readable by it alone")


def _reason(error: ssl.SSLError) -> str:
    return (error.reason or "no certificate or key in PEM form").replace("_", " ").lower()
