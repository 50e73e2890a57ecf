"""Power cuts: what was acknowledged is there afterwards, whatever the disk had not written yet."""

import itertools
from random import Random

import apsw
import pytest

from tests.hub.store.course import Course
from tests.hub.store.power_cut import Disk, Fate, PowerCutVfs, Shortening, Write
from tocsin_hub.edge.store.database import BadData

CUTS = 300


async def run_all(courses: list[Course]) -> None:
    for course in courses:
        await course.run()


@pytest.mark.slow
async def test_nothing_acknowledged_is_lost(folder):
    cuts = 0
    for seed in itertools.count():
        course = Course(seed, folder / str(seed))
        await course.run()
        cuts += course.cuts.total()
        if cuts >= CUTS:
            break
    assert cuts >= CUTS


@pytest.mark.slow
@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
async def test_a_store_that_does_not_wait_for_the_disk_is_found_out(folder, synchronous):
    """The test of the test: without the sync before each answer, answers are lost."""
    courses = [Course(seed, folder / str(seed), synchronous=synchronous) for seed in range(30)]
    with pytest.raises((AssertionError, BadData)):
        await run_all(courses)


# The disk itself.


TORN = Fate(Random(1), keeps=1, tears=1, scrambles=0, shuffles=False, sector=512)


def test_a_write_is_torn_at_the_borders_of_sectors():
    parts = list(Write(500, b"a" * 12 + b"b" * 512 + b"c").sectors(512))
    assert [(part.at, len(part.data)) for part in parts] == [(500, 12), (512, 512), (1024, 1)]
    assert b"".join(part.data for part in parts) == b"a" * 12 + b"b" * 512 + b"c"
    torn = [TORN.left_of(Write(0, b"x" * 5120)) for _ in range(20)]
    assert all(isinstance(one, Write) and len(one.data) == 512 for left in torn for one in left)
    assert {len(left) for left in torn} - {0, 10}


def test_what_is_kept_lands_where_it_was_written():
    content = bytearray(b"abc")
    Write(5, b"xy").onto(content)
    Shortening(6).onto(content)
    Write(0, b"A").onto(content)
    assert content == b"Abc\0\0x"


def opened(disk: Disk) -> tuple[PowerCutVfs, apsw.Connection]:
    vfs = PowerCutVfs(disk)
    db = apsw.Connection(str(disk.folder / "x.db"), vfs=vfs.name)
    db.execute("PRAGMA journal_mode = WAL")
    return vfs, db


def test_what_was_not_synced_can_be_lost_and_what_was_cannot(tmp_path):
    disk = Disk(tmp_path)
    vfs, db = opened(disk)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE t (a)")
    safe = {bytes(disk.after_cut(Random(seed))["x.db-wal"]) for seed in range(20)}
    assert len(safe) == 1
    db.execute("PRAGMA synchronous = OFF")
    db.execute("INSERT INTO t VALUES (1)")
    left = {bytes(disk.after_cut(Random(seed))["x.db-wal"]) for seed in range(50)}
    assert safe < left
    assert (tmp_path / "x.db-wal").read_bytes() in left
    db.close()
    vfs.close()


def test_a_deleted_file_can_be_back_until_its_folder_is_synced(tmp_path):
    disk = Disk(tmp_path)
    vfs, db = opened(disk)
    db.execute("CREATE TABLE t (a)")
    db.close()
    assert not (tmp_path / "x.db-wal").exists()
    assert {"x.db-wal" in disk.after_cut(Random(seed)) for seed in range(50)} == {True, False}
    vfs.close()


def test_a_full_disk_takes_nothing(tmp_path):
    disk = Disk(tmp_path)
    vfs, db = opened(disk)
    db.execute("CREATE TABLE t (a)")
    disk.full = True
    with pytest.raises(apsw.FullError):
        db.execute("INSERT INTO t VALUES (1)")
    assert db.execute("SELECT * FROM t").fetchall() == []
    disk.full = False
    db.execute("INSERT INTO t VALUES (1)")
    db.close()
    vfs.close()
