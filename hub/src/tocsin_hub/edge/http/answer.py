"""Answer: JSON responses and the session cookie."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from tocsin_hub.core.sessions import ABSOLUTE_MS
from tocsin_hub.edge.refusal import Refusal, status_of
from tocsin_wire import codec
from tocsin_wire.errors import TocsinError


def json(body: Any, status: int = 200) -> Response:
    """Return a struct as JSON that nobody caches."""
    return Response(
        codec.encode(body), status, {"cache-control": "no-store"}, media_type="application/json"
    )


def refusal(error: TocsinError) -> Response:
    """Return an error as JSON; `Retry-After` has whole seconds (RFC 9110 section 10.2.3)."""
    response = json(Refusal.of(error), status_of(error))
    if error.after_ms:
        response.headers["retry-after"] = str(-(-error.after_ms // 1000))
    return response


def with_session(response: Response, cookie: str, token: str, *, secure: bool) -> Response:
    """Give the browser its session: no script reads it, no other site's request carries it."""
    response.set_cookie(
        cookie,
        token,
        max_age=ABSOLUTE_MS // 1000,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    return response


def without_session(response: Response, cookie: str) -> Response:
    response.delete_cookie(cookie, path="/", httponly=True, samesite="strict")
    return response
