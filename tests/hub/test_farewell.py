"""Farewells: one word ends one's own connection, another ends the hub for everybody."""

import asyncio
import json
import signal

import pytest
from msgspec import Raw

from tests.hub.credentials import become_admin, join, plant_session
from tests.hub.ids import new_id
from tests.hub.raw_client import CLOSE, dialled, raw_client
from tests.hub.room_client import room_client
from tests.hub.witness import undisturbed
from tocsin_hub.core.principal import Role
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.messages import Pub
from tocsin_wire.topics import MAIN_ROOM

FAREWELLS = ["bye", "BYE", "Fin", "stop", "sToP", "/bye", "/quit", "/QUIT", "/exit", "  bye \n"]
STOPS = ["arret", "ARRET", "arrêt", "Arrêt", "ARRÊT", "/arret", " arret\n"]
NO_FAREWELLS = [
    "goodbye",
    "bye bye",
    "bye!",
    "stop it",
    "/bye now",
    "finish",
    "exit",
    "arrete",
    "halt",
]


@pytest.mark.parametrize("word", FAREWELLS, ids=repr)
async def test_a_farewell_ends_the_speakers_connection_only(hub, login, word):
    async with undisturbed(hub) as witness, room_client(hub, await join(hub, login)) as one:
        await one.subscribe(MAIN_ROOM, tail=0)
        id = await one.say(word)
        assert await one.ended() == 1000
        ack = one.answer(id)
        assert isinstance(ack, m.Ack)
        assert ack.seq == m.NOT_KEPT
        assert one.told(m.Bye) == [m.Bye("bye", login)]
        there = witness.client
        left = await there.until(
            lambda: [one for one in there.bodies(MAIN_ROOM, "leave") if one["login"] == login]
        )
        assert [one["reason"] for one in left] == ["bye"]
        assert login not in [by for by, _ in there.chats()], "it is done, not said"


@pytest.mark.parametrize("word", NO_FAREWELLS)
async def test_what_only_looks_like_a_farewell_is_said(hub, login, word):
    async with room_client(hub, await join(hub, login)) as one:
        assert isinstance(await one.answered(await one.say(word)), m.Ack)
        await one.ask_time()


async def test_a_farewell_frees_a_guests_login_at_once(hub, login):
    for _ in range(3):
        async with room_client(hub, await join(hub, login)) as one:
            await one.say("bye")
            assert await one.ended() == 1000


async def test_a_farewell_in_one_tab_leaves_the_other(hub, login):
    token = await join(hub, login)
    async with room_client(hub, token) as one, room_client(hub, token) as two:
        await two.subscribe(MAIN_ROOM, tail=0)
        await one.say("bye")
        assert await one.ended() == 1000
        await two.say("still here")
        await two.until(lambda: (login, "still here") in two.chats())
        assert two.bodies(MAIN_ROOM, "leave") == []


@pytest.mark.parametrize("word", STOPS, ids=repr)
async def test_a_guest_may_not_stop_the_hub(hub, login, word):
    async with undisturbed(hub), room_client(hub, await join(hub, login)) as one:
        refused = await one.answered(await one.say(word))
        assert (refused.name, refused.retryable) == ("forbidden", False)
        await one.ask_time()


@pytest.mark.parametrize("word", STOPS[:4], ids=repr)
async def test_an_admin_stops_the_hub_for_everybody(start_hub, word):
    hub = start_hub("--lab")
    async with (
        room_client(hub, await become_admin(hub, "boss")) as boss,
        room_client(hub, await join(hub, "ann")) as ann,
    ):
        for client in (boss, ann):
            await client.subscribe(MAIN_ROOM, tail=0)
        id = await boss.say(word)
        assert (await boss.ended(), await ann.ended()) == (1001, 1001)
        assert isinstance(boss.answer(id), m.Ack)
        for client in (boss, ann):
            assert client.bodies(MAIN_ROOM, "stop") == [{"kind": "stop", "login": "boss"}]
            assert client.chats() == []
            assert client.told(m.Bye) == [m.Bye("stop", "boss")]
    assert await asyncio.to_thread(hub.wait) == 0
    hub.assert_quiet()


async def test_a_lab_may_let_everyone_stop_the_hub(start_hub):
    hub = start_hub("--lab", "--arret", "everyone")
    async with room_client(hub, await join(hub, "ann")) as ann:
        await ann.say("arret")
        assert await ann.ended() == 1001
    assert await asyncio.to_thread(hub.wait) == 0
    hub.assert_quiet()


