"""A whole agent against a hub that only records: cuts, backlogs, clocks, orders, clean stops."""

import asyncio
import errno
import os
import time
from contextlib import asynccontextmanager
from http import HTTPStatus

import msgspec
import pytest

from tests.agent.recording_hub import AHEAD_MS, HOST, RecordingHub
from tocsin_agent.app import Agent
from tocsin_agent.core.backlog import keep, moved
from tocsin_agent.core.credentials import Credentials
from tocsin_agent.core.policy import enable
from tocsin_agent.core.rowfile import dump, load
from tocsin_agent.core.settings import Settings
from tocsin_agent.edge import feed
from tocsin_agent.edge.datafolder import DataFolder, FolderInUseError
from tocsin_agent.edge.enrolment import GiveUpError
from tocsin_wire import messages as m
from tocsin_wire.bodies import Column, Columns, Interest, RunOrder, RunState
from tocsin_wire.window import WINDOW


@pytest.fixture
async def hub():
    async with RecordingHub() as made:
        yield made


@pytest.fixture
def data(tmp_path):
    return tmp_path / "agent"


def settings(hub, data, **changes):
    asked = Settings(
        hub.url,
        "",
        None,
        "lab-1",
        data,
        0.1,
        enable("uptime,ls", "linux"),
        wait=False,
        policy=data / "policy.toml",
    )
    return asked._replace(**changes)


@asynccontextmanager
async def agent(hub, data, **changes):
    """Run an agent; on leaving, stop it as TERM does."""
    folder = DataFolder(data)
    hub.enrol(folder)
    made = Agent(settings(hub, data, **changes), folder)
    task = asyncio.create_task(made.run())
    try:
        yield made
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    finally:
        task.cancel()
        await asyncio.wait([task])
        folder.close()


async def waiting_rows(made, count):
    """Wait until so many rows of an agent wait for a hub."""
    async with asyncio.timeout(20):
        while len(made._backlog) < count:  # noqa: ASYNC110 - there is nothing it would tell
            await asyncio.sleep(0.01)


def assert_rising(rows):
    times = [row[0] for row in rows]
    assert times == sorted(set(times))


async def test_it_says_hello_first_then_follows_its_inbox_and_puts_columns_before_rows(hub, data):
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows()) >= 3)
    assert isinstance(hub.said[0], m.Hello)
    assert hub.said[0].client == "tocsin-agent"
    assert hub.said[0].instance
    kinds = [type(said).__name__ for said in hub.said]
    assert any(isinstance(said, m.Sub) and said.topic == f"host/{HOST}/inbox" for said in hub.said)
    first_list = next(n for n, said in enumerate(hub.said) if "columns" in getattr(said, "set", {}))
    assert first_list < kinds.index("Pub")
    columns = hub.lists()[-1]
    assert columns.interval_ms == 100
    assert all(samples.columns == columns.id for samples in hub.samples())
    assert all(len(row) == len(columns.columns) + 1 for row in hub.rows())


async def test_the_column_list_is_put_only_when_it_changes(hub, data):
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows()) >= 8)
    assert len(hub.lists()) == 1


async def test_rows_carry_the_hubs_clock(hub, data):
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows()) >= 5 and "clock" in hub.state("stats"))
        now = hub.now
    assert abs(hub.rows()[-1][0] - now) < 5_000
    clock = hub.state("stats")["clock"]
    assert abs(clock["offset_ms"] - AHEAD_MS) < 1_000
    assert_rising(hub.rows(backlog=False))  # what was read before the hub was there follows it
    assert_rising(hub.rows(backlog=True))


async def test_facts_are_put_when_connected(hub, data):
    async with agent(hub, data):
        await hub.until(lambda: "os" in hub.state("facts"))
    facts = hub.state("facts")
    assert facts["agent"]["value"] == "0.1.0"
    assert int(facts["memory"]["value"]) > 0
    assert int(facts["cores"]["value"]) > 0
    assert facts["commands"]["value"] == "uptime,ls"


