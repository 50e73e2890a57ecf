"""Layout: readings side by side as one row, and the list of columns that says what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import isfinite
from operator import is_
from typing import Final

from tocsin_agent.core.reading import Number, Reading
from tocsin_wire import codec
from tocsin_wire.bodies import MAX_COLUMNS, Column, Columns

MAX_LIST_BYTES: Final = 56 * 1024
"""A list goes out in one message, and a message has 64 KiB."""
_ID_LENGTH: Final = 16


def list_id(columns: Sequence[Column], interval_ms: int) -> str:
    """Return the name of a column list: the same list has the same name on every host."""
    digest = hashlib.sha256(codec.encode([interval_ms, columns]))
    return digest.hexdigest()[:_ID_LENGTH]


class Layout:
    """Keeps the column list while every collector returns the same tuple as before."""

    def __init__(self, interval_ms: int) -> None:
        self._interval_ms = interval_ms
        self._parts: list[tuple[Column, ...]] = []
        self.columns = Columns(list_id([], interval_ms), interval_ms, [])

    def arrange(self, readings: Sequence[Reading]) -> bool:
        """Take the columns of `readings`; tell whether the list became another one."""
        parts = [reading.columns for reading in readings]
        if len(parts) == len(self._parts) and all(map(is_, parts, self._parts)):
            return False
        self._parts = parts
        columns = _fitting([column for part in parts for column in part])
        before = self.columns.id
        name = list_id(columns, self._interval_ms)
        self.columns = Columns(name, self._interval_ms, columns)
        return self.columns.id != before

    def row(self, at: int, readings: Sequence[Reading]) -> list[Number]:
        """Return `[at, value, ...]` for the list; what is not a finite number becomes null."""
        values: list[Number] = [at]
        for reading in readings:
            values += map(finite, reading.values)
        return values[: len(self.columns.columns) + 1]


def _fitting(columns: list[Column]) -> list[Column]:
    """Cut a list that would not fit into a message: hundreds of disks and interfaces."""
    room = MAX_LIST_BYTES
    for count, column in enumerate(columns[:MAX_COLUMNS]):
        room -= len(codec.encode(column)) + 1
        if room < 0:
            return columns[:count]
    return columns[:MAX_COLUMNS]


def finite(value: Number) -> Number:
    return value if value is not None and isfinite(value) else None
