"""Database: one SQLite file, opened safely: ours, whole, not newer than we are, brought up to date.

Why apsw: its SQLite is current; 3.7.0 to 3.51.2 could reset a WAL that a second connection still
needed (https://sqlite.org/wal.html#walresetbug).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

import apsw

from tocsin_hub.edge.store.schema import APPLICATION_ID

BUSY_MS: Final = 250
"""So long a write waits for another process (a backup, a look with `sqlite3`)."""
CHECKED_AT_START: Final = 64 * 1024 * 1024
"""Bytes: a file up to this size is checked whole before it is used.

Measured with 64 MiB and 200,000 entries: 0.07 s, and 0.11 s when nothing of it is in memory,
because it is read from one end to the other first. In SQLite's own order that takes 1.4 s.
"""
READ_AHEAD: Final = 1024 * 1024

REMEDY: Final = (
    "restore a backup with `tocsin-hub restore FILE`, or move the file away to begin anew; "
    "`tocsin-hub check` tells more"
)
ROOM: Final = 256 * 1024
"""Bytes: with less than that free on its disk a database does not open."""
UNSIGNED: Final = {"session", "account", "host", "code"}
"""The tables of our first files, which had no application id yet."""


class BadData(Exception):
    """A file cannot be used: it is damaged, newer or not ours. The message says what to do."""


class Damaged(BadData):
    """What is in the file makes no sense."""


def open_database(
    path: Path,
    migrations: Sequence[str],
    *,
    owner: int = APPLICATION_ID,
    page_size: int = 4_096,
    is_checked: bool = False,
    vfs: str = "",
) -> apsw.Connection:
    """Open or make the file at `path`, for writing. Raises BadData; nothing is ever recreated.

    `owner` is the application id in its header, `page_size` the bytes of a page of a new file;
    `is_checked` says that somebody has looked at the whole of it just now. What is refused is left
    as it is.
    """
    try:
        if not vfs:
            _make(path)
        db = apsw.Connection(str(path), vfs=vfs or None)
        try:
            _prepare(db, path, owner, len(migrations), is_checked)
            db.pragma("page_size", page_size)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            _migrate(db, migrations, owner)
        except BaseException:
            db.close()
            raise
    except (OSError, apsw.Error) as error:
        raise unusable(path, error) from error
    return db


def _make(path: Path) -> None:
    """Make an empty file that its owner alone can read; nothing happens to one that is there."""
    if not path.exists():
        path.touch(mode=0o600)
    wal = path.with_name(f"{path.name}-wal")
    if path.stat().st_size == 0 and wal.exists() and wal.stat().st_size:
        raise _damaged(path, f"it is empty, {wal.name} is not")  # SQLite would delete that


def _prepare(db: apsw.Connection, path: Path, owner: int, newest: int, is_checked: bool) -> None:
    """Look before anything is written: not even a WAL is folded into a file that is refused."""
    db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    db.set_busy_timeout(BUSY_MS)
    require_ours(db, path, owner, newest)
    if not is_checked:
        _require_whole(db, path)
    db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)


def open_for_reading(path: Path, *, vfs: str = "") -> apsw.Connection:
    """Open a file that `open_database` has opened, for reading alone."""
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=vfs or None)
    db.set_busy_timeout(BUSY_MS)
    db.execute("PRAGMA query_only = ON")
    return db


def is_large(path: Path) -> bool:
    """Tell whether a file is too large to be checked before it is used."""
    return path.stat().st_size > CHECKED_AT_START


def fault(db: apsw.Connection) -> str:
    """Return the first thing that is wrong with the structure of a file, indexes left aside."""
    ((line,),) = db.execute("PRAGMA quick_check(1)").fetchall()
    return "" if line == "ok" else str(line)


def faults(db: apsw.Connection) -> list[str]:
    """Return what SQLite finds wrong with the structure of a file; empty when all is well."""
    found = [str(line) for (line,) in db.execute("PRAGMA integrity_check(20)")]
    return [] if found == ["ok"] else found


def require_ours(db: apsw.Connection, path: Path, owner: int, newest: int) -> None:
    """Look whether a file is a hub's, of this version or before. Raises BadData."""
    written = db.pragma("application_id")
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
    if written != owner and (written or (tables and not tables >= UNSIGNED)):
        raise BadData(f"{path} belongs to another program: give the hub a folder with --data DIR")
    if cast(int, db.pragma("user_version")) > newest:
        raise BadData(f"{path} was written by a newer Tocsin: install that version, or newer")


def _require_whole(db: apsw.Connection, path: Path) -> None:
    if is_large(path):
        return
    with path.open("rb", buffering=0) as file:
        while file.read(READ_AHEAD):
            pass
    found = fault(db)
    if found:
        raise _damaged(path, found)


def unusable(path: Path, error: OSError | apsw.Error) -> BadData:
    """Return what is told of a file that cannot be opened, with what to do."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    match error:
        case apsw.CorruptError() | apsw.NotADBError():
            return _damaged(path, reason)
        case apsw.BusyError() | apsw.LockedError():
            return BadData(f"another program holds {path}: stop it and start again")
        case _ if isinstance(error, apsw.FullError) or _is_full(path.parent):
            return BadData(f"there is no room for {path}: make room on its disk and start again")
        case apsw.ReadOnlyError():
            return BadData(f"{path} cannot be written: give it to the user the hub runs as")
        case OSError() | apsw.CantOpenError() | apsw.PermissionsError():
            return BadData(
                f"{path} cannot be opened ({reason}): it must be a file that the user the hub runs "
                "as may read and write"
            )
        case _:
            return BadData(
                f"{path} cannot be used ({reason}): look after its disk, or restore a backup with "
                "`tocsin-hub restore FILE`"
            )


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False


def _damaged(path: Path, detail: str) -> Damaged:
    return Damaged(f"{path} is damaged ({detail.splitlines()[0]}): {REMEDY}")


def _migrate(db: apsw.Connection, migrations: Sequence[str], owner: int) -> None:
    db.pragma("application_id", owner)
    done = db.pragma("user_version")
    for number, script in enumerate(migrations[done:], done + 1):
        with db:
            db.execute(script)
            db.pragma("user_version", number)
