"""Lease: how long something costly goes on being collected unless somebody asks again."""

from __future__ import annotations


class Lease:
    """Runs out by itself. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._until = 0.0

    def extend(self, now: float, seconds: float) -> None:
        self._until = max(self._until, now + seconds)

    def holds(self, now: float) -> bool:
        return now < self._until
