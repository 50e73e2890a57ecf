"""`tocsin-hub backup` and `restore`: what is put back is what was there, and clients notice."""

import asyncio
import contextlib
import itertools
import json
import os
import shutil
import stat
import tarfile
from pathlib import Path

import apsw
import pytest

from tests.hub.backup.conftest import ENTRIES, TOPICS
from tests.hub.credentials import become_admin, join
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.room_client import RoomClient, room_client
from tests.hub.small_disk import filled
from tests.hub.store.checked import assert_whole
from tests.hub.store.writer_to import WriterTo
from tocsin_hub.edge.backup import restoring
from tocsin_hub.edge.backup.restoring import restore_backup
from tocsin_hub.edge.backup.taking import take_backup
from tocsin_hub.edge.store.database import BadData, open_database
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_hub.edge.store.schema import MIGRATIONS
from tocsin_wire import messages as m
from tocsin_wire.link import Forgotten
from tocsin_wire.topics import MAIN_ROOM

RATE = 500
"""Publishes a second while a backup is made."""


def epochs(data: Path) -> dict[str, str]:
    with contextlib.closing(apsw.Connection(str(data / "hub.db"))) as db:
        return dict(db.execute("SELECT name, epoch FROM topic"))


async def bodies(data: Path, topic: str) -> list[str]:
    store = LogStore(data / "hub.db", asyncio.get_running_loop(), lambda: "new")
    try:
        opening = store.open(topic, 1, 1)
        return [one.body for one in await WriterTo(store).read(opening.first - 1, topic)]
    finally:
        await store.aclose()


# A hub at work.


async def speak(client: RoomClient, acked: list[m.Ack]) -> None:
    """Say so much a second, and note each answer as it comes."""
    loop = asyncio.get_running_loop()
    began, seen = loop.time(), 0
    for number in itertools.count():
        await client.say(f"{number}")
        answers = client.told(m.Ack)
        acked += answers[seen:]
        seen = len(answers)
        await asyncio.sleep(max(0, began + number / RATE - loop.time()))


@pytest.mark.slow
async def test_a_backup_of_a_busy_hub_holds_all_that_was_acknowledged(start_hub, tmp_path):
    hub = start_hub("--lab")
    acked: list[m.Ack] = []
    async with room_client(hub, await become_admin(hub, "ann")) as ann:
        talking = asyncio.create_task(speak(ann, acked))
        await ann.until(lambda: len(acked) > 200)
        for number in range(4):
            before = len(acked)
            file = tmp_path / f"{number}.tar"
            done = await asyncio.to_thread(run_to_end, "backup", str(file), "--data", str(hub.data))
            assert done.code == 0, done
            await ann.until(lambda before=before: len(acked) > before + 50)
            assert not talking.done(), "publishing went on"
            restored = tmp_path / f"restored{number}"
            await asyncio.to_thread(restore_backup, file, restored)
            await asyncio.to_thread(assert_whole, restored)
            said = [one for one in await bodies(restored, MAIN_ROOM) if "text" in one]
            assert len(said) >= before
            assert [one["text"] for one in said] == [f"{n}" for n in range(len(said))]  # type: ignore[index]
        talking.cancel()


async def test_clients_are_told_to_begin_anew_and_get_all_of_the_backup(start_hub, tmp_path):
    hub = start_hub("--lab")
    file = tmp_path / "backup.tar"
    async with (
        room_client(hub, await join(hub, "ann"), comes_back=True) as ann,
        room_client(hub, await join(hub, "bob"), comes_back=True) as bob,
    ):
        before = await ann.subscribe(MAIN_ROOM)
        await ann.answered(await ann.say("in the backup"))
        done = await asyncio.to_thread(run_to_end, "backup", str(file), "--data", str(hub.data))
        assert done.code == 0, done
        await bob.answered(await bob.say("lost with the disk"))
        await ann.until(lambda: ("bob", "lost with the disk") in ann.chats())
        port = hub.port
        await asyncio.to_thread(hub.stop)
        shutil.rmtree(hub.data)
        done = await asyncio.to_thread(run_to_end, "restore", str(file), "--data", str(hub.data))
        assert done.code == 0, done
        await asyncio.to_thread(hub.start, port)
        await ann.until(lambda: ann.answers[-1] is not before and ann.chats())
        answer = ann.answers[-1]
        assert (answer.reason, answer.recovered) == ("epoch", False)
        assert answer.epoch != before.epoch
        assert any(isinstance(event, Forgotten) for event in ann.events)
        await bob.answered(await bob.say("after"))
        await ann.until(lambda: ("bob", "after") in ann.chats())
        assert ann.chats() == [("ann", "in the backup"), ("bob", "after")]


