"""Throttle: how fast one connection may publish. What is refused comes again, in its order."""

from __future__ import annotations

from typing import Final

from tocsin_hub.core.bucket import Bucket
from tocsin_wire.errors import TooFast

TURN_MS: Final = 10_000
"""So long beyond its `after_ms` a refused publish is waited for."""


class Throttle:
    """Lets publishes through at a rate.

    A client sends a refused publish again by itself. What it had sent behind it is refused as well
    until then, also when there is room by now: let through, it would overtake.
    """

    __slots__ = ("_bucket", "_burst", "_first", "_refused", "_until")

    def __init__(self, rate: float, burst: float, now: int) -> None:
        self._bucket = Bucket(rate, burst, now)
        self._burst = burst
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
            if self._bucket.take(now):
                self._until = 0
                return
        self._refused += 1
        after_ms = self._bucket.wait(now, min(self._refused, self._burst))
        if is_its_turn:
            self._first, self._until = id, now + after_ms + TURN_MS
        raise TooFast("you publish faster than the hub lets you: wait", after_ms=after_ms)
