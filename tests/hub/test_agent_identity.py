"""Who a machine is: a key, a fresh nonce and a number that rises; anything else is refused."""

import contextlib
import sqlite3

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.hub.credentials import (
    Identity,
    ask_to_join,
    become_admin,
    enrol,
    join,
    join_code,
    say_hello,
)
from tests.hub.http_client import request
from tests.hub.raw_client import dialled
from tests.hub.simulated_agent import found_fleet
from tocsin_wire.joincode import pin_of, read_join_code
from tocsin_wire.proofs import Presented, connect_statement, hub_statement

PAUSED = "a host is paused"


@pytest.fixture
async def fleet(hub):
    return await found_fleet(hub)


async def knock(hub, authorization):
    """Ask for a WebSocket; return the status and the name of the error, if it is one."""
    async with dialled(hub) as client:
        answer = await client.upgrade(hub, authorization=authorization)
        return answer.status, "" if answer.status == 101 else answer.json["name"]


async def deeds(hub, admin, on):
    """Return the deeds of the audit about something, newest first."""
    answer = await request(hub, "GET", "/api/audit", token=admin)
    found = [entry["body"] for entry in answer.json["entries"]]
    return [body for body in found if body["kind"] == "deed" and body.get("on") == on]


async def listed(hub, admin):
    """Return the hosts by their identity."""
    answer = await request(hub, "GET", "/api/hosts", token=admin)
    return {host["id"]: host for host in answer.json["hosts"]}


# The hub's proof.


async def test_the_hub_signs_both_nonces_and_the_host(hub):
    asked = {"nonce": "ab" * 32, "host": "web"}
    answer = (await request(hub, "POST", "/api/agents/hello", asked)).json
    key = bytes.fromhex(answer["key"])
    nonces = bytes.fromhex(asked["nonce"]), bytes.fromhex(answer["nonce"])
    signature = bytes.fromhex(answer["signature"])
    public = Ed25519PublicKey.from_public_bytes(key)
    public.verify(signature, hub_statement(key, b"", "web", *nonces))
    for host, theirs, ours in (("db", *nonces), ("web", bytes(32), nonces[1])):
        with pytest.raises(InvalidSignature):
            public.verify(signature, hub_statement(key, b"", host, theirs, ours))


async def test_the_code_pins_the_hubs_key(hub):
    code = read_join_code(await join_code(hub, await become_admin(hub)))
    key, _ = await say_hello(hub)
    assert code is not None
    assert code.pin == pin_of(key, b"")


@pytest.mark.parametrize(
    "body",
    [{}, {"nonce": "ab"}, {"nonce": "AB" * 32}, {"nonce": "ab" * 33}, {"nonce": "ab" * 32, "x": 1}],
)
async def test_a_malformed_hello_is_refused(hub, body):
    assert (await request(hub, "POST", "/api/agents/hello", body)).status == 422


# The machine's.


async def test_an_upgrade_is_good_once(hub, fleet, login):
    """Whoever has heard one can do nothing with it."""
    _, identity = await enrol(hub, fleet.admin, login)
    header = await identity.authorization(hub)
    assert await knock(hub, header) == (101, "")
    assert await knock(hub, header) == (401, "stale_nonce")


async def test_a_signature_of_another_host_is_refused(hub, fleet, login):
    host, _ = await enrol(hub, fleet.admin, login)
    _, other = await enrol(hub, fleet.admin, f"{login}x")
    assert await knock(hub, await other.authorization(hub, host=host)) == (401, "unauthorized")
    assert (await listed(hub, fleet.admin))[host].get("paused", "") == ""


async def test_what_is_signed_is_what_counts(hub, fleet, login):
    host, identity = await enrol(hub, fleet.admin, login)
    key, nonce = await say_hello(hub, host)
    statements = [
        connect_statement(key, nonce, host, 2),  # another counter than it shows
        connect_statement(key, bytes(32), host, 1),
        connect_statement(bytes(32), nonce, host, 1),  # for another hub
        hub_statement(key, b"", host, nonce, nonce),
    ]
    for statement in statements:
        key, nonce = await say_hello(hub, host)
        shown = Presented(host, nonce, 1, identity.private.sign(statement))
        assert await knock(hub, str(shown)) == (401, "unauthorized")
    assert await knock(hub, await identity.authorization(hub, counter=1)) == (101, "")


