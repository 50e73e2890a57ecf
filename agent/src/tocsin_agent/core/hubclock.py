"""HubClock: the hub's clock as this machine knows it. Times are ms; `now` is the agent's own."""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

from tocsin_wire.bodies import Clock

SAMPLES: Final = 8


class Sample(NamedTuple):
    """One question and its answer."""

    round_trip: float
    offset: float


class HubClock:
    """Keeps the offset of the answer with the shortest round trip among the last eight.

    The shorter the trip, the smaller the error: it is at most half the trip (RFC 5905 section 8).
    """

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque(maxlen=SAMPLES)
        self._best: Sample | None = None
        self._last = 0

    @property
    def is_set(self) -> bool:
        return self._best is not None

    @property
    def offset(self) -> float:
        """What to add to the agent's clock; 0 before the first answer."""
        return self._best.offset if self._best else 0.0

    @property
    def value(self) -> Clock | None:
        """The entry `clock` of the host's stats."""
        best = self._best
        return Clock(round(best.offset, 3), round(best.round_trip, 3)) if best else None

    def begin(self) -> None:
        """A new connection: older answers may be of another hub, or of before a long sleep."""
        self._samples.clear()

    def heard(self, sent: float, received: float, at: float) -> None:
        """Take in that the hub's clock showed `at` somewhere between `sent` and `received`."""
        trip = max(0.0, received - sent)
        self._samples.append(Sample(trip, at - (sent + received) / 2))
        self._best = min(self._samples)

    def read(self, now: float) -> int:
        """Return the hub's time at `now`, for comparing; it may go backwards."""
        return round(now + self.offset)

    def stamp(self, now: float) -> int:
        """Return the hub's time at `now` for a row: always later than the one before."""
        self._last = max(self._last + 1, self.read(now))
        return self._last

    def not_before(self, at: int) -> None:
        """Stamp only later than `at` from now on."""
        self._last = max(self._last, at)

    def moved(self, offset: float) -> None:
        """Rows stamped before the first answer were moved by `offset`: so is the last stamp."""
        self._last = max(0, self._last + round(offset))
