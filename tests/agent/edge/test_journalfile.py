"""The journal on disk: there before it is promised, whole after any fault, small."""

import asyncio
import errno
import os
import stat
import threading

import pytest

from tests.agent.run_recorder import RunRecorder
from tocsin_agent.core.journal import HORIZON_MS, KEPT
from tocsin_agent.edge.journalfile import NAME, JournalFile
from tocsin_wire.bodies import CancelOrder, RunOrder, RunState

DONE = RunState("exited", code=0)


async def written(folder, *runs):
    """Begin and end runs in a new file; close it."""
    file = JournalFile(folder)
    for run in runs:
        await file.begin(run, 1)
        file.end(run, DONE)
    await file.close()


def read(folder):
    file = JournalFile(folder)
    file.load()
    return file.journal


async def test_what_began_is_on_disk_when_it_is_promised(tmp_path):
    file = JournalFile(tmp_path)
    await file.begin("r", 5)
    assert read(tmp_path).unfinished == ["r"]
    file.end("r", DONE)
    await file.close()
    assert read(tmp_path).end_of("r") == DONE


async def test_it_is_for_its_owner_alone(tmp_path):
    before = os.umask(0)
    try:
        await written(tmp_path, "r")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


async def test_permissions_that_were_widened_are_taken_back(tmp_path):
    (tmp_path / NAME).touch(0o666)
    (tmp_path / NAME).chmod(0o666)
    await written(tmp_path, "r")
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


async def test_each_beginning_is_synced(tmp_path, monkeypatch):
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda found: synced.append(os.fstat(found).st_size))
    file = JournalFile(tmp_path)
    await file.begin("r", 1)
    assert synced[-1] == (tmp_path / NAME).stat().st_size > 0
    await file.close()


async def test_what_waits_at_once_is_written_at_once(tmp_path, monkeypatch):
    file = JournalFile(tmp_path)
    await file.begin("first", 1)
    syncs: list[int] = []
    monkeypatch.setattr(os, "fsync", syncs.append)
    await asyncio.gather(*(file.begin(f"r{n}", n) for n in range(50)))
    await file.close()
    assert 1 <= len(syncs) <= 2
    assert len(read(tmp_path).unfinished) == 51


async def test_a_torn_last_line_is_cut_off_before_the_next(tmp_path, capsys):
    await written(tmp_path, "whole")
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'{"kind":"began","run":"to' + b"x" * 10_000)
    await written(tmp_path, "next")
    assert read(tmp_path).ended == ["whole", "next"]
    assert capsys.readouterr().err == ""


async def test_a_damaged_line_is_said(tmp_path, capsys):
    await written(tmp_path, "a")
    with (tmp_path / NAME).open("ab") as file:
        file.write(b"nonsense\n")
    assert read(tmp_path).ended == ["a"]
    assert "is damaged: 1 lines" in capsys.readouterr().err


