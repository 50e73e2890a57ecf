"""Schedule: the instants at which rows are due. Steady: the n-th is n intervals after the first."""

from __future__ import annotations

from math import floor


class Schedule:
    """Due times every `interval` seconds from `start`, shifted by `phase` (0 to 1) of an interval.

    Each process takes its own phase, so that a fleet started at once does not speak at once.
    """

    def __init__(self, start: float, interval: float, phase: float) -> None:
        self._first = start + interval * phase
        self._interval = interval

    def after(self, now: float) -> float:
        """Return the first due time later than `now`: missed ones are skipped, none comes twice."""
        if now < self._first:
            return self._first
        passed = floor((now - self._first) / self._interval) + 1
        due = self._first + passed * self._interval
        return due if due > now else due + self._interval
