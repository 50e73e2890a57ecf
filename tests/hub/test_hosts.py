"""Hosts as a simulated agent makes them: up, late, down; what it may write, and what is refused."""

import asyncio
import contextlib

import apsw
import pytest
from websockets.exceptions import InvalidStatus

from tests.hub.credentials import enrol, join
from tests.hub.http_client import request
from tests.hub.raw_client import raw_client
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import COLUMNS, SimulatedAgent, found_fleet
from tests.hub.witness import undisturbed
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat, Clock, Column, Columns, Fact, Process

ROW = (0.5, 0.25, 0.1, 0.9, 1000.0)


@pytest.fixture
async def fleet(hub):
    return await found_fleet(hub)


@pytest.fixture
async def watcher(hub, login):
    async with room_client(hub, await join(hub, f"{login}w")) as client:
        await client.subscribe("hosts")
        yield client


async def refused(client) -> m.Error:
    """Wait for what was sent before to be taken in; return the one error of it."""
    await client.ask_time()
    errors: list[m.Error] = client.told(m.Error)
    assert len(errors) == 1, errors
    client.events.clear()
    return errors[0]


async def test_a_row_becomes_the_newest_numbers(fleet, watcher, login):
    async with fleet.machine(login) as agent:
        await watcher.subscribe(agent.topic("stats"))
        await agent.describe()
        assert await agent.sample(*ROW, at=1_700_000_000_000) is None
        now = await watcher.until(lambda: watcher.states["hosts"].get(f"{agent.host}/now"))
        assert now == {
            "at": 1_700_000_000_000,
            "cpu": 0.5,
            "memory": 0.25,
            "disk": 0.9,
            "receive": 1000.0,
        }
        stats = await watcher.until(
            lambda: (
                "row" in watcher.states[agent.topic("stats")]
                and watcher.states[agent.topic("stats")]
            )
        )
        assert stats["row"] == {"columns": "c1", "row": [1_700_000_000_000, *ROW]}
        shown = await fleet.host(agent.host)
        assert shown["now"]["disk"] == 0.9
        assert shown["recent"]["cpu"] == [0.5]


async def test_some_hosts_are_asked_for_and_those_that_are_not_there_left_out(hub, fleet, login):
    token = await join(hub, f"{login}q")
    async with fleet.machine(login) as one, fleet.machine(f"{login}b"):
        asked = f"/api/hosts?id={one.host}&id=nobody&id={one.host}"
        answer = await request(hub, "GET", asked, token=token)
        assert [host["id"] for host in answer.json["hosts"]] == [one.host]
        many = "&".join(f"id=h{number}" for number in range(101))
        assert (await request(hub, "GET", f"/api/hosts?{many}", token=token)).status == 422


async def test_a_machine_that_was_let_in_is_expected_until_it_connects(hub, fleet, watcher, login):
    host, identity = await enrol(hub, fleet.admin, f"{login}e")
    await watcher.until(lambda: watcher.states["hosts"][host]["status"] == "expected")
    agent = SimulatedAgent(hub, host, identity)
    await agent.connect()
    await watcher.until(lambda: watcher.states["hosts"][host]["status"] == "up")
    await agent.stop()


async def test_rows_are_a_log_that_is_followed(fleet, watcher, login):
    async with fleet.machine(login) as agent:
        await agent.describe()
        await watcher.subscribe(agent.topic("samples"))
        for number in range(20):
            await agent.sample(*ROW, at=1_700_000_000_000 + number)
        await watcher.until(lambda: len(watcher.entries[agent.topic("samples")]) == 20)
        assert {entry.by for entry in watcher.entries[agent.topic("samples")]} == {
            f"host/{agent.host}"
        }


@pytest.mark.slow
async def test_a_silent_host_is_late_then_down_and_up_again(fleet, watcher, login):
    def status():
        return watcher.states["hosts"].get(agent.host, {}).get("status")

    async with fleet.machine(login) as agent:
        await watcher.until(lambda: status() == "up")
        await agent.describe()
        await agent.sample(*ROW)
        await watcher.until(lambda: status() == "down")
        await agent.sample(*ROW)
        await watcher.until(lambda: status() == "up")
        assert (await fleet.host(agent.host))["status"] == "up"


@pytest.mark.slow
async def test_late_comes_before_down(fleet, watcher, login):
    columns = Columns("slow", 400, COLUMNS.columns)
    async with fleet.machine(login) as agent:
        await agent.describe(columns)
        await agent.sample(*ROW, columns="slow")
        for status in ("up", "late", "down"):
            await watcher.until(
                lambda status=status: (
                    watcher.states["hosts"].get(agent.host, {}).get("status") == status
                )
            )