@pytest.fixture
def full_disk(monkeypatch):
    """Make every write put half of it there and fail; give a function that ends that."""
    write = os.write

    def half(descriptor, data):
        write(descriptor, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", half)
    return lambda: monkeypatch.setattr(os, "write", write)


async def test_a_full_disk_leaves_no_half_line_and_is_an_error(tmp_path, full_disk):
    file = JournalFile(tmp_path)
    with pytest.raises(OSError, match="No space left"):
        await file.begin("r", 1)
    assert "r" not in file.journal
    assert (tmp_path / NAME).read_bytes() == b""
    full_disk()
    await file.begin("s", 2)
    await file.close()
    assert read(tmp_path).unfinished == ["s"]


async def test_an_end_that_cannot_be_written_is_said(tmp_path, capsys, monkeypatch):
    file = JournalFile(tmp_path)
    await file.begin("r", 1)

    def fail(descriptor):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    file.end("r", DONE)
    await file.close()
    assert "could not be written down" in capsys.readouterr().err
    assert file.journal.end_of("r") == DONE


async def test_a_full_disk_denies_and_nothing_is_executed(tmp_path, full_disk):
    recorder = RunRecorder(tmp_path)
    recorder.order("r", f"touch {tmp_path}/executed")
    end = await recorder.end_of("r")
    assert end.state == "denied"
    assert "cannot write down that it began: No space left" in end.reason
    assert recorder.states("r") == ["denied"]
    full_disk()
    recorder.order("s", "true")
    assert (await recorder.end_of("s")).code == 0
    await recorder.runs.stop()
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize("make", ["mkdir", "link"])
async def test_a_journal_that_cannot_be_read_denies_everything(tmp_path, make, capsys):
    folder = tmp_path / "data"
    folder.mkdir()
    if make == "mkdir":
        (folder / NAME).mkdir()
    else:
        (folder / NAME).symlink_to(tmp_path / "elsewhere")
    recorder = RunRecorder(folder)
    recorder.order("r", f"touch {tmp_path}/executed")
    assert (await recorder.end_of("r")).state == "denied"
    await recorder.runs.stop()
    assert "no command runs" in capsys.readouterr().err
    assert not (tmp_path / "executed").exists()
    assert not (tmp_path / "elsewhere").exists()


async def test_it_stays_small(tmp_path, monkeypatch):
    """Every line counts twice at most, whatever ran since."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    file = JournalFile(tmp_path)
    now = 1
    for start in range(0, 12 * KEPT, 64):
        now += HORIZON_MS
        assert file.has_room(now)
        runs = [f"r{n}" for n in range(start, start + 64)]
        await asyncio.gather(*(file.begin(run, now) for run in runs))
        for run in runs:
            file.end(run, DONE)
    await file.close()
    lines = (tmp_path / NAME).read_bytes().count(b"\n")
    assert lines < 10 * KEPT
    again = read(tmp_path)
    assert "r12287" in again
    assert len(again) >= KEPT


async def test_what_an_earlier_process_began_is_lost_and_told_once(tmp_path):
    file = JournalFile(tmp_path)
    await file.begin("r", 1)
    await file.close()
    recorder = RunRecorder(tmp_path)
    assert recorder.final("r") == RunState("lost", reason="the agent was restarted while it ran")
    await recorder.runs.stop()
    again = RunRecorder(tmp_path)
    assert again.published == []
    await again.runs.stop()


async def test_an_order_of_before_is_answered_and_not_executed_again(tmp_path):
    await written(tmp_path, "r")
    recorder = RunRecorder(tmp_path)
    recorder.order("r", f"touch {tmp_path}/executed")
    recorder.order("r", f"touch {tmp_path}/executed")
    assert recorder.bodies("r") == [DONE, DONE]
    await recorder.runs.stop()
    assert not (tmp_path / "executed").exists()


async def test_an_order_that_comes_again_and_again_writes_nothing(tmp_path):
    await written(tmp_path, "r")
    before = (tmp_path / NAME).read_bytes()
    recorder = RunRecorder(tmp_path)
    for _ in range(50):
        recorder.order("r", "true")
    await recorder.runs.stop()
    assert len(recorder.bodies("r")) == 50
    assert (tmp_path / NAME).read_bytes() == before


async def test_a_time_that_is_none_is_written_as_one_that_can_be_read(tmp_path):
    file = JournalFile(tmp_path)
    await file.begin("a", -1)
    await file.begin("b", 2**60)
    await file.close()
    assert read(tmp_path).unfinished == ["a", "b"]


async def test_an_order_from_before_this_process_is_answered_once_if_it_is_known(tmp_path):
    """The process before may have been killed between the end and the hub's hearing of it."""
    await written(tmp_path, "r")
    recorder = RunRecorder(tmp_path)
    for run in ("r", "r", "never begun"):
        recorder.runs.remind(RunOrder(run, "true", 1_000, 2**50, "alice"))
    assert recorder.published == [("r", DONE)]
    await recorder.runs.stop()


async def test_an_order_that_is_good_for_hours_is_denied(tmp_path):
    recorder = RunRecorder(tmp_path)
    after = int(recorder.clock.ms()) + HORIZON_MS + 60_000
    recorder.runs.order(RunOrder("r", "true", 1_000, after, "alice"))
    assert "more than an hour from now" in (await recorder.end_of("r")).reason
    await recorder.runs.stop()


async def test_when_the_hour_is_full_more_is_denied(tmp_path, monkeypatch):
    monkeypatch.setattr("tocsin_agent.core.journal.MOST", 2)
    recorder = RunRecorder(tmp_path)
    for run in ("a", "b"):
        recorder.order(run, "true")
        await recorder.end_of(run)
    recorder.order("c", "true")
    assert "within an hour" in (await recorder.end_of("c")).reason
    await recorder.runs.stop()


@pytest.fixture
def slow_disk(monkeypatch):
    """Hold every sync until the event is set."""
    go = threading.Event()
    sync = os.fsync

    def wait(descriptor):
        assert go.wait(20)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", wait)
    yield go
    go.set()


async def test_nothing_is_executed_or_told_before_it_is_on_disk(tmp_path, slow_disk):
    recorder = RunRecorder(tmp_path)
    recorder.order("r", f"touch {tmp_path}/executed")
    recorder.order("r", f"touch {tmp_path}/executed")
    for _ in range(20):
        await asyncio.sleep(0)
    assert recorder.published == []
    assert not (tmp_path / "executed").exists()
    slow_disk.set()
    await recorder.end_of("r")
    assert recorder.states("r") == ["accepted", "running", "exited"]
    await recorder.runs.stop()


async def test_what_is_canceled_before_it_is_on_disk_is_not_executed(tmp_path, slow_disk):
    recorder = RunRecorder(tmp_path)
    recorder.order("r", f"touch {tmp_path}/executed")
    recorder.runs.cancel(CancelOrder("r", "bob"))
    slow_disk.set()
    end = await recorder.end_of("r")
    assert (end.state, end.reason) == ("canceled", "canceled by bob")
    await recorder.runs.stop()
    assert not (tmp_path / "executed").exists()
    assert read(tmp_path).end_of("r") == end


async def test_an_order_that_gets_too_old_while_the_disk_is_slow_expires(
    tmp_path, slow_disk, monkeypatch
):
    recorder = RunRecorder(tmp_path)
    now = int(recorder.clock.ms())
    recorder.runs.order(RunOrder("r", f"touch {tmp_path}/x", 1_000, now + 30_000, "alice"))
    monkeypatch.setattr(recorder.clock, "ms", lambda: now + 30_001)
    slow_disk.set()
    assert (await recorder.end_of("r")).state == "expired"
    await recorder.runs.stop()
    assert not (tmp_path / "x").exists()


async def test_what_waits_for_the_disk_when_the_agent_stops_is_not_executed(tmp_path, slow_disk):
    recorder = RunRecorder(tmp_path)
    recorder.order("r", f"touch {tmp_path}/executed")
    stopping = asyncio.create_task(recorder.runs.stop())
    await asyncio.sleep(0)
    slow_disk.set()
    await stopping
    end = read(tmp_path).end_of("r")
    assert end == recorder.final("r") == RunState("canceled", reason="the agent was stopped")
    assert not (tmp_path / "executed").exists()
