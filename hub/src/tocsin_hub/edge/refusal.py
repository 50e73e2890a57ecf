"""Refusal: the one place where errors become HTTP statuses and bodies."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from msgspec import Struct

from tocsin_hub.edge.safety import HEADERS
from tocsin_wire import errors as e

_STATUSES: Final[dict[type[e.TocsinError], int]] = {
    e.TooLarge: 413,
    e.BadMessage: 422,
    e.Unauthorized: 401,
    e.Forbidden: 403,
    e.NotFound: 404,
    e.BadCode: 403,
    e.TooMany: 429,
    e.Refused: 409,
    e.TooFast: 429,
    e.Unavailable: 503,
}
_SAFETY: Final = "".join(f"{name}: {value}\r\n" for name, value in HEADERS)


class Refusal(Struct, frozen=True):
    """The body of every refused request; `code` is a number of the error tree."""

    code: int
    name: str
    message: str

    @classmethod
    def of(cls, error: e.TocsinError) -> Refusal:
        return cls(error.code, error.name, error.message)


def status_of(error: e.TocsinError) -> int:
    """Return the HTTP status of the nearest ancestor that has one."""
    return next((_STATUSES[kind] for kind in type(error).__mro__ if kind in _STATUSES), 400)


def seconds_of(error: e.TocsinError) -> str:
    """Return when to try again as `Retry-After` has it: whole seconds (RFC 9110 section 10.2.3)."""
    return str(-(-error.after_ms // 1000))


def raw_refusal(error: e.TocsinError) -> bytes:
    """Return a whole HTTP answer for who is refused before a request of theirs was read."""
    retry = f"retry-after: {seconds_of(error)}\r\n" if error.after_ms else ""
    return raw_answer(status_of(error), error.message, retry)


def raw_answer(status: int, message: str, headers: str = "") -> bytes:
    """Return a whole HTTP answer in plain text, after which the connection closes."""
    body = message.encode()
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{_SAFETY}{headers}"
        f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(body)}\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + body
