"""Bucket: a token bucket. Takes the time, owns no clock."""

from __future__ import annotations

from math import ceil


class Bucket:
    """Lets through `burst` at once and `rate` a second after that."""

    __slots__ = ("_burst", "_left", "_rate", "_then")

    def __init__(self, rate: float, burst: float, now: int) -> None:
        self._rate = rate
        self._burst = burst * 1000  # thousandths: at a whole rate each ms gives a whole number
        self._left = self._burst
        self._then = now

    @property
    def burst(self) -> float:
        """How much there may be at once."""
        return self._burst / 1000

    def take(self, now: int, amount: float = 1) -> bool:
        """Take `amount` at `now` (ms); False, and nothing taken, when there is not enough."""
        self._refill(now)
        if self._left < amount * 1000:
            return False
        self._left -= amount * 1000
        return True

    def owe(self, now: int, amount: float = 1) -> int:
        """Take `amount` also where there is not enough; return how long (ms) until there was."""
        self._refill(now)
        self._left -= amount * 1000
        return self.wait(now, 0)

    def wait(self, now: int, amount: float = 1) -> int:
        """Return how long (ms) until `amount` can be taken, 0 when it can be now.

        A millisecond more than it takes: what fractions lose in adding up must not matter.
        """
        self._refill(now)
        missing = amount * 1000 - self._left
        return ceil(missing / self._rate) + 1 if missing > 0 else 0

    def _refill(self, now: int) -> None:
        gained = max(0, now - self._then) * self._rate
        self._left = min(self._burst, self._left + gained)
        self._then = max(self._then, now)
