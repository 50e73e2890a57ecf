"""Damaged, foreign and newer files: refused in one line, left as they are; or read around."""

import asyncio
import contextlib
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest
import structlog

from tests.hub.store.power_cut import Disk, PowerCutVfs, laid_out
from tests.hub.store.writer_to import NOW, TOPIC, WriterTo, new_id
from tocsin_hub.core.store import Draft, Store
from tocsin_hub.edge.store.check import findings
from tocsin_hub.edge.store.database import BadData, open_database, open_for_reading
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_hub.edge.store.schema import MIGRATIONS, place
from tocsin_wire.errors import TocsinError

ENTRIES = 120
FLIPS = 120
LARGE = 17
"""Each so many entries one fills more than a page of the file."""


def body(number: int) -> str:
    return f"<{number}>" + "x" * (9_000 if number % LARGE == 0 else 40)


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[WriterTo]:
    store = LogStore(path, asyncio.get_running_loop(), lambda: "e")
    try:
        yield WriterTo(store)
    finally:
        await store.aclose()


async def write(path: Path) -> None:
    async with opened(path) as store:
        for topic in (TOPIC, "room/b"):
            await asyncio.gather(
                *(store.said(n, body=body(n), topic=topic, by=topic) for n in range(1, ENTRIES + 1))
            )


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A folder with a whole file, to be copied."""
    folder: Path = tmp_path_factory.mktemp("whole")
    asyncio.run(write(folder / "hub.db"))
    return folder


@pytest.fixture
def path(whole, tmp_path) -> Path:
    copy: Path = tmp_path / "data"
    shutil.copytree(whole, copy)
    return copy / "hub.db"


def spoil(path: Path, *places: int, random: Random | None = None) -> None:
    content = bytearray(path.read_bytes())
    for at in places:
        content[at] ^= (random or Random(at)).randint(1, 255)
    path.write_bytes(content)


def within(path: Path, number: int) -> list[int]:
    """Return where in the file the body of an entry of the main room lies.

    More than one place: pages keep what was moved out of them until that is written over.
    """
    body = f'"by":"{TOPIC}","body":"<{number}>'.encode()
    found = [match.start() + 30 for match in re.finditer(re.escape(body), path.read_bytes())]
    assert found
    return found


async def everything(store: Store, topic: str = TOPIC) -> tuple[dict[int, bytes], list[int]]:
    """Read a log as its readers do; return the entries, and the seqs they are told to have lost."""
    found: dict[int, bytes] = {}
    lost: list[int] = []
    opening = store.open(topic, 8, 1 << 20)
    tail = opening.head - len(opening.tail) + 1
    after = opening.first - 1
    while after + 1 < tail:
        first, raws = await piece(store, topic, after)
        end = first - 1 if raws else tail - 1
        lost += range(after + 1, min(end, tail - 1) + 1)
        found.update(enumerate(raws, first))
        after = end + len(raws)
    found.update(enumerate((raw for _, raw in opening.tail), tail))
    return found, lost


async def piece(store: Store, topic: str, after: int) -> tuple[int, Any]:
    told: asyncio.Future[tuple[int, Any]] = asyncio.get_running_loop().create_future()
    store.read(topic, after, lambda first, raws: told.set_result((first, raws)))
    return await told


# Inside an entry.


@pytest.mark.parametrize(
    "damaged",
    [
        *([1], [60], [ENTRIES], [ENTRIES - 1], [ENTRIES - 1, ENTRIES], [40, 41, 42], [40, 42]),
        *([LARGE], [1, ENTRIES // 2, ENTRIES], list(range(1, ENTRIES + 1))),
    ],
    ids=str,
)
async def test_a_flipped_byte_costs_the_entry_it_is_in_and_no_other(path, damaged):
    async with opened(path) as store:
        before, _ = await everything(store.store)
    spoil(path, *(at for number in damaged for at in within(path, number)))
    with structlog.testing.capture_logs() as logged:
        async with opened(path) as store:
            found, lost = await everything(store.store)
            assert (await store.said(999)).seq == ENTRIES + 1
    assert lost == damaged
    assert found == {seq: raw for seq, raw in before.items() if seq not in damaged}
    if damaged[0] != ENTRIES:
        assert any("damaged" in line["event"] for line in logged)


async def test_the_check_names_the_entries(path):
    spoil(path, *within(path, 3), *within(path, 5))
    with contextlib.closing(open_for_reading(path)) as db:
        assert list(findings(db)) == [f"{TOPIC}: entry {seq} is damaged" for seq in (3, 5)]


async def test_an_entry_in_the_place_of_another_is_not_shown_for_it(path):
    """Its checksum is right, but it is not what was said there."""
    with contextlib.closing(apsw.Connection(str(path))) as db:
        db.execute(
            "UPDATE entry SET (crc, raw) = (SELECT crc, raw FROM entry WHERE place = ?) "
            "WHERE place = ?",
            (place(1, 8), place(1, 7)),
        )
    async with opened(path) as store:
        found, lost = await everything(store.store)
    assert lost == [7]
    assert len(found) == ENTRIES - 1


async def test_entries_that_are_missing_are_told(path):
    with contextlib.closing(apsw.Connection(str(path))) as db:
        for gone in (1, 50, 51, ENTRIES):
            db.execute("DELETE FROM entry WHERE place = ?", (place(1, gone),))
    async with opened(path) as store:
        _, lost = await everything(store.store)
    assert lost == [1, 50, 51, ENTRIES]


# Anywhere.


def genuine(path: Path) -> dict[str, dict[int, bytes]]:
    with contextlib.closing(open_for_reading(path)) as db:
        return {
            topic: {
                seq: raw
                for seq in range(1, ENTRIES + 1)
                for (raw,) in db.execute(
                    "SELECT raw FROM entry WHERE place = ?", (place(number, seq),)
                )
            }
            for number, topic in ((1, TOPIC), (2, "room/b"))
        }


def outcome(path: Path, truth: dict[str, dict[int, bytes]]) -> str:
    """Use a spoiled file as a hub does. Whatever it does, it shows nothing that was not said."""
    before, refusal, lost = path.read_bytes(), "", 0
    try:
        lost = asyncio.run(lost_of(path, truth))
    except BadData as error:
        refusal = str(error)
    if not refusal:
        return "read around" if lost else "unharmed"
    assert path.read_bytes() == before, "what is refused is left as it is"
    assert refusal.startswith(str(path))
    assert any(remedy in refusal for remedy in ("tocsin-hub restore", "--data", "install"))
    assert "\n" not in refusal
    return "refused"


async def lost_of(path: Path, truth: dict[str, dict[int, bytes]]) -> int:
    """Return how many entries readers are told to have lost; the others must be genuine."""
    lost = 0
    async with opened(path) as store:
        for topic, entries in truth.items():
            with contextlib.suppress(TocsinError):
                found, missing = await everything(store.store, topic)
                assert all(raw == entries[seq] for seq, raw in found.items()), "garbage was shown"
                lost += len(missing)
        assert await store.append(1_000) is not None
    return lost


@pytest.mark.slow
def test_bytes_flipped_anywhere_are_never_shown(whole, folder):
    truth = genuine(whole / "hub.db")
    size = (whole / "hub.db").stat().st_size
    outcomes: set[str] = set()
    for seed in range(FLIPS):
        random = Random(seed)
        path = fresh_copy(whole, folder)
        spoil(path, *random.sample(range(size), random.randint(1, 4)), random=random)
        outcomes.add(outcome(path, truth))
    assert outcomes == {"refused", "read around", "unharmed"}


@pytest.mark.slow
def test_a_page_overwritten_is_never_shown(whole, folder):
    truth = genuine(whole / "hub.db")
    pages = (whole / "hub.db").stat().st_size // 4096
    for page in range(pages):
        path = fresh_copy(whole, folder)
        content = bytearray(path.read_bytes())
        content[page * 4096 : (page + 1) * 4096] = Random(page).randbytes(4096)
        path.write_bytes(content)
        outcome(path, truth)


@pytest.mark.slow
def test_a_file_cut_short_is_refused(whole, folder):
    truth = genuine(whole / "hub.db")
    size = (whole / "hub.db").stat().st_size
    for kept in [2, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, 8192, *range(9000, size, 9973)]:
        path = fresh_copy(whole, folder)
        with path.open("r+b") as file:
            file.truncate(kept)
        assert outcome(path, truth) == "refused", (kept, size)


def fresh_copy(whole: Path, folder: Path) -> Path:
    shutil.rmtree(folder / "copy", ignore_errors=True)
    shutil.copytree(whole, folder / "copy")
    return folder / "copy" / "hub.db"


async def test_damage_found_while_it_runs_is_read_around(path, monkeypatch):
    """As in a file too large to be checked when the hub starts."""
    monkeypatch.setattr("tocsin_hub.edge.store.database.CHECKED_AT_START", 0)
    truth = genuine(path)
    content = bytearray(path.read_bytes())
    for at in within(path, 60):
        start = at // 4096 * 4096
        content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)
    async with opened(path) as store:
        found, lost = await everything(store.store)
        assert 60 in lost
        assert lost == list(range(lost[0], lost[-1] + 1)), "one page, one gap"
        assert sorted([*found, *lost]) == list(range(1, ENTRIES + 1))
        assert all(raw == truth[TOPIC][seq] for seq, raw in found.items())
        assert (await store.said(999)).seq == ENTRIES + 1


# Not ours, not for us.


def refusal_of(path: Path) -> str:
    """Return why a file is refused; it must be as it was."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(BadData) as refused:
        open_database(path, MIGRATIONS)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert str(path) in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("version", [0, 1, 2, 99])
