"""Counters: what the hub counts of its own work, since it started. One addition each."""

from __future__ import annotations

from collections import Counter, deque
from typing import Final

LAG_SECONDS: Final = 60
"""So far back goes the largest lateness that is told."""


class Counters:
    """Written by the parts that do the work, read by `/metrics`."""

    def __init__(self) -> None:
        self.entries = 0
        """Entries appended to logs."""
        self.rows = 0
        """Rows of statistics taken in."""
        self.refusals: Counter[str] = Counter()
        """What was refused by `nack` or `error`, by the name of the error: bounds that were hit."""
        self._lags: deque[float] = deque(maxlen=LAG_SECONDS)

    @property
    def lag(self) -> float:
        """Return how late the loop was at most in the last minute, in seconds."""
        return max(self._lags, default=0.0)

    def woke(self, late: float) -> None:
        """Note how many seconds late a timer of one second was."""
        self._lags.append(max(0.0, late))
