"""HubClock: the hub's clock as this machine knows it. Times are ms; `now` is the agent's own.

The agent's own clock never jumps. This machine's wall clock may be set: that changes what the agent
takes for the hour until a hub has told it, and what it reports of the wall clock afterwards.
"""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

from tocsin_wire.bodies import Clock

SAMPLES: Final = 8
STEP: Final = 100.0
"""A wall clock that differs by less was not set: it was only read a little later."""
DRIFT: Final = 100.0
"""So far two good clocks may drift apart in the time of eight questions."""


class Sample(NamedTuple):
    """One question and its answer."""

    round_trip: float
    offset: float

    def agrees(self, other: Sample) -> bool:
        """Tell whether both may be right: each is wrong by half its trip at most."""
        error = (self.round_trip + other.round_trip) / 2 + DRIFT
        return abs(self.offset - other.offset) <= error


class HubClock:
    """Keeps the offset of the answer with the shortest round trip among the last eight.

    The shorter the trip, the smaller the error: it is at most half the trip (RFC 5905 section 8).
    An answer that cannot be true beside the best one means that a clock jumped, here or at the hub
    (a virtual machine was stopped for a while): what was heard before it is void.
    """

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque(maxlen=SAMPLES)
        self._best: Sample | None = None
        self._last = 0
        self._set_ahead = 0.0

    @property
    def is_set(self) -> bool:
        return self._best is not None

    @property
    def offset(self) -> float:
        """What to add to the agent's clock: until a hub has answered, the wall clock is right."""
        return self._best.offset if self._best else self._set_ahead

    @property
    def correction(self) -> int:
        """By how much the first answer moves what was stamped before it."""
        return round(self.offset - self._set_ahead)

    @property
    def value(self) -> Clock | None:
        """The entry `clock` of the host's stats: of the wall clock, which its owner can set."""
        best = self._best
        if best is None:
            return None
        return Clock(round(best.offset - self._set_ahead, 3), round(best.round_trip, 3))

    def begin(self) -> None:
        """A new connection: older answers may be of another hub, or of before a long sleep."""
        self._samples.clear()

    def heard(self, sent: float, received: float, at: float) -> None:
        """Take in that the hub's clock showed `at` somewhere between `sent` and `received`."""
        sample = Sample(max(0.0, received - sent), at - (sent + received) / 2)
        if self._samples and not sample.agrees(min(self._samples)):
            self._samples.clear()
        self._samples.append(sample)
        self._best = min(self._samples)

    def wall(self, set_ahead: float) -> int:
        """Take in by how much the wall clock was set ahead since the start; return by how much now.

        0 when it was not. What was stamped before the first answer is to be moved by as much.
        """
        step = set_ahead - self._set_ahead
        if abs(step) < STEP:
            return 0
        self._set_ahead = set_ahead
        return round(step)

    def read(self, now: float) -> int:
        """Return the hub's time at `now`, for comparing; it may go backwards."""
        return round(now + self.offset)

    def stamp(self, now: float) -> int:
        """Return the hub's time at `now` for a row: always later than the one before."""
        self._last = max(self._last + 1, self.read(now))
        return self._last

    def moved(self, offset: float) -> None:
        """Rows stamped so far were moved by `offset`: so is the last stamp."""
        self._last = max(0, self._last + round(offset))
