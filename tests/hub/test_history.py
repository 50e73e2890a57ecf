"""The history of a real hub: every row answered for is there, whatever happens to the hub."""

import asyncio
import contextlib
import csv
import io
import signal
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from tests.hub.credentials import join
from tests.hub.http_client import Answer, request
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import COLUMNS, Fleet, SimulatedAgent, found_fleet
from tests.hub.small_disk import filled
from tests.hub.witness import undisturbed
from tocsin_hub.edge.clock import new_id, now_ms
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Column, Columns, Samples
from tocsin_wire.window import WINDOW

CPU = "system.cpu.utilization"
MEMORY = "system.memory.utilization"
SRV = "system.filesystem.utilization{system.filesystem.mountpoint=/srv}"
MINUTE = 60_000
HOUR = 60 * MINUTE
AT_ONCE = 100
"""Rows in one publish: well below 64 KiB."""


def row(at: int, cpu: float | None = 0.5) -> list[float | None]:
    return [at, cpu, 0.25, 0.1, 0.9, 1000.0]


def rows(first: int, count: int, every: int = 1_000) -> list[list[float | None]]:
    """Rows whose CPU tells which row it is."""
    return [row(first + n * every, n / 10_000) for n in range(count)]


def ago(ms: int) -> int:
    """A whole minute, some time ago."""
    return (now_ms() - ms) // MINUTE * MINUTE


async def keep(agent: SimulatedAgent, many: list[list[float | None]]) -> None:
    """Publish rows as a backlog and wait until the hub answers for them."""
    ids = [
        await agent.send_rows(many[at : at + AT_ONCE], backlog=True)
        for at in range(0, len(many), AT_ONCE)
    ]
    for id in ids:
        assert isinstance(await agent.answered(id), m.Ack)


async def ask(fleet: Fleet, host: str, path: str = "", **query: Any) -> Answer:
    address = f"/api/hosts/{host}/history{path}"
    if query:
        query = {name.rstrip("_"): value for name, value in query.items()}
        address += f"?{urlencode(query, doseq=True)}"
    return await request(fleet.hub, "GET", address, token=fleet.admin)


async def known(fleet: Fleet, host: str, first: int, count: int) -> list[float]:
    """Return the CPU of each second where there is one."""
    answer = await ask(fleet, host, column=CPU, from_=first, to=first + count * 1_000, points=count)
    assert answer.status == 200, answer
    (column,) = answer.json["columns"]
    return [value for value in column["mean"] if value is not None]


@pytest.fixture
async def fleet(hub):
    return await found_fleet(hub)


