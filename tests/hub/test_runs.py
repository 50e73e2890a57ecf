"""Runs as a simulated agent plays its part: each ends once, whatever is told in whatever order."""

import asyncio
import itertools

import msgspec
import pytest
from msgspec import Raw

from tests.hub.credentials import join
from tests.hub.http_client import request
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import found_fleet
from tests.hub.witness import undisturbed
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import RUN_FINAL, Chat, RunOutput, RunRequested, RunSkipped, RunState

HOSTILE = ["; id", "$(id)", "`id`", "a\nb", "-rf", "--", "<b>", "a b", "'\"", ""]


@pytest.fixture
async def fleet(hub):
    return await found_fleet(hub)


@pytest.fixture
async def agent(fleet, login):
    async with fleet.machine(login) as one:
        yield one


async def test_a_run_from_its_order_to_its_end(hub, fleet, agent, login):
    async with room_client(hub, await join(hub, f"{login}w")) as watcher:
        await watcher.subscribe("room/main", tail=0)
        run = await fleet.run(agent, command="df", arguments=["-h"], room="room/main", timeout=5)
        await watcher.subscribe(f"run/{run}")
        (order,) = [one for one in agent.orders("run") if one["run"] == run]
        assert (order["command"], order["arguments"], order["timeout_ms"], order["by"]) == (
            "df",
            ["-h"],
            5000,
            "captain",
        )
        for body in (
            RunState("accepted"),
            RunState("running"),
            RunOutput("out", 0, text="héllo\n"),
            RunOutput("err", 0, base64="/w=="),
            RunSkipped("out", 7, 100),
            RunState("exited", code=3, ms=12),
        ):
            assert isinstance(await agent.tell(run, body), m.Ack)
        await watcher.until(lambda: len(watcher.entries[f"run/{run}"]) == 8)
        kinds = [body["kind"] for body in all_bodies(watcher, f"run/{run}")]
        assert kinds == [
            "requested",
            "state",
            "state",
            "state",
            "output",
            "output",
            "skipped",
            "state",
        ]
        assert {body.get("host", agent.host) for body in all_bodies(watcher, f"run/{run}")} == {
            agent.host
        }
        (card,) = await watcher.until(lambda: watcher.bodies("room/main", "run"))
        assert (card["run"], card["command"], card["hosts"]) == (run, "df -h", [agent.host])
        part = await fleet.part(run, agent.host)
        assert (part["state"], part["code"], part["ms"]) == ("exited", 3, 12)
        assert [(one["stream"], one.get("text"), one.get("skipped")) for one in part["output"]] == [
            ("out", "héllo\n", None),
            ("err", None, None),
            ("out", None, 100),
        ]


def all_bodies(client, topic):
    kinds = ("requested", "state", "output", "skipped")
    entries = [body for kind in kinds for body in client.bodies(topic, kind)]
    return sorted(entries, key=lambda body: order_of(client, topic, body))


def order_of(client, topic, body):
    found = [msgspec.json.decode(entry.body) for entry in client.entries[topic]]
    return found.index(body)


@pytest.mark.parametrize("hostile", HOSTILE, ids=repr)
async def test_an_argument_stays_one_argument(fleet, agent, hostile):
    run = await fleet.run(agent, command="grep", arguments=[hostile, "x"])
    (order,) = [one for one in agent.orders("run") if one["run"] == run]
    assert order["arguments"] == [hostile, "x"]


@pytest.mark.parametrize("final", sorted(RUN_FINAL))
async def test_an_end_stands(hub, fleet, agent, final):
    run = await fleet.run(agent)
    await agent.tell(run, RunState("accepted"))
    assert isinstance(await agent.tell(run, RunState(final)), m.Ack)
    for late in (
        *(RunState(state) for state in ("accepted", "running", *sorted(RUN_FINAL))),
        RunOutput("out", 0, text="late"),
        RunSkipped("out", 0, 1),
    ):
        answer = await agent.tell(run, late)
        assert (type(answer), answer.retryable) == (m.Nack, False)
    part = await fleet.part(run, agent.host)
    assert (part["state"], part["output"]) == (final, [])


