"""What a sender claims: sender, address, time, number and role are the hub's word alone."""

import json
from typing import Any

import pytest

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import request
from tests.hub.raw_client import TEXT, RawClient, dialled, frame, raw_client
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import Fleet
from tocsin_hub.edge.clock import new_id, now_ms
from tocsin_wire.bodies import RunOutput, RunState
from tocsin_wire.messages import Ack

CLAIMS: dict[str, Any] = {
    "by": "@hub",
    "ip": "203.0.113.9",
    "at": 1,
    "seq": 1_000_000,
    "role": "admin",
    "login": "root",
    "epoch": "e1",
    "session": "x",
    "connection": "c1",
}


def publish(**more: Any) -> dict[str, Any]:
    """Return a publish with a claim beside what belongs there."""
    body = {"kind": "chat", "text": "hello"}
    return {"t": "pub", "topic": "room/main", "id": new_id(), "body": body, **more}


async def answer_of(client: RawClient, message: Any) -> Any:
    client.send(frame(TEXT, json.dumps(message).encode()))
    return await client.read_message()


@pytest.mark.parametrize("claim", CLAIMS)
async def test_a_claim_beside_a_publish_is_refused(hub, login, claim):
    async with raw_client(hub, await join(hub, login)) as client:
        answer = await answer_of(client, publish(**{claim: CLAIMS[claim]}))
        assert answer["name"] == "bad_field"


@pytest.mark.parametrize("claim", CLAIMS)
async def test_a_claim_inside_what_is_said_is_refused(hub, login, claim):
    async with raw_client(hub, await join(hub, login)) as client:
        message = publish()
        message["body"] = {"kind": "chat", "text": "hello", claim: CLAIMS[claim]}
        answer = await answer_of(client, message)
        assert answer["name"] == "bad_field"


@pytest.mark.parametrize("claim", [{"role": "admin"}, {"login": "root"}, {"name": "agent"}])
async def test_nobody_becomes_another_by_saying_hello(hub, login, claim):
    async with raw_client(hub, await join(hub, login)) as client:
        hello = {"t": "hello", "client": "x", "version": "1", **claim}
        assert (await answer_of(client, hello))["name"] == "bad_field"


@pytest.mark.parametrize("kind", ["join", "leave", "run", "stop"])
async def test_what_only_the_hub_says_nobody_else_does(hub, login, kind):
    told: dict[str, dict[str, Any]] = {
        "join": {"login": "root", "role": "admin", "count": 1},
        "leave": {"login": "root", "reason": "bye", "count": 0},
        "run": {"run": "r1", "command": "id", "hosts": ["h"]},
        "stop": {"login": "root"},
    }
    async with raw_client(hub, await join(hub, login)) as client:
        message = publish()
        message["body"] = {"kind": kind, **told[kind]}
        assert (await answer_of(client, message))["name"] == "bad_field"


async def test_an_entry_tells_who_really_said_it_from_where_and_when(hub, login):
    claimed = [("X-Forwarded-For", "203.0.113.9"), ("X-Real-IP", "203.0.113.9"), ("From", "root")]
    before = now_ms()
    token = await join(hub, login)
    async with room_client(hub, token) as witness, dialled(hub) as client:
        await witness.subscribe("room/main", tail=0)
        assert (await client.upgrade(hub, token=token, headers=claimed)).status == 101
        await client.read_until("welcome")
        message = publish()
        message["body"] = {"kind": "chat", "text": "hello", "to": "root"}
        answer = await answer_of(client, message)
        assert answer["t"] == "ack"
        await witness.until(witness.chats)
        (entry,) = [one for one in witness.entries["room/main"] if one.id == message["id"]]
    assert (entry.by, entry.ip) == (login, "127.0.0.1")
    assert before <= entry.at <= now_ms()
    assert entry.seq == answer["seq"]
    assert json.loads(bytes(entry.body)) == {"kind": "chat", "text": "hello"}


@pytest.mark.parametrize("claim", ["by", "role", "ip", "at", "id", "instance"])
async def test_a_claim_in_a_request_is_refused(hub, login, claim):
    admin = await become_admin(hub, login)
    requests: list[tuple[str, dict[str, Any]]] = [
        ("/api/runs", {"hosts": ["all"], "command": "uptime"}),
        ("/api/saved-runs", {"name": f"n{login}", "command": "uptime", "where": ["all"]}),
        ("/api/join-codes", {"uses": 1}),
    ]
    for path, body in requests:
        forged = {**body, claim: CLAIMS.get(claim, "x")}
        answer = await request(hub, "POST", path, forged, token=admin)
        assert (answer.status, answer.json["name"]) == (422, "bad_field"), path


async def test_an_agent_speaks_for_its_own_host_alone(hub, login):
    fleet = Fleet(hub, await become_admin(hub, login))
    async with fleet.machine(f"{login}-a") as one, fleet.machine(f"{login}-b") as other:
        run = await fleet.run(one)
        state = RunState("running", other.host, instance="forged")
        assert isinstance(await one.tell(run, state), Ack)
        assert isinstance(await one.tell(run, RunOutput("out", 0, other.host, text="x")), Ack)
        assert (await other.tell(run, RunState("exited", one.host, code=0))).name == "unknown_run"
        await one.tell(run, RunState("exited", code=0))
        answer = await request(hub, "GET", f"/api/runs/{run}", token=fleet.admin)
    assert list(answer.json["hosts"]) == [one.host]
    assert answer.json["hosts"][one.host]["state"] == "exited"