async def test_a_clean_end_is_down_at_once(fleet, watcher, login):
    columns = Columns("c1", 3_600_000, COLUMNS.columns)
    async with fleet.machine(login) as agent:
        await agent.describe(columns)
        await watcher.until(lambda: watcher.states["hosts"][agent.host]["status"] == "up")
        await agent.close()
        await watcher.until(lambda: watcher.states["hosts"][agent.host]["status"] == "down")


async def test_the_newer_connection_of_a_host_takes_the_place_of_the_older(fleet, watcher, login):
    async with (
        fleet.machine(login) as old,
        fleet.agent(old.host, old.identity, old.instance) as new,
    ):
        old.cut()
        await new.describe()
        assert await new.sample(*ROW) is None
        assert watcher.states["hosts"][new.host]["status"] == "up"
        await new.ask_time()
        assert (await fleet.host(new.host))["status"] == "up"


@pytest.mark.parametrize(
    "row",
    [
        [],
        [1],
        [1, *ROW, 1.0],
        [1, *ROW[:-1]],
        [None, *ROW],
        [-1, *ROW],
        [1e300, *ROW],
        [2.0**53, *ROW],
    ],
    ids=repr,
)
async def test_a_row_that_does_not_fit_is_refused(hub, fleet, login, row):
    async with undisturbed(hub), fleet.machine(login) as agent:
        await agent.describe()
        answer = await agent.sample_rows([[1, *ROW], row])
        assert (type(answer), answer.name) == (m.Nack, "bad_field")
        assert (await fleet.host(agent.host))["now"] is None, "none of the rows counts"
        assert await agent.sample(*ROW) is None


async def test_rows_before_their_columns_are_refused(fleet, login):
    async with fleet.machine(login) as agent:
        assert (await agent.sample(*ROW)).name == "bad_field"
        await agent.describe()
        assert (await agent.sample(*ROW, columns="c2")).name == "bad_field"
        assert await agent.sample(*ROW) is None


async def test_backlog_is_kept_but_is_not_the_present(fleet, watcher, login):
    async with fleet.machine(login) as agent:
        await agent.describe()
        await watcher.subscribe(agent.topic("samples"))
        await agent.sample(*ROW, backlog=True)
        await watcher.until(lambda: watcher.entries[agent.topic("samples")])
        assert (await fleet.host(agent.host))["now"] is None


async def test_rows_sent_again_after_a_cut_do_not_bring_the_past_back(fleet, login):
    async with fleet.machine(login) as agent:
        await agent.describe()
        await agent.sample(0.1, *ROW[1:], at=2_000_000)
        await agent.sample(0.9, *ROW[1:], at=1_000_000)
        assert (await fleet.host(agent.host))["now"]["cpu"] == 0.1


async def test_an_agent_writes_only_what_is_its_own(hub, fleet, login):
    async with fleet.machine(login) as agent, fleet.machine(f"{login}x") as other:
        for part in ("stats", "facts", "processes"):
            await agent.put(other.topic(part), {})
            assert (await refused(agent)).name == "forbidden"
        for topic in ("people", "hosts"):
            await agent.put(topic, {})
            assert (await refused(agent)).name == "forbidden"
        for topic in (
            other.topic("samples"),
            agent.topic("inbox"),
            "room/main",
            f"private/{login}",
        ):
            answer = await agent.answered(await agent.publish(topic, Chat("x")))
            assert answer.name == "forbidden", topic
        answer = await agent.answered(await agent.publish("run/unknown", Chat("x")))
        assert answer.name == "unknown_run"


async def test_an_agent_reads_only_its_inbox(hub, fleet, login):
    async with fleet.machine(login) as agent, fleet.machine(f"{login}x") as other:
        async with raw_client(hub, "", await agent.authorization()) as raw:
            for topic in (
                "room/main",
                "people",
                "hosts",
                other.topic("inbox"),
                other.topic("samples"),
                agent.topic("samples"),
                "run/x",
                f"private/{agent.host}",
            ):
                raw.send_message({"t": "sub", "topic": topic})
                assert (await raw.read_until("error"))["name"] == "forbidden", topic
        await other.ask_time()


