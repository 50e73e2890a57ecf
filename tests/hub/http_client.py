"""HttpClient: one HTTP request on one connection, with every header as the test wants it."""

import asyncio
import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from tests.hub.hub_process import HubProcess

SECONDS = 15


class Answer(NamedTuple):
    """What came back. Header names are in lower case, in the order they came."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.headers if known == name]

    def header(self, name: str) -> str:
        """Return a header that must be there exactly once."""
        (value,) = self.all(name)
        return value

    @property
    def json(self) -> Any:
        assert self.header("content-type") == "application/json", self
        return json.loads(self.body)

    @property
    def cookie(self) -> str:
        """Return the session token of the one cookie that was set."""
        name, _, rest = self.header("set-cookie").partition("=")
        assert re.fullmatch(r"(__Host-)?tocsin-\d+", name)
        return rest.partition(";")[0]


async def request(
    hub: HubProcess,
    method: str,
    path: str,
    body: Any = None,
    *,
    token: str = "",
    cookie: str = "",
    headers: Iterable[tuple[str, str]] = (),
    host: str | None = None,
    raw: bytes | None = None,
    content_type: str = "application/json",
    source: str = "",
    patience: float = SECONDS,
) -> Answer:
    """Send one request and read its answer. `body` goes as JSON, `raw` as it is.

    `source` is the address it comes from: all of 127.0.0.0/8 is this machine's.
    """
    lines = [("Host", hub.authority if host is None else host), ("Connection", "close")]
    if token:
        lines.append(("Authorization", f"Bearer {token}"))
    if cookie:
        lines.append(("Cookie", f"{hub.cookie_name}={cookie}"))
    payload = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
    if payload or method == "POST":
        lines.append(("Content-Length", str(len(payload))))
    if body is not None or raw is not None:
        lines.append(("Content-Type", content_type))
    head = head_of(f"{method} {path} HTTP/1.1", [*lines, *headers])
    return await exchange(hub, head + payload, source, patience)


def head_of(first: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Return the head of a request, header values as latin-1."""
    lines = [first, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


async def exchange(
    hub: HubProcess, data: bytes, source: str = "", patience: float = SECONDS
) -> Answer:
    """Send bytes and read until the hub closes; wait for it `patience` seconds."""
    async with asyncio.timeout(patience):
        local = (source, 0) if source else hub.source
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", hub.port, ssl=hub.tls, local_addr=local
        )
        try:
            writer.write(data)
            return parse(await _until_end(reader))
        finally:
            writer.transport.abort()


async def _until_end(reader: asyncio.StreamReader) -> bytes:
    parts: list[bytes] = []
    try:
        while part := await reader.read(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass  # it closed without reading all that was sent; the answer came before
    return b"".join(parts)


def parse(data: bytes) -> Answer:
    """Take an answer apart."""
    head, separator, body = data.partition(b"\r\n\r\n")
    assert separator, data
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in lines]
    headers = [(name.lower(), value.strip()) for name, _, value in pairs]
    if ("transfer-encoding", "chunked") in headers:
        body = _unchunked(body)
    return Answer(int(first.split()[1]), headers, body)


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        whole += body[:length]
        body = body[length + 2 :]
    return whole
