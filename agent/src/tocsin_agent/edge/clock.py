"""SteadyClock: milliseconds since 1970 that never jump, however the system's clock is set."""

from __future__ import annotations

import time


class SteadyClock:
    """The wall clock at the start, moved on by the monotonic one. The hub's offset corrects it."""

    def __init__(self) -> None:
        self._base = time.time() * 1000 - time.monotonic() * 1000

    def seconds(self) -> float:
        """Return the monotonic clock: for intervals, timeouts and rates."""
        return time.monotonic()

    def ms(self) -> float:
        """Return milliseconds since 1970 UTC."""
        return self._base + time.monotonic() * 1000
