"""Acceptor: takes connections from the listening sockets, a few each turn of the loop.

The loop's own server stops listening for good when the process has run out of descriptors, and has
built everything a connection needs before anybody can refuse it. This one rests and tries again,
and refuses with the bare socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import Final

import structlog

from tocsin_hub.core.network import network_of
from tocsin_hub.core.places import Place, Places
from tocsin_hub.edge.refusal import raw_refusal
from tocsin_wire.errors import TocsinError

BATCH: Final = 32
"""Connections taken in one turn: their bytes are read before more are."""
REST_SECONDS: Final = 1.0
_UNREAD: Final = 64 * 1024

log = structlog.get_logger()


class Acceptor:
    """What uvicorn takes for a server: it opens, closes and is waited for."""

    def __init__(
        self,
        sockets: list[socket.socket],
        places: Places,
        protocol: Callable[[Place], asyncio.Protocol],
    ) -> None:
        """`protocol` builds what speaks for an accepted connection, given its place."""
        self._loop = asyncio.get_running_loop()
        self._sockets = sockets
        self._places = places
        self._protocol = protocol
        self._starting: set[asyncio.Task[None]] = set()
        self._rest: asyncio.TimerHandle | None = None
        self._is_short = False

    def open(self) -> None:
        """Take connections from now on."""
        self._rest = None
        for listener in self._sockets:
            self._loop.add_reader(listener, self._accept, listener)

    def close(self) -> None:
        """Take no more connections."""
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None
        for listener in self._sockets:
            self._loop.remove_reader(listener)

    async def wait_closed(self) -> None:
        """Wait for connections that were accepted and not yet begun."""
        if self._starting:
            await asyncio.wait(self._starting)

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(BATCH):
            try:
                sock, address = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                self._pause(error)
                return
            self._is_short = False
            self._admit(sock, network_of(address[0]))

    def _pause(self, error: OSError) -> None:
        """Descriptors or memory are short: let connections wait in the kernel for a moment."""
        if not self._is_short:
            self._is_short = True  # one line, however long it lasts
            log.warning("no connection can be accepted now", error=error.strerror)
        self.close()
        self._rest = self._loop.call_later(REST_SECONDS, self.open)

    def _admit(self, sock: socket.socket, network: str) -> None:
        try:
            place = self._places.take(network)
        except TocsinError as error:
            _refuse(sock, error)
            return
        task = self._loop.create_task(self._start(sock, place))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _start(self, sock: socket.socket, place: Place) -> None:
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await self._loop.connect_accepted_socket(lambda: self._protocol(place), sock)
        except OSError:  # it has gone already
            sock.close()
            place.leave()


def _refuse(sock: socket.socket, error: TocsinError) -> None:
    """Say why and close; nothing of it may take longer than now.

    What came is read: closing with bytes unread is a RST, which can overtake what was said.
    """
    with contextlib.closing(sock), contextlib.suppress(OSError):
        sock.setblocking(False)
        sock.send(raw_refusal(error))
        sock.shutdown(socket.SHUT_WR)
        sock.recv(_UNREAD)
