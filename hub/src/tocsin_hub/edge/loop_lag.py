"""LoopLag: how late the event loop runs what is due.

Costs a timer a hundred times a second, so off by default.
"""

from __future__ import annotations

import asyncio
from typing import Final

EVERY: Final = 0.01
MAX_SAMPLES: Final = 100_000


class LoopLag:
    """Collects lateness (ms) until it is read."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._samples: list[float] = []
        self._due = loop.time() + EVERY
        loop.call_at(self._due, self._measure)

    def read(self) -> dict[str, float]:
        """Return `p50`, `p99` and `max` in ms since the last read."""
        samples, self._samples = sorted(self._samples) or [0.0], []
        return {
            "p50": samples[len(samples) // 2],
            "p99": samples[len(samples) * 99 // 100],
            "max": samples[-1],
        }

    def _measure(self) -> None:
        now = self._loop.time()
        if len(self._samples) < MAX_SAMPLES:
            self._samples.append((now - self._due) * 1000)
        self._due = now + EVERY
        self._loop.call_at(self._due, self._measure)
