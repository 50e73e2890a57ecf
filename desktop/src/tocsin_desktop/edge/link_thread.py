"""LinkThread: keeps a window told of its hub, also while nobody looks at the page."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tocsin_desktop import __version__
from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.lookout import Lookout
from tocsin_desktop.core.notices import Notice, Unread
from tocsin_desktop.core.trouble import Unreachable
from tocsin_desktop.edge.hub_socket import CLOSE_SECONDS, SessionOver, hub_socket
from tocsin_desktop.edge.trust import Trust
from tocsin_wire.closing import Close
from tocsin_wire.errors import BadMessage
from tocsin_wire.link import Retry
from tocsin_wire.messages import Hello

TICK_SECONDS: Final = 0.5
JOIN_SECONDS: Final = CLOSE_SECONDS + 1.0
_OVER: Final = {Close.NORMAL, Close.SESSION_OVER, Close.FORBIDDEN}
"""After these somebody has to come in by the door again."""


class Standing(StrEnum):
    """How it stands with the hub."""

    CONNECTING = "connecting"
    LIVE = "live"
    """Nothing that happens from here on is missed."""
    LOST = "lost"
    """It is tried again by itself, unless the hub was stopped: then `again` does it."""
    ENDED = "ended"
    """The session is over: log in again."""


class News(NamedTuple):
    """All there is to show of a hub beside its page."""

    standing: Standing
    login: str
    role: str
    """Empty while there is no connection."""
    notices: list[Notice]
    """What is new since the news before."""
    unread: Unread
    down: frozenset[str]
    """The names of the hosts that are down."""


class LinkThread:
    """A connection beside the page's own, in a thread, until `stop`.

    `cookie` is the value of the session's cookie. `tell` is called in the thread, whenever
    something is other than it was, and not after `stop`; it must not call `stop` itself.
    """

    def __init__(
        self, address: HubAddress, trust: Trust, cookie: str, tell: Callable[[News], None]
    ) -> None:
        self._hub = address, trust, cookie
        self._tell = tell
        self._lookout = Lookout(Hello("tocsin-desktop", __version__), os.urandom)
        self._told = News(Standing.CONNECTING, "", "", [], Unread(), frozenset())
        self._standing = Standing.CONNECTING
        self._lock = threading.RLock()
        self._is_stopped = False
        self._awake = threading.Event()
        self._connection: ClientConnection | None = None
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Begin; the first news tell that it connects."""
        self._thread.start()

    def seen(self) -> None:
        """Somebody looks at the page: what is unread counts from zero; the next news say so."""
        with self._lock:
            self._lookout.notices.seen()

    def again(self) -> None:
        """Try at once, also after the hub was stopped: a person asked, or the page is back."""
        self._awake.set()

    def stop(self) -> None:
        """Close the connection and end the thread; a hub that hangs is not waited for."""
        with self._lock:
            self._is_stopped = True
            connection = self._connection
        self._awake.set()
        if connection:
            connection.close()
        self._thread.join(JOIN_SECONDS)

    # In the thread.

    def _run(self) -> None:
        self._say(self._told)
        while not self._is_stopped:
            self._awake.clear()
            seconds = self._once()
            if not self._is_stopped:
                self._awake.wait(seconds)

    def _once(self) -> float | None:
        """Hold one connection; return how long to wait after it, None until somebody asks."""
        try:
            with hub_socket(*self._hub) as connection:
                code = self._hold(connection)
        except SessionOver:
            code = Close.SESSION_OVER
        except Unreachable:
            code = Close.LOST
        with self._lock:
            step = self._lookout.closed(code)
        self._stand(Standing.ENDED if code in _OVER else Standing.LOST)
        return step.seconds if isinstance(step, Retry) else None

    def _hold(self, connection: ClientConnection) -> int:
        """Follow the hub until the connection ends; return the code it was closed with."""
        with self._lock:
            self._connection = connection
            if self._is_stopped:
                return Close.NORMAL
        self._lookout.opened(_now())
        try:
            while not self._lookout.is_silent(_now()):
                for frame in self._lookout.outgoing(_now()):
                    connection.send(frame, text=True)
                self._take(connection)
        except ConnectionClosed:
            return connection.close_code or Close.LOST
        except BadMessage as error:
            connection.close(Close.UNSUPPORTED_DATA, str(error)[:100])
            return Close.UNSUPPORTED_DATA
        finally:
            self._connection = None
        return Close.LOST

    def _take(self, connection: ClientConnection) -> None:
        """Wait for the next frame, but no longer than something else may be due."""
        try:
            frame = connection.recv(TICK_SECONDS, decode=False)
        except TimeoutError:
            frame = b""
        with self._lock:
            notices = self._lookout.receive(frame, _now()) if frame else []
            notices += self._lookout.tick(_now())
        self._stand(Standing.LIVE if self._lookout.is_live else self._standing, notices)

    def _stand(self, standing: Standing, notices: list[Notice] | None = None) -> None:
        self._standing = standing
        out, seen = self._lookout, self._lookout.notices
        news = News(standing, out.login, out.role, notices or [], seen.unread, seen.down)
        if news != self._told:
            self._say(news)

    def _say(self, news: News) -> None:
        self._told = news._replace(notices=[])
        with self._lock:
            if not self._is_stopped:
                self._tell(news)


def _now() -> int:
    return time.time_ns() // 1_000_000
