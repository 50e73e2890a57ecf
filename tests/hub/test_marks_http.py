"""What lies on a host's time axis: of a running hub with an agent."""

import pytest

from tests.hub.credentials import become_admin
from tests.hub.http_client import request
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import Fleet
from tocsin_hub.edge.clock import now_ms
from tocsin_wire.bodies import Busiest, Deleted, Edited, RunState


@pytest.fixture
async def furnished(start_hub):
    """A hub, an admin in it and two machines, each with a run."""
    hub = start_hub("--lab")
    token = await become_admin(hub, "boss")
    fleet = Fleet(hub, token)
    async with (
        room_client(hub, token) as boss,
        fleet.machine("web") as web,
        fleet.machine("db") as db,
    ):
        for agent in (web, db):
            run = await fleet.run(agent)
            await agent.tell(run, RunState("exited", code=0))
        yield hub, boss, web, db


async def marks(hub, token, host, since=0, until=None, **more):
    until = now_ms() + 60_000 if until is None else until
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    path = f"/api/marks?host={host}&from={since}&to={until}{asked}"
    answer = await request(hub, "GET", path, token=token)
    assert answer.status == 200, answer
    return answer.json


async def test_a_hosts_time_has_its_runs_its_status_its_spikes_and_what_was_said(furnished):
    hub, boss, web, db = furnished
    told = [await boss.answered(await boss.say(text)) for text in ("one", "two", "three")]
    await boss.answered(await boss.publish("room/main", Edited(told[0].id, told[0].seq, "first")))
    await boss.answered(await boss.publish("room/main", Deleted(told[1].id, told[1].seq)))
    at = now_ms()
    for agent in (web, db):
        spike = Busiest(at, "spike", [], series="system.cpu.utilization", value=1.0)
        await agent.answered(await agent.publish(f"host/{agent.host}/busiest", spike))
    minute = Busiest(at, "minute", [])
    await web.answered(await web.publish(f"host/{web.host}/busiest", minute))
    events = f"host/{web.host}/events"
    await boss.subscribe(events)
    await boss.until(lambda: boss.entries[events])
    found = await marks(hub, boss.token, web.host)
    assert len(of(found, "up")) == 1
    assert not found["more"]
    assert [one["text"] for one in of(found, "chat")] == ["first", "three"]
    (run,) = of(found, "run")
    assert (run["by"], run["host"]) == ("boss", web.host)
    (spiked,) = of(found, "spike")
    assert (spiked["at"], spiked["text"]) == (at, "system.cpu.utilization")
    assert [one["by"] for one in of(found, "join")] == ["boss"]
    times = [one["at"] for one in found["marks"]]
    assert times == sorted(times)
    assert (await marks(hub, boss.token, web.host, at + 60_000))["marks"] == []


async def test_of_much_some_is_left_out(furnished):
    hub, boss, web, _ = furnished
    for number in range(20):
        await boss.answered(await boss.say(str(number)))
    found = await marks(hub, boss.token, web.host, limit=8)
    assert (len(found["marks"]), found["more"]) == (8, True)
    assert len(of(found, "run")) == 1


async def test_what_is_asked_wrongly(furnished):
    hub, boss, web, _ = furnished
    for query, status in {
        "host=none&from=0&to=1": 404,
        f"host={web.host}&from=2&to=1": 422,
        f"host={web.host}&from=0": 422,
        f"host={web.host}&from=0&to=1&limit=501": 422,
    }.items():
        answer = await request(hub, "GET", f"/api/marks?{query}", token=boss.token)
        assert answer.status == status, query


def of(found, kind):
    return [one for one in found["marks"] if one["kind"] == kind]