@pytest.mark.parametrize("header", ["Tocsin-Agent x", "Bearer x", "Tocsin-Agent "])
async def test_no_proof_is_no_way_in(hub, header):
    assert await knock(hub, header) == (401, "unauthorized")


async def test_an_unknown_host_is_told_no_more_than_a_wrong_signature(hub, fleet, login):
    """Nobody learns here which hosts there are."""
    host, identity = await enrol(hub, fleet.admin, login)
    answers = []
    for name, key in ((host, Identity()), (f"no-{host}", identity)):
        async with dialled(hub) as client:
            header = await key.authorization(hub, host=name)
            answers.append((await client.upgrade(hub, authorization=header)).json)
    assert answers[0] == answers[1]


# Joining.


async def test_who_joins_has_the_private_key(hub, fleet, login):
    code, machine = await join_code(hub, fleet.admin), Identity()
    stolen = await machine.join_request(hub, code, login)
    for change in (
        {"key": Identity().public.hex()},
        {"name": f"{login}x"},
        {"nonce": (await say_hello(hub))[1].hex()},
    ):
        answer = await request(hub, "POST", "/api/join", {**stolen, **change})
        assert (answer.status, answer.json["name"]) == (401, "unauthorized")
        stolen = await machine.join_request(hub, code, login)
    assert (await request(hub, "POST", "/api/join", stolen)).status == 201
    again = await request(hub, "POST", "/api/join", stolen)
    assert (again.status, again.json["name"]) == (401, "stale_nonce")


