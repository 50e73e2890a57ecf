"""Layout: readings side by side as one row, and the list of columns that says what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import accumulate
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


def fair_shares(sizes: Sequence[int], room: int) -> list[int]:
    """Return how much of `room` each gets: a small one all it needs, large ones as much as others.

    Max-min fairness: it depends on nothing but the sizes, so equal columns get equal places.
    """
    shares = [0] * len(sizes)
    for done, index in enumerate(sorted(range(len(sizes)), key=lambda index: sizes[index])):
        shares[index] = min(sizes[index], room // (len(sizes) - done))
        room -= shares[index]
    return shares


class Layout:
    """Keeps the column list while every collector returns the same tuple as before.

    A list that does not fit into a message is cut: no collector's columns push out another's.
    """

    def __init__(self, interval_ms: int) -> None:
        self._interval_ms = interval_ms
        self._parts: list[tuple[Column, ...]] = []
        self._kept: list[int] = []
        self.columns = Columns(list_id([], interval_ms), interval_ms, [])

    def arrange(self, readings: Sequence[Reading]) -> bool:
        """Take the columns of `readings`; tell whether the list became another one."""
        parts = [reading.columns for reading in readings]
        if len(parts) == len(self._parts) and all(map(is_, parts, self._parts)):
            return False
        self._parts = parts
        self._kept = _fitting(parts)
        columns = [
            column for part, kept in zip(parts, self._kept, strict=True) for column in part[:kept]
        ]
        before = self.columns.id
        name = list_id(columns, self._interval_ms)
        self.columns = Columns(name, self._interval_ms, columns)
        return self.columns.id != before

    def row(self, at: int, readings: Sequence[Reading]) -> list[Number]:
        """Return `[at, value, ...]` for the list; what is not a finite number becomes null."""
        values: list[Number] = [at]
        for reading, kept in zip(readings, self._kept, strict=True):
            values += map(finite, reading.values[:kept])
        return values

    @property
    def left_out(self) -> list[int]:
        """How many columns of each reading are not in the list."""
        return [len(part) - kept for part, kept in zip(self._parts, self._kept, strict=True)]


def _fitting(parts: Sequence[tuple[Column, ...]]) -> list[int]:
    """Return how many columns of each part fit: there may be hundreds of disks and interfaces."""
    costs = [[_cost(column) for column in part] for part in parts]
    shares = fair_shares([sum(part) for part in costs], MAX_LIST_BYTES)
    return [_count(part, share) for part, share in zip(costs, shares, strict=True)]


def _cost(column: Column) -> int:
    """Return its bytes in a list, at least so many that MAX_COLUMNS are never exceeded."""
    return max(len(codec.encode(column)) + 1, -(-MAX_LIST_BYTES // MAX_COLUMNS))


def _count(costs: Sequence[int], room: int) -> int:
    """Return how many of the first fit."""
    return sum(total <= room for total in accumulate(costs))


def finite(value: Number) -> Number:
    return value if value is not None and isfinite(value) else None
