"""The writer: who cannot be written fails alone, and what failed is not half done."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import apsw
import pytest

from tests.hub.store.power_cut import Disk, PowerCutVfs
from tests.hub.store.writer_to import TOPIC, WriterTo, seen
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_wire.bodies import Room
from tocsin_wire.errors import StorageFull, TocsinError, Unavailable


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    folder = tmp_path / "disk"
    folder.mkdir()
    return Disk(folder)


@pytest.fixture
async def store(disk, new_epoch) -> AsyncIterator[WriterTo]:
    """A store on a disk that can be full."""
    vfs = PowerCutVfs(disk)
    kept = LogStore(disk.folder / "hub.db", asyncio.get_running_loop(), new_epoch, vfs=vfs.name)
    yield WriterTo(kept)
    await kept.aclose()
    vfs.close()


class Broken:
    """A job that cannot be written."""

    size = 10

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.told: asyncio.Future[TocsinError | None] = asyncio.get_running_loop().create_future()

    def write(self, db: apsw.Connection) -> None:
        db.execute("INSERT INTO mark VALUES ('half', 'done')")
        raise self.error

    def done(self) -> None:
        self.told.set_result(None)

    def failed(self, error: TocsinError) -> None:
        self.told.set_result(error)


@pytest.mark.parametrize(
    "error", [apsw.ConstraintError("x"), apsw.CorruptError("x"), ValueError("x"), KeyError("x")]
)
async def test_who_cannot_be_written_fails_alone(store, error):
    before = [asyncio.ensure_future(store.said(number)) for number in range(3)]
    await asyncio.sleep(0)
    broken = Broken(error)
    store.store.writer.submit(broken)
    after = [asyncio.ensure_future(store.said(number)) for number in range(3, 6)]
    assert isinstance(await broken.told, Unavailable)
    said = await asyncio.gather(*before, *after)
    assert [one.seq for one in said] == [1, 2, 3, 4, 5, 6]
    assert [one.seq for one in await store.read(0)] == [1, 2, 3, 4, 5, 6]
    assert store.store._here.execute("SELECT * FROM mark").fetchall() == [], "nothing of it is left"
    assert store.store.writer._bytes == 0


async def test_on_a_full_disk_all_fail_and_all_can_be_tried_again(store, disk):
    await store.said(0)
    disk.full = True
    outcomes = await asyncio.gather(*(store.append(number) for number in range(1, 4)))
    assert all(isinstance(one, StorageFull) and one.retryable for one in outcomes)
    assert [one.seq for one in await store.read(0)] == [1], "reading goes on"
    disk.full = False
    assert [(await store.said(number)).seq for number in range(1, 4)] == [2, 3, 4]


async def test_a_drop_that_a_full_disk_refused_is_made_good(store, disk):
    """Else what was said to one owner of a login would be read by the next."""
    before = await store.said(1, body="secret")
    disk.full = True
    store.store.drop(TOPIC)
    await store.store.writer.idle()
    assert isinstance(await store.append(2), StorageFull)
    opening = store.store.open(TOPIC, 10, 1000)
    assert (opening.head, opening.epoch == before.epoch) == (0, False)
    disk.full = False
    after = await store.said(2, body="new")
    assert (after.seq, after.epoch) == (1, opening.epoch)
    assert seen(raw for _, raw in store.store.open(TOPIC, 10, 1000).tail) == [(1, "new")]


async def test_a_drop_that_was_refused_needs_nobody_to_speak_there(store, disk):
    await store.said(1)
    disk.full = True
    store.store.drop(TOPIC)
    await store.store.writer.idle()
    disk.full = False
    await store.said(2, topic="room/b")
    assert [log.name for log in store.store.listed(0, 10)] == ["~1", "room/b"]


class Patience:
    """A disk that takes its time over a sync, as long as a test likes."""

    def __init__(self, disk: Disk) -> None:
        disk.step = self._step
        self.is_free = threading.Event()
        self.is_free.set()
        self.is_syncing = threading.Event()

    def _step(self, word: str) -> None:
        if word == "sync" and not self.is_free.is_set():
            self.is_syncing.set()
            self.is_free.wait()


@pytest.fixture
def patience(disk: Disk, store: WriterTo) -> Iterator[Patience]:
    patience = Patience(disk)
    yield patience
    patience.is_free.set()


async def held_up(store: WriterTo, patience: Patience) -> asyncio.Task[object]:
    """Say something that the disk does not take yet."""
    patience.is_free.clear()
    saying = asyncio.ensure_future(store.said(1))
    await asyncio.to_thread(patience.is_syncing.wait)
    return saying


async def test_who_somebody_is_can_be_written_while_the_disk_takes_a_log(store, disk, patience):
    """It waits for the disk, however long that is busy; it is not refused."""

    def let_finish(seconds: float) -> None:
        patience.is_free.set()
        store.store.writer.finish(seconds)

    identities = Identities(disk.folder / "hub.db", let_finish)
    saying = await held_up(store, patience)
    identities.save_rooms(Room("ops", "Operations", 1, "ann"))
    assert [room.name for room in identities.rooms()] == ["ops"]
    identities.close()
    await saying


async def test_whoever_waits_for_rest_goes_before_what_is_said_next(store, patience):
    saying = await held_up(store, patience)
    later = asyncio.ensure_future(store.said(2))
    order = []

    async def rest() -> None:
        await store.store.at_rest()
        order.append("rest")

    resting = asyncio.ensure_future(rest())
    later.add_done_callback(lambda _: order.append("said"))
    await asyncio.sleep(0)
    assert order == []
    patience.is_free.set()
    await asyncio.gather(saying, later, resting)
    assert order == ["rest", "said"]
