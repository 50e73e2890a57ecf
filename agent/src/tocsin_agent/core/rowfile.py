"""RowFile: unacknowledged rows as lines of JSON, for the time between two processes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from msgspec import Raw

from tocsin_agent.core.shelf import Kept
from tocsin_wire import codec
from tocsin_wire.bodies import Columns
from tocsin_wire.position import MAX_NUMBER

MAX_BYTES: Final = 16 * 1024 * 1024
"""Of a file; of more rows, the newest are kept."""

_columns: Final = msgspec.json.Decoder(Columns)
_line: Final = msgspec.json.Decoder(tuple[str, Raw])
_row: Final = msgspec.json.Decoder(list[float | None])


class Loaded(NamedTuple):
    """What a file held."""

    lists: dict[str, Columns]
    rows: list[Kept]
    damaged: int
    """How many lines could not be read, or hold a row without its column list."""


def dump(lists: Mapping[str, Columns], rows: Sequence[Kept]) -> Iterator[bytes]:
    """Yield lines: the column lists that rows need, then `[list, row]` for each row."""
    needed = {row.columns for row in rows}
    heads = [codec.encode(lists[name]) + b"\n" for name in lists if name in needed]
    lines = [
        codec.encode((row.columns, Raw(row.json))) + b"\n" for row in rows if row.columns in lists
    ]
    yield from heads
    yield from _newest(lines, MAX_BYTES - sum(map(len, heads)))


def _newest(lines: list[bytes], room: int) -> list[bytes]:
    """Return the last lines that fit."""
    for count, line in enumerate(reversed(lines)):
        room -= len(line)
        if room < 0:
            return lines[len(lines) - count :]
    return lines


def load(data: bytes) -> Loaded:
    """Read what `dump` wrote, as far as it can be read."""
    lists: dict[str, Columns] = {}
    rows: list[Kept] = []
    damaged = int(len(data) > MAX_BYTES)
    for line in data[:MAX_BYTES].splitlines():
        try:
            if line.startswith(b"{"):
                columns = _columns.decode(line)
                lists[columns.id] = columns
            else:
                rows.append(_checked(*_line.decode(line), lists))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError, ValueError):
            damaged += 1
    return Loaded(lists, rows, damaged)


def _checked(name: str, raw: Raw, lists: Mapping[str, Columns]) -> Kept:
    """Raise ValueError or KeyError when the row is not one of its list."""
    columns = lists[name]
    json = bytes(raw)
    values = _row.decode(json)
    at = values[0] if values else None
    if len(values) != len(columns.columns) + 1 or at is None or not 0 <= at <= MAX_NUMBER:
        raise ValueError("not a row of its column list")
    return Kept(int(at), columns.id, json)
