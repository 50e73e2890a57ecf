"""Taking a backup: of a hub that runs or of one that does not."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import apsw

from tocsin_hub import __version__
from tocsin_hub.edge.backup.archive import Manifest, write_archive
from tocsin_hub.edge.backup.kept import HISTORY, Kept, identity_in, looked_at, present
from tocsin_hub.edge.store.database import BadData, fault, open_for_reading


def take_backup(data: Path, target: Path, *, with_history: bool = True) -> Manifest:
    """Write everything of a hub's folder into `target`. Raises BadData.

    Each database is as it was at one moment; what was deleted in it is not in its copy. The private
    keys are in it too, so the file is its owner's alone.
    """
    kinds = [kind for kind in present(data) if with_history or kind is not HISTORY]
    made = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as beside:
            copies = {kind.name: _copy(data, kind, Path(beside)) for kind in kinds}
            identity = {name: data / name for name in identity_in(data)}
            return write_archive(target, copies | identity, __version__, made)
    except OSError as error:
        raise BadData(f"{target} cannot be written: {error.strerror}") from error


def _copy(data: Path, kind: Kept, folder: Path) -> Path:
    source, copy = data / kind.name, folder / kind.name
    with looked_at(source, kind) as db:
        try:
            db.execute("VACUUM INTO ?", (str(copy),))
        except apsw.FullError:
            raise BadData(f"there is no room for a copy of {source} in {folder.parent}") from None
    _require_whole(source, copy)
    return copy


def _require_whole(source: Path, copy: Path) -> None:
    db = open_for_reading(copy)
    try:
        found = fault(db)
    finally:
        db.close()
    if found:
        raise BadData(f"{source} is damaged ({found.splitlines()[0]}): no backup was made of it")
