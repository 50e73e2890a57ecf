"""Trouble: why a hub is not there, as far as this computer can tell. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Trouble(StrEnum):
    """Each has a sentence of its own in the texts."""

    NO_SUCH_NAME = "no-such-name"
    REFUSED = "refused"
    TIMED_OUT = "timed-out"
    NO_ROUTE = "no-route"
    NOT_TOCSIN = "not-tocsin"
    OTHER_VERSION = "other-version"
    WANTS_TLS = "wants-tls"
    WANTS_NO_TLS = "wants-no-tls"
    CERTIFICATE = "certificate"
    OTHER_PIN = "other-pin"
    LOGIN_TAKEN = "login-taken"
    BAD_LOGIN = "bad-login"
    NO_GUESTS = "no-guests"
    TOO_MANY = "too-many"
    FAILING = "failing"
    LOST = "lost"
    CRASHED = "crashed"
    """What draws the page stopped again and again."""
    OLD_ENGINE = "old-engine"
    """What draws the page is older than the page can work in."""


class Unreachable(Exception):
    """A hub cannot be used; `detail` is what the system said, for those who can read it."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else trouble.value)
        self.trouble = trouble
        self.detail = detail


PASSING = frozenset(
    {
        Trouble.NO_SUCH_NAME,  # a laptop that has no network yet
        Trouble.REFUSED,
        Trouble.TIMED_OUT,
        Trouble.NO_ROUTE,
        Trouble.TOO_MANY,
        Trouble.FAILING,
        Trouble.LOST,
    }
)
"""What may be over by the next attempt; nothing but a person mends the others."""


class Absence(NamedTuple):
    """A hub that is not there."""

    trouble: Trouble
    detail: str
    again: int | None
    """When it is tried again (ms since 1970 UTC); None is not before somebody asks."""

    def seconds(self, now: int) -> int | None:
        """Return how long that is from `now`, rounded up: a countdown ends at 1."""
        return None if self.again is None else max(0, -(-(self.again - now) // 1_000))