async def test_facts_that_fit_into_no_single_message_come_in_several(hub, data, monkeypatch):
    many = {f"fact {n}": "\N{PILE OF POO}" * 1_000 for n in range(60)}
    monkeypatch.setattr("tocsin_agent.app.facts", lambda *_, **__: many)
    async with agent(hub, data):
        await hub.until(lambda: len(hub.state("facts")) >= len(many))
        await hub.until(lambda: len(hub.rows()) >= 3)
    assert len(hub.connections) == 1


async def test_a_host_that_runs_nothing_says_nothing_of_commands(hub, data):
    async with agent(hub, data, commands=frozenset()):
        await hub.until(lambda: "os" in hub.state("facts"))
    assert "commands" not in hub.state("facts")


async def test_rows_without_an_answer_are_sent_again_with_the_same_id(hub, data):
    hub.answers = False
    async with agent(hub, data):
        await hub.until(lambda: len(hub.pubs()) >= 3)
        before = [pub.id for pub in hub.pubs("/samples")]
        await hub.close_all(1012)
        await hub.until(lambda: len(hub.connections) == 2 and len(hub.pubs()) >= 2 * len(before))
        again = [pub.id for pub in hub.pubs("/samples")][len(before) :]
        assert again[: len(before)] == before
        await hub.answer_all()


def taken_from_now_on(running, monkeypatch):
    """Return a list that gets the time of every row an agent takes."""
    taken, row = [], running._feed.row

    def note(kept):
        taken.append(kept.at)
        row(kept)

    monkeypatch.setattr(running._feed, "row", note)
    return taken


async def test_after_a_cut_the_live_row_goes_first_and_nothing_is_missing(hub, data, monkeypatch):
    async with agent(hub, data) as running:
        await hub.until(lambda: len(hub.rows()) >= 3)
        taken = taken_from_now_on(running, monkeypatch)
        known = len(hub.samples())
        await hub.vanish()
        await waiting_rows(running, 10)
        await hub.listen()
        await hub.until(lambda: hub.rows(backlog=True))
        await hub.until(lambda: len(hub.rows(backlog=False)) > known + 3)
    later = hub.samples()[known:]
    fresh = [samples for samples in later if samples.rows[0][0] > hub.rows()[known - 1][0]]
    assert not fresh[0].backlog
    assert len(hub.rows(backlog=True)) >= 5
    rows = {row[0] for row in hub.rows()}
    assert len(rows) == len(hub.rows())
    assert rows.issuperset(taken)


async def test_a_hub_that_does_not_answer_gets_a_bounded_number_of_publishes(
    hub, data, monkeypatch
):
    monkeypatch.setattr(feed, "MAX_LIVE", 10)
    hub.answers = False
    async with agent(hub, data) as running:
        await waiting_rows(running, 5)
        assert len(hub.pubs()) <= 10 + feed.MAX_BATCHES


async def test_rows_taken_often_go_out_together_while_many_wait_for_an_answer(
    hub, data, monkeypatch
):
    """A hub answers once a minute is on its disk; ten publishes a second would be too many by then.

    All stay live: a host of which nothing is heard for a minute would be down.
    """
    hub.answers = False
    async with agent(hub, data) as running:
        await hub.until(hub.rows)
        taken = taken_from_now_on(running, monkeypatch)
        await hub.until(lambda: any(len(samples.rows) > 5 for samples in hub.samples()))
        await hub.answer_all()
        assert len(running._backlog) == 0
    assert {row[0] for row in hub.rows(backlog=False)}.issuperset(taken)
    live = [samples for samples in hub.samples() if not samples.backlog]
    assert all(len(samples.rows) == 1 for samples in live[: feed.CALM])


