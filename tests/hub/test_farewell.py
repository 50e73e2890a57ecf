"""Farewells: one word ends one's own connection, another ends the hub for everybody."""

import asyncio

import pytest

from tests.hub.credentials import become_admin, join, plant_session
from tests.hub.room_client import room_client
from tests.hub.witness import undisturbed
from tocsin_hub.core.principal import Role
from tocsin_wire import messages as m
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
        assert isinstance(one.answer(id), m.Ack)
        assert one.told(m.Bye) == [m.Bye("bye", login)]
        assert one.chats()[-1] == (login, word), "one's own last word is seen before the farewell"
        there = witness.client
        left = await there.until(
            lambda: [one for one in there.bodies(MAIN_ROOM, "leave") if one["login"] == login]
        )
        assert [one["reason"] for one in left] == ["bye"]
        assert (login, word) in there.chats()


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
            assert [by for by, _ in client.chats()] == ["boss"]
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
