"""The one who speaks: a plain socket that sends prepared frames and drains the answers."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterable, Sequence
from typing import Self

MASK = (
    b"\x00\x00\x00\x00"  # masked with zeros (RFC 6455 section 5.3): the same bytes for every server
)


def frame(text: str) -> bytes:
    """Return one masked text frame of less than 64 KiB."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes([0x81, 0x80 | size]) + MASK + payload
    return b"\x81\xfe" + struct.pack("!H", size) + MASK + payload


def dial(port: int, path: str, headers: Sequence[str] = ()) -> socket.socket:
    """Return a connection upgraded to WebSocket. Raises ConnectionError when it is refused."""
    sock = socket.create_connection(("127.0.0.1", port), timeout=30)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *headers,
    ]
    sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    reply = sock.recv(65_536)
    if b" 101 " not in reply[:20]:
        sock.close()
        raise ConnectionError(f"no handshake: {reply[:80]!r}")
    return sock


class Publisher:
    """A connection to `path` that says what it is given."""

    def __init__(self, port: int, path: str, headers: Sequence[str] = ()) -> None:
        self.socket = dial(port, path, headers)
        self.received = 0
        self.tail = b""
        self.reader = threading.Thread(target=self._drain, daemon=True)
        self.reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.reader.join()
        self.socket.close()

    def send(self, texts: Iterable[str]) -> None:
        self.socket.sendall(b"".join(map(frame, texts)))

    def _drain(self) -> None:
        self.socket.settimeout(None)
        while data := self._receive():
            self.received += len(data)
            self.tail = data[-500:]

    def _receive(self) -> bytes:
        try:
            return self.socket.recv(65_536)
        except OSError:
            return b""
