"""HubSocket: a WebSocket to a hub, opened by the session that the page has. It blocks."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator
from typing import Final

from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tocsin_desktop import __version__
from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.dial import dialled
from tocsin_desktop.edge.trust import Trust, context_of, tls_trouble
from tocsin_wire.codec import MAX_OUTBOUND
from tocsin_wire.messages import SUBPROTOCOL

OPEN_SECONDS: Final = 8.0
CLOSE_SECONDS: Final = 1.0
"""A window that is closed does not wait longer for a hub that does not answer."""
_TROUBLES: Final = {
    403: Trouble.FAILING,  # a name that the hub does not know itself by
    429: Trouble.TOO_MANY,
    502: Trouble.FAILING,  # a proxy whose hub is away
    503: Trouble.FAILING,
    504: Trouble.FAILING,
}


class SessionOver(Exception):
    """The hub no longer knows the session: log in again."""


@contextlib.contextmanager
def hub_socket(address: HubAddress, trust: Trust, cookie: str) -> Iterator[ClientConnection]:
    """Open a WebSocket and close it in the end. `cookie` is the value of the session's cookie.

    Raises Unreachable, SessionOver.
    """
    with contextlib.ExitStack() as stack:
        context = context_of(trust) if address.is_secure else None
        plain = stack.enter_context(dialled(address, OPEN_SECONDS))
        opening = connect(
            address.socket_url,
            sock=plain,
            ssl=context,
            origin=Origin(address.url),  # with a cookie the hub wants to see its own
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers={"Cookie": f"{address.cookie_name}={cookie}"},
            user_agent_header=f"tocsin-desktop/{__version__}",
            compression=None,
            proxy=None,
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=None,  # the hub sends its own
            max_size=MAX_OUTBOUND,
            legacy=False,
        )
        try:
            connection = stack.enter_context(opening)
        except (OSError, WebSocketException, ValueError) as error:  # the last: sent elsewhere
            raise _reason(error) from None
        yield connection


def _reason(error: Exception) -> Exception:
    match error:
        case InvalidStatus(response=response):
            if response.status_code == 401:
                return SessionOver()
            trouble = _TROUBLES.get(response.status_code, Trouble.NOT_TOCSIN)
            return Unreachable(trouble, f"HTTP {response.status_code}")
        case TimeoutError():
            return Unreachable(Trouble.TIMED_OUT)
        case ssl.SSLError():
            return tls_trouble(error)
        case OSError():
            return Unreachable(Trouble.LOST, error.strerror or "")
    return Unreachable(Trouble.NOT_TOCSIN, str(error))
