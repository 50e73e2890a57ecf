"""RawClient: a WebSocket client that sends what libraries refuse to, byte by byte."""

import asyncio
import base64
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Iterable
from typing import Any, NamedTuple, cast

from tests.hub.http_client import Answer, head_of, parse
from tests.hub.hub_process import HubProcess

SECONDS = 15
CONT, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
LOST = 1006


class Received(NamedTuple):
    """One frame from the hub."""

    fin: bool
    opcode: int
    payload: bytes


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    mask: bytes | None = b"\x11\x22\x33\x44",
    length: int | None = None,
    wide: bool = False,
) -> bytes:
    """Return one frame. `length` is what the header claims; `wide` writes it in 8 bytes anyway."""
    claimed = len(payload) if length is None else length
    masked = 0 if mask is None else 0x80
    head = bytes([(fin << 7) | (rsv << 4) | opcode])
    if wide or claimed >= 1 << 16:
        head += bytes([masked | 127]) + claimed.to_bytes(8, "big")
    elif claimed >= 126:
        head += bytes([masked | 126]) + claimed.to_bytes(2, "big")
    else:
        head += bytes([masked | claimed])
    return head + payload if mask is None else head + mask + masked_with(mask, payload)


def masked_with(mask: bytes, payload: bytes) -> bytes:
    """Return `payload` masked (RFC 6455 section 5.3)."""
    size = len(payload)
    key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big")


def upgrade_head(
    hub: HubProcess,
    *,
    token: str = "",
    authorization: str = "",
    path: str = "/ws",
    host: str | None = None,
    headers: Iterable[tuple[str, str]] = (),
) -> bytes:
    """Return an upgrade request; `host=""` sends no Host header."""
    named = hub.authority if host is None else host
    lines = [("Host", named)] if named else []
    lines += [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", base64.b64encode(os.urandom(16)).decode()),
    ]
    if token or authorization:
        lines.append(("Authorization", authorization or f"Bearer {token}"))
    return head_of(f"GET {path} HTTP/1.1", [*lines, *headers])


class RawClient:
    """One connection, upgraded or not."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def dial(cls, hub: HubProcess, *, receive_buffer: int = 0) -> "RawClient":
        """Connect and say nothing."""
        sock = socket.socket()
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.setblocking(False)
        try:
            if hub.source:
                sock.bind(hub.source)
            await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", hub.port))
        except BaseException:
            sock.close()
            raise
        name = "127.0.0.1" if hub.tls else None
        opened = asyncio.open_connection(
            sock=sock, limit=1 << 16, ssl=hub.tls, server_hostname=name
        )
        return cls(*await opened)

    async def upgrade(self, hub: HubProcess, **options: Any) -> Answer:
        """Ask for a WebSocket; return the answer, whatever it is."""
        self.writer.write(upgrade_head(hub, **options))
        async with asyncio.timeout(SECONDS):
            head = await self.reader.readuntil(b"\r\n\r\n")
            answer = parse(head)
            if answer.status != 101:
                length = answer.all("content-length")  # a proxy does not close as the hub does
                read = self.reader.readexactly(int(length[0])) if length else self.reader.read()
                answer = answer._replace(body=await read)
        return answer

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)

    async def send_all(self, data: bytes) -> None:
        """Send bytes and wait until the kernel has them, or the hub has gone."""
        self.writer.write(data)
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(SECONDS):
                await self.writer.drain()

    def send_message(self, message: Any) -> None:
        """Send a message as one text frame: a str as it is, anything else as JSON."""
        text = message if isinstance(message, str) else json.dumps(message)
        self.send(frame(TEXT, text.encode()))

    async def read_frame(self, seconds: float = SECONDS) -> Received:
        """Read one frame. Raises IncompleteReadError or ConnectionError at the end."""
        async with asyncio.timeout(seconds):
            first, second = await self.reader.readexactly(2)
            size = second & 0x7F
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2), "big")
            elif size == 127:
                size = int.from_bytes(await self.reader.readexactly(8), "big")
            assert second < 0x80, "a server must not mask"
            payload = await self.reader.readexactly(size)
        return Received(bool(first & 0x80), first & 0x0F, payload)

    async def read_message(self, seconds: float = SECONDS) -> Any:
        """Read the next text message, skipping what is no text."""
        while True:
            received = await self.read_frame(seconds)
            assert received.opcode != CLOSE, received.payload
            if received.opcode == TEXT:
                return json.loads(received.payload)

    async def read_until(self, kind: str) -> Any:
        """Read messages until one has the tag `kind`; return it."""
        while (message := await self.read_message())["t"] != kind:
            pass
        return message

    async def closing(self) -> tuple[int, str]:
        """Read on to the end; return the close code (1006 when there was none) and reason."""
        code, reason = LOST, ""
        try:
            while True:
                received = await self.read_frame()
                if received.opcode == CLOSE:
                    code = int.from_bytes(received.payload[:2], "big")
                    reason = received.payload[2:].decode()
                    self.send(frame(CLOSE, received.payload[:2]))
        except (asyncio.IncompleteReadError, ConnectionError):
            self.writer.close()
            return code, reason

    def pause(self) -> None:
        """Read nothing any more: what the hub sends stays on the way."""
        self._transport.pause_reading()

    def resume(self) -> None:
        """Read on."""
        self._transport.resume_reading()

    @property
    def _transport(self) -> asyncio.Transport:
        return cast(asyncio.Transport, self.writer.transport)

    def abort(self) -> None:
        """Cut the connection."""
        self.writer.transport.abort()


@contextlib.asynccontextmanager
async def dialled(hub: HubProcess, **options: Any) -> AsyncIterator[RawClient]:
    """Hold a TCP connection that has said nothing."""
    client = await RawClient.dial(hub, **options)
    try:
        yield client
    finally:
        client.abort()


@contextlib.asynccontextmanager
async def raw_client(
    hub: HubProcess, token: str, authorization: str = "", **options: Any
) -> AsyncIterator[RawClient]:
    """Hold a WebSocket that has been welcomed; `authorization` is a whole header's value."""
    async with dialled(hub, **options) as client:
        answer = await client.upgrade(hub, token=token, authorization=authorization)
        assert answer.status == 101, answer
        await client.read_until("welcome")
        yield client
