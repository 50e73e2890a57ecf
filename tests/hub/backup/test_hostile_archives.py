"""What is no backup, or not ours, or not whole: refused in one line, and nothing touched."""

import contextlib
import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest

from tests.hub.hub_process import run_to_end
from tocsin_hub.edge.backup.restoring import restore_backup
from tocsin_hub.edge.backup.taking import take_backup
from tocsin_hub.edge.store.database import BadData
from tocsin_hub.edge.store.schema import MIGRATIONS

FLIPS = 150


def members_of(archive: Path) -> dict[str, bytes]:
    found = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member)
            assert file
            found[member.name] = file.read()
    return found


def packed(*members: tuple[tarfile.TarInfo | str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for member, content in members:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            if info.type == tarfile.REGTYPE:
                info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def manifest(files: dict[str, bytes], **more: Any) -> bytes:
    listed = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    }
    return json.dumps({"tocsin": "0", "made": "now", "files": listed, **more}).encode()


def kind(of: bytes, name: str = "hub.db", link: str = "/etc/passwd") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = of, link
    return info


def long_name() -> tarfile.TarInfo:
    return tarfile.TarInfo("x" * 300 + "/hub.db")


Bad = Callable[[bytes], bytes]
HOSTILE: dict[str, Bad] = {
    "nothing": lambda db: b"",
    "zeros": lambda db: bytes(10_240),
    "text": lambda db: b"hello " * 1_000,
    "gzip": lambda db: gzip.compress(packed(("manifest.json", manifest({"hub.db": db})))),
    "no manifest": lambda db: packed(("hub.db", db)),
    "the manifest last": lambda db: packed(
        ("hub.db", db), ("manifest.json", manifest({"hub.db": db}))
    ),
    "no database": lambda db: packed(("manifest.json", manifest({}))),
    "no logs": lambda db: packed(("manifest.json", manifest({"stats.db": db})), ("stats.db", db)),
    "a path upwards": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db, "../evil": b"x"})),
        ("hub.db", db),
        ("../evil", b"x"),
    ),
    "an absolute path": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db, "/tmp/evil": b"x"})),
        ("hub.db", db),
        ("/tmp/evil", b"x"),
    ),
    "another name": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db})), ("sub/hub.db", db)
    ),
    "a link": lambda db: packed(
        ("manifest.json", manifest({"hub.db": b""})), (kind(tarfile.SYMTYPE), b"")
    ),
    "a hard link": lambda db: packed(
        ("manifest.json", manifest({"hub.db": b""})), (kind(tarfile.LNKTYPE), b"")
    ),
    "a device": lambda db: packed(
        ("manifest.json", manifest({"hub.db": b""})), (kind(tarfile.CHRTYPE), b"")
    ),
    "a pipe": lambda db: packed(
        ("manifest.json", manifest({"hub.db": b""})), (kind(tarfile.FIFOTYPE), b"")
    ),
    "a folder": lambda db: packed(
        ("manifest.json", manifest({"hub.db": b""})), (kind(tarfile.DIRTYPE), b"")
    ),
    "a GNU long name": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db})), (long_name(), db)
    ),
    "a pax header": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db})), (long_name(), db), form=tarfile.PAX_FORMAT
    ),
    "the manifest a link": lambda db: packed((kind(tarfile.SYMTYPE, "manifest.json"), b"")),
    "more than it says": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db})), ("hub.db", db), ("stats.db", db)
    ),
    "the same twice": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db})), ("hub.db", db), ("hub.db", db)
    ),
    "less than it says": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db, "stats.db": db})), ("hub.db", db)
    ),
    "other bytes": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db})), ("hub.db", db[:-1] + b"!")
    ),
    "another length": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db})), ("hub.db", db + b"!")
    ),
    "a manifest too long": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db}) + b" " * 70_000), ("hub.db", db)
    ),
    "a deep manifest": lambda db: packed(("manifest.json", b"[" * 60_000), ("hub.db", db)),
    "a manifest of bad UTF-8": lambda db: packed(("manifest.json", b'{"tocsin":"\xff"}')),
    "an unknown field": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db}, evil=1)), ("hub.db", db)
    ),
    "a later format": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db}, format=2)), ("hub.db", db)
    ),
    "a negative size": lambda db: packed(
        ("manifest.json", manifest({"hub.db": db}).replace(b'"size": ', b'"size": -')),
        ("hub.db", db),
    ),
}


@pytest.fixture
def hub_db(archive) -> bytes:
    """The database of a good backup."""
    return members_of(archive)["hub.db"]


