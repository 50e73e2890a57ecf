"""OpenMinute: one host's rows of one minute that are not on disk yet. Pure.

Rows lie here as bytes of float64: a quarter of the memory of a list of floats.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from tocsin_hub.core.history import packing
from tocsin_hub.core.history.layout import Layout, union
from tocsin_hub.core.history.receipt import Receipt
from tocsin_hub.core.history.table import Table, merged, samples
from tocsin_wire.errors import TooMany

MAX_ROWS: Final = 1_200
"""Twice what an agent sends at its shortest interval."""
MAX_CELLS: Final = packing.MAX_CELLS // 10
"""Numbers of a minute: ten of them are to fit into a block."""
OVERHEAD: Final = 256
"""Bytes a row takes in memory beside its numbers, about."""


class OpenMinute:
    """Collects rows. What is here already, by its time, is not replaced."""

    __slots__ = ("_columns", "_layouts", "_rows", "bytes", "due", "host", "receipts", "start")

    def __init__(self, host: str, start: int, due: int) -> None:
        """`due` is when it is to be written, ms since 1970 by the hub's clock."""
        self.host = host
        self.start = start
        self.due = due
        self.bytes = 0
        self.receipts: list[Receipt] = []
        self._rows: dict[int, tuple[Layout, bytes]] = {}
        self._layouts: list[Layout] = []
        self._columns = 0

    @property
    def rows(self) -> int:
        return len(self._rows)

    def require_room(self, layout: Layout, rows: int) -> None:
        """Raise TooMany when so many rows more would make a block nobody should have to read."""
        columns = self._columns
        if layout not in self._layouts:
            columns = len(union([*self._layouts, layout]))
        total = len(self._rows) + rows
        if total > MAX_ROWS or total * columns > MAX_CELLS:
            raise TooMany(
                f"a minute of a host holds {MAX_ROWS:,} rows and {MAX_CELLS:,} numbers: "
                "sample less often"
            )

    def add(self, layout: Layout, at: int, values: bytes) -> int:
        """Take in a row; return the bytes it takes, 0 when there is one of that time."""
        if at in self._rows:
            return 0
        if layout not in self._layouts:
            self._layouts.append(layout)
            self._columns = len(union(self._layouts))
        self._rows[at] = layout, values
        size = len(values) + OVERHEAD
        self.bytes += size
        return size

    def absorb(self, later: OpenMinute) -> None:
        """Take in all of a later one: this one's rows came first."""
        for at, (layout, values) in later._rows.items():
            self.add(layout, at, values)
        self.receipts += later.receipts

    def table(self) -> Table:
        """Return the rows in order of time."""
        tables = []
        for layout in self._layouts:
            mine = [(at, values) for at, (one, values) in self._rows.items() if one is layout]
            flat = np.frombuffer(b"".join(values for _, values in mine))
            times = np.array([at for at, _ in mine], np.int64)
            tables.append(samples(layout, times, flat.reshape(len(mine), len(layout))))
        return merged(tables)