# What is in a backup.


def test_a_backup_is_a_tar_that_says_what_it_holds(data, tmp_path):
    file = tmp_path / "b.tar"
    done = run_to_end("backup", str(file), "--data", str(data))
    assert (done.code, done.stderr) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, "it holds what was said in private"
    with tarfile.open(file) as tar:
        assert tar.getnames() == ["manifest.json", "hub.db"]
        member = tar.extractfile("manifest.json")
        assert member
        manifest = json.load(member)
        assert manifest["files"]["hub.db"]["size"] == tar.getmember("hub.db").size
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_history_comes_along_unless_it_is_left_out(tmp_path):
    hub = HubProcess(tmp_path / "data").start()
    hub.stop()
    assert set(take_backup(hub.data, tmp_path / "a.tar").files) == {
        "hub.db",
        "hub.key",
        "stats.db",
    }
    without = take_backup(hub.data, tmp_path / "b.tar", with_history=False)
    assert set(without.files) == {"hub.db", "hub.key"}
    history = (hub.data / "stats.db").read_bytes()
    restore_backup(tmp_path / "b.tar", hub.data, force=True)
    assert (hub.data / "stats.db").read_bytes() == history, "what is not in it stays"
    hub.start()
    hub.stop()


def test_what_was_dropped_is_not_in_it(data, tmp_path):
    with contextlib.closing(apsw.Connection(str(data / "hub.db"))) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("DELETE FROM entry WHERE place >> 40 = 2")
    said = b'"by":"private/ann"'
    assert said in (data / "hub.db").read_bytes(), "SQLite leaves it where it was"
    take_backup(data, tmp_path / "b.tar")
    assert said not in (tmp_path / "b.tar").read_bytes()


def test_a_backup_replaces_an_older_one_only_when_it_is_whole(data, tmp_path):
    file = tmp_path / "b.tar"
    file.write_bytes(b"the old one")
    (data / "hub.db").write_bytes((data / "hub.db").read_bytes()[:20_000])
    done = run_to_end("backup", str(file), "--data", str(data))
    assert done.code == 2
    assert "damaged" in done.stderr
    assert file.read_bytes() == b"the old one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "data"]


@pytest.mark.parametrize("target", ["nowhere/b.tar", "."])
def test_where_no_backup_can_be_written(data, tmp_path, target):
    done = run_to_end("backup", str(tmp_path / target), "--data", str(data))
    assert done.code == 2
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written" in done.stderr


def test_no_room_for_a_backup(data, small_disk):
    with filled(small_disk):
        done = run_to_end("backup", str(small_disk / "b.tar"), "--data", str(data))
        assert done.code == 2
        assert len(done.stderr.splitlines()) == 1
        assert str(small_disk) in done.stderr
        assert [path.name for path in small_disk.iterdir()] == ["ballast"]


# Putting it back.


async def test_what_is_restored_is_what_was_there(data, archive, tmp_path):
    restored = restore_backup(archive, tmp_path / "new")
    assert (restored.logs, restored.aside, restored.faults) == (3, None, [])
    for topic in TOPICS[:2]:
        assert await bodies(tmp_path / "new", topic) == [f"<{n}>" for n in range(ENTRIES)]
    assert not set(epochs(tmp_path / "new").values()) & set(epochs(data).values())
    assert_whole(tmp_path / "new")


async def test_ids_of_the_backup_are_known_in_the_new_epoch(archive, tmp_path):
    restore_backup(archive, tmp_path / "new")
    path = tmp_path / "new" / "hub.db"
    store = LogStore(path, asyncio.get_running_loop(), lambda: "x")
    again = await WriterTo(store).said(3, body="<3>", by=TOPICS[0])
    assert (again.dup, again.seq) == (True, 4)
    assert again.epoch == store.open(TOPICS[0], 1, 1).epoch
    assert (await WriterTo(store).said(999)).seq == ENTRIES + 1
    await store.aclose()


def test_no_agent_is_asked_again_for_what_it_did_and_no_code_is_good_again(data, archive, tmp_path):
    with contextlib.closing(apsw.Connection(str(data / "hub.db"))) as db:
        db.execute("INSERT INTO code (digest, opens, uses, expires) VALUES ('d', 'join', 5, 0)")
        db.execute(
            "INSERT INTO session (digest, login, role, created) VALUES ('s', 'ann', 'admin', 1)"
        )
    take_backup(data, archive)
    restore_backup(archive, tmp_path / "new")
    with contextlib.closing(apsw.Connection(str(tmp_path / "new" / "hub.db"))) as db:
        assert db.execute("SELECT * FROM code").fetchall() == []
        assert db.execute("SELECT login FROM session").fetchall() == [("ann",)]
        inbox = db.execute("SELECT first, head, bytes FROM topic WHERE name = ?", (TOPICS[2],))
        assert inbox.fetchall() == [(ENTRIES + 1, ENTRIES, 0)]
    assert_whole(tmp_path / "new")


