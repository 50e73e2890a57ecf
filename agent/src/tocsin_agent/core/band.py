"""Band: what is normal for a value, and the moment it leaves that. Pure."""

from __future__ import annotations

from typing import Final

_MEMORY: Final = 300.0
"""Values the band goes back, about: five minutes at one a second."""
_WARM: Final = 30
"""Values it takes to know what is normal."""
_WIDTH: Final = 4.0
"""Mean deviations above the mean that are still normal."""


class Band:
    """The mean of a value and its mean deviation, both fading. Only upwards is worth a look."""

    def __init__(self, least: float) -> None:
        """`least` is how far above its mean a value must be, however steady it was."""
        self._least = least
        self._mean = 0.0
        self._deviation = 0.0
        self._count = 0
        self._is_out = False

    def leaves(self, value: float) -> bool:
        """Take in the next value; tell whether it left the band just now."""
        distance = value - self._mean
        is_out = self._count >= _WARM and distance > max(self._least, _WIDTH * self._deviation)
        self._learn(distance)
        was_out, self._is_out = self._is_out, is_out
        return is_out and not was_out

    def _learn(self, distance: float) -> None:
        """Whatever lasts becomes normal: an outlier counts like any other value."""
        self._count += 1
        share = 1 / min(self._count, _MEMORY)
        self._mean += share * distance
        self._deviation += share * (abs(distance) - self._deviation)
