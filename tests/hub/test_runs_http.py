"""Runs over HTTP: asked of many, listed, read, signaled, saved. Agents are simulated."""

import base64
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from tests.hub.credentials import join
from tests.hub.http_client import Answer, request
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import Fleet, SimulatedAgent, found_fleet
from tocsin_wire import messages as m
from tocsin_wire.bodies import RunOutput, RunSkipped, RunState


@pytest.fixture
async def fleet(hub):
    return await found_fleet(hub)


@contextlib.asynccontextmanager
async def machines(fleet: Fleet, *names: str) -> AsyncIterator[list[SimulatedAgent]]:
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(fleet.machine(name)) for name in names]


async def ask(fleet: Fleet, method: str, path: str, body: object = None) -> Answer:
    return await request(fleet.hub, method, path, body, token=fleet.admin)


async def begin(fleet: Fleet, hosts: list[str], **more: object) -> str:
    answer = await ask(fleet, "POST", "/api/runs", {"hosts": hosts, "command": "uptime", **more})
    assert answer.status == 201, answer
    id = answer.json["id"]
    assert isinstance(id, str)
    return id


async def listed(fleet: Fleet, **wanted: object) -> dict[str, Any]:
    answer = await ask(fleet, "GET", f"/api/runs?{urlencode(wanted)}")
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json
    return found


async def end(agent: SimulatedAgent, run: str, code: int = 0) -> None:
    await agent.until(lambda: run in [order["run"] for order in agent.orders("run")])
    assert isinstance(await agent.tell(run, RunState("exited", code=code)), m.Ack)


async def test_a_pattern_and_a_label_mean_many(fleet, login):
    async with machines(fleet, f"{login}-a", f"{login}-b", f"{login}-c") as (a, b, c):
        labeled = await ask(
            fleet, "PATCH", f"/api/hosts/{c.host}", {"labels": {"lab": f"{login}x"}}
        )
        assert labeled.json["labels"] == {"lab": f"{login}x"}
        assert (await fleet.host(c.host))["labels"] == {"lab": f"{login}x"}
        run = await begin(fleet, [f"{login}-[ab]"])
        other = await begin(fleet, [f"lab={login}?", a.host])
        for agent in (a, b):
            await end(agent, run)
        await end(c, other)
        orders = [order["run"] for order in c.orders("run")]
        assert orders == [other]
        assert a.orders("run")[0]["role"] == "admin"


@pytest.mark.parametrize(
    "labels", [{"": "a"}, {"a b": "c"}, {"a": "<b>"}, {"a": "=cmd"}, {"a": "b\n"}, {"a\n": "b"}]
)
async def test_a_label_that_could_be_anything_else_is_refused(fleet, login, labels):
    async with fleet.machine(login) as agent:
        answer = await ask(fleet, "PATCH", f"/api/hosts/{agent.host}", {"labels": labels})
    assert (answer.status, answer.json["name"]) == (422, "bad_field")


async def test_the_list_is_searched(fleet, login):
    async with machines(fleet, login, f"{login}-2") as (one, two):
        first = await begin(fleet, [one.host], command="df", arguments=[f"/Srv/{login}"])
        await end(one, first)
        second = await begin(fleet, [one.host, two.host], command=f"ls{login}")
        await end(one, second, code=2)
        await end(two, second)
        third = await begin(fleet, [two.host])
        await end(two, third)
        fourth = await begin(fleet, [two.host])

        async def runs(**wanted: object) -> list[str]:
            found = await listed(fleet, **wanted)
            return [one["run"] for one in found["runs"]]

        assert await runs(host=one.host) == [second, first]
        assert await runs(host=two.host) == [fourth, third, second]
        assert await runs(host=two.host, failed="true") == [second]
        assert await runs(text=f"/srv/{login}".upper()) == [first]
        assert await runs(text=f"LS{login}") == [second]
        assert await runs(text=login, by="nobody") == []
        assert (await runs(by="CAPTAIN", limit=1)) == [fourth]
        found = await listed(fleet, text=f"ls{login}")
        (shown,) = found["runs"]
        assert shown["states"] == {"exited": 1, "failed": 1}
        assert shown["failed"] == [one.host]
        assert shown["where"] == [one.host, two.host]
        (going,) = (await listed(fleet, host=two.host, limit=1))["runs"]
        assert going["states"] is None