@pytest.mark.slow
@pytest.mark.parametrize(("allowed", "code"), [("admin", None), ("operator", 1001)])
async def test_operators_stop_it_when_they_may(start_hub, tmp_path, allowed, code):
    data = tmp_path / "planted"
    token = plant_session(data, "op", Role.OPERATOR)
    hub = start_hub("--arret", allowed, data=data)
    async with room_client(hub, token) as op:
        id = await op.say("arret")
        if code is None:
            assert (await op.answered(id)).name == "forbidden"
        else:
            assert await op.ended() == code
            assert await asyncio.to_thread(hub.wait) == 0


async def test_a_stop_said_in_private_is_a_stop_too_and_a_farewell_as_well(hub, login):
    async with room_client(hub, await join(hub, login)) as one:
        refused = await one.answered(await one.say("arret", f"private/{login}"))
        assert refused.name == "forbidden"
        await one.say("/quit", f"private/{login}")
        assert await one.ended() == 1000


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_says_goodbye_in_the_hubs_name(start_hub, number):
    hub = start_hub("--lab")
    async with room_client(hub, await join(hub, "ann")) as ann:
        await ann.subscribe(MAIN_ROOM, tail=0)
        hub.send_signal(number)
        assert await ann.ended() == 1012
        assert ann.told(m.Bye) == [m.Bye("restart", "@hub")]
        assert ann.bodies(MAIN_ROOM, "stop") == []
    assert await asyncio.to_thread(hub.wait) == 0


async def test_a_stop_that_is_sent_again_does_not_stop_the_next_hub(start_hub):
    """Its answer was lost with the connection, so the client says it once more when it is back."""
    hub = start_hub("--lab", "--arret", "everyone")
    token = await join(hub, "ann")
    stop = Pub(MAIN_ROOM, new_id(1), Raw(b'{"kind":"chat","text":"arret"}'))
    async with raw_client(hub, token) as raw:
        raw.send_message(codec.encode(stop).decode())
        assert (await raw.closing())[0] == 1001
    assert await asyncio.to_thread(hub.wait) == 0
    hub.start()
    async with room_client(hub, token) as ann:
        await ann.socket.send(codec.encode(stop).decode())
        await ann.ask_time()
        await ann.say("still here")
        await ann.subscribe(MAIN_ROOM)
        await ann.until(lambda: ("ann", "still here") in ann.chats())
        assert ann.bodies(MAIN_ROOM, "stop") == [{"kind": "stop", "login": "ann"}]


@pytest.mark.parametrize("how", ["arret", "signal", "bye"])
async def test_who_asked_for_a_slow_pace_has_all_before_the_end(start_hub, how):
    hub = start_hub("--lab")
    async with (
        room_client(hub, await become_admin(hub, "boss")) as boss,
        room_client(hub, await join(hub, "ann")) as ann,
    ):
        await ann.subscribe(MAIN_ROOM, tail=0, every_ms=60_000)
        said = [f"{number}" for number in range(50)]
        for text in said:
            await boss.say(text)
        await boss.until(lambda: boss.link.unanswered == 0)
        match how:
            case "arret":
                await boss.say("arret")
            case "signal":
                hub.send_signal(signal.SIGTERM)
            case "bye":
                await ann.say("bye")
        await ann.ended()
        assert [text for _, text in ann.chats()] == said
        assert len(ann.bodies(MAIN_ROOM, "stop")) == (how == "arret")


@pytest.mark.slow
async def test_a_hub_that_says_goodbye_lets_nobody_in(start_hub):
    hub = start_hub("--lab")
    token = await join(hub, "ann")
    async with raw_client(hub, token) as raw:
        hub.send_signal(signal.SIGTERM)
        while (await raw.read_frame()).opcode != CLOSE:
            pass  # its end is left unanswered, so that the farewell lasts
        async with dialled(hub) as late:
            answer = await late.upgrade(hub, token=token)
            assert answer.status == 503
            refusal = json.loads(answer.body)
            assert (refusal["code"], refusal["name"]) == (503, "stopping")
            assert refusal["message"] == "the hub is stopping: come back in a moment"
    assert await asyncio.to_thread(hub.wait) == 0
    hub.assert_quiet()
