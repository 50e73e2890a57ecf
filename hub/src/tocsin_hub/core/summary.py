"""Summary: a full row of numbers to the eight the fleet shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from tocsin_hub.core.history.layout import Layout
from tocsin_wire.bodies import Column, Columns, Now
from tocsin_wire.position import MAX_NUMBER

_Row = list[float | None]

_SINGLE: Final = {
    "cpu": "system.cpu.utilization",
    "memory": "system.memory.utilization",
    "swap": "system.paging.utilization",
    "load": "system.cpu.load_average.1m",
    "uptime": "system.uptime",
}


DIGITS: Final = {"cpu": 4, "memory": 4, "swap": 4, "disk": 4, "load": 2, "uptime": 0}
"""After the point: a fleet is told every second, and the history keeps what was measured."""


class Summary:
    """Knows where in a row of one column list each number stands."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns.id
        self.width = len(columns.columns)
        self.layout = Layout.of(columns.columns)
        self._single = {
            field: _places(columns, partial(_is_total, name)) for field, name in _SINGLE.items()
        }
        self._disk = _places(columns, lambda column: column.name == "system.filesystem.utilization")
        self._receive = _places(columns, lambda column: _is_traffic(column, "receive"))
        self._transmit = _places(columns, lambda column: _is_traffic(column, "transmit"))

    def of(self, row: _Row) -> Now:
        """Return the summary of a row of this list; None where the host has no such number."""
        single = {
            field: _rounded(_first(row, places), DIGITS[field])
            for field, places in self._single.items()
        }
        return Now(
            int(row[0] or 0),
            disk=_rounded(max(_known(row, self._disk), default=None), DIGITS["disk"]),
            receive=_rounded(_sum(row, self._receive), 0),
            transmit=_rounded(_sum(row, self._transmit), 0),
            **single,
        )


def _rounded(value: float | None, digits: int) -> float | None:
    """Return whole numbers as integers: `.0` would travel with each of them.

    What JSON has no integer for stays as it is, for a machine may say anything.
    """
    if value is None:
        return None
    return round(value) if digits == 0 and abs(value) <= MAX_NUMBER else round(value, digits)


def _is_total(name: str, column: Column) -> bool:
    return column.name == name and not column.attributes


def _is_traffic(column: Column, direction: str) -> bool:
    return (
        column.name == "system.network.io"
        and column.attributes.get("network.io.direction") == direction
        and column.attributes.get("network.interface.name") != "lo"
    )


def _places(columns: Columns, wanted: Callable[[Column], bool]) -> list[int]:
    return [place for place, column in enumerate(columns.columns, 1) if wanted(column)]


def _known(row: _Row, places: list[int]) -> list[float]:
    return [value for place in places if (value := row[place]) is not None]


def _first(row: _Row, places: list[int]) -> float | None:
    return row[places[0]] if places else None


def _sum(row: _Row, places: list[int]) -> float | None:
    known = _known(row, places)
    return sum(known) if known else None
