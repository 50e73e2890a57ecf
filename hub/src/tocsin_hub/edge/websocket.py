"""WebSocket: the socket of one client. `websockets` owns the protocol, this owns the transport.

uvicorn hands an upgraded connection to this class as its `ws=` protocol: who it is gets decided
before the 101, and from then on every write is bytes the engine has framed already.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Sequence
from typing import Final, cast

from websockets.datastructures import Headers
from websockets.exceptions import NegotiationError
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from tocsin_hub.core.connection import Connection
from tocsin_hub.core.meter import Meter, Meters
from tocsin_hub.core.places import Place
from tocsin_hub.core.sender import Sender
from tocsin_hub.edge.clock import new_name, new_nonce, now_ms
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.entrance import Entrance, knock_of
from tocsin_hub.edge.frames import text_frame
from tocsin_hub.edge.refusal import Refusal, seconds_of, status_of
from tocsin_hub.edge.safety import HEADERS
from tocsin_wire import codec
from tocsin_wire.closing import Close
from tocsin_wire.codec import MAX_INBOUND, MAX_INBOUND_FRAGMENTS
from tocsin_wire.errors import Forbidden, LoginTaken, TocsinError, TooMany
from tocsin_wire.messages import SUBPROTOCOL

PATH: Final = "/ws"
HIGH_WATER: Final = 64 * 1024
UNSENT: Final = 16 * 1024
"""Bytes the kernel takes before they can leave: what waits longer for a slow link waits in the hub,
where newer values replace it and what people say goes ahead of it."""
SLICE: Final = 4 * 1024
"""Bytes parsed before the loop may do something else: a burst of tiny frames stalls nobody."""
CLOSING_SECONDS: Final = 5
UNRESPONSIVE_MS: Final = 80_000
"""Without a byte for so long, in spite of pings every 20 s, the other end is gone."""
UNREAD_MS: Final = 15 * 60_000
"""Who did not take what waits for it in so long does not read at all."""


class WebSocket(asyncio.Protocol):
    """One client's connection, from its upgrade request on."""

    __slots__ = (
        "_asked",
        "_closing",
        "_engine",
        "_entrance",
        "_fragments",
        "_full",
        "_heard",
        "_inbox",
        "_meter",
        "_meters",
        "_open",
        "_paused",
        "_place",
        "_protocol",
        "_reason",
        "_replies",
        "_rest",
        "_sender",
        "_transport",
        "connection",
        "writable",
    )

    connection: Connection

    def __init__(
        self, engine: Engine, entrance: Entrance, meters: Meters, place: Place, sender: Sender
    ) -> None:
        self._engine = engine
        self._entrance = entrance
        self._meters = meters
        self._place = place
        self._sender = sender
        self._meter: Meter | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._protocol = ServerProtocol(
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            select_subprotocol=_select_subprotocol,
            max_size=MAX_INBOUND,
        )
        self._transport: asyncio.Transport = cast(asyncio.Transport, None)
        self._inbox: deque[bytes] | None = None
        self._fragments: list[bytes] | None = None
        self._closing: asyncio.TimerHandle | None = None
        self._open = False
        self._paused = False
        self._replies: list[bytes] | None = None
        self._asked = b""
        self._reason = "lost"
        self._heard = self._full = 0
        self.writable = True

    # What the loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=HIGH_WATER)
        _keep_unsent_here(self._transport)
        self._heard = now_ms()

    def data_received(self, data: bytes) -> None:
        self._heard = now_ms()
        if self._meter is not None:
            self._rest_for(self._meter.came(len(data), self._heard))
        if self._inbox is not None:
            self._inbox.append(data)
            return
        if len(data) <= SLICE and self._rest is None:
            self._parse(data)
            return
        self._inbox = deque(data[at : at + SLICE] for at in range(0, len(data), SLICE))
        self._pause_reading()
        self._parse_next()

    def pause_writing(self) -> None:
        # The other end does not read: take no more from it until it does, or replies would pile up.
        self.writable = False
        self._full = now_ms()
        self._pause_reading()

    def resume_writing(self) -> None:
        self.writable = True
        self._read_on()
        if hasattr(self, "connection"):
            self._engine.drained(self)

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        self._open = False
        self._inbox = self._replies = None
        for timer in (self._closing, self._rest):
            if timer is not None:
                timer.cancel()
        self._closing = self._rest = None
        self._place.leave()
        if hasattr(self, "connection"):
            self._engine.closed(self, self._reason)

    # What the engine calls.

    def write(self, data: bytes) -> None:
        """Send frames; after the closing handshake began, nothing is sent any more."""
        if not self._open:
            return
        if self._replies:
            self._write_replies()
        self._transport.write(data)

    def send(self, message: bytes) -> None:
        """Send one message; those of one turn of the loop go together in one write."""
        if self._replies is None:
            self._replies = []
            asyncio.get_running_loop().call_soon(self._write_replies)
        self._replies.append(text_frame(message))

    def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake; a client that does not answer is cut after 5 s."""
        if self._protocol.state is not OPEN:
            return
        self._reason = {Close.NORMAL: "bye", Close.GOING_AWAY: "stopped"}.get(Close(code), "closed")
        self._protocol.send_close(code, reason)
        self._flush()

    def abort(self) -> None:
        """Cut the connection at once."""
        self._transport.abort()

    def ping(self, now: int) -> None:
        """Send a ping; the other end is cut when it was silent for long though it was listened to.

        While it reads slowly its answers wait in its own buffers: that silence is ours. Who does
        not read at all is cut much later: it may be a laptop that sleeps.
        """
        is_gone = now - self._heard > UNRESPONSIVE_MS and not self._paused
        if is_gone or (not self.writable and now - self._full > UNREAD_MS):
            self.close(Close.UNRESPONSIVE, "pings stayed unanswered")
            self.abort()
        elif self._protocol.state is OPEN:
            self._protocol.send_ping(b"")
            self._flush()

    def ask(self) -> None:
        """Send a ping whose answer nobody can have sent before."""
        if self._protocol.state is OPEN:
            self._asked = new_nonce()
            self._protocol.send_ping(self._asked)
            self._flush()

    # Reading.

    def _parse_next(self) -> None:
        """Parse one slice of what came at once, then let the loop turn."""
        if self._inbox is None or not self.writable or self._rest is not None:
            return
        if self._inbox:
            self._parse(self._inbox.popleft())
        if self._inbox:
            asyncio.get_running_loop().call_soon(self._parse_next)
        else:
            self._inbox = None
            self._resume_reading()

    def _read_on(self) -> None:
        """Go on where reading was put off, unless there is another reason to wait."""
        if self._inbox is None:
            self._resume_reading()
        else:
            asyncio.get_running_loop().call_soon(self._parse_next)

    def _rest_for(self, ms: int) -> None:
        """Read no more for a while: this person has sent their share."""
        if ms and self._rest is None:
            self._rest = asyncio.get_running_loop().call_later(ms / 1000, self._rested)
            self._pause_reading()

    def _rested(self) -> None:
        self._rest = None
        self._read_on()

    def _parse(self, data: bytes) -> None:
        self._replies = self._replies or []  # what waits already goes first
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._handshake(event)
            elif isinstance(event, Frame):
                self._framed(event)
        self._flush()

    def _framed(self, frame: Frame) -> None:
        """Put messages together; what is no text within the bounds ends the connection."""
        if frame.opcode is Opcode.CLOSE:
            if self._reason == "lost":  # else it answers our own
                self._reason = "closed"
        elif frame.opcode is Opcode.PONG and self._asked and frame.data == self._asked:
            self._asked = b""
            self._engine.alive(self)
        elif frame.opcode is Opcode.BINARY:
            self._fail(Close.UNSUPPORTED_DATA, "send text, one JSON object a message")
        elif frame.opcode is Opcode.TEXT and frame.fin:
            self._message(bytes(frame.data))
        elif frame.opcode in (Opcode.TEXT, Opcode.CONT):
            fragments = self._fragments = self._fragments or []
            fragments.append(bytes(frame.data))
            if len(fragments) > MAX_INBOUND_FRAGMENTS:
                self._fail(Close.TOO_BIG, f"more than {MAX_INBOUND_FRAGMENTS} fragments")
            elif frame.fin:
                self._fragments = None
                self._message(b"".join(fragments))

    def _message(self, payload: bytes) -> None:
        if self._protocol.state is not OPEN:
            return
        try:
            payload.decode()
        except UnicodeDecodeError:
            self._fail(Close.BAD_UTF8, "text must be UTF-8")
            return
        if self._meter is not None:
            self._rest_for(self._meter.read(now_ms()))
        self._engine.received(self, payload)

    def _fail(self, code: Close, reason: str) -> None:
        if self._protocol.state is OPEN:
            self._fragments = None
            self._protocol.fail(code, reason)

    # The handshake.

    def _handshake(self, request: Request) -> None:
        try:
            self.connection = self._admit(request)
            response = self._protocol.accept(request)
        except TocsinError as error:
            response = self._refusal(error)
        if response.status_code != 101:
            response.headers.update(HEADERS)
        self._protocol.send_response(response)
        self._flush()
        if response.status_code == 101:
            self._place.upgrade()
            self._opened()

    def _admit(self, request: Request) -> Connection:
        if request.path.partition("?")[0] != PATH:
            raise Forbidden(f"the WebSocket is at {PATH}")
        knock = knock_of(request.headers.raw_items(), self._sender)
        principal = self._entrance.admit(knock)
        most = self._meters.limits.connections
        if self._engine.connections_of(principal) >= most:
            raise TooMany(f"you have {most} connections already: close some")
        now = now_ms()
        self._meter = self._meters.of(principal, now)
        return Connection(new_name(), principal, self._sender.ip, now, self._meter.publishes)

    def _opened(self) -> None:
        # What only the handshake needed; with thousands of idle clients it would add up.
        self._protocol.handshake_exc = None
        try:
            self._engine.opened(self)
        except LoginTaken as error:
            self.close(Close.SESSION_OVER, error.message)
        except TocsinError as error:  # the database cannot be read, say
            self.close(Close.RESTART, error.message)

    def _refusal(self, error: TocsinError) -> Response:
        body = codec.encode(Refusal.of(error)).decode()
        response = self._protocol.reject(status_of(error), body)
        headers: Headers = response.headers
        del headers["Content-Type"]
        headers["Content-Type"] = "application/json"
        if error.after_ms:
            headers["Retry-After"] = seconds_of(error)
        return response

    # Writing.

    def _write_replies(self) -> None:
        if self._replies and self._open:
            self._transport.write(b"".join(self._replies))
        self._replies = None

    def _flush(self) -> None:
        """Send what the protocol wants sent, and follow it into closing."""
        self._write_replies()
        self._open = self._protocol.state is OPEN
        for data in self._protocol.data_to_send():
            if data:
                self._transport.write(data)
            else:
                self._end()
        if self._protocol.close_expected() and self._closing is None:
            loop = asyncio.get_running_loop()
            self._closing = loop.call_later(CLOSING_SECONDS, self._transport.abort)

    def _end(self) -> None:
        """Say that nothing more comes, and read on until the other end says so too.

        Closing with bytes unread would be a RST, and that can overtake the close frame.
        """
        if self._transport.is_closing():
            return
        if self._transport.can_write_eof():
            self._transport.write_eof()
        else:
            self._transport.close()  # TLS has a farewell of its own, and waits for the other end's

    def _pause_reading(self) -> None:
        if not self._paused and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def _resume_reading(self) -> None:
        if self._rest is not None or not self.writable:
            return
        if self._paused and not self._transport.is_closing():
            self._paused = False
            self._heard = now_ms()
            self._transport.resume_reading()


def _select_subprotocol(
    protocol: ServerProtocol, offered: Sequence[Subprotocol]
) -> Subprotocol | None:
    """Take ours when it is offered; a client that offers none is taken at its word."""
    del protocol
    if not offered:
        return None
    if SUBPROTOCOL not in offered:
        raise NegotiationError(f"this hub speaks {SUBPROTOCOL}: bring both to the same version")
    return Subprotocol(SUBPROTOCOL)


def _keep_unsent_here(transport: asyncio.Transport) -> None:
    sock = transport.get_extra_info("socket")
    if sock is not None and hasattr(socket, "TCP_NOTSENT_LOWAT"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