@pytest.mark.parametrize("state", ["requested", "sent", "exploded", ""])
async def test_an_agent_cannot_tell_the_hubs_own_states(fleet, agent, state):
    run = await fleet.run(agent)
    assert (await agent.tell(run, RunState(state))).name == "bad_field"
    assert (await fleet.part(run, agent.host))["state"] == "sent"


async def test_an_agent_cannot_ask_for_a_run_or_speak_in_its_log(fleet, agent):
    run = await fleet.run(agent)
    requested = RunRequested("rm", [], "captain", 1)
    assert (await agent.tell(run, requested)).code // 100 == 1
    assert (await agent.tell(run, Chat("x"))).code // 100 == 1


async def test_one_machine_cannot_speak_for_another(fleet, agent, login):
    async with fleet.machine(f"{login}x") as other:
        run = await fleet.run(agent)
        for body in (RunState("exited", host=agent.host), RunOutput("out", 0, host=agent.host)):
            assert (await other.tell(run, body)).name == "unknown_run"
        forged = RunState("accepted", host=other.host)
        assert isinstance(await agent.tell(run, forged), m.Ack)
        assert (await fleet.part(run, agent.host))["state"] == "accepted"


async def test_output_sent_twice_is_there_once(fleet, agent):
    run = await fleet.run(agent)
    await agent.tell(run, RunState("running"))
    once = RunOutput("out", 0, text="once")
    id = await agent.publish(f"run/{run}", once)
    await agent.answered(id)
    pub = m.Pub(f"run/{run}", id, Raw(codec.encode(once)))
    await agent.socket.send(codec.encode(pub).decode())
    await agent.tell(run, RunOutput("out", 4, text="twice"))
    assert len(agent.told(m.Ack)) == 3, "the link knows it is answered"
    assert [one["text"] for one in (await fleet.part(run, agent.host))["output"]] == [
        "once",
        "twice",
    ]


@pytest.mark.slow
async def test_a_run_outlives_the_hub(start_hub):
    """Killed and started again, the hub has the run, and its agent goes on where it was."""
    hub = start_hub()
    fleet = await found_fleet(hub)
    async with fleet.machine("web") as agent:
        run = await fleet.run(agent)
        await agent.tell(run, RunState("running"))
        await agent.tell(run, RunOutput("out", 0, text="before "))
        port = hub.port
        await asyncio.to_thread(hub.kill)
        await asyncio.to_thread(hub.start, port)
        await agent.ended()
        await agent.connect()
        await agent.tell(run, RunOutput("out", 7, text="after"))
        assert isinstance(await agent.tell(run, RunState("exited", code=0, ms=5)), m.Ack)
        part = await fleet.part(run, agent.host)
        assert (part["state"], part["code"]) == ("exited", 0)
        assert [one["text"] for one in part["output"]] == ["before ", "after"]
        await asyncio.to_thread(hub.restart)
        assert await fleet.part(run, agent.host) == part


async def test_another_process_of_the_agent_knows_nothing_of_the_run(fleet, agent):
    run = await fleet.run(agent)
    await agent.tell(run, RunState("running"))
    await agent.close()
    async with fleet.agent(agent.host, agent.identity, "another") as again:
        await again.subscribe(f"host/{agent.host}/inbox")
        async with room_client(fleet.hub, await join(fleet.hub, f"{agent.host}w")) as watcher:
            await watcher.subscribe(f"run/{run}")
            lost = {"kind": "state", "state": "lost", "host": agent.host}
            told = {**lost, "reason": "the agent was restarted meanwhile"}
            await watcher.until(lambda: told in watcher.bodies(f"run/{run}", "state"), seconds=20)
        assert isinstance(await again.tell(run, RunState("exited", code=0)), m.Nack)


