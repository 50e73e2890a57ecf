"""Throttle: whether a connection may publish now, and whose turn it is after a refusal.

What is refused for a while comes again, in its order.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tocsin_hub.core.bucket import Bucket
from tocsin_wire.errors import TooFast

TURN_MS: Final = 10_000
"""So long beyond its `after_ms` a refused publish is waited for."""
BEHIND_MS: Final = 1_000
"""What is behind a refused publish is told to wait so long, where no rate says how long."""


class Rate(NamedTuple):
    """How often something may be done."""

    a_second: int
    at_once: int


class Throttle:
    """Lets publishes through at a rate, or at any where there is none.

    A client sends a refused publish again by itself. What it had sent behind it is refused as well
    until then, also when there is room by now: let through, it would overtake.
    """

    __slots__ = ("_bucket", "_first", "_refused", "_until")

    def __init__(self, bucket: Bucket | None) -> None:
        """`bucket` is the person's, over all their connections; None lets through at any rate."""
        self._bucket = bucket
        self._first = ""  # whose turn it is: the id of what was refused first
        self._until = 0
        self._refused = 0  # since that one came last, itself included

    def check(self, id: str, now: int) -> None:
        """Let a publish through at `now` (ms).

        Raises TooFast; its `after_ms` is when all that is refused so far will fit, so that one
        repetition is enough.
        """
        is_its_turn = id == self._first or now >= self._until
        if is_its_turn:
            self._refused = 0
            if self._bucket is None or self._bucket.take(now):
                self._until = 0
                return
        self._refused += 1
        after_ms = self._wait(now)
        if is_its_turn:
            self._first, self._until = id, now + after_ms + TURN_MS
        raise TooFast("you publish faster than the hub lets you: wait", after_ms=after_ms)

    def hold(self, id: str, after_ms: int, now: int) -> None:
        """Note that a publish was refused after it was let through: it is its turn now."""
        if now >= self._until:
            self._first, self._until = id, now + after_ms + TURN_MS
            self._refused = 1

    def _wait(self, now: int) -> int:
        if self._bucket is None:
            return BEHIND_MS
        return self._bucket.wait(now, min(self._refused, self._bucket.burst))