def test_another_program_s_file_is_left_alone(tmp_path, version):
    path = tmp_path / "hub.db"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE moz_places (id)")
        other.execute(f"PRAGMA user_version = {version}")
    assert "another program" in refusal_of(path)


def test_a_file_with_another_program_s_mark_is_left_alone(tmp_path):
    path = tmp_path / "hub.db"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA application_id = 252006675")
        other.execute("CREATE TABLE session (id)")
    assert "another program" in refusal_of(path)


def test_a_newer_file_is_left_alone(path):
    with contextlib.closing(apsw.Connection(str(path))) as newer:
        newer.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    assert "install that version" in refusal_of(path)


def test_an_empty_file_beside_a_wal_is_not_taken_for_a_new_one(path):
    path.with_name("hub.db-wal").write_bytes(b"\0" * 4096)
    path.write_bytes(b"")
    assert "restore" in refusal_of(path)
    assert path.with_name("hub.db-wal").stat().st_size == 4096


def test_a_file_that_another_program_holds(path):
    with contextlib.closing(apsw.Connection(str(path))) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        assert "stop it" in refusal_of(path)


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere/hub.db")])
def test_what_is_no_file(tmp_path, make: Callable[[Path], None]):
    make(tmp_path / "hub.db")
    assert "cannot be opened" in refusal_of(tmp_path / "hub.db")


