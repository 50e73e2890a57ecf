"""Rates: how fast people may publish, and what becomes of what was too fast or not allowed."""

import asyncio
import json
import time

import pytest

from tests.hub.credentials import become_admin, join
from tests.hub.ids import new_id
from tests.hub.raw_client import TEXT, dialled, frame, raw_client
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import found_fleet
from tests.hub.witness import undisturbed
from tocsin_hub.core.patience import ERRORS_AT_ONCE, FLOOD_AT_ONCE
from tocsin_wire import messages as m
from tocsin_wire.bodies import RunOutput, RunState
from tocsin_wire.topics import MAIN_ROOM

PUB = '{"t":"pub","topic":"room/main","id":"%s","body":%s}'
CHAT = '{"kind":"chat","text":"%d"}'


def publishes(*numbers: int) -> bytes:
    """Return the frames of publishes that say their numbers."""
    return b"".join(
        frame(TEXT, (PUB % (new_id(number), CHAT % number)).encode()) for number in numbers
    )


async def answers(raw, count: int) -> list[dict]:
    found: list[dict] = []
    while len(found) < count:
        message = await raw.read_message()
        if message["t"] in ("ack", "nack"):
            found.append(message)
    return found


async def test_a_guest_pastes_sixty_lines_at_once(hub, login):
    async with raw_client(hub, await join(hub, login)) as raw:
        raw.send(publishes(*range(60)))
        assert {answer["t"] for answer in await answers(raw, 60)} == {"ack"}


async def test_an_admins_program_says_a_thousand_things_at_once(hub, login):
    async with raw_client(hub, await become_admin(hub, login)) as raw:
        raw.send(publishes(*range(1_000)))
        assert {answer["t"] for answer in await answers(raw, 1_000)} == {"ack"}


async def test_how_fast_a_program_may_report_is_a_setting(start_hub, login):
    hub = start_hub("--lab", "--publish-rate", "20")
    async with raw_client(hub, await become_admin(hub, login)) as raw:
        raw.send(publishes(*range(120)))
        taken = [answer["id"] for answer in await answers(raw, 120) if answer["t"] == "ack"]
    assert 80 <= len(taken) < 120
    assert taken == [new_id(number) for number in range(len(taken))]


async def test_all_connections_of_a_person_share_what_they_may_publish(hub, login):
    """Also those of another session, and one that comes after the others have gone."""
    token = await join(hub, login)
    async with raw_client(hub, token) as first, raw_client(hub, token) as second:
        first.send(publishes(*range(60)))
        assert {answer["t"] for answer in await answers(first, 60)} == {"ack"}
        second.send(publishes(*range(60, 160)))
        kinds = [answer["t"] for answer in await answers(second, 100)]
        assert 40 <= kinds.count("ack") < 60, "what comes by in the meantime"
    async with raw_client(hub, token) as third:
        third.send(publishes(*range(160, 220)))
        kinds = [answer["t"] for answer in await answers(third, 60)]
        assert kinds.count("nack") > 30
        other = await join(hub, f"{login}b")
        async with raw_client(hub, other) as neighbour:
            neighbour.send(publishes(*range(60)))
            assert {answer["t"] for answer in await answers(neighbour, 60)} == {"ack"}


async def test_who_sends_more_bytes_than_their_share_is_read_later(start_hub, login):
    """Nothing of it is lost, the hub holds none of it meanwhile, and others do not notice."""
    hub = start_hub("--lab", "--inbound-kib", "64")
    token = await join(hub, login)
    filler = json.dumps({"t": "time", "sent": 7}) + " " * 60_000
    async with raw_client(hub, token) as raw, undisturbed(hub):
        before = hub.memory
        sending = asyncio.create_task(raw.send_all(frame(TEXT, filler.encode()) * 10))
        started = time.monotonic()
        for _ in range(10):
            assert (await raw.read_until("time_ok"))["sent"] == 7
        await sending
        assert time.monotonic() - started > 2, "600 KB at 64 KiB a second, of which 256 at once"
        assert hub.memory < before + 8 * 1024 * 1024


async def test_the_share_of_bytes_is_one_over_all_connections(start_hub, login):
    hub = start_hub("--lab", "--inbound-kib", "64")
    token = await join(hub, login)
    filler = frame(TEXT, (json.dumps({"t": "time", "sent": 7}) + " " * 60_000).encode())
    async with raw_client(hub, token) as first, raw_client(hub, token) as second:
        started = time.monotonic()
        for one in (first, second):
            one.send(filler * 4)
        for one in (first, second):
            for _ in range(4):
                await one.read_until("time_ok")
        assert time.monotonic() - started > 1, "480 KB, of which 256 at once"


