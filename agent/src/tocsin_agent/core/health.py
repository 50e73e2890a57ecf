"""Health: when a collector is asked again, and what the host's facts say of it."""

from __future__ import annotations

from typing import Final

from tocsin_wire.texts import printable

LONGEST: Final = 300.0
_FIRST: Final = 5.0
_SLOW_LOOKS: Final = 3
_MAX_REASON: Final = 200


class Health:
    """Follows one collector. Failing, or three slow looks in a row, makes its looks rarer.

    Slow is more than a fifth of the interval. One slow look is only a busy machine, and a busy
    machine is what everybody wants to see.
    """

    def __init__(self, interval: float) -> None:
        self._limit = interval / 5
        self._troubles = 0
        self._slow = 0
        self._next = 0.0
        self.fact = ""
        """What is wrong, empty when nothing is."""

    def is_due(self, now: float) -> bool:
        return now >= self._next

    def took(self, now: float, seconds: float) -> None:
        """A look came back after so many seconds."""
        self._slow = self._slow + 1 if seconds > self._limit else 0
        if self._slow >= _SLOW_LOOKS or (self._slow and self._troubles):
            self._rest(now, f"slow: took {seconds:.3f} s")
        elif not self._slow:
            self._troubles = 0
            self.fact = ""

    def failed(self, now: float, reason: str) -> None:
        self._rest(now, f"failed: {printable(reason, _MAX_REASON)}")

    def _rest(self, now: float, what: str) -> None:
        pause = min(LONGEST, _FIRST * 2.0 ** min(self._troubles, 16))
        self._troubles += 1
        self._next = now + pause
        self.fact = f"{what}; asked again every {pause:.0f} s"
