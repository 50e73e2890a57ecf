"""Counters to rates and shares. One that wrapped counts on; a reset says nothing once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tocsin_agent.core.reading import Number

WORD: Final = 2**32
_EDGE: Final = WORD // 8


def increase(previous: int, current: int) -> int | None:
    """Return how far a counter went, or None when it was reset.

    Some drivers count in 32 bits. A fall from the top eighth of that range to its bottom eighth is
    a wrap; any other fall is a reset, because a wrong guess would draw a spike of gigabytes.
    """
    if current >= previous:
        return current - previous
    if WORD - _EDGE <= previous < WORD and current < _EDGE:
        return current + WORD - previous
    return None


def rate(previous: int, current: int, seconds: float) -> float | None:
    """Return the increase a second, or None when there is none to tell."""
    step = increase(previous, current)
    return None if step is None or seconds <= 0 else step / seconds


def shares(previous: Sequence[float], current: Sequence[float]) -> list[float | None]:
    """Return each part's share (0 to 1) of what all parts together grew by.

    A part may fall (Linux's iowait does, proc(5)): then it took nothing. Nulls when nothing grew.
    """
    steps = [max(0.0, new - old) for old, new in zip(previous, current, strict=True)]
    total = sum(steps)
    return [step / total for step in steps] if total > 0 else [None] * len(steps)


class Meter:
    """Remembers the last counters of each device and tells their rates a second."""

    def __init__(self) -> None:
        self._at = 0.0
        self._last: Mapping[str, Sequence[int]] = {}

    def rates(self, now: float, counters: Mapping[str, Sequence[int]]) -> list[float | None]:
        """Return all rates in the order of `counters`, null for a device not seen before."""
        seconds, last = now - self._at, self._last
        self._at, self._last = now, counters
        found: list[float | None] = []
        for device, current in counters.items():
            previous = last.get(device)
            if previous is None or len(previous) != len(current):
                found += [None] * len(current)
            else:
                found += map(rate, previous, current, [seconds] * len(current))
        return found


def whole(value: float | None) -> int | None:
    """Round to an integer: what a rate of bytes is worth saying."""
    return None if value is None else round(value)


def tenth(value: float | None) -> Number:
    """Round to one decimal, and to an integer where that says the same."""
    if value is None:
        return None
    rounded = round(value, 1)
    return int(rounded) if rounded.is_integer() else rounded


def share(value: float | None) -> float | None:
    """Round a share to a hundredth of a percent."""
    return None if value is None else round(value, 4)
