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
        gained = (now - self._then) * self._rate / 1000
        self._left = min(self._burst, self._left + max(0.0, gained))
        self._then = now
        if self._left < amount:
            return False
        self._left -= amount
        return True
