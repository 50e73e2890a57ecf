"""The mark of a clean stop, and what a start without it says and does."""

import asyncio
import contextlib
from pathlib import Path

import apsw
import pytest
import structlog

from tests.hub.credentials import join
from tests.hub.hub_process import UNCLEAN, HubProcess
from tests.hub.room_client import room_client
from tests.hub.store.writer_to import NOW, WriterTo
from tocsin_hub.edge.store.log_store import LogStore

DAMAGED = "the database is damaged"


def marks(path: Path) -> list[object]:
    with contextlib.closing(apsw.Connection(str(path))) as db:
        return [name for (name,) in db.execute("SELECT name FROM mark")]


def left_behind(path: Path) -> None:
    """Make a file that was in use: as after a clean stop, without its mark."""
    with contextlib.closing(apsw.Connection(str(path))) as db:
        db.execute("DELETE FROM mark")


async def test_the_mark_is_there_while_nobody_uses_the_file(tmp_path, open_store):
    with structlog.testing.capture_logs() as logged:
        for number in range(3):
            store = open_store()
            assert marks(tmp_path / "hub.db") == []
            await WriterTo(store).said(number)
            await store.aclose()
            assert marks(tmp_path / "hub.db") == ["stopped"]
    assert logged == []


async def test_a_new_file_was_never_stopped_and_needs_no_mark(tmp_path, open_store):
    await open_store().aclose()
    left_behind(tmp_path / "hub.db")
    with structlog.testing.capture_logs() as logged:
        await open_store().aclose()
    assert logged == []


async def test_a_start_after_a_crash_says_what_is_there(tmp_path, open_store):
    store = open_store()
    await WriterTo(store).said(1)
    await WriterTo(store).said(2, topic="room/b", at=NOW + 5_000)
    await store.aclose()
    left_behind(tmp_path / "hub.db")
    with structlog.testing.capture_logs() as logged:
        await open_store().aclose()
    (line,) = logged
    assert (line["event"], line["logs"]) == (UNCLEAN, 2)
    assert line["newest"] == "2023-11-14T22:13:25+00:00"
    assert line["looked_through"] is False, "a small file was checked before it was used"


@pytest.fixture
async def large(tmp_path, open_store, monkeypatch) -> Path:
    """A file that counts as large, of which a crash left some in its WAL no more."""
    store = open_store()
    await asyncio.gather(*(WriterTo(store).said(n, body="x" * 500) for n in range(400)))
    await store.aclose()
    left_behind(tmp_path / "hub.db")
    monkeypatch.setattr("tocsin_hub.edge.store.database.CHECKED_AT_START", 4096)
    return Path(tmp_path / "hub.db")


async def finished(store: LogStore) -> None:
    assert store._examination
    await asyncio.to_thread(store._examination._thread.join)


async def test_a_large_file_is_looked_through_while_the_hub_runs(large, open_store):
    with structlog.testing.capture_logs() as logged:
        store = open_store()
        assert (await WriterTo(store).said(1_000)).seq == 401
        await finished(store)
    assert [line["event"] for line in logged] == [UNCLEAN]


async def test_damage_in_a_large_file_is_told_with_the_remedy(large, open_store):
    content = bytearray(large.read_bytes())
    content[20 * 4096 : 20 * 4096 + 100] = b"\xff" * 100
    large.write_bytes(content)
    with structlog.testing.capture_logs() as logged:
        await finished(open_store())
    (told,) = [line for line in logged if line["event"] == DAMAGED]
    assert "tocsin-hub restore" in told["remedy"]
    assert told["file"] == str(large)
    assert told["log_level"] == "error"


async def test_a_stop_does_not_wait_for_the_look(large, open_store, monkeypatch):
    monkeypatch.setattr("tocsin_hub.edge.store.examination.ROWS", 1)
    with structlog.testing.capture_logs() as logged:
        store = open_store()
        assert store._examination
        store._examination._is_over.set()
        await store.aclose()
    assert [line["event"] for line in logged] == [UNCLEAN]


async def test_after_a_clean_stop_a_large_file_is_not_looked_through(large, open_store):
    await open_store().aclose()
    store = open_store()
    assert store._examination is None


async def test_a_hub_that_was_killed_says_so_once(tmp_path):
    hub = HubProcess(tmp_path / "data", "--lab").start()
    async with room_client(hub, await join(hub, "ann")) as ann:
        await ann.answered(await ann.say("before"))
        hub.kill()
    for _ in range(2):
        hub.start()
        hub.stop()
    assert hub.stderr.count(UNCLEAN) == 1
