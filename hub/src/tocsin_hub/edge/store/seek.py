"""Seek: a time looked up among the entries of a log."""

from __future__ import annotations

from typing import Any, cast

import apsw

from tocsin_hub.edge.store.heads import Head
from tocsin_hub.edge.store.schema import place


def seek(db: apsw.Connection, head: Head, at: int) -> int:
    """Return the seq of the oldest entry not older than `at`; head + 1 when all are older."""
    low, high = head.first, head.head + 1
    while low < high:
        middle = (low + high) // 2
        if _time(db, head.topic, middle) < at:
            low = middle + 1
        else:
            high = middle
    return low


def _time(db: apsw.Connection, topic: int, seq: int) -> int:
    """Return when the first entry from a seq on came; the end of time when there is none."""
    row: Any = db.execute(
        "SELECT at FROM entry WHERE place >= ? AND place < ? ORDER BY place LIMIT 1",
        (place(topic, seq), place(topic + 1, 0)),
    ).fetchone()
    return cast(int, row[0]) if row else 1 << 62
