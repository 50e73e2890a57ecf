"""Bucket: a token bucket. Takes the time, owns no clock."""

from __future__ import annotations


class Bucket:
    """Lets through `burst` at once and `rate` a second after that."""

    __slots__ = ("_burst", "_left", "_rate", "_then")

    def __init__(self, rate: float, burst: float, now: int) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._then = now

    def take(self, now: int, amount: float = 1) -> bool:
        """Take `amount` at `now` (ms); False, and nothing taken, when there is not enough."""
        self._refill(now)
        if self._left < amount:
            return False
        self._left -= amount
        return True

    def wait(self, now: int, amount: float = 1) -> int:
        """Return how long (ms) until `amount` can be taken, 0 when it can be now.

        A millisecond more than it takes: what fractions lose in adding up must not matter.
        """
        self._refill(now)
        missing = amount - self._left
        return int(missing * 1000 / self._rate) + 1 if missing > 0 else 0

    def _refill(self, now: int) -> None:
        gained = (now - self._then) * self._rate / 1000
        self._left = min(self._burst, self._left + max(0.0, gained))
        self._then = now