async def test_column_lists_that_come_and_go_are_bounded_with_their_rows(hub, data):
    """As where containers and their interfaces come and go while no hub is there."""
    await hub.vanish()
    async with agent(hub, data, interval=3600.0) as running:
        for n in range(2 * feed.MAX_LISTS):
            columns = Columns(f"c{n}", 1_000, [Column(f"x{n}", "1")])
            running._feed.columns(columns)
            running._feed.row(keep(columns.id, [n, 1]))
        assert len(running._feed.lists) <= feed.MAX_LISTS
        rows = running._backlog.everything()
        assert {row.columns for row in rows} <= running._feed.lists.keys()
        assert rows[-1].at == 2 * feed.MAX_LISTS - 1
        assert len(rows) >= feed.MAX_LISTS - 1


async def test_rows_wait_in_the_backlog_when_much_else_is_unanswered(hub, data):
    """In the link they could be overtaken by another column list, and then be refused."""
    hub.answers = False
    async with agent(hub, data) as running:
        await hub.until(hub.rows)
        for _ in range(WINDOW):
            running._uplink.publish("run/r1", RunState("accepted"))
        await waiting_rows(running, 3)
        assert running._uplink._link.unanswered == WINDOW + len(hub.samples())
        await hub.answer_all()
        await hub.until(lambda: len(hub.rows(backlog=True)) >= 3)


async def test_rows_the_hub_refuses_for_their_list_are_sent_once_more_after_it(hub, data):
    async with agent(hub, data):
        await hub.until(hub.rows)
        hub.answers = False
        count = len(hub.pubs("/samples"))
        pub = (await hub.until(lambda: hub.pubs("/samples")[count:]))[0]
        await hub.tell(m.Nack(pub.id, 103, "bad_field", "put the column list first"))
        hub.answers = True
        row = msgspec.json.decode(pub.body)["rows"][0]
        await hub.until(lambda: row in hub.rows(backlog=True))


async def test_a_clean_stop_closes_with_1000_and_leaves_unsent_rows_to_the_next_process(hub, data):
    hub.answers = False
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows()) >= 4)
    await hub.until(lambda: hub.codes == [1000])
    sent = hub.rows()
    kept = load((data / "rows.jsonl").read_bytes()).rows
    assert {row.at for row in kept} >= {row[0] for row in sent}
    assert (data / "rows.jsonl").stat().st_mode & 0o777 == 0o600
    hub.answers, hub.said = True, []
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows(backlog=True)) >= len(kept))
        await hub.until(lambda: len(hub.rows(backlog=False)) >= 2)
    assert [row[0] for row in hub.rows(backlog=True)][: len(kept)] == [row.at for row in kept]
    assert min(row[0] for row in hub.rows(backlog=False)) > kept[-1].at


async def leave_rows(hub, data):
    """Run an agent nobody answers, stop it, and return the rows it left in its file."""
    hub.answers = False
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows()) >= 4)
    hub.answers = True
    hub.said.clear()
    return load((data / "rows.jsonl").read_bytes()).rows


async def test_a_damaged_file_of_rows_is_set_aside_and_what_is_whole_is_sent(hub, data, capsys):
    left = await leave_rows(hub, data)
    path = data / "rows.jsonl"
    damaged = path.read_bytes()[:-20] + b"\xff\0{[\n" * 100
    path.write_bytes(damaged)
    async with agent(hub, data):
        assert load(path.read_bytes()).rows == left[:-1], "a crash now loses nothing of it"
        await hub.until(lambda: len(hub.rows(backlog=True)) >= len(left) - 1)
    assert (data / "rows.jsonl.damaged").read_bytes() == damaged
    said = capsys.readouterr().err
    assert "is damaged: 100 lines of it cannot be read" in said
    assert f"{len(left) - 1} rows can" in said


async def test_a_file_of_rows_goes_when_all_of_them_are_answered(hub, data):
    left = await leave_rows(hub, data)
    path = data / "rows.jsonl"
    hub.answers = False
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows(backlog=True)) >= len(left))
        assert path.exists(), "a crash now loses nothing of it"
        await hub.answer_all()
        await hub.until(lambda: not path.exists() or None)


