"""Restoring a backup: everything is verified before anything of the folder is touched.

Clients stand at positions that the restored logs may not have reached, or have reached with other
entries. So every log gets a new epoch: whoever comes back is told to begin anew and misses nothing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import apsw

from tocsin_hub.core.audit.deed import bounded
from tocsin_hub.core.principal import HUB
from tocsin_hub.core.store import Draft
from tocsin_hub.edge import hub_key
from tocsin_hub.edge.backup.archive import Manifest, read_manifest, unpack
from tocsin_hub.edge.backup.kept import ALL, LOGS, Kept, require_our_tables
from tocsin_hub.edge.clock import new_id, new_name, now_ms
from tocsin_hub.edge.data import DataFolder, sync_folder
from tocsin_hub.edge.store.append import Append
from tocsin_hub.edge.store.chain import begin_chain
from tocsin_hub.edge.store.check import findings
from tocsin_hub.edge.store.database import BadData, Damaged, open_database
from tocsin_hub.edge.store.heads import Heads
from tocsin_hub.edge.store.mark import leave_mark
from tocsin_hub.edge.store.schema import MIGRATIONS, PLACE_BITS
from tocsin_wire import codec
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.topics import AUDIT

SPARE: Final = 1024 * 1024
"""Bytes that have to stay free beside what is unpacked."""


class Restored(NamedTuple):
    """What was put back."""

    manifest: Manifest
    logs: int
    aside: Path | None
    """Where the files are that were there before."""
    faults: list[str]
    """What is wrong with the entries of the backup; its structure is whole."""


def restore_backup(archive: Path, data: Path, *, force: bool = False) -> Restored:
    """Put the files of a backup into a hub's folder. Raises BadData, DataBusy.

    What the backup does not hold (the history, perhaps) stays as it is.
    """
    manifest = read_manifest(archive)
    with contextlib.closing(DataFolder(data)):
        there = [data / name for name in manifest.files if (data / name).exists()]
        if there and not force:
            raise BadData(f"{there[0]} is there already: --force sets it aside")
        try:
            return _restore(archive, data)
        except OSError as error:
            raise BadData(f"{data} cannot be written: {error.strerror}") from error


def _restore(archive: Path, data: Path) -> Restored:
    _require_room(archive, data)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as beside:
        fresh = Path(beside)
        manifest = unpack(archive, fresh)
        for kind in ALL:
            if kind.name in manifest.files:
                _require_ours(archive, fresh / kind.name, kind)
        _require_key(archive, fresh / hub_key.NAME)
        logs, faults = _begin_anew(fresh / LOGS.name, manifest.made)
        _give_to_owner(data, fresh)
        aside = _set_aside(data, list(manifest.files))
        for name in manifest.files:
            _replace(fresh / name, data / name)
    return Restored(manifest, logs, aside, faults)


def _require_key(archive: Path, path: Path) -> None:
    """Look whether the key of the backup is one; there need be none."""
    try:
        if path.exists():
            hub_key.check_key(path.read_bytes())
    except ValueError:
        raise BadData(f"{archive} holds a damaged {path.name}: use another backup") from None


def _require_room(archive: Path, data: Path) -> None:
    free = shutil.disk_usage(data).free
    if archive.stat().st_size + SPARE > free:
        raise BadData(f"there is no room in {data}: make room on its disk")


def _require_ours(archive: Path, path: Path, kind: Kept) -> None:
    try:
        require_our_tables(path, kind)
        open_database(path, kind.migrations, owner=kind.owner).close()  # and of this version
    except Damaged:
        raise BadData(
            f"{archive} holds a {kind.name} that no Tocsin has left so: use another backup"
        ) from None
    except BadData as error:
        raise BadData(str(error).replace(str(path), f"{kind.name} in {archive}")) from None


def _begin_anew(path: Path, made: str) -> tuple[int, list[str]]:
    """Give every log a new epoch; return how many there are, and what is wrong with entries."""
    with contextlib.closing(open_database(path, MIGRATIONS, is_checked=True)) as db:
        begin_chain(db)
        faults = list(findings(db))
        counted: Any = db.execute("SELECT count(*) FROM topic").fetchone()
        with db:
            _rotate(db)
            _empty_inboxes(db)
            db.execute("DELETE FROM code")  # used up since, perhaps
            _note(db, made)
            leave_mark(db, now_ms())
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return counted[0], faults


def _rotate(db: apsw.Connection) -> None:
    db.execute("CREATE TEMP TABLE renewed (topic INTEGER PRIMARY KEY, old TEXT, new TEXT)")
    known: Any = db.execute("SELECT id, epoch FROM topic").fetchall()
    db.executemany(
        "INSERT INTO renewed VALUES (?, ?, ?)", [(id, epoch, new_name()) for id, epoch in known]
    )
    for table, key in (("topic", "id"), ("published", "topic")):
        db.execute(
            f"UPDATE {table} SET epoch = new FROM renewed "  # noqa: S608 - our own two names
            f"WHERE renewed.topic = {table}.{key} AND old = epoch"
        )


def _empty_inboxes(db: apsw.Connection) -> None:
    """What agents were asked to do before the backup, they have done, or it is too late."""
    db.execute(
        "DELETE FROM entry WHERE place >> ? IN "
        "(SELECT id FROM topic WHERE name GLOB 'host/*/inbox')",
        (PLACE_BITS,),
    )
    db.execute("UPDATE topic SET first = head + 1, bytes = 0 WHERE name GLOB 'host/*/inbox'")


def _note(db: apsw.Connection, made: str) -> None:
    """The audit goes on from where the backup has it, in the same chain, and says so."""
    deed = AuditDeed("restore", HUB, detail=f"the backup of {made}: what was after it is not here")
    draft = Draft(AUDIT, new_id(), HUB, codec.encode(bounded(deed)))
    heads = Heads(new_name)
    Append(heads, draft, now_ms(), lambda _outcome: None).write(db)
    heads.write(db)


def _give_to_owner(data: Path, fresh: Path) -> None:
    """What root restores belongs to whom the folder belongs to."""
    if os.geteuid() != 0:
        return
    owner = data.stat()
    for path in (data / "lock", *fresh.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)


def _set_aside(data: Path, kept: list[str]) -> Path | None:
    """Link what is there into a dated folder; only then may it be replaced."""
    names = [f"{name}{end}" for name in kept for end in ("", "-wal")]
    there = [name for name in names if (data / name).exists()]
    if not there:
        return None
    aside = data / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    aside.mkdir(mode=0o700)
    for name in there:
        (aside / name).parent.mkdir(mode=0o700, exist_ok=True)
        _link(data / name, aside / name)
    for folder in sorted({aside, *((aside / name).parent for name in there)}):
        sync_folder(folder)
    sync_folder(data)
    return aside


def _link(path: Path, other: Path) -> None:
    try:
        os.link(path, other)
    except OSError:  # not every file system has links
        shutil.copy2(path, other)


def _replace(fresh: Path, path: Path) -> None:
    """Put a file in the place of another. There is one at every moment, and never another's WAL."""
    _make_folder(path.parent, fresh.parent)
    for end in ("-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
    sync_folder(path.parent)
    fresh.replace(path)
    sync_folder(path.parent)


def _make_folder(folder: Path, like: Path) -> None:
    """Make a folder, if it is not there, that belongs to whom the one in the backup does."""
    if folder.exists():
        return
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        owner = like.stat()
        os.chown(folder, owner.st_uid, owner.st_gid)
    sync_folder(folder.parent)
