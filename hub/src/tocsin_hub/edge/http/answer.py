"""Answer: JSON responses, whole or made while they are sent, and the session cookie."""

from __future__ import annotations

import asyncio
import html
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import chain
from typing import Any, Final

from starlette.responses import Response, StreamingResponse

from tocsin_hub.core.oidc.transaction import LASTS_MS
from tocsin_hub.core.sessions import ABSOLUTE_MS
from tocsin_hub.edge.http import compression
from tocsin_hub.edge.refusal import Refusal, seconds_of, status_of
from tocsin_wire import codec
from tocsin_wire.errors import TocsinError

SLICE: Final = 32 * 1024
"""Bytes of a long answer that are made at a time."""
PIECES: Final = 500
"""Pieces that are made at a time, however short: the loop has others to serve."""
NOT_KEPT: Final = {"cache-control": "no-store"}
"""Headers of what nobody caches."""
_JSON: Final = "application/json"
_ONWARDS: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Tocsin</title>'
    '<meta http-equiv="refresh" content="0;url={path}"><link rel="icon" href="/favicon.svg">'
    '<p><a href="{path}">Tocsin</a></p></html>'
)


def json(body: Any, status: int = 200) -> Response:
    """Return a struct as JSON that nobody caches."""
    return Response(codec.encode(body), status, NOT_KEPT, media_type=_JSON)


def encoded(content: bytes, *, zipped: bool = False) -> Response:
    """Return what is JSON already, and compressed if it is `zipped`."""
    return Response(content, 200, NOT_KEPT | _coding(zipped), media_type=_JSON)


def attachment(content: bytes, media_type: str, name: str, *, zipped: bool = False) -> Response:
    """Return a file to save. `name` is of letters, digits, `.` and `-`: it needs no quoting."""
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, 200, NOT_KEPT | named | _coding(zipped), media_type=media_type)


def streamed(pieces: Iterable[bytes], *, zip_welcome: bool = False) -> Response:
    """Return JSON that is made while it is sent: who does not read holds one slice of it here.

    What is one slice altogether goes whole, with its length. Where gzip is welcome it is used.
    """
    slices = _slices(pieces)
    first, second = next(slices), next(slices, None)
    if second is None:
        zipped = zip_welcome and len(first) >= compression.SMALLEST
        return encoded(compression.packed(first) if zipped else first, zipped=zipped)
    rest = chain((first, second), slices)
    paced = _paced(compression.packed_pieces(rest) if zip_welcome else rest)
    return StreamingResponse(paced, headers=NOT_KEPT | _coding(zip_welcome), media_type=_JSON)


def separated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of a JSON array or object with the commas between them."""
    comma = b""
    for part in parts:
        yield comma + part
        comma = b","


def _coding(zipped: bool) -> dict[str, str]:
    return {"content-encoding": "gzip"} if zipped else {}


def _slices(pieces: Iterable[bytes]) -> Iterator[bytes]:
    taken: list[bytes] = []
    size = 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size >= SLICE or len(taken) >= PIECES:
            yield b"".join(taken)
            taken, size = [], 0
    yield b"".join(taken)


async def _paced(slices: Iterator[bytes]) -> AsyncIterator[bytes]:
    for part in slices:
        if part:  # a compressor may keep what it was given
            yield part
        await asyncio.sleep(0)


def refusal(error: TocsinError) -> Response:
    """Return an error as JSON, with when to try again where that is known."""
    response = json(Refusal.of(error), status_of(error))
    if error.after_ms:
        response.headers["retry-after"] = seconds_of(error)
    return response


def with_session(
    response: Response,
    cookie: str,
    token: str,
    *,
    secure: bool,
    seconds: int = ABSOLUTE_MS // 1000,
) -> Response:
    """Give the browser its session: no script reads it, no other site's request carries it."""
    response.set_cookie(
        cookie,
        token,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    return response


def without_session(response: Response, cookie: str) -> Response:
    secure = cookie.startswith("__Host-")  # else a browser keeps it
    response.delete_cookie(cookie, path="/", secure=secure, httponly=True, samesite="strict")
    return response


def onwards(path: str) -> Response:
    """Return a page that goes on to a path of this hub by itself, without a script.

    To a redirect that began elsewhere browsers do not add the session's cookie, which is
    SameSite=Strict; to a step that one of our own pages takes they do.
    """
    page = _ONWARDS.format(path=html.escape(path))
    return Response(page, headers=NOT_KEPT, media_type="text/html")


def transaction_cookie(session_cookie: str) -> str:
    """Return what the cookie of a log-in under way is called beside that of the session."""
    return f"{session_cookie}-oidc"


def with_transaction(response: Response, cookie: str, key: str, *, secure: bool) -> Response:
    """Let the browser keep what its log-in is known by; it comes back from another site: Lax."""
    response.set_cookie(
        transaction_cookie(cookie),
        key,
        max_age=LASTS_MS // 1000,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return response


def without_transaction(response: Response, cookie: str) -> Response:
    name = transaction_cookie(cookie)
    secure = name.startswith("__Host-")  # else a browser keeps it
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
    return response