def refusal_of(archive: Path, folder: Path) -> str:
    """Return why a backup is refused; the folder must be as it was."""
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}
    with pytest.raises(BadData) as refused:
        restore_backup(archive, folder, force=True)
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}
    assert after == before
    assert str(archive) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert ".restore-" not in str(refused.value), "what it calls it meanwhile helps nobody"
    return str(refused.value)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_tar(hub_db, archive, data, tmp_path, name):
    archive.write_bytes(HOSTILE[name](hub_db))
    refusal_of(archive, data)
    assert not (tmp_path / "evil").exists()


def test_the_same_made_by_hand_is_taken(hub_db, archive, tmp_path):
    """What is refused above is refused for its fault alone."""
    archive.write_bytes(packed(("manifest.json", manifest({"hub.db": hub_db})), ("hub.db", hub_db)))
    assert restore_backup(archive, tmp_path / "new").logs == 3


def test_cut_anywhere(archive, data):
    whole = archive.read_bytes()
    end = len(whole) - len(whole) % 512
    for kept in [*range(0, 2_048, 97), *range(2_048, end - 10_240, 4_001)]:
        archive.write_bytes(whole[:kept])
        refusal_of(archive, data)


def test_a_byte_flipped_anywhere(archive, tmp_path, data):
    """Where it is taken all the same, the byte meant nothing: padding, or the date in a header."""
    whole = archive.read_bytes()
    random = Random(1)
    refused = 0
    for number in range(FLIPS):
        spoiled = bytearray(whole)
        spoiled[random.randrange(len(whole) - 10_240)] ^= random.randint(1, 255)
        archive.write_bytes(spoiled)
        try:
            restored = restore_backup(archive, tmp_path / f"new{number}")
        except BadData:
            refused += 1
        else:
            assert (restored.logs, restored.faults) == (3, [])
    assert refused > FLIPS * 0.9


def test_what_is_no_file(data, tmp_path):
    for path in (tmp_path, tmp_path / "nowhere.tar"):
        refusal_of(path, data)


# A tar of ours around a database that is not.


def with_database(archive: Path, db: bytes) -> None:
    archive.write_bytes(packed(("manifest.json", manifest({"hub.db": db})), ("hub.db", db)))


def changed(hub_db: bytes, folder: Path, *statements: str) -> bytes:
    path = folder / "changed.db"
    path.write_bytes(hub_db)
    with contextlib.closing(apsw.Connection(str(path))) as db:
        for statement in statements:
            db.execute(statement)
    return path.read_bytes()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "CREATE VIEW evil AS SELECT * FROM entry",
        "CREATE TABLE more (a)",
        "CREATE INDEX evil ON entry (at)",
        "DROP TABLE mark",
        "ALTER TABLE mark ADD COLUMN evil TEXT DEFAULT 'x'",
        "PRAGMA user_version = 1",
    ],
)
def test_other_tables_than_ours(hub_db, archive, data, tmp_path, statement):
    with_database(archive, changed(hub_db, tmp_path, statement))
    assert "use another backup" in refusal_of(archive, data)


def test_a_database_that_is_newer(hub_db, archive, data, tmp_path):
    newer = f"PRAGMA user_version = {len(MIGRATIONS) + 1}"
    with_database(archive, changed(hub_db, tmp_path, newer))
    assert "newer Tocsin" in refusal_of(archive, data)


def test_a_database_of_another_program(hub_db, archive, data, tmp_path):
    with_database(archive, changed(hub_db, tmp_path, "PRAGMA application_id = 7"))
    assert "another program" in refusal_of(archive, data)


def test_a_database_that_is_damaged(hub_db, archive, data):
    content = bytearray(hub_db)
    content[2 * 4096 : 2 * 4096 + 64] = b"\xff" * 64
    with_database(archive, bytes(content))
    assert "use another backup" in refusal_of(archive, data)
    with_database(archive, b"not a database at all" * 500)
    assert "use another backup" in refusal_of(archive, data)


def test_one_line_and_an_exit_code(archive, data):
    archive.write_bytes(b"no tar")
    done = run_to_end("restore", str(archive), "--data", str(data), "--force")
    assert (done.code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"tocsin-hub: {archive} is no whole backup")
    assert "Traceback" not in line


def test_a_good_backup_is_still_good_after_all_that(data, tmp_path):
    take_backup(data, tmp_path / "b.tar")
    restore_backup(tmp_path / "b.tar", data, force=True)