async def test_so_many_upgrades_a_minute_are_for_one_address(start_hub, login):
    hub = start_hub("--lab", "--upgrades-per-address", "5")
    token = await join(hub, login)
    got = []
    for _ in range(8):
        async with dialled(hub) as client:
            got.append(await client.upgrade(hub, token=token))
    assert [answer.status for answer in got[:5]] == [101] * 5
    assert {(answer.status, answer.json["name"]) for answer in got[6:]} == {(429, "too_fast")}
    assert 0 < int(got[-1].header("retry-after")) <= 60
    hub.source = ("127.0.0.9", 0)
    async with dialled(hub) as client:
        assert (await client.upgrade(hub, token=token)).status == 101, "another address"


async def test_too_fast_is_told_with_the_time_to_wait(hub, login):
    async with undisturbed(hub), raw_client(hub, await join(hub, login)) as raw:
        raw.send(publishes(*range(300)))
        got = await answers(raw, 300)
        refused = [answer for answer in got if answer["t"] == "nack"]
        assert len(refused) > 100
        ids = [one["id"] for one in refused]
        assert ids == [new_id(number) for number in range(300 - len(ids), 300)], "none overtook"
        assert {(one["name"], one["code"], one["retryable"]) for one in refused} == {
            ("too_fast", 502, True)
        }
        waits = [one["after_ms"] for one in refused]
        assert 0 < waits[0] < waits[-1] < 60_000
        raw.send_message({"t": "time", "sent": 1})
        assert (await raw.read_until("time_ok"))["sent"] == 1, "other messages are not held up"


async def test_what_was_too_fast_is_said_later_once_and_in_order(hub, login):
    async with (
        room_client(hub, await join(hub, f"{login}w")) as watcher,
        room_client(hub, await join(hub, login)) as guest,
    ):
        await watcher.subscribe(MAIN_ROOM, tail=0)
        texts = [f"{number}" for number in range(115)]
        for text in texts:
            await guest.say(text)
        await watcher.until(lambda: watcher.chats()[-1:] == [(login, texts[-1])])
        assert [text for _, text in watcher.chats()] == texts
        await guest.until(lambda: guest.link.unanswered == 0)
        assert {nack.name for nack in guest.refusals} == {"too_fast"}
        assert len(guest.told(m.Ack)) == len(texts)


@pytest.mark.slow
async def test_a_client_that_does_not_wait_when_told_to_is_closed(hub, login):
    async with undisturbed(hub), raw_client(hub, await join(hub, login)) as raw:
        for at in range(0, FLOOD_AT_ONCE + 2_000, 500):
            await raw.send_all(publishes(*range(at, at + 500)))
        code, reason = await raw.closing()
        assert (code, reason) == (4429, "you publish too fast and do not wait when told to")


@pytest.mark.parametrize(
    "message",
    [
        '{"t":"time","sent":"5"}',
        "[" * 60_000,
        '{"t":"sub","topic":"ROOM"}',
        '{"t":"sub","topic":"private/somebody"}',
        '{"t":"put","topic":"people"}',
    ],
)
async def test_what_no_client_sends_is_answered_so_often_and_then_closed(hub, login, message):
    async with undisturbed(hub), raw_client(hub, await join(hub, login)) as raw:
        for _ in range(3 * ERRORS_AT_ONCE):
            raw.send_message(message)
        for _ in range(ERRORS_AT_ONCE):
            assert (await raw.read_message())["t"] in ("error", "nack")
        assert (await raw.closing())[0] == 4400


async def test_an_agent_that_tells_of_what_is_over_is_not_closed(hub, login):
    """The hub may have given a run up while much of its output was on its way."""
    fleet = await found_fleet(hub)
    async with fleet.machine(login) as agent:
        run = await fleet.run(agent)
        await agent.tell(run, RunState("exited", code=0))
        for number in range(5 * ERRORS_AT_ONCE):
            await agent.publish(f"run/{run}", RunOutput("out", number, text="x"))
        await agent.until(lambda: agent.link.unanswered == 0)
        assert {nack.name for nack in agent.refusals} == {"refused"}
        await agent.ask_time()