async def test_what_proves_an_agent_opens_no_route_for_people(hub, fleet, login):
    async with fleet.machine(login) as agent:
        for method, path in (
            ("GET", "/api/hosts"),
            ("GET", "/api/session"),
            ("DELETE", "/api/session"),
        ):
            proof = [("Authorization", await agent.authorization())]
            assert (await request(hub, method, path, headers=proof)).status == 401


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("stats", {"row": {"columns": "c1", "row": [1]}}),
        ("stats", {"other": 1}),
        ("stats", {"columns": {"id": "c", "interval_ms": 99, "columns": []}}),
        ("stats", {"columns": {"id": "c", "interval_ms": 1000}}),
        ("stats", {"clock": {"offset_ms": "0", "round_trip_ms": 1}}),
        ("facts", {"os": "Debian"}),
        ("facts", {"os": {"value": 5}}),
        ("facts", {"os": {"value": "x", "html": "y"}}),
        ("facts", {"os": {"value": "x" * 4097}}),
        ("facts", {"": {"value": "x"}}),
        ("facts", {"k" * 129: {"value": "x"}}),
        ("facts", {f"k{number}": {"value": "x"} for number in range(257)}),
        ("processes", {"1": {"name": "x"}}),
        ("processes", {"1": {"name": "x", "user": "r", "cpu": 1, "memory": -1}}),
    ],
)
async def test_what_does_not_fit_a_state_is_refused_whole(fleet, watcher, login, part, values):
    async with fleet.machine(login) as agent:
        await watcher.subscribe(agent.topic(part))
        await agent.put(agent.topic(part), values)
        assert (await refused(agent)).code // 100 == 1
        assert watcher.states[agent.topic(part)] == {}


async def test_facts_show_in_the_fleet_disarmed(fleet, login):
    async with fleet.machine(login) as agent:
        facts = {
            "os": Fact("Deb\x1b[31mian\u202e<script>"),
            "cores": Fact("٤"),
            "memory": Fact("17179869184"),
            "agent": Fact("0.1.0"),
            "addresses": Fact("10.0.0.1, fe80::1"),
        }
        await agent.put(agent.topic("facts"), facts)
        await agent.ask_time()
        shown = await fleet.host(agent.host)
        assert "\x1b" not in shown["os"]
        assert "\u202e" not in shown["os"]
        assert shown["memory"] == 17_179_869_184
        assert shown["addresses"] == ["10.0.0.1", "fe80::1"]


@pytest.mark.parametrize("memory", ["9" * 400, "-1", "1e9", "²", "0x10", " 5", ""])
async def test_a_number_that_is_none_harms_nothing(hub, fleet, login, memory):
    async with undisturbed(hub), fleet.machine(login) as agent:
        await agent.put(agent.topic("facts"), {"memory": Fact(memory), "cores": Fact(memory)})
        await agent.ask_time()
        assert 0 <= (await fleet.host(agent.host)).get("memory", 0) < 2**53


async def test_a_clock_and_columns_of_any_name_are_shown_as_they_are(fleet, watcher, login):
    async with fleet.machine(login) as agent:
        await watcher.subscribe(agent.topic("stats"))
        columns = Columns("c1", 1000, [Column("<b>", "1", {"x": "$(id)"})])
        await agent.put(agent.topic("stats"), {"columns": columns, "clock": Clock(1.5, 2.0)})
        await watcher.until(lambda: len(watcher.states[agent.topic("stats")]) == 2)
        assert watcher.states[agent.topic("stats")]["columns"]["columns"][0]["name"] == "<b>"


async def test_processes_come_and_go_by_pid(fleet, watcher, login):
    async with fleet.machine(login) as agent:
        topic = agent.topic("processes")
        await watcher.subscribe(topic)
        process = Process("sh", "root", 0.5, 1024, "sh -c '$(id)'")
        await agent.put(topic, {"1": process, "2": process})
        await watcher.until(lambda: set(watcher.states[topic]) == {"1", "2"})
        await agent.put(topic, {"3": process}, ["1", "2"])
        await watcher.until(lambda: set(watcher.states[topic]) == {"3"})


async def test_interest_reaches_the_inbox_while_somebody_looks(fleet, watcher, login):
    async with fleet.machine(login) as agent:
        topic = agent.topic("processes")
        await watcher.subscribe(topic)
        await agent.until(lambda: agent.orders("interest"))
        (lease,) = agent.orders("interest")
        assert (lease["topic"], lease["lease_ms"]) == (topic, 30_000)
        await watcher.subscribe(agent.topic("facts"))
        await watcher.unsubscribe(topic)
        await watcher.ask_time()
        await watcher.subscribe(topic)
        await agent.until(lambda: len(agent.orders("interest")) == 2)


