"""Asking: one small HTTP/1.1 request to the hub, JSON both ways. Follows no redirect."""

from __future__ import annotations

import asyncio
from ssl import SSLContext, SSLError
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct

from tocsin_agent import VERSION
from tocsin_agent.core.address import Address
from tocsin_wire import codec

_TIMEOUT: Final = 10.0
_MAX_ANSWER: Final = 64 * 1024


class NoAnswerError(OSError):
    """The hub gave no usable answer; it may later."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes

    @property
    def reason(self) -> str:
        """What the hub says of why it refuses."""
        try:
            said = msgspec.json.decode(self.body, type=_Refusal).message
        except (msgspec.DecodeError, UnicodeDecodeError):
            said = ""
        return said or f"the hub answered {self.status}"


class _Refusal(Struct):
    message: str = ""


async def post(address: Address, path: str, document: Any, tls: SSLContext | None) -> Answer:
    """Send one request. Raises OSError when there is no proper answer."""
    try:
        async with asyncio.timeout(_TIMEOUT):
            return Answer(*await _post(address, path, document, tls))
    except TimeoutError:
        raise NoAnswerError("no answer within 10 seconds") from None
    except SSLError:  # one of a certificate is also a ValueError
        raise
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        raise NoAnswerError("what answers there does not speak HTTP as a hub does") from None


async def _post(
    address: Address, path: str, document: Any, tls: SSLContext | None
) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection(
        address.host, address.port, ssl=tls, limit=_MAX_ANSWER
    )
    try:
        writer.write(_request(address, path, codec.encode(document)))
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        status, headers = _head(head)
        return status, await _body(reader, headers)
    finally:
        writer.close()


def _request(address: Address, path: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1",
        f"Host: {address.authority}",
        f"User-Agent: tocsin-agent/{VERSION}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + body


def _head(data: bytes) -> tuple[int, dict[str, str]]:
    """Return status and headers by lower-case name. Raises ValueError."""
    first, *lines = data.decode("latin-1").split("\r\n")
    version, status, *_ = first.split(" ", 2)
    if not version.startswith("HTTP/1."):
        raise ValueError("not HTTP/1")
    pairs = (line.partition(":") for line in lines if line)
    return int(status), {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return await _chunks(reader)
    if "content-length" in headers:
        return await reader.readexactly(_bounded(int(headers["content-length"])))
    return await reader.read(_MAX_ANSWER)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    """Read a chunked body (RFC 9112 section 7.1)."""
    body = b""
    while size := _bounded(int((await reader.readline()).partition(b";")[0], 16)):
        body += await reader.readexactly(size)
        await reader.readline()
        _bounded(len(body))
    return body


def _bounded(size: int) -> int:
    if not 0 <= size <= _MAX_ANSWER:
        raise ValueError("longer than an answer of the hub can be")
    return size
