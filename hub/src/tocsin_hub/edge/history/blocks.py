"""Blocks: reading and writing those of one host, within a transaction that is open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import apsw
import msgspec
import structlog

from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import Levels
from tocsin_hub.core.history.packing import BadBlock, Choice, choice, pack, unpack
from tocsin_hub.core.history.table import Table
from tocsin_hub.edge.history.layouts import KnownLayouts, WrittenLayouts
from tocsin_hub.edge.history.schema import TABLES

_FIND: Final = [
    f"SELECT start, layout, data FROM json_each(?) CROSS JOIN {table} "  # noqa: S608
    "ON start = json_each.value AND host = ?"
    for table in TABLES
]
_PUT: Final = [
    f"INSERT INTO {table} (start, host, layout, data) VALUES (?, ?, ?, ?) "  # noqa: S608
    "ON CONFLICT (start, host) DO UPDATE SET layout = excluded.layout, data = excluded.data"
    for table in TABLES
]
# Names of tables are ours, from a list of four: no statement holds what came from outside.

log = structlog.get_logger()


class HostBlocks:
    """The blocks of one host as a connection sees them. Implements `Source`."""

    def __init__(
        self,
        db: apsw.Connection,
        levels: Levels,
        known: KnownLayouts,
        host: int,
        wanted: Layout | None = None,
        waiting: Iterable[Table] = (),
    ) -> None:
        """`wanted` are the series to read, all by default; `waiting` is what is on no disk yet."""
        self._db = db
        self._levels = levels
        self._known = known
        self._host = host
        self._wanted = wanted
        self._waiting = [table for table in waiting if table.rows]
        self._choices: dict[int, Choice] = {}

    @property
    def units(self) -> dict[str, str]:
        """The unit of each series met so far."""
        layouts = [one.kept for one in self._choices.values()]
        layouts += [table.layout for table in self._waiting]
        return {name: unit for layout in layouts for name, unit in layout.series}

    def blocks(self, level: int, start: int, stop: int) -> list[Table]:
        """Return the tables of a level that reach into a stretch of time; damaged ones are gaps."""
        starts = range(self._levels[level].block_of(start), stop, self._levels[level].block_ms)
        rows = self._db.execute(_FIND[level], (_json(starts), self._host))
        found = [self._table(first, layout, data) for first, layout, data in _typed(rows)]
        whole = [table for table in found if table is not None]
        return whole if level else [*whole, *self._waiting]

    def stale(self, level: int, start: int, stop: int) -> set[int]:
        """Return when those blocks begin that finer ones know more than."""
        length = self._levels[level].block_ms
        rows = self._db.execute(
            "SELECT start FROM stale WHERE level = ? AND host = ? AND start > ? AND start < ?",
            (level, self._host, start - length, stop),
        )
        waiting = {int(at) // length * length for table in self._waiting for at in table.times}
        return {int(str(first)) for (first,) in rows} | {
            first for first in waiting if start - length < first < stop
        }

    def block(self, level: int, start: int) -> Table | None:
        """Return one block."""
        found = self.blocks(level, start, start + 1)
        return found[0] if found else None

    def _table(self, start: int, number: int, data: bytes) -> Table | None:
        if number not in self._choices:
            layout = self._known.get(self._db, number)
            self._choices[number] = choice(layout, self._wanted)
        try:
            return unpack(data, self._choices[number], start)
        except BadBlock as error:
            log.warning(
                "a block is damaged: it is a gap", host=self._host, start=start, why=str(error)
            )
            return None


class Kept(NamedTuple):
    """One row of a table of blocks."""

    level: int
    host: int
    start: int
    table: Table


def put_blocks(
    db: apsw.Connection, layouts: WrittenLayouts, blocks: Iterable[Kept], now: int
) -> None:
    """Write blocks, in the place of those that were there."""
    for one in blocks:
        number = layouts.number(db, one.table.layout, now)
        db.execute(_PUT[one.level], (one.start, one.host, number, pack(one.table, one.start)))


def mark_stale(db: apsw.Connection, marks: Iterable[tuple[int, int, int, int]]) -> None:
    """Note blocks (level, host, start) that are to be made when `due`, or sooner if so noted."""
    db.execute(
        "INSERT INTO stale SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 "
        "FROM json_each(?) WHERE true "
        "ON CONFLICT (level, host, start) DO UPDATE SET due = min(due, excluded.due)",
        (_json(marks),),
    )


def _json(values: Iterable[Any]) -> str:
    return msgspec.json.encode(list(values)).decode()


def _typed(rows: Any) -> Iterable[tuple[int, int, bytes]]:
    found: Iterable[tuple[int, int, bytes]] = rows
    return found
