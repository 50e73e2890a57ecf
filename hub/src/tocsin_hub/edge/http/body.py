"""Body: what a request carries, within its bound."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.requests import ClientDisconnect, Request

from tocsin_wire.errors import BadField, TooLarge

MAX_BODY: Final = 64 * 1024


def is_announced(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether a request's headers (names in lower case) say that a body follows."""
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value.strip(b" \t0"))
        for name, value in headers
    )


def require_none(headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Raise TooLarge when a body follows that nobody would read."""
    if is_announced(headers):
        raise TooLarge("this request takes no body")


async def read(request: Request) -> bytes:
    """Read a JSON body. Raises BadField, TooLarge."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadField("send JSON with the header Content-Type: application/json")
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                raise TooLarge(f"the body is larger than {MAX_BODY} bytes")
    except ClientDisconnect:
        raise BadField("the body did not arrive whole") from None
    return body
