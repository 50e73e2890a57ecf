"""Spikes: watches the values of rows that people ask "who was that?" about. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from tocsin_agent.core.band import Band
from tocsin_wire.bodies import Columns

_LEAST: Final = {"system.cpu.utilization": 0.15, "system.memory.utilization": 0.05}
"""The series watched, and how far above normal is worth a look."""
QUIET_MS: Final = 30_000
"""After a spike its series is left alone for so long."""


class Spike(NamedTuple):
    """A value that left its band."""

    at: int
    series: str
    value: float


class Spikes:
    """Knows where in a row the watched values stand, and what is normal for them."""

    def __init__(self) -> None:
        self._bands = {name: Band(least) for name, least in _LEAST.items()}
        self._places: dict[str, int] = {}
        self._columns = ""
        self._quiet_until = dict.fromkeys(_LEAST, 0)

    def layout(self, columns: Columns) -> None:
        """Rows are of this list from now on."""
        if columns.id == self._columns:
            return
        self._columns = columns.id
        self._places = {
            column.name: place
            for place, column in enumerate(columns.columns, 1)
            if column.name in _LEAST and not column.attributes
        }

    def of(self, row: Sequence[float | None]) -> Spike | None:
        """Return what left its band in a row `[at, value, ...]`, the first of several."""
        at = int(row[0] or 0)
        found: Spike | None = None
        for name, place in self._places.items():
            value = row[place]
            if value is None or not self._bands[name].leaves(value):
                continue
            if at >= self._quiet_until[name]:
                self._quiet_until[name] = at + QUIET_MS
                found = found or Spike(at, name, value)
        return found
