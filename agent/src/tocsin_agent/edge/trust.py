"""Trust: what a TLS connection to the hub has to show. There is no way to ask for less later."""

from __future__ import annotations

import ssl
from typing import Final

_UNREADABLE: Final = "the hub's authority that was kept is no certificate: join anew"


def unverified() -> ssl.SSLContext:
    """Return what takes any certificate: for one question whose answer a pin vouches for.

    Nothing of this machine's is ever sent over it.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def trusting(authority: str) -> ssl.SSLContext:
    """Return what trusts exactly one authority (PEM), or the system's when there is none.

    The certificate has to be for the name that was dialled. Raises OSError.
    """
    if not authority:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=authority)
    except (ssl.SSLError, ValueError):
        raise OSError(_UNREADABLE) from None
    return context