async def test_rows_of_a_clock_that_was_ahead_do_not_push_the_present_into_the_future(hub, data):
    left = await leave_rows(hub, data)
    path = data / "rows.jsonl"
    late = [moved(row, 24 * 3_600_000) for row in left]
    path.write_bytes(b"".join(dump(load(path.read_bytes()).lists, late)))
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows(backlog=True)) >= len(left))
        await hub.until(lambda: len(hub.rows(backlog=False)) >= 2)
        now = hub.now
    assert all(abs(row[0] - now) < 60_000 for row in hub.rows())
    assert max(row[0] for row in hub.rows(backlog=True)[: len(left)]) < min(
        row[0] for row in hub.rows(backlog=False)
    )


async def test_a_folder_that_cannot_be_written_costs_rows_and_a_line_but_no_crash(
    hub, data, capsys, monkeypatch
):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    hub.answers = False
    async with agent(hub, data):
        await hub.until(lambda: len(hub.rows()) >= 2)
        monkeypatch.setattr(os, "fsync", full)
    assert "rows could not be stored" in capsys.readouterr().err
    assert sorted(path.name for path in data.iterdir()) == [
        "agent.counter",
        "agent.json",
        "agent.lock",
    ]


async def test_rows_from_before_the_first_connection_get_the_hubs_clock(hub, data):
    await hub.vanish()
    async with agent(hub, data) as running:
        await waiting_rows(running, 4)
        await hub.listen()
        await hub.until(lambda: len(hub.rows(backlog=True)) >= 3)
        assert all(abs(row[0] - hub.now) < 30_000 for row in hub.rows())
        assert len({row[0] for row in hub.rows()}) == len(hub.rows())


async def test_rows_go_by_the_machines_clock_until_a_hub_told_the_time(hub, data, monkeypatch):
    """As on a machine that knows the time only once it has a network."""
    await hub.vanish()
    async with agent(hub, data) as running:
        await waiting_rows(running, 3)
        monkeypatch.setattr(running._clock, "set_ahead", lambda: 7_200_000.0)
        await waiting_rows(running, 6)
        rows = running._backlog.everything()
        assert all(abs(row.at - 7_200_000 - time.time() * 1000) < 30_000 for row in rows)
        assert_rising([[row.at] for row in rows])
        await hub.listen()
        await hub.until(lambda: len(hub.rows(backlog=True)) >= 6)
        assert all(abs(row[0] - hub.now) < 30_000 for row in hub.rows())


async def test_an_order_is_obeyed_and_what_it_wrote_arrives(hub, data):
    async with agent(hub, data):
        await hub.until(hub.rows)
        await hub.ask(RunOrder("r1", "linux: ls -d /", 5_000, hub.now + 10_000, "alice"))
        await hub.until(
            lambda: b"exited" in b"".join(bytes(pub.body) for pub in hub.pubs("run/r1"))
        )
    bodies = [bytes(pub.body) for pub in hub.pubs("run/r1")]
    assert b'"state":"accepted"' in bodies[0]
    assert any(b'"text":"/\\n"' in body for body in bodies)


async def test_orders_from_before_this_process_are_not_obeyed(hub, data):
    """They were another process's: at most once, whatever the inbox still holds."""
    old = RunOrder("old", "uptime", 5_000, hub.now + 60_000, "alice")
    async with agent(hub, data):
        await hub.until(hub.rows)
        await hub.ask(old, at=hub.now - 60_000)
        await hub.ask(RunOrder("new", "uptime", 5_000, hub.now + 60_000, "alice"))
        await hub.until(lambda: hub.pubs("run/new"))
    assert hub.pubs("run/old") == []


async def test_what_it_does_not_know_in_its_inbox_is_left(hub, data):
    async with agent(hub, data):
        await hub.until(hub.rows)
        await hub.ask({"kind": "dance"})
        count = len(hub.rows())
        await hub.until(lambda: len(hub.rows()) > count)


async def test_processes_are_told_while_somebody_is_interested_and_then_cleared(hub, data):
    async with agent(hub, data):
        await hub.until(hub.rows)
        assert hub.state("processes") == {}
        await hub.ask(Interest(f"host/{HOST}/processes", 1_500))
        await hub.until(lambda: hub.state("processes"))
        assert str(os.getpid()) in hub.state("processes")
        await hub.until(lambda: hub.state("processes") == {})


