"""HttpProtocol: uvicorn's HTTP with the guards it lacks.

Deadlines for headers, bodies and unread answers, bounds on bytes and requests, and a place among
the connections of its network and its person.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tocsin_hub.core.network import network_of
from tocsin_hub.core.places import UNKNOWN, Place
from tocsin_hub.core.sender import Sender
from tocsin_hub.edge.entrance import Entrance, knock_of
from tocsin_hub.edge.http import body
from tocsin_hub.edge.refusal import raw_answer, raw_refusal
from tocsin_wire.errors import TocsinError

HIGH_WATER: Final = 64 * 1024
"""Unsent bytes that hold up an answer; over TLS a loop would let eight times as many pile up."""
HEADER_SECONDS: Final = 5
HEADER_BYTES: Final = 16 * 1024
BODY_SECONDS: Final = 10
UNREAD_SECONDS: Final = 30
"""Who takes no byte of an answer for so long is gone, or wishes the hub to be."""
UNHURRIED_SECONDS: Final = 2.0
"""A stranger who asked nothing for so long gives way when there are many."""
PIPELINED: Final = 16
"""Requests sent before the answer to the first; browsers send none."""
THROWN_AWAY: Final = 1024 * 1024
"""Bytes of a body that are read and thrown away after the request was refused."""


class HttpProtocol(HttpToolsProtocol):
    """One HTTP connection, until it ends or becomes a WebSocket."""

    def __init__(
        self,
        entrance: Entrance,
        socket: Callable[[Place, Sender], asyncio.Protocol],
        place: Place,
        **uvicorn: Any,
    ) -> None:
        """`socket` builds what an upgraded connection is handed to."""
        super().__init__(**uvicorn)
        self.place = place
        self._entrance = entrance
        self._socket = socket
        self._is_of_proxy = place.network == UNKNOWN
        self._sender = Sender("", "http", is_proxied=False)
        self._has_asked = False
        self._awaited = ""
        self._deadline: asyncio.TimerHandle | None = None
        self._header_bytes = 0
        self._thrown_away = 0
        self._unsent = 0
        self.since = self._taken = self.loop.time()
        """When it came, or had its last answer."""

    # What the loop calls.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=HIGH_WATER)
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._met()
        self.place.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._awaited == "headers":
            self._header_bytes += len(data)
        super().data_received(data)
        if self._awaited == "headers" and self._header_bytes > HEADER_BYTES:
            self._refuse_size()

    def resume_writing(self) -> None:
        self._taken = self.loop.time()
        super().resume_writing()

    # What the server calls, every second.

    def look(self, now: float) -> None:
        """Cut the connection when nothing of what was written is taken."""
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or unsent < self._unsent:
            self._taken = now
        elif now - self._taken > UNREAD_SECONDS:
            self.transport.abort()
        self._unsent = unsent

    def is_unhurried(self, now: float) -> bool:
        """Tell whether this stranger keeps a connection without asking anything."""
        idle = now - self.since >= UNHURRIED_SECONDS
        is_known = not self.place.is_stranger or self.place.network == UNKNOWN
        return idle and not is_known and not self._is_answering

    def give_way(self) -> None:
        """Make room for others of the same network."""
        if self._has_asked:
            self.transport.close()
        else:
            self._refuse(503, "too many connections from your address")

    # What the parser calls.

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if not self._awaited:
            self._expect_headers()

    def on_headers_complete(self) -> None:
        self._met()
        if self.transport.is_closing():
            return
        self._name_host_of_target()
        if sum(len(name) + len(value) + 4 for name, value in self.headers) > HEADER_BYTES:
            self._refuse_size()  # they came whole, in one piece
        elif len(self.pipeline) >= PIPELINED:
            self.transport.abort()
        elif self._is_placed() and self._is_let_in():
            if body.is_announced(self.headers):
                self._expect("body", BODY_SECONDS)
            super().on_headers_complete()
            if not self._is_upgrade:
                self._has_asked = True  # and only now there is a cycle

    # A refused request has no cycle that its body could go to.

    def on_body(self, body: bytes) -> None:
        if self.transport.is_closing():
            return
        super().on_body(body)
        if self._has_asked and self.cycle.response_complete:
            self._thrown_away += len(body)
            if self._thrown_away > THROWN_AWAY:
                self.transport.close()

    def on_message_complete(self) -> None:
        self._met()
        if not self.transport.is_closing():
            super().on_message_complete()

    def on_response_complete(self) -> None:
        self.since = self.loop.time()
        if self._is_of_proxy:
            self.place.move(UNKNOWN)  # what comes next may be another's
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        if self._is_answering:
            self.transport.abort()  # words of ours must not end up inside an answer
        else:
            self._refuse(400, msg)

    def handle_websocket_upgrade(self) -> None:
        self._met()
        if self.transport.is_closing():
            return
        if self._is_answering:
            self.transport.abort()
            return
        self.connections.discard(self)
        socket = self._socket(self.place, self._sender)
        self.transport.set_protocol(socket)
        socket.connection_made(self.transport)
        socket.data_received(self._request_head())
        del self.parser  # which holds this object: with it gone, nothing does

    # Deadlines.

    def _expect_headers(self) -> None:
        self._header_bytes = 0
        self._expect("headers", HEADER_SECONDS)

    def _expect(self, what: str, seconds: int) -> None:
        self._awaited = what
        self._deadline = self.loop.call_later(seconds, self._late, seconds)

    def _met(self) -> None:
        self._awaited = ""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self, seconds: int) -> None:
        if self._awaited == "body" and self.cycle.response_complete:
            self.transport.close()  # it was refused, and what follows was thrown away
        else:
            self._refuse(408, f"the request's {self._awaited} did not arrive within {seconds} s")

    # Who it is.

    def _name_host_of_target(self) -> None:
        """Count the host of an absolute target as named too (RFC 9112 section 3.2.2)."""
        _, is_absolute, rest = self.url.partition(b"://")
        if self.url.startswith(b"/") or not is_absolute:
            return
        host = re.split(rb"[/?#]", rest, maxsplit=1)[0]
        if [host] != [value for name, value in self.headers if name == b"host"]:
            self.headers.append((b"host", host))

    def _is_placed(self) -> bool:
        """Find out who sent the request; count it in their network if a proxy handed it on."""
        peer = self.client[0] if self.client else ""
        self._sender = self._entrance.sender_of(peer, self.headers)
        self.scope["client"] = (self._sender.ip, 0)
        self.scope["scheme"] = self._sender.scheme
        self.scope["state"]["sender"] = self._sender
        if not self._is_of_proxy:
            return True
        try:
            self.place.move(network_of(self._sender.ip))
        except TocsinError as error:
            self._say(raw_refusal(error))
            return False
        return True

    def _is_let_in(self) -> bool:
        """Make a person of a stranger with a token; refuse who has too many connections."""
        if not self.place.is_stranger or self._is_upgrade:
            return True
        headers = (
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in self.headers
        )
        principal = self._entrance.identify(knock_of(headers, self._sender))
        if principal is None:
            return True
        try:
            self.place.become(principal.by)
        except TocsinError as error:
            self._say(raw_refusal(error))
            return False
        return True

    def _should_upgrade_to_ws(self) -> bool:
        return True

    @property
    def _is_upgrade(self) -> bool:
        return bool(self.parser.should_upgrade() and self._should_upgrade())

    def _request_head(self) -> bytes:
        version = self.scope["http_version"].encode()
        parts = [self.scope["method"].encode(), b" ", self.url, b" HTTP/", version, b"\r\n"]
        for name, value in self.headers:
            parts += [name, b": ", value, b"\r\n"]
        return b"".join([*parts, b"\r\n"])

    # Refusals.

    def _refuse_size(self) -> None:
        self._refuse(431, "the headers are too large")

    def _refuse(self, status: int, message: str) -> None:
        self._say(raw_answer(status, message))

    def _say(self, answer: bytes) -> None:
        """Say a last word, if it cannot be taken for part of an answer, and close."""
        is_free = not self._is_answering or self._is_only_reading
        self._met()
        if is_free:
            self.transport.write(answer)
            self.transport.close()
        else:
            self.transport.abort()

    @property
    def _is_answering(self) -> bool:
        return self._has_asked and not self.cycle.response_complete

    @property
    def _is_only_reading(self) -> bool:
        """The one request is not whole yet and nothing of its answer was said."""
        return self._awaited == "body" and not self.cycle.response_started and not self.pipeline


def http_protocol(entrance: Entrance, socket: Callable[[Place, Sender], asyncio.Protocol]) -> Any:
    """Return what builds connections of this hub; uvicorn gives its own arguments by name."""
    return partial(HttpProtocol, entrance, socket)
