"""RowFile: unacknowledged rows as lines of JSON, for the time between two processes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec
from msgspec import Raw

from tocsin_agent.core.backlog import Kept
from tocsin_wire import codec
from tocsin_wire.bodies import Columns
from tocsin_wire.position import MAX_NUMBER

MAX_BYTES: Final = 16 * 1024 * 1024

_columns: Final = msgspec.json.Decoder(Columns)
_line: Final = msgspec.json.Decoder(tuple[str, Raw])
_row: Final = msgspec.json.Decoder(list[float | None])


def dump(lists: Mapping[str, Columns], rows: Iterable[Kept]) -> Iterator[bytes]:
    """Yield lines: the column lists that rows need, then `[list, row]` for each row."""
    kept = list(rows)
    for name in dict.fromkeys(row.columns for row in kept):
        if name in lists:
            yield codec.encode(lists[name]) + b"\n"
    for row in kept:
        yield codec.encode((row.columns, Raw(row.json))) + b"\n"


def load(data: bytes) -> tuple[dict[str, Columns], list[Kept]]:
    """Read what `dump` wrote. A damaged line, or a row without its column list, is left out."""
    lists: dict[str, Columns] = {}
    rows: list[Kept] = []
    for line in data[:MAX_BYTES].splitlines():
        try:
            if line.startswith(b"{"):
                columns = _columns.decode(line)
                lists[columns.id] = columns
            else:
                rows.append(_checked(*_line.decode(line), lists))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError, ValueError):
            continue
    return lists, rows


def _checked(name: str, raw: Raw, lists: Mapping[str, Columns]) -> Kept:
    """Raise ValueError or KeyError when the row is not one of its list."""
    columns = lists[name]
    json = bytes(raw)
    values = _row.decode(json)
    at = values[0] if values else None
    if len(values) != len(columns.columns) + 1 or at is None or not 0 <= at <= MAX_NUMBER:
        raise ValueError("not a row of its column list")
    return Kept(int(at), columns.id, json)