async def test_the_same_process_reconnected_goes_on(fleet, agent):
    run = await fleet.run(agent)
    await agent.tell(run, RunState("running"))
    agent.cut()
    await agent.ended()
    async with fleet.agent(agent.host, agent.identity, agent.instance) as again:
        await again.until(lambda: run in [order["run"] for order in again.orders("run")])
        assert (await fleet.part(run, agent.host))["state"] == "running"
        assert isinstance(await again.tell(run, RunState("exited", code=0)), m.Ack)


async def test_cancel_reaches_the_inbox_until_the_end(hub, fleet, agent):
    run = await fleet.run(agent)
    cancel = f"/api/runs/{run}/cancel"
    assert (await request(hub, "POST", cancel, token=fleet.admin)).status == 202
    (order,) = await agent.until(lambda: agent.orders("cancel"))
    assert (order["run"], order["by"]) == (run, "captain")
    await agent.tell(run, RunState("canceled"))
    assert (await request(hub, "POST", cancel, token=fleet.admin)).status == 202
    await agent.ask_time()
    assert len(agent.orders("cancel")) == 1


async def test_a_host_that_is_down_or_unknown_is_said_so(hub, fleet, agent):
    await agent.close()
    answer = await fleet.ask(agent)
    assert (answer.status, answer.json["name"]) == (409, "host_down")
    body = {"hosts": ["nobody"], "command": "uptime"}
    answer = await request(hub, "POST", "/api/runs", body, token=fleet.admin)
    assert (answer.status, answer.json["name"]) == (404, "unknown_host")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"hosts": [], "command": "x"},
        {"hosts": ["a"] * 257, "command": "x"},
        {"hosts": ["{host}"], "command": ""},
        {"hosts": ["{host}"], "command": "x" * 4097},
        {"hosts": ["{host}"], "command": "x", "timeout": 0},
        {"hosts": ["{host}"], "command": "x", "timeout": -1},
        {"hosts": ["{host}"], "command": "x", "timeout": 1e999},
        {"hosts": ["{host}"], "command": "x", "timeout": True},
        {"hosts": ["{host}"], "command": "x", "timeout": 3601},
        {"hosts": ["{host}"], "command": "x", "arguments": "y"},
        {"hosts": ["{host}"], "command": "x", "arguments": ["y" * 4097]},
        {"hosts": ["{host}"], "command": "x", "arguments": ["y"] * 65},
        {"hosts": ["{host}"], "command": "x", "room": "people"},
        {"hosts": ["{host}"], "command": "x", "room": "room/"},
        {"hosts": ["{host}"], "command": "x", "shell": True},
    ],
)
async def test_a_malformed_request_is_422_and_runs_nothing(hub, fleet, agent, body):
    body = {**body, **({"hosts": [agent.host]} if body.get("hosts") == ["{host}"] else {})}
    answer = await request(hub, "POST", "/api/runs", body, token=fleet.admin)
    assert answer.status == 422, answer
    await agent.ask_time()
    assert agent.orders("run") == []


async def test_an_unknown_run_is_404(hub, fleet):
    for method, path in (
        ("GET", "/api/runs/x"),
        ("POST", "/api/runs/x/cancel"),
        ("GET", "/api/runs/%00"),
    ):
        answer = await request(hub, method, path, token=fleet.admin)
        assert (answer.status, answer.json["name"]) == (404, "unknown_run")


async def test_a_hundred_runs_at_once_all_end(hub, fleet, agent):
    async with undisturbed(hub):
        answers = [await asyncio.gather(*(fleet.ask(agent) for _ in range(10))) for _ in range(10)]
        runs = [answer.json["id"] for some in answers for answer in some]
        for number, code in zip(range(100), itertools.cycle((0, 1, 255)), strict=False):
            await agent.until(lambda number=number: len(agent.orders("run")) > number)
            run = agent.orders("run")[number]["run"]
            await agent.publish(f"run/{run}", RunState("accepted"))
            await agent.publish(f"run/{run}", RunState("exited", code=code))
        await agent.until(lambda: agent.link.unanswered == 0)
        assert sorted(order["run"] for order in agent.orders("run")) == sorted(runs)
        states = [(await fleet.part(run, agent.host))["state"] for run in runs]
    assert states == ["exited"] * 100