async def test_an_agent_that_comes_back_is_told_what_is_watched(fleet, watcher, login):
    async with fleet.machine(login) as agent:
        await watcher.subscribe(agent.topic("processes"))
        await agent.until(lambda: agent.orders("interest"))
        await agent.close()
        async with fleet.agent(agent.host, agent.identity) as again:
            await again.until(lambda: len(again.orders("interest")) == 2)


@pytest.mark.slow
async def test_a_lease_is_renewed_while_somebody_looks_and_ends_with_the_last(fleet, hub, login):
    async with fleet.machine(login) as agent:
        async with room_client(hub, await join(hub, f"{login}w")) as watcher:
            await watcher.subscribe(agent.topic("processes"))
            await agent.until(lambda: len(agent.orders("interest")) == 2, 25)
        async with asyncio.timeout(25):
            for _ in range(3):
                await agent.ask_time()
        with pytest.raises(TimeoutError):
            await agent.until(lambda: len(agent.orders("interest")) > 2, 17)


@pytest.mark.slow
async def test_a_restarted_hub_knows_its_hosts(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with fleet.machine("first") as agent:
        pass
    await asyncio.to_thread(hub.restart)
    assert (await fleet.host(agent.host))["status"] == "down"
    async with fleet.agent(agent.host, agent.identity) as again:
        await again.describe()
        assert await again.sample(*ROW) is None
        assert (await fleet.host(agent.host))["status"] == "up"


async def test_machines_of_one_name_get_names_of_their_own_and_keep_them(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with fleet.machine("Web") as first, fleet.machine("web") as second:
        for agent, name in ((first, "Web"), (second, "web-2")):
            assert (await fleet.host(agent.host))["name"] == name
            answer = await fleet.ask(agent, hosts=[name])
            assert answer.status == 201
            (order,) = await agent.until(lambda agent=agent: agent.orders("run"))
            assert order["run"] == answer.json["id"]
    assert [line["name"] for line in hub.told("a host's name was taken")] == ["web-2"]
    await asyncio.to_thread(hub.restart)
    assert (await fleet.host(first.host))["name"] == "Web"
    assert (await fleet.host(second.host))["name"] == "web-2"


async def test_a_run_on_a_name_that_several_have_is_refused_with_their_identities(start_hub):
    """As a hub of before may have left them."""
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    ids = []
    for name in ("web", "other"):
        async with fleet.machine(name) as agent:
            ids.append(agent.host)
    hub.stop()
    with contextlib.closing(apsw.Connection(str(hub.data / "hub.db"))) as database:
        database.execute("UPDATE host SET name = 'store'")
    hub.start()
    body = {"hosts": ["store"], "command": "uptime"}
    answer = await request(hub, "POST", "/api/runs", body, token=fleet.admin)
    assert (answer.status, answer.json["name"]) == (409, "refused")
    assert ", ".join(ids) in answer.json["message"]


async def test_a_removed_host_is_gone_for_everybody_and_for_good(start_hub):
    hub = start_hub("--lab")
    fleet = await found_fleet(hub)
    async with room_client(hub, await join(hub, "ann")) as watcher:
        await watcher.subscribe("hosts")
        async with fleet.machine("web") as agent:
            await agent.describe()
            await agent.sample(*ROW)
            await watcher.until(lambda: "web/now" in watcher.states["hosts"])
            path = f"/api/hosts/{agent.host}"
            run = await fleet.run(agent)
            assert (await request(hub, "DELETE", path, token=fleet.admin)).status == 204
            assert await agent.ended() == 4401
        await watcher.until(lambda: watcher.states["hosts"] == {})
        assert (await fleet.part(run, agent.host))["state"] == "lost"
        assert (await request(hub, "DELETE", path, token=fleet.admin)).status == 404
        watcher.link.subscribe(agent.topic("facts"))
        await watcher.ask_time()
        assert [error.name for error in watcher.told(m.Error)] == ["unknown_host"]
    (line,) = hub.told("a host was removed")
    assert (line["host"], line["name"], line["by"]) == ("web", "web", "captain")
    for _ in range(2):
        with pytest.raises(InvalidStatus) as refused:
            await SimulatedAgent(hub, agent.host, agent.identity).connect()
        assert refused.value.response.status_code == 401
        await asyncio.to_thread(hub.restart)
    async with fleet.machine("web") as again:
        assert again.host == "web"
        assert again.orders("run") == [], "the inbox began anew"
        assert (await fleet.host("web"))["name"] == "web"