async def test_a_machine_whose_answer_was_lost_asks_again_and_is_the_same_host(hub, fleet, login):
    code, machine = await join_code(hub, fleet.admin), Identity()
    answers = [await ask_to_join(hub, code, login, machine) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json


async def test_a_join_is_in_the_audit_and_so_is_a_refused_one(hub, fleet, login):
    code = await join_code(hub, fleet.admin)
    assert (await ask_to_join(hub, code, login)).status == 201
    assert (await ask_to_join(hub, code, f"{login}x")).status == 403
    (joined,) = await deeds(hub, fleet.admin, login)
    (refused,) = await deeds(hub, fleet.admin, f"{login}x")
    assert (joined["deed"], joined["by"]) == ("enrol", f"host/{login}")
    assert (refused["deed"], refused["refused"]) == ("enrol", True)


# Copies.


async def test_a_counter_that_does_not_rise_pauses_the_host_until_it_is_resumed(start_hub):
    hub = start_hub()
    hub.expected = hub.expected | {PAUSED}
    fleet = await found_fleet(hub)
    async with fleet.machine("web") as agent:
        before = agent.identity.counter
        header = await agent.identity.authorization(hub, counter=before)
        assert await knock(hub, header) == (409, "host_paused")
        assert await agent.ended() == 4409, "who was there cannot go on either"
    assert (await listed(hub, fleet.admin))["web"]["paused"] == "clone"
    (line,) = hub.told(PAUSED)
    assert (line["host"], line["why"]) == ("web", "clone")
    asked = await request(
        hub, "POST", "/api/runs", {"hosts": ["web"], "command": "uptime"}, token=fleet.admin
    )
    assert (asked.status, asked.json["name"]) == (409, "host_paused")
    hub.restart()
    header = await agent.identity.authorization(hub, counter=before + 9)
    assert await knock(hub, header) == (409, "host_paused")
    resumed = await request(hub, "POST", "/api/hosts/web/resume", token=fleet.admin)
    assert (resumed.status, resumed.json.get("paused", "")) == (200, "")
    agent.identity.counter = 0
    async with fleet.agent("web", agent.identity) as again:
        await again.describe()
        assert (await fleet.host("web"))["status"] == "up"
    said = [deed["detail"] for deed in await deeds(hub, fleet.admin, "web")]
    assert said[:2] == ["resumed", "paused: clone"]


async def test_the_counter_is_kept_over_a_restart(start_hub):
    hub = start_hub()
    hub.expected = hub.expected | {PAUSED}
    fleet = await found_fleet(hub)
    async with fleet.machine("web") as agent:
        pass
    hub.restart()
    header = await agent.identity.authorization(hub, counter=agent.identity.counter)
    assert await knock(hub, header) == (409, "host_paused")


async def test_two_that_live_are_paused_and_the_older_is_not_heard(start_hub):
    hub = start_hub()
    hub.expected = hub.expected | {PAUSED}
    fleet = await found_fleet(hub)
    async with fleet.machine("web") as old, fleet.agent("web", old.identity) as new:
        await new.describe()
        await old.publish(old.topic("samples"), {"kind": "rows", "columns": "c1", "rows": []})
        assert (await old.ended(), await new.ended()) == (4409, 4409)
        assert old.answers[1:] == []
        assert old.refusals == []
    assert (await listed(hub, fleet.admin))["web"]["paused"] == "clone"


# Removing, renaming.


async def test_a_removed_key_opens_nothing(hub, fleet, login):
    async with fleet.machine(login) as agent:
        path = f"/api/hosts/{agent.host}"
        assert (await request(hub, "DELETE", path, token=fleet.admin)).status == 204
        assert agent.host not in await listed(hub, fleet.admin)
        assert await agent.ended() == 4401
    assert await knock(hub, await agent.authorization()) == (401, "unauthorized")
    spent = await ask_to_join(hub, "7" * 20, login, agent.identity)
    assert (spent.status, spent.json["name"]) == (403, "bad_code")
    details = [deed["detail"] for deed in await deeds(hub, fleet.admin, agent.host)]
    assert f"removed: {login}" in details


async def test_a_host_is_renamed_and_no_two_are_called_alike(hub, fleet, login):
    host, _ = await enrol(hub, fleet.admin, login)
    other, _ = await enrol(hub, fleet.admin, f"{login}-other")
    path = f"/api/hosts/{host}"
    answer = await request(hub, "PATCH", path, {"name": f"{login} new"}, token=fleet.admin)
    assert (answer.status, answer.json["name"]) == (200, f"{login} new")
    for name in (other, f"{login}-OTHER"):
        taken = await request(hub, "PATCH", path, {"name": name}, token=fleet.admin)
        assert (taken.status, taken.json["name"]) == (409, "refused")
    assert (await request(hub, "PATCH", path, {"name": host}, token=fleet.admin)).status == 200
    for name in ("", " ", "x" * 49):
        bad = await request(hub, "PATCH", path, {"name": name}, token=fleet.admin)
        assert bad.status == 422
    assert (await listed(hub, fleet.admin))[host]["name"] == host
    details = [deed["detail"] for deed in await deeds(hub, fleet.admin, host)]
    assert details[1] == f"renamed: {login} -> {login} new"


# Join codes as an admin sees them.


async def test_codes_are_listed_without_what_they_are_and_can_be_deleted(start_hub):
    hub = start_hub()
    admin = await become_admin(hub)
    made = (await request(hub, "POST", "/api/join-codes", {"uses": 3}, token=admin)).json
    assert made["command"] == f"tocsin-agent join {hub.url} {made['code']}"
    assert made["install"] == f"{made['command']} && tocsin-agent install"
    for _ in range(2):
        listing = await request(hub, "GET", "/api/join-codes", token=admin)
        (known,) = listing.json["codes"]
        assert (known["id"], known["uses"], known["by"]) == (made["id"], 3, "admin")
        assert known["expires"] - known["created"] == 15 * 60_000
        assert made["code"][:5].encode() not in listing.body
        hub.restart()
    path = f"/api/join-codes/{made['id']}"
    assert (await request(hub, "DELETE", path, token=admin)).status == 204
    assert (await request(hub, "DELETE", path, token=admin)).status == 404
    assert (await request(hub, "GET", "/api/join-codes", token=admin)).json == {"codes": []}
    assert (await ask_to_join(hub, made["code"], "web")).status == 403
    hub.restart()
    assert (await ask_to_join(hub, made["code"], "web")).status == 403
    assert [deed["detail"] for deed in await deeds(hub, admin, made["id"])] == [
        "deleted",
        "made, for 3 machines, 15 min",
    ]


async def test_a_code_whose_time_is_over_lets_nobody_in(start_hub):
    hub = start_hub("--lab")
    code = await join_code(hub, await become_admin(hub))
    hub.stop()
    with contextlib.closing(sqlite3.connect(hub.data / "hub.db")) as db, db:
        db.execute("UPDATE code SET expires = 1")
    hub.start()
    assert (await ask_to_join(hub, code, "web")).status == 403
    assert (await request(hub, "GET", "/api/hosts", token=await join(hub, "ann"))).json == {
        "hosts": []
    }
