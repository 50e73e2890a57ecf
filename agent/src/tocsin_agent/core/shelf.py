"""Shelf: a queue of rows in order of time that knows how many bytes it holds. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Kept(NamedTuple):
    """One row: its time, the id of its column list, and the JSON of `[at, value, ...]`."""

    at: int
    columns: str
    json: bytes


class Shelf:
    """Rows are put at the end and taken from the front."""

    def __init__(self) -> None:
        self._rows: deque[Kept] = deque()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Kept]:
        return iter(self._rows)

    @property
    def first(self) -> Kept:
        """The oldest row. Raises IndexError when there is none."""
        return self._rows[0]

    @property
    def last(self) -> Kept:
        return self._rows[-1]

    def put(self, row: Kept) -> None:
        self._rows.append(row)
        self.bytes += len(row.json)

    def take(self, count: int = 1) -> list[Kept]:
        """Return the oldest rows, and keep them no longer."""
        taken = [self._rows.popleft() for _ in range(count)]
        self.bytes -= sum(len(row.json) for row in taken)
        return taken

    def replace(self, rows: Iterable[Kept]) -> None:
        """Hold these rows instead."""
        self._rows = deque(rows)
        self.bytes = sum(len(row.json) for row in self._rows)