def test_a_folder_in_use_is_refused(start_hub, archive):
    hub = start_hub("--lab")
    for force in ([], ["--force"]):
        done = run_to_end("restore", str(archive), "--data", str(hub.data), *force)
        assert done.code == 2
        assert f"another hub is using {hub.data}" in done.stderr
    assert run_to_end("open", "--data", str(hub.data)).code == 0, "the hub is not harmed"


def test_what_is_there_is_set_aside_and_only_by_force(data, archive):
    before = epochs(data)
    done = run_to_end("restore", str(archive), "--data", str(data))
    assert done.code == 2
    assert "--force" in done.stderr
    assert epochs(data) == before
    done = run_to_end("restore", str(archive), "--data", str(data), "--force")
    assert done.code == 0, done
    (aside,) = data.glob("replaced-*")
    assert str(aside) in done.stdout
    assert epochs(aside) == before
    assert epochs(data) != before


def test_a_killed_hub_s_wal_goes_aside_with_its_file(archive, tmp_path):
    hub = HubProcess(tmp_path / "data", "--lab").start()
    asyncio.run(join(hub, "ann"))
    hub.kill()
    restored = restore_backup(archive, hub.data, force=True)
    assert restored.aside
    assert (restored.aside / "hub.db-wal").stat().st_size
    with contextlib.closing(apsw.Connection(str(restored.aside / "hub.db"))) as db:
        assert db.execute("SELECT login FROM session").fetchall() == [("ann",)]
    hub.start()
    hub.stop()
    assert len(epochs(hub.data)) >= 3


@pytest.mark.parametrize("step", range(4))
def test_a_restore_that_is_killed_leaves_one_or_the_other(data, archive, monkeypatch, step):
    """At every step there is a whole hub.db, never an empty folder for a hub to begin anew in."""
    before = epochs(data)
    steps = itertools.count()

    def sync_or_die(folder: Path) -> None:
        if next(steps) == step:
            raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "sync_folder", sync_or_die)
    with pytest.raises(KeyboardInterrupt):
        restore_backup(archive, data, force=True)
    assert_whole(data)
    assert (epochs(data) == before) is (step < 3)
    (aside,) = data.glob("replaced-*")
    assert epochs(aside) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_root_restores_belongs_to_the_folder_s_owner(archive, tmp_path):
    (tmp_path / "new").mkdir()
    os.chown(tmp_path / "new", 65_534, 65_534)
    restore_backup(archive, tmp_path / "new")
    owners = {path.name: path.stat().st_uid for path in (tmp_path / "new").iterdir()}
    assert owners == {"hub.db": 65_534, "lock": 65_534}


def test_a_damaged_entry_is_restored_as_it_is_and_said(data, archive, tmp_path):
    with contextlib.closing(apsw.Connection(str(data / "hub.db"))) as db:
        db.execute("UPDATE entry SET raw = x'00' WHERE place = ?", ((1 << 40) + 7,))
    take_backup(data, archive)
    done = run_to_end("restore", str(archive), "--data", str(tmp_path / "new"))
    assert done.code == 0
    assert "in the backup already: room/main: entry 7 is damaged" in done.stdout


def test_no_room_to_restore(archive, small_disk):
    (small_disk / "data").mkdir()
    with filled(small_disk):
        done = run_to_end("restore", str(archive), "--data", str(small_disk / "data"))
    assert done.code == 2
    assert "no room" in done.stderr


def test_a_backup_of_the_first_version_is_brought_up_to_date(archive, tmp_path):
    (tmp_path / "old").mkdir()
    with contextlib.closing(open_database(tmp_path / "old" / "hub.db", MIGRATIONS[:1])) as db:
        db.execute("INSERT INTO account (login, role) VALUES ('ann', 'admin')")
    take_backup(tmp_path / "old", archive)
    assert restore_backup(archive, tmp_path / "new").logs == 0
    with contextlib.closing(apsw.Connection(str(tmp_path / "new" / "hub.db"))) as db:
        assert db.execute("SELECT login FROM account").fetchall() == [("ann",)]


def test_the_same_folder_twice(archive, tmp_path):
    restore_backup(archive, tmp_path / "new")
    with pytest.raises(BadData, match="--force"):
        restore_backup(archive, tmp_path / "new")
