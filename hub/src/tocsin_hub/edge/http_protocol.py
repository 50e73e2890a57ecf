"""HttpProtocol: uvicorn's HTTP with the guards it lacks.

A header deadline, a bound on header bytes, a cap on strangers.
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tocsin_hub.edge.entrance import Entrance, knock_of

HEADER_SECONDS: Final = 5
HEADER_BYTES: Final = 16 * 1024


class HttpProtocol(HttpToolsProtocol):
    """One HTTP connection. A request's headers must be whole within 5 s of its first byte."""

    entrance: ClassVar[Entrance]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._header_bytes = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._ip = self.client[0] if self.client else ""
        self._stranger = self.entrance.come(self._ip)
        if self._stranger:
            self._expect_headers()
        else:
            self._refuse_stranger()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_done()
        self._become_known()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._deadline is not None:
            self._header_bytes += len(data)
        super().data_received(data)
        if self._deadline is not None and self._header_bytes > HEADER_BYTES:
            self._refuse_size()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:
            self._expect_headers()

    def on_headers_complete(self) -> None:
        self._headers_done()
        if self.transport.is_closing():
            return
        if sum(len(name) + len(value) + 4 for name, value in self.headers) > HEADER_BYTES:
            self._refuse_size()  # they came whole, in one piece
            return
        if self._stranger and self._is_known():
            self._become_known()
        super().on_headers_complete()

    # A refused request has no cycle that its body could go to.

    def on_body(self, body: bytes) -> None:
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self.transport.is_closing():
            super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._headers_done()
        if self.transport.is_closing():
            return
        if not self._stranger:  # the upgraded connection counts anew, until it is let in
            self._stranger = self.entrance.come(self._ip)
            if not self._stranger:
                self._refuse_stranger()
                return
        super().handle_websocket_upgrade()

    def _expect_headers(self) -> None:
        self._header_bytes = 0
        self._deadline = self.loop.call_later(
            HEADER_SECONDS,
            self._refuse,
            b"408 Request Timeout",
            f"the request's headers did not arrive within {HEADER_SECONDS} s",
        )

    def _headers_done(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _is_known(self) -> bool:
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in self.headers
        ]
        return self.entrance.identify(knock_of(headers)) is not None

    def _become_known(self) -> None:
        if self._stranger:
            self._stranger = False
            self.entrance.known(self._ip)

    def _refuse_stranger(self) -> None:
        self._refuse(b"503 Service Unavailable", "too many connections from your address")

    def _refuse_size(self) -> None:
        self._refuse(b"431 Request Header Fields Too Large", "the headers are too large")

    def _refuse(self, status: bytes, message: str) -> None:
        self._headers_done()
        body = message.encode()
        self.transport.write(
            b"HTTP/1.1 " + status + b"\r\ncontent-type: text/plain; charset=utf-8\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n" % len(body) + body
        )
        self.transport.close()


def http_protocol(entrance: Entrance) -> Any:
    """Return the class uvicorn builds connections from, bound to this hub's entrance."""
    return type("BoundHttpProtocol", (HttpProtocol,), {"entrance": entrance})