async def test_the_list_is_read_in_pieces(fleet, login):
    async with fleet.machine(login) as agent:
        runs = []
        for _ in range(5):
            runs.append(await begin(fleet, [agent.host]))
            await end(agent, runs[-1])
        seen: list[str] = []
        found = await listed(fleet, host=agent.host, limit=2)
        while found["runs"]:
            assert all(one["states"] == {"exited": 1} for one in found["runs"])
            seen += [one["run"] for one in found["runs"]]
            if found["next"] is None:
                break
            found = await listed(fleet, host=agent.host, limit=2, before=found["next"])
        assert seen == runs[::-1]


PIECES = (
    RunOutput("out", 0, text="héllo\n"),
    RunOutput("err", 0, base64=base64.b64encode(b"\xff\xfe").decode()),
    RunSkipped("out", 7, 100),
    RunOutput("out", 107, text="end\n"),
)


async def test_the_output_is_read_whole_or_from_an_offset(fleet, login):
    async with machines(fleet, login, f"{login}-2") as (one, two):
        run = await begin(fleet, [one.host, two.host])
        for agent in (one, two):
            await agent.until(lambda agent=agent: agent.orders("run"))
        for body in PIECES:
            assert isinstance(await one.tell(run, body), m.Ack)
        assert isinstance(await two.tell(run, RunOutput("out", 0, text="two\n")), m.Ack)
        path = f"/api/runs/{run}/output?"

        async def output(**wanted: object) -> bytes:
            answer = await ask(fleet, "GET", path + urlencode(wanted))
            assert answer.status == 200, answer
            return answer.body

        skipped = b"\n[100 bytes were not kept]\n"
        assert await output(host=one.host, stream="out") == "héllo\n".encode() + skipped + b"end\n"
        assert await output(host=one.host, stream="err") == b"\xff\xfe"
        assert await output(host=two.host) == b"two\n"
        assert (await output()).endswith(b"two\n")
        assert await output(host=one.host, stream="out", offset=2) == (
            "héllo\n".encode()[2:] + skipped + b"end\n"
        )
        assert await output(host=one.host, stream="out", offset=108) == b"nd\n"
        assert await output(host=one.host, stream="out", offset=50) == (
            b"\n[57 bytes were not kept]\nend\n"
        )
        assert await output(host=one.host, stream="out", offset=1_000) == b""
        lines = [msgspec.json.decode(one) for one in (await output(format="jsonl")).splitlines()]
        assert [line["host"] for line in lines] == [one.host] * 4 + [two.host]
        assert [line.get("skipped", 0) for line in lines] == [0, 0, 100, 0, 0]
        for wrong in ({"offset": 1}, {"offset": 1, "host": one.host}, {"stream": "both"}):
            answer = await ask(fleet, "GET", path + urlencode(wrong))
            assert (answer.status, answer.json["name"]) == (422, "bad_field"), wrong
        answer = await ask(fleet, "GET", path + "host=nobody")
        assert answer.status == 404
        saved = await ask(fleet, "GET", path + urlencode({"download": "true", "host": one.host}))
        named = f'attachment; filename="{run}-{one.host}.txt"'
        assert saved.header("content-disposition") == named
        assert saved.header("x-content-type-options") == "nosniff"


async def test_a_long_output_is_read_in_pieces(fleet, login):
    async with fleet.machine(login) as agent:
        run = await begin(fleet, [agent.host])
        await agent.until(lambda: agent.orders("run"))
        lines = [f"{number:07}\n" for number in range(700)]
        for number, line in enumerate(lines):
            assert isinstance(await agent.tell(run, RunOutput("out", number * 8, text=line)), m.Ack)
        whole = await ask(fleet, "GET", f"/api/runs/{run}/output")
    assert whole.body.decode() == "".join(lines)


