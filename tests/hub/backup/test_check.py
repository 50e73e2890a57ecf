"""`tocsin-hub check`: plain words, the right exit code, and nothing changed."""

import contextlib
import sqlite3
from pathlib import Path

import apsw

from tests.hub.backup.conftest import ENTRIES, TOPICS
from tests.hub.credentials import join
from tests.hub.hub_process import Finished, HubProcess, run_to_end
from tests.hub.room_client import room_client
from tocsin_hub.edge.store.schema import place


def check(data: Path) -> Finished:
    return run_to_end("check", "--data", str(data))


def contents(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}


def test_all_is_well(data):
    before = contents(data)
    finished = check(data)
    assert finished == (0, f"hub.db is whole: 3 logs, {3 * ENTRIES} entries\n", "")
    assert contents(data) == before, "a look leaves nothing behind"


def test_a_damaged_entry_is_named(data):
    with contextlib.closing(apsw.Connection(str(data / "hub.db"))) as db:
        db.execute("UPDATE entry SET raw = x'00' WHERE place = ?", (place(1, 7),))
        db.execute("DELETE FROM entry WHERE place = ?", (place(2, 3),))
    finished = check(data)
    assert finished.code == 1
    assert finished.stdout.splitlines() == [
        f"hub.db: {TOPICS[0]}: entry 7 is damaged",
        f"hub.db: {TOPICS[1]}: entries 3 to 3 are missing",
    ]


def test_what_does_not_add_up_is_said(data):
    with contextlib.closing(apsw.Connection(str(data / "hub.db"))) as db:
        db.execute("UPDATE topic SET bytes = bytes + 1 WHERE id = 1")
        db.execute("UPDATE topic SET first = 5 WHERE id = 2")
        db.execute("DELETE FROM topic WHERE id = 3")
    finished = check(data)
    assert finished.code == 1
    lines = finished.stdout.splitlines()
    assert "bytes" in lines[0]
    assert lines[1] == f"hub.db: {TOPICS[1]}: 4 entries lie outside 5 to {ENTRIES}"
    assert lines[-1] == "hub.db: entries of a log 3 that is not there"


def test_a_damaged_page(data):
    content = bytearray((data / "hub.db").read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 16] = b"\xff" * 16
    (data / "hub.db").write_bytes(content)
    before = contents(data)
    finished = check(data)
    assert finished.code == 1
    assert finished.stdout
    assert finished.stderr == ""
    assert contents(data) == before


def test_what_is_no_database_at_all(data):
    (data / "hub.db").write_bytes(b"not a database, surely not one " * 100)
    finished = check(data)
    assert finished.code == 1
    assert "damaged" in finished.stdout


def test_the_wal_of_a_killed_hub_is_left_to_the_hub(tmp_path):
    hub = HubProcess(tmp_path / "data", "--lab").start()
    hub.kill()
    before = (hub.data / "hub.db-wal").read_bytes()
    assert before
    assert check(hub.data).code == 0
    assert (hub.data / "hub.db-wal").read_bytes() == before


async def test_beside_a_running_hub(start_hub):
    hub = start_hub("--lab")
    async with room_client(hub, await join(hub, "ann")) as ann:
        await ann.answered(await ann.say("here"))
        finished = check(hub.data)
        assert finished.code == 0, finished
        await ann.answered(await ann.say("and here"))


def test_a_folder_that_is_no_hub_s(tmp_path):
    finished = check(tmp_path)
    assert finished.code == 2
    assert f"no hub.db in {tmp_path}" in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_another_program_s_file(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "hub.db")) as other:
        other.execute("CREATE TABLE moz_places (id)")
    finished = check(tmp_path)
    assert finished.code == 2
    assert "another program" in finished.stderr
