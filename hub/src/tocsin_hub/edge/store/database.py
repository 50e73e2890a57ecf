"""Database: one SQLite file, opened safely: ours, whole, not newer than we are, brought up to date.

Why apsw: its SQLite is current; 3.7.0 to 3.51.2 could reset a WAL that a second connection still
needed (https://sqlite.org/wal.html#walresetbug).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import apsw

from tocsin_hub.edge.store.schema import APPLICATION_ID

BUSY_MS: Final = 250
"""So long a write waits for another process (a backup, a look with `sqlite3`)."""
CHECKED_AT_START: Final = 64 * 1024 * 1024
"""Bytes: a file up to this size is checked whole before it is used; that takes half a second."""


class BadData(Exception):
    """A file cannot be used: it is damaged, newer or not ours. The message says what to do."""


def open_database(
    path: Path,
    migrations: Sequence[str],
    *,
    owner: int = APPLICATION_ID,
    page_size: int = 4_096,
    vfs: str = "",
) -> apsw.Connection:
    """Open or make the file at `path`, for writing. Raises BadData; nothing is ever recreated.

    `owner` is the application id in its header, `page_size` the bytes of a page of a new file.
    """
    if not vfs:
        path.touch(mode=0o600)
    try:
        db = apsw.Connection(str(path), vfs=vfs or None)
        db.set_busy_timeout(BUSY_MS)
        _require_ours(db, path, owner, len(migrations))
        db.pragma("page_size", page_size)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        _require_whole(db, path)
        _migrate(db, migrations, owner)
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise _damaged(path, str(error)) from error
    except apsw.ReadOnlyError as error:
        raise BadData(f"{path} cannot be written: give it to the user the hub runs as") from error
    return db


def open_for_reading(path: Path, *, vfs: str = "") -> apsw.Connection:
    """Open a file that `open_database` has opened, for reading alone."""
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=vfs or None)
    db.set_busy_timeout(BUSY_MS)
    db.execute("PRAGMA query_only = ON")
    return db


def faults(db: apsw.Connection) -> list[str]:
    """Return what SQLite finds wrong with the structure of a file; empty when all is well."""
    found = [str(line) for (line,) in db.execute("PRAGMA integrity_check(20)")]
    return [] if found == ["ok"] else found


def _require_ours(db: apsw.Connection, path: Path, owner: int, newest: int) -> None:
    written = db.pragma("application_id")
    ((tables,),) = db.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    if written not in (0, owner) or (written == 0 and tables and not db.pragma("user_version")):
        raise BadData(f"{path} belongs to another program: give the hub a folder with --data DIR")
    if db.pragma("user_version") > newest:
        raise BadData(f"{path} was written by a newer Tocsin: install that version, or newer")


def _require_whole(db: apsw.Connection, path: Path) -> None:
    if path.exists() and path.stat().st_size <= CHECKED_AT_START:
        for (line,) in db.execute("PRAGMA quick_check(1)"):
            if line != "ok":
                raise _damaged(path, str(line))


def _damaged(path: Path, detail: str) -> BadData:
    return BadData(
        f"{path} is damaged ({detail.splitlines()[0]}): restore a backup with `tocsin-hub restore "
        "FILE`, or move the file away to begin anew; `tocsin-hub check` tells more"
    )


def _migrate(db: apsw.Connection, migrations: Sequence[str], owner: int) -> None:
    db.pragma("application_id", owner)
    done = db.pragma("user_version")
    for number, script in enumerate(migrations[done:], done + 1):
        with db:
            db.execute(script)
            db.pragma("user_version", number)