async def test_a_signal_goes_to_one_host_or_all(fleet, login):
    async with machines(fleet, login, f"{login}-2") as (one, two):
        run = await begin(fleet, [one.host, two.host])
        for agent in (one, two):
            await agent.until(lambda agent=agent: agent.orders("run"))
        path = f"/api/runs/{run}/signal"
        assert (await ask(fleet, "POST", path, {"signal": "INT", "host": one.host})).status == 202
        assert (await ask(fleet, "POST", path, {"signal": "QUIT"})).status == 202
        await one.until(lambda: len(one.orders("signal")) == 2)
        await two.until(lambda: len(two.orders("signal")) == 1)
        assert [order["signal"] for order in one.orders("signal")] == ["INT", "QUIT"]
        assert [order["signal"] for order in two.orders("signal")] == ["QUIT"]
        for wrong in ({"signal": "HUP"}, {"signal": "9"}, {}, None):
            assert (await ask(fleet, "POST", path, wrong)).status in (413, 422), wrong
        nobody = await ask(fleet, "POST", path, {"signal": "INT", "host": "nobody"})
        assert nobody.status == 404
        canceled = await ask(fleet, "POST", f"/api/runs/{run}/cancel", {"host": two.host})
        assert canceled.status == 202
        await two.until(lambda: two.orders("cancel"))
        assert one.orders("cancel") == []


async def test_saved_runs_are_seen_live_and_outlive_a_restart(fleet, login):
    hub = fleet.hub
    async with room_client(hub, await join(hub, f"{login}w")) as watcher:
        await watcher.subscribe("saved-runs")
        body = {"name": f" {login} ", "command": "df", "where": ["all"], "arguments": ["-h"]}
        made = await ask(fleet, "POST", "/api/saved-runs", body)
        assert made.status == 201, made
        id = made.json["id"]
        await watcher.until(lambda: id in watcher.states["saved-runs"])
        taken = await ask(fleet, "POST", "/api/saved-runs", {**body, "name": login.upper()})
        assert (taken.status, taken.json["name"]) == (409, "refused")
        changed = {**body, "name": f"{login}2"}
        assert (await ask(fleet, "PUT", f"/api/saved-runs/{id}", changed)).status == 200
        kept = (await ask(fleet, "GET", "/api/saved-runs")).json["runs"][id]
        assert (kept["name"], kept["arguments"], kept["by"]) == (f"{login}2", ["-h"], "captain")
        assert (await ask(fleet, "DELETE", f"/api/saved-runs/{id}")).status == 204
        assert (await ask(fleet, "DELETE", f"/api/saved-runs/{id}")).status == 404
        await watcher.until(lambda: id not in watcher.states["saved-runs"])


@pytest.mark.parametrize("hidden", ["\u202etxt.exe", "\x1b[2J", "\x00", "\u2066x"])
async def test_what_reads_otherwise_than_it_runs_is_refused(fleet, login, hidden):
    async with machines(fleet, login):
        wish = {"command": "echo", "arguments": ["harmless", hidden]}
        runs = await ask(fleet, "POST", "/api/runs", {"hosts": [login], **wish})
        saved = await ask(fleet, "POST", "/api/saved-runs", {"where": [login], "name": "x", **wish})
        where = {"name": "x", "command": "echo", "where": [f"a{hidden}"]}
        elsewhere = await ask(fleet, "POST", "/api/saved-runs", where)
        for answer in (runs, saved, elsewhere):
            assert (answer.status, answer.json["name"]) == (422, "bad_text")


async def test_why_a_run_ended_is_written_so_that_it_can_be_read(fleet, login):
    async with machines(fleet, login) as (agent,):
        run = await begin(fleet, [login])
        await agent.until(lambda: run in [order["run"] for order in agent.orders("run")])
        told = RunState("signaled", signal="TE\x1bRM", reason="killed by \u202egod\x00")
        assert isinstance(await agent.tell(run, told), m.Ack)
        part = await fleet.part(run, agent.host)
        assert (part["signal"], part["reason"]) == ("TE\ufffdRM", "killed by \ufffdgod\ufffd")
