"""A full disk: publishing waits, everything else goes on, and nothing acknowledged is lost."""

import asyncio
import contextlib
import itertools
from typing import Any

import pytest

from tests.hub.credentials import become_admin, enrol, join
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess, run_to_end
from tests.hub.ids import new_id
from tests.hub.raw_client import raw_client
from tests.hub.room_client import RoomClient, room_client
from tests.hub.simulated_agent import Fleet
from tests.hub.small_disk import enlarge, filled
from tests.hub.store.checked import assert_whole
from tocsin_wire import messages as m
from tocsin_wire.bodies import RunState
from tocsin_wire.topics import MAIN_ROOM

TOLD = {
    "the database cannot be written: what is said waits",
    "the database is written again",
    "the database cannot be written now",
    "the history cannot be written: rows wait",
    "the history is written again",
}
RECOVERY = 5.0
"""Seconds after there is room again: by then all that waited is acknowledged."""


@pytest.fixture
def hub(small_disk):
    running = HubProcess(small_disk / "data", "--lab").start()
    running.expected = running.expected | TOLD
    yield running
    running.stop()
    assert_whole(running.data)


async def refused_on(hub: HubProcess, token: str) -> Any:
    """Publish until the disk takes no more; return the refusal."""
    async with raw_client(hub, token) as client:
        for number in itertools.count():
            body = {"kind": "chat", "text": f"full {number}"}
            client.send_message(
                {"t": "pub", "topic": MAIN_ROOM, "id": new_id(number), "body": body}
            )
            while (answer := await client.read_message())["t"] not in ("ack", "nack"):
                pass
            if answer["t"] == "nack":
                return answer
    raise AssertionError


async def all_answered(*clients: RoomClient) -> None:
    """Wait until nothing is unanswered; asking the time lets a Link send what it held back."""
    while any(client.link.unanswered for client in clients):
        for client in clients:
            await client.ask_time()
        await asyncio.sleep(0.02)


def logins(client: RoomClient) -> set[str]:
    return {one["login"] for one in client.states["people"].values()}


@pytest.mark.slow
async def test_publishing_waits_and_the_rest_goes_on(hub, small_disk):
    tokens = [await become_admin(hub, login) for login in ("ann", "bob", "sam")]
    guest = await join(hub, "eve")
    async with room_client(hub, tokens[0]) as ann, room_client(hub, tokens[1]) as bob:
        await bob.subscribe(MAIN_ROOM)
        await bob.subscribe("people")
        before = [await ann.answered(await ann.say(f"before {n}")) for n in range(20)]
        with filled(small_disk):
            nack = await refused_on(hub, tokens[2])
            assert (nack["name"], nack["retryable"]) == ("storage_full", True)
            assert nack["after_ms"]
            waiting = [await ann.say(f"waiting {number}") for number in range(50)]
            async with room_client(hub, guest) as eve:  # reads go on, and states
                await eve.subscribe(MAIN_ROOM)
                await eve.until(lambda: ("ann", "before 19") in eve.chats())
                await bob.until(lambda: "eve" in logins(bob))
            await bob.until(lambda: "eve" not in logins(bob))
            assert (await request(hub, "GET", "/api/hosts", token=tokens[0])).status == 200
            refused = await request(hub, "POST", "/api/session", {"login": "mia"})
            assert refused.status == 503
            await ann.ask_time()
            assert ann.link.unanswered == 50
        async with asyncio.timeout(RECOVERY):
            await all_answered(ann)
        after = [await ann.answered(id) for id in waiting]
        await bob.until(lambda: bob.entries[MAIN_ROOM][-1].seq >= after[-1].seq)
        assert_said_once(bob, before + after)
        said = [text for by, text in bob.chats() if by == "ann"]
        assert said == [
            *(f"before {number}" for number in range(20)),
            *(f"waiting {number}" for number in range(50)),
        ]
        await bob.until(lambda: any(one["login"] == "eve" for one in joins(bob)))


def joins(client: RoomClient) -> list[dict[str, object]]:
    return client.bodies(MAIN_ROOM, "join")


def assert_said_once(client: RoomClient, acks: list[m.Ack]) -> None:
    entries = client.entries[MAIN_ROOM]
    assert [one.seq for one in entries] == list(range(1, len(entries) + 1))
    assert all(isinstance(ack, m.Ack) for ack in acks)
    assert all(entries[ack.seq - 1].id == ack.id for ack in acks)


@pytest.mark.slow
async def test_a_run_that_meets_a_full_disk_ends_as_it_ended(hub, small_disk):
    fleet = Fleet(hub, await become_admin(hub, "captain"))
    host, identity = await enrol(hub, fleet.admin, "web")
    async with fleet.agent(host, identity) as agent:
        run = await fleet.run(agent)
        await agent.tell(run, RunState("accepted"))
        with filled(small_disk):
            await refused_on(hub, fleet.admin)
            for body in (RunState("running"), RunState("exited", code=0, ms=5)):
                await agent.publish(f"run/{run}", body)
            await agent.ask_time()
            assert agent.link.unanswered == 2
            asked = await fleet.ask(agent)
            assert asked.status in (201, 503), asked
        async with asyncio.timeout(RECOVERY):
            await all_answered(agent)
        part = await fleet.part(run, host)
        assert (part["state"], part["code"]) == ("exited", 0)
        if asked.status == 201:
            again = asked.json["id"]
            await agent.until(lambda: again in [one["run"] for one in agent.orders("run")])


@pytest.mark.slow
async def test_what_was_acknowledged_on_a_filling_disk_survives_a_kill(small_disk):
    """Space runs out in the middle of everything, and then the hub is killed as well."""
    hub = HubProcess(small_disk / "data", "--lab").start()
    token = await become_admin(hub, "ann")
    acks: list[m.Ack] = []
    async with room_client(hub, token) as ann:
        with contextlib.suppress(TimeoutError):
            for number in itertools.count():
                id = await ann.say(f"{number} " + "x" * 3_000)
                if number % 50 == 0:
                    acks.append(await ann.until(lambda id=id: ann.answer(id), 3))
        hub.kill()
        acks = ann.told(m.Ack)
    assert len(acks) > 100, "there was no room to begin with"
    refused = run_to_end("serve", "--data", str(hub.data), "--listen", "127.0.0.1:0")
    assert refused.code == 2
    line = refused.stderr.splitlines()[-1]  # the log may have said that there was a crash
    assert "no room" in line
    assert str(hub.data) in line
    enlarge(small_disk)
    hub.start()
    async with room_client(hub, token) as ann:
        await ann.subscribe(MAIN_ROOM)
        await ann.until(lambda: len(ann.entries[MAIN_ROOM]) >= acks[-1].seq)
        assert_said_once(ann, acks)
    hub.stop()
    assert_whole(hub.data)
