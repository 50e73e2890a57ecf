"""The tables of `stats.db`. Imports nothing.

A table for each level, so that what is deleted together lies together: blocks are appended as they
are made, and `(start, host)` finds them. Columns of a block are those of its `layout`. `stale`
names the blocks of the upper levels that finer ones know more than; `due` is when they are to be
made. Pages are SQLite's usual 4 KB: with blocks of ten minutes, 18 KB each, 4 % of the file is lost
at their ends, with pages of 32 KB nearly half.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x746F6348
"""`tocH`: neither of our two files passes for the other."""
TABLES: Final = ("minute_of_rows", "ten_minutes_of_rows", "hour_of_minutes", "day_of_hours")
"""By level, the finest first."""

_BLOCKS: Final = "".join(
    f"""
    CREATE TABLE {table} (
        id INTEGER PRIMARY KEY, start INTEGER NOT NULL, host INTEGER NOT NULL,
        layout INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (start, host)
    ) STRICT;"""
    for table in TABLES
)

MIGRATIONS: Final = (
    f"""
    CREATE TABLE host (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE layout (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE, series TEXT NOT NULL,
        used INTEGER NOT NULL
    ) STRICT;
    {_BLOCKS}
    CREATE TABLE stale (
        level INTEGER NOT NULL, host INTEGER NOT NULL, start INTEGER NOT NULL,
        due INTEGER NOT NULL, PRIMARY KEY (level, host, start)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stale_due ON stale (due);
    """,
)
"""Numbered, each one transaction; `PRAGMA user_version` counts those done."""
