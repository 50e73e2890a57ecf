"""Kept: what of a hub's folder is kept. Its databases are opened to be looked at, never written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import apsw

from tocsin_hub.edge.history import schema as history
from tocsin_hub.edge.store import schema as logs
from tocsin_hub.edge.store.database import BUSY_MS, BadData, Damaged, require_ours, unusable

_SCHEMA: Final = """
SELECT type, name, tbl_name, sql FROM sqlite_schema
WHERE name NOT GLOB 'sqlite_stat*' ORDER BY name, type
"""


class Kept(NamedTuple):
    """One kind of file."""

    name: str
    migrations: Sequence[str]
    owner: int


LOGS: Final = Kept("hub.db", logs.MIGRATIONS, logs.APPLICATION_ID)
HISTORY: Final = Kept("stats.db", history.MIGRATIONS, history.APPLICATION_ID)
ALL: Final = (LOGS, HISTORY)
IDENTITY: Final = ("hub.key", "tls/ca.key", "tls/ca.pem")
"""By what agents and browsers know this hub again; without it a restored hub is a stranger."""


def present(data: Path) -> list[Kept]:
    """Return which files a folder has. Raises BadData when it is no hub's."""
    found = [kind for kind in ALL if (data / kind.name).exists()]
    if LOGS not in found:
        raise BadData(f"there is no {LOGS.name} in {data}: name the hub's folder with --data DIR")
    return found


def identity_in(data: Path) -> list[str]:
    """Return which files of its identity a folder has."""
    return [name for name in IDENTITY if (data / name).exists()]


@contextlib.contextmanager
def looked_at(path: Path, kind: Kept) -> Iterator[apsw.Connection]:
    """Hold a file, in use or not, to read from it. Raises BadData for what cannot be read.

    A WAL that a crash left stays as it is: whoever looks at damage changes none of it.
    """
    try:
        with contextlib.closing(_opened(path)) as db:
            require_ours(db, path, kind.owner, len(kind.migrations))
            yield db
    except (OSError, apsw.Error) as error:
        raise unusable(path, error) from error


def _opened(path: Path) -> apsw.Connection:
    wal = path.with_name(f"{path.name}-wal")
    has_wal = wal.exists() and wal.stat().st_size > 0
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, int(has_wal))
    db.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    db.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    db.set_busy_timeout(BUSY_MS)
    return db


def require_our_tables(path: Path, kind: Kept) -> None:
    """Look whether a file has exactly the tables of its version. Raises Damaged, BadData.

    A stranger's could hold a trigger that runs when the hub writes.
    """
    with looked_at(path, kind) as db, contextlib.closing(apsw.Connection(":memory:")) as model:
        for script in kind.migrations[: db.pragma("user_version")]:
            model.execute(script)
        if db.execute(_SCHEMA).fetchall() != model.execute(_SCHEMA).fetchall():
            raise Damaged(f"{path} has other tables than a hub makes")