def test_a_wal_is_not_folded_into_a_file_that_is_refused(whole, path):
    """Whoever repairs it wants both as they were."""
    db = open_database(path, MIGRATIONS)
    db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    db.execute("INSERT INTO account (login, role) VALUES ('ann', 'admin')")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    wal = path.with_name("hub.db-wal").read_bytes()
    assert wal
    refusal_of(path)
    assert path.with_name("hub.db-wal").read_bytes() == wal


# Migrations.


def test_a_migration_that_is_killed_anywhere_is_begun_anew(folder):
    """The power goes at every step of it; nothing of the old file is lost, whichever it is."""
    disk = Disk(laid_out({}, folder / "old"))
    vfs = PowerCutVfs(disk)
    old = open_database(disk.folder / "hub.db", MIGRATIONS[:1], vfs=vfs.name)
    old.execute("INSERT INTO account (login, role) VALUES ('ann', 'admin')")
    old.close()
    random = Random(1)
    left: list[dict[str, bytes]] = []
    disk.step = lambda word: left.extend(disk.after_cut(random) for _ in range(5))
    open_database(disk.folder / "hub.db", MIGRATIONS, vfs=vfs.name).close()
    vfs.close()
    versions = set()
    for number, content in enumerate(left):
        path = laid_out(content, folder / str(number)) / "hub.db"
        with contextlib.closing(apsw.Connection(str(path))) as db:
            versions.add(db.pragma("user_version"))
        with contextlib.closing(open_database(path, MIGRATIONS)) as db:
            assert db.execute("SELECT login FROM account").fetchall() == [("ann",)]
            assert list(findings(db)) == []
            assert db.pragma("user_version") == len(MIGRATIONS)
    every = set(range(1, len(MIGRATIONS) + 1))
    assert versions == every, "the cuts came before, between and after them"


# Drafts keep their ids even so.


async def test_a_damaged_entry_s_id_is_still_known(path):
    spoil(path, *within(path, 60))
    async with opened(path) as store:
        draft = Draft(TOPIC, new_id(60), TOPIC, f'"{body(60)}"'.encode())
        told = asyncio.get_running_loop().create_future()
        store.store.append(draft, NOW, told.set_result)
        again = await told
        assert (again.seq, again.dup) == (60, True)
