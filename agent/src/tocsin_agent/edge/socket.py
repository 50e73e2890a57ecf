"""Socket: one WebSocket connection (RFC 6455). `websockets` owns the protocol, this the transport.

The sans-I/O half of `websockets` alone, without its asyncio half, and without compression: a row is
too short to gain by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from ssl import SSLContext
from typing import Final

import msgspec
from msgspec import Struct
from websockets.client import ClientProtocol
from websockets.exceptions import InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from tocsin_agent import VERSION
from tocsin_agent.core.address import Address
from tocsin_wire.codec import MAX_OUTBOUND
from tocsin_wire.messages import SUBPROTOCOL

OPEN_TIMEOUT: Final = 10.0
CLOSE_TIMEOUT: Final = 2.0


class HandshakeRefusedError(OSError):
    """The hub answered, but not with 101; `status` is what it answered, 0 when not HTTP at all.

    `name` is what it calls the error, empty when it does not say.
    """

    def __init__(self, status: int, message: str, name: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.name = name


class _Refusal(Struct):
    name: str = ""


class Socket(asyncio.Protocol):
    """Text frames in both directions; `ended` holds the close code when the connection is over."""

    def __init__(self, protocol: ClientProtocol, authorization: str) -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.ended: asyncio.Future[int] = loop.create_future()
        self._protocol = protocol
        self._authorization = authorization
        self._on_text: Callable[[bytes], None] | None = None
        self._early: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self._parts: list[bytes] = []
        self._is_paused = False
        self._farewell: asyncio.TimerHandle | None = None

    @property
    def is_ready(self) -> bool:
        """True when what is sent now leaves at once: open, and the buffer below its high water."""
        return self._protocol.state is OPEN and not self._is_paused

    def listen(self, on_text: Callable[[bytes], None]) -> None:
        """Hand in each text frame from now on, and those that came together with the 101."""
        self._on_text = on_text
        early, self._early = self._early, []
        for text in early:
            on_text(text)

    def send(self, frames: Iterable[bytes]) -> None:
        """Send text frames, in one write. After the end they are dropped."""
        if self._protocol.state is OPEN:
            for frame in frames:
                self._protocol.send_text(frame)
            self._flush()

    def close(self, code: int, reason: str = "") -> None:
        """Begin the closing handshake; the transport is cut when the hub does not answer."""
        if self._protocol.state is OPEN:
            self._protocol.send_close(code, reason)
            self._flush()
        self._cut_soon()

    def abort(self) -> None:
        """Cut the connection without a word."""
        if self._transport:
            self._transport.abort()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        request = self._protocol.connect()
        request.headers["Authorization"] = self._authorization
        request.headers["User-Agent"] = f"tocsin-agent/{VERSION}"
        self._protocol.send_request(request)
        self._flush()

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        self._handle()

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._handle()

    def connection_lost(self, exc: Exception | None) -> None:
        self._protocol.receive_eof()
        if self._farewell:
            self._farewell.cancel()
        if not self.opened.done():
            self.opened.set_exception(self._refusal())
        if not self.ended.done():
            self.ended.set_result(self._protocol.close_code or 1006)

    def pause_writing(self) -> None:
        self._is_paused = True

    def resume_writing(self) -> None:
        self._is_paused = False

    # Between the protocol and the transport.

    def _handle(self) -> None:
        if not self.opened.done() and self._protocol.state is OPEN:
            self.opened.set_result(None)
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take(event)
        self._flush()
        if self._protocol.close_expected():
            self._cut_soon()

    def _take(self, frame: Frame) -> None:
        if frame.opcode is Opcode.TEXT or (frame.opcode is Opcode.CONT and self._parts):
            self._parts.append(bytes(frame.data))
            if frame.fin:
                text, self._parts = b"".join(self._parts), []
                (self._on_text or self._early.append)(text)

    def _flush(self) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        parts = self._protocol.data_to_send()
        if data := b"".join(parts):
            self._transport.write(data)
        if b"" in parts:  # the protocol's way to say: half-close now
            if self._transport.can_write_eof():
                self._transport.write_eof()
            else:
                self._transport.close()

    def _cut_soon(self) -> None:
        if self._farewell is None and self._transport:
            loop = asyncio.get_running_loop()
            self._farewell = loop.call_later(CLOSE_TIMEOUT, self._transport.abort)

    def _refusal(self) -> HandshakeRefusedError:
        cause = self._protocol.handshake_exc
        if isinstance(cause, InvalidStatus):
            status = cause.response.status_code
            return HandshakeRefusedError(status, f"the hub answered {status}", _named(cause))
        if cause is None or isinstance(cause, EOFError):
            return HandshakeRefusedError(0, "the connection was closed before the hub answered")
        return HandshakeRefusedError(0, f"what answers there is not a hub: {cause}")


def _named(refused: InvalidStatus) -> str:
    try:
        return msgspec.json.decode(refused.response.body or b"", type=_Refusal).name
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


async def connect(address: Address, authorization: str, tls: SSLContext | None) -> Socket:
    """Open a connection. Raises OSError, among them HandshakeRefusedError and TimeoutError."""
    protocol = ClientProtocol(
        parse_uri(address.socket_url),
        subprotocols=[Subprotocol(SUBPROTOCOL)],
        max_size=MAX_OUTBOUND,
    )
    loop = asyncio.get_running_loop()
    socket = Socket(protocol, authorization)
    try:
        async with asyncio.timeout(OPEN_TIMEOUT):
            await loop.create_connection(lambda: socket, address.host, address.port, ssl=tls)
            await socket.opened
    except BaseException:
        socket.abort()
        socket.opened.cancel()
        raise
    return socket
