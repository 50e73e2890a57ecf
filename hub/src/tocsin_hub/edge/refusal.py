"""Refusal: the one place where errors become HTTP statuses and bodies."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

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
