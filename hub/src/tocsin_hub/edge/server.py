"""Server: uvicorn's, with an acceptor of ours and an eye on its connections."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import uvicorn

from tocsin_hub.core.places import Place, Places
from tocsin_hub.edge.acceptor import Acceptor
from tocsin_hub.edge.entrance import Entrance
from tocsin_hub.edge.http_protocol import HttpProtocol

STRAGGLER_SECONDS: Final = 1.0
"""Answers may still be taken for so long when the hub stops."""


class Server(uvicorn.Server):
    """Tells when it listens, and leaves signals to the app."""

    def __init__(
        self,
        config: uvicorn.Config,
        places: Places,
        strangers: int,
        entrance: Entrance,
        tls: Callable[[], ssl.SSLContext | None],
    ) -> None:
        """`strangers` is how many of a network may keep a connection without asking anything.

        `tls` is how to speak it with who connects now.
        """
        super().__init__(config)
        self._entrance = entrance
        self._tls = tls
        self._places = places
        self._strangers = strangers
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self.lifespan.startup()
        self._acceptor = Acceptor(
            sockets or [], self._places, self._entrance.network_of, self._connection, self._tls
        )
        self._acceptor.open()
        self.servers = [cast(Any, self._acceptor)]
        self.started = True
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        late = asyncio.get_running_loop().call_later(STRAGGLER_SECONDS, self._cut)
        try:
            await super().shutdown(sockets)
        finally:
            late.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def look(self) -> None:
        """Cut who takes nothing of an answer, and strangers beyond their number; once a second."""
        self._acceptor.look(self._strangers)
        now = asyncio.get_running_loop().time()
        unhurried: defaultdict[str, list[HttpProtocol]] = defaultdict(list)
        for connection in self._connections():
            connection.look(now)
            if connection.is_unhurried(now):
                unhurried[connection.place.network].append(connection)
        for connections in unhurried.values():
            connections.sort(key=lambda connection: connection.since)
            for connection in connections[: -self._strangers]:
                connection.give_way()

    def _connections(self) -> list[HttpProtocol]:
        return cast(list[HttpProtocol], list(self.server_state.connections))

    def _connection(self, place: Place) -> asyncio.Protocol:
        built: asyncio.Protocol = cast(Any, self.config.http_protocol_class)(
            place=place,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )
        return built

    def _cut(self) -> None:
        for connection in self._connections():
            connection.transport.abort()
