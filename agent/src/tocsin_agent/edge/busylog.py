"""BusyLog: remembers who was busy, once a minute and whenever a value leaves its band.

The shares of a minute are over that minute; those of a spike over the second after it began.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import structs

from tocsin_agent.core.busiest import busiest
from tocsin_agent.core.spikes import Spike, Spikes
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.processwatch import Look
from tocsin_agent.edge.uplink import Uplink
from tocsin_wire.bodies import Busiest, Columns
from tocsin_wire.topics import host_topic

EVERY_MS: Final = 60_000
SPIKE_SECONDS: Final = 1.0
KEPT: Final = 240
"""Entries kept while no hub is there: four hours without a spike."""
AT_ONCE: Final = 2
"""Entries that leave with each row."""


class BusyLog:
    """Publishes to host/<id>/busiest. `make` builds what looks at the processes."""

    def __init__(self, uplink: Uplink, clock: SteadyClock, make: Callable[[], Look]) -> None:
        self._uplink = uplink
        self._clock = clock
        self._make = make
        self._spikes = Spikes()
        self._look: Look | None = None
        self._due = 0
        self._waiting: deque[Busiest] = deque(maxlen=KEPT)
        self._host = ""
        self._timer: asyncio.TimerHandle | None = None

    def up(self, host: str) -> None:
        """A hub is there."""
        self._host = host

    def columns(self, columns: Columns) -> None:
        """Rows are of this list from now on."""
        self._spikes.layout(columns)

    def row(self, row: Sequence[float | None]) -> None:
        """Take in the newest row `[at, value, ...]`."""
        at = int(row[0] or 0)
        if at >= self._due:
            self._minute(at)
        spike = self._spikes.of(row)
        if spike and self._timer is None:
            self._watch(spike)
        self._pump()

    def move(self, by: int) -> None:
        """The hub's clock is known at last: what waits was stamped `by` ms too early."""
        self._due += by
        moved = [structs.replace(one, at=one.at + by) for one in self._waiting]
        self._waiting = deque(moved, maxlen=KEPT)

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _minute(self, at: int) -> None:
        self._due = at + EVERY_MS
        now = self._clock.seconds()
        if self._look is None:
            self._look = self._make()
            self._look(now)  # shares begin here: the first minute is told at its end
        else:
            self._waiting.append(Busiest(at, "minute", busiest(self._look(now))))

    def _watch(self, spike: Spike) -> None:
        look = self._make()
        look(self._clock.seconds())
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(SPIKE_SECONDS, self._watched, spike, look)

    def _watched(self, spike: Spike, look: Look) -> None:
        self._timer = None
        found = busiest(look(self._clock.seconds()))
        self._waiting.append(Busiest(spike.at, "spike", found, spike.series, spike.value))

    def _pump(self) -> None:
        for _ in range(AT_ONCE):
            if self._waiting and self._host and self._uplink.has_room:
                self._uplink.publish(host_topic(self._host, "busiest"), self._waiting.popleft())