async def test_a_hub_that_sends_nonsense_is_left_and_tried_again(hub, data):
    async with agent(hub, data):
        await hub.until(hub.rows)
        await hub.connections[-1].send('{"t":"dance"}')
        await hub.until(lambda: hub.codes == [1003])


async def test_a_first_start_without_a_hub_is_one_clear_line(hub, data):
    await hub.vanish()
    folder = DataFolder(data)
    with pytest.raises(
        GiveUpError, match=r"cannot reach the hub at .*: nothing listens there"
    ) as caught:
        await Agent(settings(hub, data, join="7" * 50), folder).run()
    assert caught.value.code == 2
    folder.close()


async def test_a_host_the_hub_does_not_know_any_more_ends(hub, data):
    hub.refuses = HTTPStatus.UNAUTHORIZED
    folder = DataFolder(data)
    hub.enrol(folder)
    with pytest.raises(GiveUpError, match="it was removed there") as caught:
        await Agent(settings(hub, data), folder).run()
    assert caught.value.code == 3
    folder.close()


async def test_no_credentials_and_no_code_is_one_clear_line(hub, data):
    folder = DataFolder(data)
    with pytest.raises(GiveUpError, match=r"has not joined .* yet: tocsin-agent join") as caught:
        await Agent(settings(hub, data), folder).run()
    assert caught.value.code == 3
    folder.close()


@pytest.mark.parametrize("code", [4401, 4403, 4426])
async def test_some_closes_are_final(hub, data, code):
    folder = DataFolder(data)
    hub.enrol(folder)
    task = asyncio.create_task(Agent(settings(hub, data), folder).run())
    await hub.until(hub.rows)
    await hub.close_all(code)
    with pytest.raises(GiveUpError) as caught:
        await task
    assert caught.value.code == 3
    folder.close()


async def test_one_agent_a_folder(data):
    folder = DataFolder(data)
    with pytest.raises(FolderInUseError, match="another agent uses"):
        DataFolder(data)
    folder.close()
    DataFolder(data).close()


def test_credentials_are_the_owners_alone(data, hub_free_credentials):
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "agent.json").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def hub_free_credentials(data):
    folder = DataFolder(data)
    stored = Credentials("http://h", "h", "0" * 64, "1" * 64)
    folder.store(stored)
    assert folder.credentials() == stored
    folder.close()


def test_damaged_credentials_are_as_none(data, capsys):
    folder = DataFolder(data)
    (data / "agent.json").write_bytes(b"{nonsense")
    assert folder.credentials() is None
    assert "cannot be read" in capsys.readouterr().err
    folder.close()


async def test_a_publish_the_hub_was_too_busy_for_is_sent_again_with_the_same_id(hub, data):
    async with agent(hub, data):
        await hub.until(hub.rows)
        hub.answers = False
        count = len(hub.pubs("/samples"))
        pub = (await hub.until(lambda: hub.pubs("/samples")[count:]))[0]
        await hub.tell(m.Nack(pub.id, 501, "busy", "later", retryable=True, after_ms=100))
        await hub.until(lambda: [said.id for said in hub.pubs()].count(pub.id) == 2)
        await hub.answer_all()


async def test_a_hub_that_has_gone_silent_is_left(hub, data):
    async with agent(hub, data) as running:
        await hub.until(hub.rows)
        hub.answers = False
        running._clock._base += 61_000
        running._uplink._tick()
        await hub.until(lambda: len(hub.connections) == 2)


async def test_a_restarted_hub_gets_columns_and_facts_anew(hub, data):
    async with agent(hub, data):
        await hub.until(hub.rows)
        await hub.vanish()
        hub.said.clear()
        hub.instance = "run-2"
        await hub.listen()
        await hub.until(lambda: hub.rows(backlog=False) and "os" in hub.state("facts"))
        assert hub.lists()
