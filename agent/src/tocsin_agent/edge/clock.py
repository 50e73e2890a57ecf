"""SteadyClock: goes on while the machine sleeps, and never jumps, however its wall clock is set.

Rows, deadlines, leases and rates all go by it. What hour it is, the hub says: `core/hubclock`.
"""

from __future__ import annotations

import time


class SteadyClock:
    """The wall clock as it was at the start, moved on by a clock that nobody sets."""

    def __init__(self) -> None:
        self._base = time.time() * 1000 - steady() * 1000

    def seconds(self) -> float:
        """Return seconds since some start, sleep included: for deadlines, leases and rates."""
        return steady()

    def ms(self) -> float:
        """Return milliseconds since 1970 UTC, as the wall clock would show had nobody set it."""
        return self._base + steady() * 1000

    def set_ahead(self) -> float:
        """Return by how many milliseconds the wall clock was set ahead since the start."""
        return time.time() * 1000 - self.ms()


def steady() -> float:
    """Return seconds of a clock that counts sleep, where the system has one (clock_gettime(2)).

    Python's own `time.monotonic` stands still while Linux or macOS sleeps.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if hasattr(time, "CLOCK_MONOTONIC"):
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
