"""Acceptor: takes connections from the listening sockets, a few each turn of the loop.

The loop's own server stops listening for good when the process has run out of descriptors, and has
built everything a connection needs before anybody can refuse it. This one rests and tries again,
and refuses with the bare socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

import structlog

from tocsin_hub.core.places import UNKNOWN, Place, Places
from tocsin_hub.edge.refusal import raw_answer, raw_refusal
from tocsin_wire.errors import TocsinError

BATCH: Final = 32
"""Connections taken in one turn: their bytes are read before more are."""
REST_SECONDS: Final = 1.0
HANDSHAKE_SECONDS: Final = 5.0
"""TLS has to be agreed on in so long, from the first byte on (RFC 8446 section 4)."""
FAREWELL_SECONDS: Final = 2.0
"""Who does not answer the end of TLS in so long is cut: until then their place is taken."""
UNHURRIED_SECONDS: Final = 2.0
"""A stranger who has not agreed on TLS for so long gives way when there are many."""
HANDSHAKE: Final = b"\x16"
"""The type of the record a client of TLS begins with (RFC 8446 section 5.1)."""
_UNREAD: Final = 64 * 1024

log = structlog.get_logger()


class _Start(NamedTuple):
    """A connection that was accepted and is not begun."""

    network: str
    since: float


class Acceptor:
    """What uvicorn takes for a server: it opens, closes and is waited for."""

    def __init__(
        self,
        sockets: list[socket.socket],
        places: Places,
        network_of: Callable[[str], str],
        protocol: Callable[[Place], asyncio.Protocol],
        tls: Callable[[], ssl.SSLContext | None],
    ) -> None:
        """`network_of` tells what an address counts for, or raises a TocsinError.

        `protocol` builds what speaks for an accepted connection, given its place; `tls` is how it
        is to be spoken to, None in plain.
        """
        self._loop = asyncio.get_running_loop()
        self._sockets = sockets
        self._places = places
        self._network_of = network_of
        self._tls = tls
        self._protocol = protocol
        self._starting: dict[asyncio.Task[None], _Start] = {}
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

    def look(self, most: int) -> None:
        """Let the oldest who have not agreed on TLS give way to others of their network.

        `most` is how many of a network may take their time; call it once a second.
        """
        due = self._loop.time() - UNHURRIED_SECONDS
        late: defaultdict[str, list[asyncio.Task[None]]] = defaultdict(list)
        for task, start in self._starting.items():  # the oldest first
            if start.since <= due and start.network != UNKNOWN:
                late[start.network].append(task)
        for tasks in late.values():
            for task in tasks[:-most]:
                task.cancel()

    async def wait_closed(self) -> None:
        """Wait a moment for connections that were accepted and not yet begun, then drop them."""
        if self._starting:
            _, late = await asyncio.wait(self._starting, timeout=REST_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

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
            self._admit(sock, address[0])

    def _pause(self, error: OSError) -> None:
        """Descriptors or memory are short: let connections wait in the kernel for a moment."""
        if not self._is_short:
            self._is_short = True  # one line, however long it lasts
            log.warning("no connection can be accepted now", error=error.strerror)
        self.close()
        self._rest = self._loop.call_later(REST_SECONDS, self.open)

    def _admit(self, sock: socket.socket, peer: str) -> None:
        try:
            place = self._places.take(self._network_of(peer))
        except TocsinError as error:
            _refuse(sock, error)
            return
        task = self._loop.create_task(self._start(sock, place))
        self._starting[task] = _Start(place.network, self._loop.time())
        task.add_done_callback(self._starting.pop)

    async def _start(self, sock: socket.socket, place: Place) -> None:
        """Hand a connection to its protocol, which then holds the place."""
        with contextlib.ExitStack() as undo:
            undo.callback(place.leave)
            undo.callback(sock.close)
            try:
                await self._hand_on(sock, partial(self._protocol, place))
            except ssl.SSLError as error:
                log.info("a TLS handshake failed", error=error.reason)
            except (OSError, TimeoutError):
                pass  # it has gone already, or took too long
            else:
                undo.pop_all()

    async def _hand_on(self, sock: socket.socket, start: Callable[[], asyncio.Protocol]) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        context = self._tls()
        if context is None:
            await self._loop.connect_accepted_socket(start, sock)
            return
        async with asyncio.timeout(HANDSHAKE_SECONDS):
            await self._speak_tls(start, sock, context)

    async def _speak_tls(
        self, start: Callable[[], asyncio.Protocol], sock: socket.socket, context: ssl.SSLContext
    ) -> None:
        first = await self._first_byte(sock)
        if first != HANDSHAKE:
            if first:
                _say(sock, raw_answer(400, "this port speaks TLS: write https:// before its name"))
            raise ConnectionAbortedError
        await self._loop.connect_accepted_socket(
            start,
            sock,
            ssl=context,
            ssl_handshake_timeout=HANDSHAKE_SECONDS,
            ssl_shutdown_timeout=FAREWELL_SECONDS,
        )

    async def _first_byte(self, sock: socket.socket) -> bytes:
        """Wait for the first byte and leave it where it is: nothing at the end."""
        came = self._loop.create_future()
        self._loop.add_reader(sock, _resolve, came)
        try:
            await came
        finally:
            self._loop.remove_reader(sock)
        return sock.recv(1, socket.MSG_PEEK)


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _refuse(sock: socket.socket, error: TocsinError) -> None:
    """Say why and close; nothing of it may take longer than now."""
    with contextlib.closing(sock), contextlib.suppress(OSError):
        sock.setblocking(False)
        _say(sock, raw_refusal(error))


def _say(sock: socket.socket, answer: bytes) -> None:
    """Say a last word. What came is read: closing with bytes unread is a RST, which can overtake.

    Raises OSError.
    """
    sock.send(answer)
    sock.shutdown(socket.SHUT_WR)
    sock.recv(_UNREAD)
