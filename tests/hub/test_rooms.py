"""Rooms of a running hub: begun, called otherwise, there after a restart; and who writes there."""

import asyncio
import contextlib

import apsw

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import request
from tests.hub.room_client import room_client


async def test_a_room_is_there_after_a_restart(start_hub):
    hub = start_hub("--lab")
    token = await become_admin(hub, "boss")
    body = {"name": "ops", "title": " Op\u202eé\nrations "}
    answer = await request(hub, "POST", "/api/rooms", body, token=token)
    assert (answer.status, answer.json["title"], answer.json["by"]) == (
        201,
        "Op\ufffdé rations",
        "boss",
    )
    again = await request(hub, "POST", "/api/rooms", body, token=token)
    assert (again.status, again.json["name"]) == (409, "refused")
    renamed = await request(hub, "PATCH", "/api/rooms/ops", {"title": "Ops"}, token=token)
    assert renamed.json == answer.json | {"title": "Ops"}
    missing = await request(hub, "PATCH", "/api/rooms/none", {"title": "x"}, token=token)
    assert missing.status == 404
    await asyncio.to_thread(hub.restart)
    async with room_client(hub, await join(hub, "ann")) as ann:
        await ann.subscribe("rooms")
        await ann.until(lambda: ann.states["rooms"].get("ops") == renamed.json)
        assert list(ann.states["rooms"]) == ["main", "ops"]


async def test_a_room_of_which_only_the_log_is_known_is_there(start_hub):
    hub = start_hub("--lab")
    async with room_client(hub, await become_admin(hub, "boss")) as boss:
        ack = await boss.answered(await boss.say("hello", "room/ops"))
    await asyncio.to_thread(hub.stop)
    with contextlib.closing(apsw.Connection(str(hub.data / "hub.db"))) as db:
        db.execute("DELETE FROM room")
    hub.start()
    async with room_client(hub, await join(hub, "ann")) as ann:
        await ann.subscribe("rooms")
        await ann.until(lambda: "ops" in ann.states["rooms"])
        assert ann.states["rooms"]["ops"]["created"] == ack.at
        await ann.subscribe("room/ops")
        await ann.until(lambda: ann.chats("room/ops") == [("boss", "hello")])


async def test_who_writes_is_seen_by_others_until_they_said_it(hub, login):
    async with (
        room_client(hub, await join(hub, login)) as one,
        room_client(hub, await join(hub, f"{login}-2")) as other,
    ):
        await other.subscribe("room/main/typing")
        await one.put("room/main/typing", {login: {}})
        await other.until(lambda: login in other.states["room/main/typing"])
        await one.say("done")
        await other.until(lambda: login not in other.states["room/main/typing"])
