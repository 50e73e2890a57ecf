"""Sampler: asks the collectors when a row is due, and hands the row on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

from tocsin_agent.core.backlog import keep
from tocsin_agent.core.health import Health
from tocsin_agent.core.hubclock import HubClock
from tocsin_agent.core.layout import Layout
from tocsin_agent.core.reading import NOTHING, Collector, Number, Reading
from tocsin_agent.core.schedule import Schedule
from tocsin_agent.core.shelf import Kept
from tocsin_agent.edge.clock import SteadyClock
from tocsin_wire.bodies import Columns

_EARLY: Final = 0.5
"""A reading that stands for ten seconds is renewed by the row that is due nearest to that."""


class Slot:
    """One collector, its last reading and its health."""

    def __init__(self, collector: Collector, interval: float) -> None:
        self.collector = collector
        self.health = Health(interval)
        self._slack = interval * _EARLY
        self._reading = NOTHING
        self._read_at = float("-inf")

    def read(self, now: float) -> Reading:
        """Return a reading for a row, all nulls while the collector is in trouble."""
        if now - self._read_at < self.collector.every - self._slack:
            return self._reading
        if self.health.is_due(now):
            self._read_at = now
            self._look(now)
        else:
            self._blank()
        return self._reading

    def _look(self, now: float) -> None:
        began = time.perf_counter()
        try:
            self._reading = self.collector.read(now)
        except Exception as error:  # noqa: BLE001 - whatever breaks in one must not stop the others
            self._blank()
            self.health.failed(now, f"{type(error).__name__}: {error}")
        else:
            self.health.took(now, time.perf_counter() - began)

    def _blank(self) -> None:
        nothing: list[Number] = [None] * len(self._reading.values)
        self._reading = self._reading._replace(values=nothing)


class Sampler:
    """Takes one row an interval, on a steady schedule, whether or not a hub is there."""

    def __init__(
        self,
        collectors: Sequence[Collector],
        interval: float,
        phase: float,
        clock: SteadyClock,
        hub_clock: HubClock,
        on_columns: Callable[[Columns], None],
        on_row: Callable[[Kept], None],
    ) -> None:
        """`on_columns` is called before the first row of a new column list."""
        self._slots = [Slot(collector, interval) for collector in collectors]
        self._layout = Layout(round(interval * 1000))
        self._schedule = Schedule(clock.seconds(), interval, phase)
        self._clock = clock
        self._hub_clock = hub_clock
        self._on_columns = on_columns
        self._on_row = on_row
        self._missing = [""] * len(self._slots)
        self._timer: asyncio.TimerHandle | None = None

    @property
    def troubles(self) -> dict[str, str]:
        """What is wrong with which collector, or missing of what it found, as facts."""
        found = {
            f"collector.{slot.collector.name}": "; ".join(filter(None, (slot.health.fact, missing)))
            for slot, missing in zip(self._slots, self._missing, strict=True)
        }
        return {name: fact for name, fact in found.items() if fact}

    def start(self) -> None:
        """Take rows from now on, each when it is due."""
        now = self._clock.seconds()  # the loop's own clock stands still while the machine sleeps
        wait = self._schedule.after(now) - now
        self._timer = asyncio.get_running_loop().call_later(wait, self._due)

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def sample(self) -> None:
        """Take one row now."""
        now = self._clock.seconds()
        readings = [slot.read(now) for slot in self._slots]
        if self._layout.arrange(readings):
            self._on_columns(self._layout.columns)
        self._missing = list(map(_missing, readings, self._layout.left_out))
        at = self._hub_clock.stamp(self._clock.ms())
        self._on_row(keep(self._layout.columns.id, self._layout.row(at, readings)))

    def _due(self) -> None:
        self.start()  # first, so that nothing that goes wrong in a row can end the rows
        self.sample()


def _missing(reading: Reading, columns: int) -> str:
    """Say what of a reading is in no row."""
    counts = {"devices": reading.left_out, "columns": columns}
    said = [f"{count} {what}" for what, count in counts.items() if count]
    return f"left out, there are too many: {', '.join(said)}" if said else ""
