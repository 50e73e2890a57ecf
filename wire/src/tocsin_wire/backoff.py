"""Backoff: how long to wait before trying again. Pure.

Full jitter, so that a restarted hub is not stormed: the delay is uniform over the whole interval
(Marc Brooker, "Exponential Backoff and Jitter").
"""

from __future__ import annotations

from typing import Final

FLOOR: Final = 0.5
CEILING: Final = 20.0


class Backoff:
    """Counts failures and turns each, with a random number from 0 to 1, into seconds to wait."""

    def __init__(self, floor: float = FLOOR, ceiling: float = CEILING) -> None:
        self._floor = floor
        self._ceiling = ceiling
        self._failures = 0

    def fail(self, random: float) -> float:
        """Return the seconds to wait after one more failure: from the floor to a doubling bound."""
        self._failures += 1
        bound = min(self._ceiling, self._floor * 2.0 ** min(self._failures, 16))
        return self._floor + (bound - self._floor) * random

    def succeed(self) -> None:
        """Begin again at the floor: a connection has proven itself."""
        self._failures = 0