async def test_rows_are_answered_for_when_they_are_on_disk(hub, fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe()
        first = ago(HOUR)
        await keep(agent, rows(first, 120))
        await asyncio.to_thread(hub.send_signal, signal.SIGSTOP)
        try:
            file = sqlite3.connect(f"file:{hub.data / 'stats.db'}?mode=ro", uri=True)
            with contextlib.closing(file):
                ((found,),) = file.execute(
                    "SELECT count(*) FROM minute_of_rows JOIN host ON host.id = host "
                    "WHERE name = ?",
                    (agent.host,),
                )
        finally:
            hub.send_signal(signal.SIGCONT)
        assert found == 2, "two minutes"
        assert await known(fleet, agent.host, first, 120) == [n / 10_000 for n in range(120)]


async def test_a_page_opens_with_the_newest_row(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe()
        first = now_ms() - 9_000
        for number in range(10):
            at = first + number * 1_000
            assert await agent.sample(number / 10, *row(0)[2:], at=at) is None
        answer = await ask(fleet, agent.host, column=[CPU, MEMORY], from_=first - MINUTE, points=90)
        (cpu, memory) = answer.json["columns"]
        assert [value for value in cpu["mean"] if value is not None] == [n / 10 for n in range(10)]
        assert {value for value in memory["mean"] if value is not None} == {0.25}
        assert (cpu["name"], cpu["unit"], memory["name"]) == (CPU, "1", MEMORY)
        assert "min" not in cpu, "one row a bucket"


async def test_an_answer_says_what_it_is(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe()
        first = ago(2 * HOUR)
        await keep(agent, rows(first, 600, 10_000))
        answer = await ask(
            fleet, agent.host, column=CPU, from_=first, to=first + 6_000_000, points=10
        )
        body = answer.json
        assert (body["host"], body["from"], body["to"]) == (agent.host, first, first + 6_000_000)
        assert (body["resolution_ms"], body["step_ms"]) == (MINUTE, 10 * MINUTE)
        (column,) = body["columns"]
        start = body["start"]
        for place, (low, mean, high) in enumerate(
            zip(column["min"], column["mean"], column["max"], strict=True)
        ):
            inside = [
                n / 10_000
                for n in range(600)
                if start + place * 600_000 <= first + n * 10_000 < start + (place + 1) * 600_000
            ]
            if inside:
                assert (low, high) == (min(inside), max(inside))
                assert mean == pytest.approx(sum(inside) / len(inside), rel=1e-6)
            else:
                assert (low, mean, high) == (None, None, None)


async def test_rows_ten_seconds_apart_are_a_line_not_dots(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe(Columns("c1", 10_000, COLUMNS.columns))
        first = ago(HOUR)
        await keep(agent, rows(first, 60, 10_000))
        answer = await ask(fleet, agent.host, column=CPU, from_=first, to=first + 10 * MINUTE)
        assert (answer.json["resolution_ms"], answer.json["step_ms"]) == (10_000, 10_000)
        means = answer.json["columns"][0]["mean"]
        assert None not in means[1:-1]


async def test_late_and_repeated_rows_are_there_once(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe()
        first = ago(HOUR)
        many = rows(first, 180)
        await keep(agent, many[60:])
        await keep(agent, many[:120])
        await keep(agent, [row(first, 99.0)])
        assert await known(fleet, agent.host, first, 180) == [n / 10_000 for n in range(180)]


async def test_a_publish_sent_again_is_shown_once(hub, fleet, login):
    async with fleet.machine(login) as agent, room_client(hub, await join(hub, login)) as watcher:
        await agent.describe()
        topic = agent.topic("samples")
        await watcher.subscribe(topic)
        body = msgspec.Raw(codec.encode(Samples("c1", [row(now_ms())])))
        pub = codec.encode(m.Pub(topic, new_id(), body))
        await agent.socket.send(pub, text=True)
        await agent.socket.send(pub, text=True)
        await agent.sample(*row(0)[1:])
        await watcher.until(lambda: len(watcher.entries[topic]) >= 2)
        await watcher.ask_time()
    assert len(watcher.entries[topic]) == 2
    assert watcher.missed(topic) == []


async def test_csv_is_for_a_spreadsheet(fleet, login):
    evil = Columns("c1", 1_000, [Column("=cmd|' /C calc'!A0", "1"), Column('a,"b"\r\nc', "1")])
    shown = 'a,"b"\ufffd\nc'  # the hub keeps no name that hides something
    async with fleet.machine(login) as agent:
        await agent.describe(evil)
        first = ago(HOUR)
        many: list[list[float | None]] = [
            [first, 0.5, None],
            [first + 1_000, None, None],
            [first + 2_000, None, 1e-7],
            [first + 3_000, None, None],
        ]
        await keep(agent, many)
        asked = {
            "column": [evil.columns[0].name, shown],
            "from": first,
            "to": first + 10_000,
            "points": 10,
        }
        path = f"/api/hosts/{agent.host}/history?{urlencode(asked, doseq=True)}"
        by_header = await request(
            fleet.hub, "GET", path, token=fleet.admin, headers=[("Accept", "text/csv")]
        )
        by_name = await request(fleet.hub, "GET", f"{path}&format=csv", token=fleet.admin)
    assert by_header.body == by_name.body
    assert by_header.header("content-type") == "text/csv; charset=utf-8"
    assert by_header.header("content-disposition") == f'attachment; filename="{agent.host}.csv"'
    text = by_header.body.decode()
    assert text.endswith("\r\n")
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    assert head == ["time", "'=cmd|' /C calc'!A0", shown]
    assert [values for _, *values in lines] == [["0.5", ""], ["", "1e-07"]]
    assert [milliseconds(at) for at, *_ in lines] == [first, first + 2_000]
    assert all(len(at) == 24 and at.endswith("Z") for at, *_ in lines)


def milliseconds(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1_000)


async def test_what_is_kept_is_told(fleet, login):
    async with fleet.machine(login) as agent:
        assert (await ask(fleet, agent.host, "/columns")).json == {
            "columns": [],
            "bytes": 0,
            "oldest": {},
        }
        await agent.describe()
        first = ago(HOUR)
        await keep(agent, rows(first, 60))
        held = (await ask(fleet, agent.host, "/columns")).json
        assert {column["name"] for column in held["columns"]} >= {CPU, MEMORY, SRV}
        assert {column["first"] for column in held["columns"]} == {first}
        assert held["oldest"] == {"1000": first}
        assert 0 < held["bytes"] < 5_000
        by_name = await ask(fleet, login, "/columns")
        assert by_name.json == held


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, ["column"]),
        ({"column": "nothing"}, ["nothing", "history/columns"]),
        ({"column": ""}, ["column"]),
        ({"column": [CPU] * 101}, ["column"]),
        ({"column": CPU, "from": "yesterday"}, ["from"]),
        ({"column": CPU, "from": "1.5"}, ["from"]),
        ({"column": CPU, "from": "-1"}, ["from"]),
        ({"column": CPU, "to": str(2**53)}, ["to"]),
        ({"column": CPU, "from": 5, "to": 5}, ["from", "before"]),
        ({"column": CPU, "points": 0}, ["points"]),
        ({"column": CPU, "points": 50_001}, ["points"]),
        ({"column": [CPU, MEMORY], "points": 25_001}, ["50,000", "fewer"]),
        ({"column": CPU, "format": "xlsx"}, ["format"]),
        ({"column": CPU, "colum": CPU}, ["colum"]),
        ({"column": CPU, "from": ["1", "2"]}, ["from", "twice"]),
    ],
    ids=str,
)
async def test_what_is_asked_wrongly_is_told_how(hub, fleet, login, query, words):
    async with undisturbed(hub), fleet.machine(login) as agent:
        await agent.describe()
        answer = await request(
            hub,
            "GET",
            f"/api/hosts/{agent.host}/history?{urlencode(query, doseq=True)}",
            token=fleet.admin,
        )
    assert (answer.status, answer.json["name"]) == (422, "bad_field")
    for word in words:
        assert word in answer.json["message"]


@pytest.mark.parametrize("span", [(0, 2**53 - 1), (2**53 - 2, 2**53 - 1), (0, 1)])
async def test_any_stretch_of_time_is_answered(fleet, login, span):
    async with fleet.machine(login) as agent:
        await agent.describe()
        await keep(agent, rows(ago(HOUR), 5))
        answer = await ask(fleet, agent.host, column=CPU, from_=span[0], to=span[1])
        assert answer.status == 200
        assert len(answer.json["columns"][0]["mean"]) <= 662


async def test_a_host_nobody_knows_is_404(fleet):
    for path in ("", "/columns"):
        answer = await ask(fleet, "nobody", path, **({} if path else {"column": CPU}))
        assert (answer.status, answer.json["name"]) == (404, "unknown_host")


async def test_a_removed_host_takes_its_history_along(hub, fleet, login):
    first = ago(HOUR)
    async with fleet.machine(login) as agent:
        await agent.describe()
        await keep(agent, rows(first, 60))
        await agent.close()
    removed = await request(hub, "DELETE", f"/api/hosts/{agent.host}", token=fleet.admin)
    assert removed.status == 204
    assert (await ask(fleet, agent.host, "/columns")).status == 404
    async with fleet.machine(login) as again:
        assert again.host == agent.host
        await again.describe()
        await keep(again, rows(first, 1))
        held = (await ask(fleet, again.host, "/columns")).json
        assert {(one["first"], one["last"]) for one in held["columns"]} == {(first, first)}
        assert await known(fleet, again.host, first, 60) == [0.0]


async def test_a_row_from_the_future_is_refused(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe()
        refusal = await agent.sample_rows([row(now_ms() + 25 * HOUR)])
        assert refusal is not None
        assert (refusal.name, refusal.retryable) == ("bad_field", False)
        assert (await fleet.host(agent.host))["now"] is None


# Over restarts, crashes, full disks.


@pytest.mark.slow
async def test_a_clean_stop_writes_and_answers_for_everything(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with fleet.machine("web") as agent:
        await agent.describe()
        first = now_ms() - 10_000
        ids = [await agent.send_rows([one]) for one in rows(first, 10)]
        await agent.ask_time()
        assert [agent.answer(id) for id in ids] == [None] * 10, "the minute is not over"
        await asyncio.to_thread(hub.restart)
        assert all(isinstance(agent.answer(id), m.Ack) for id in ids)
    assert await known(fleet, "web", first, 11) == [n / 10_000 for n in range(10)]


@pytest.mark.slow
async def test_after_a_crash_every_row_is_there_once(start_hub):
    """Kill -9 between rows, commits and acks; what was not answered is sent again."""
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    start = ago(3 * HOUR)
    many = rows(start, 600)
    async with fleet.machine("web") as agent:
        host, identity = agent.host, agent.identity
    answered: set[int] = set()
    for _ in range(3):
        async with fleet.agent(host, identity) as agent:
            await agent.describe()
            first, *rest = [at for at in range(0, len(many), 20) if at not in answered]
            ids = {first: await agent.send_rows(many[first : first + 20], backlog=True)}
            await agent.answered(ids[first])
            for at in rest:
                ids[at] = await agent.send_rows(many[at : at + 20], backlog=True)
            await agent.ask_time()
            port = hub.port
            await asyncio.to_thread(hub.kill)
            answered |= {at for at, id in ids.items() if isinstance(agent.answer(id), m.Ack)}
            await asyncio.to_thread(hub.start, port)
        have = await known(fleet, "web", start, 600)
        assert {n / 10_000 for at in answered for n in range(at, at + 20)} <= set(have)
        assert len(have) == len(set(have))
    assert 0 < len(answered) < 30
    async with fleet.agent(host, identity) as agent:
        await agent.describe()
        await keep(agent, many)
    assert await known(fleet, "web", start, 600) == [n / 10_000 for n in range(600)]


@pytest.mark.slow
async def test_a_full_disk_loses_nothing_and_is_told(small_disk):
    hub = HubProcess(small_disk / "data", "--lab")
    hub.log = small_disk.with_name("full.stderr")
    hub.start()
    try:
        fleet = await found_fleet(hub)
        async with fleet.machine("web") as agent:
            await _fill_and_make_room(fleet, agent, small_disk)
    finally:
        hub.send_signal(signal.SIGTERM)
        code = hub.wait()
    assert code == 0
    assert hub.stderr.count("the history cannot be written") == 1
    assert hub.stderr.count("the history is written again") == 1


async def _fill_and_make_room(fleet: Fleet, agent: SimulatedAgent, disk: Path) -> None:
    await agent.describe()
    first = ago(4 * HOUR)
    await keep(agent, rows(first, 60))
    late = rows(first + HOUR, WINDOW)
    with filled(disk):
        ids = [await agent.send_rows([one], backlog=True) for one in late[:100]]
        while "cannot be written" not in fleet.hub.stderr:
            await agent.ask_time()
        ids += [await agent.send_rows([one], backlog=True) for one in late[100:]]
        nack = await agent.until(
            lambda: next((one for one in agent.refusals if one.name == "storage_full"), None)
        )
        assert nack.retryable
        assert nack.after_ms > 0
        assert [agent.answer(id) for id in ids] == [None] * len(ids)
        assert await known(fleet, agent.host, first, 60) == [n / 10_000 for n in range(60)]
        waiting = await known(fleet, agent.host, first + HOUR, WINDOW)
        assert len(waiting) >= 100, "what waits for the disk is shown"
    for id in ids:
        assert isinstance(await agent.answered(id), m.Ack)
    have = await known(fleet, agent.host, first + HOUR, WINDOW)
    assert have == [n / 10_000 for n in range(WINDOW)]


# A file that is not what it should be.


def _refused(data: Path, *words: str) -> None:
    finished = run_to_end("serve", "--data", str(data), "--listen", "127.0.0.1:0")
    assert finished.code == 2, finished
    (line,) = finished.stderr.splitlines()
    for word in (str(data / "stats.db"), *words):
        assert word in line


@pytest.mark.parametrize(
    "content", [b"not a database, surely not one " * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path, content):
    data = tmp_path / "data"
    data.mkdir()
    (data / "stats.db").write_bytes(content)
    _refused(data, "damaged", "move the file away")
    assert (data / "stats.db").read_bytes() == content


def test_a_file_whose_end_is_missing_is_refused(tmp_path, start_hub):
    data = tmp_path / "data"
    start_hub(data=data).stop()
    whole = (data / "stats.db").read_bytes()
    (data / "stats.db").write_bytes(whole[: len(whole) // 2])
    _refused(data, "damaged")


def test_a_newer_file_is_refused(tmp_path, start_hub):
    data = tmp_path / "data"
    start_hub(data=data).stop()
    with contextlib.closing(sqlite3.connect(data / "stats.db")) as file:
        file.execute("PRAGMA user_version = 99")
    _refused(data, "newer Tocsin")


def test_the_file_is_its_owners_alone(tmp_path, start_hub):
    start_hub(data=tmp_path / "data")
    assert (tmp_path / "data" / "stats.db").stat().st_mode & 0o077 == 0
