"""Private messages are for the person they were said to, not for whoever has the login next."""

import asyncio

import pytest

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import request
from tests.hub.room_client import room_client


async def tell_a_secret(hub, login) -> str:
    """Have somebody tell `login` a secret; return the token of who got it."""
    token = await join(hub, login)
    async with room_client(hub, token) as one, room_client(hub, await join(hub, "eve")) as eve:
        await one.subscribe(f"private/{login}")
        await eve.say("secret", f"private/{login}")
        await one.until(lambda: one.chats(f"private/{login}") == [("eve", "secret")])
        await eve.say("bye")
        await eve.ended()
    return token


async def heard(hub, login, token) -> list[tuple[str, str]]:
    """Return what `login` finds in private."""
    async with room_client(hub, token) as one:
        await one.subscribe(f"private/{login}")
        await one.say("note", f"private/{login}")
        await one.until(lambda: (login, "note") in one.chats(f"private/{login}"))
        return one.chats(f"private/{login}")


@pytest.mark.parametrize("enter", [join, become_admin])
@pytest.mark.parametrize("how", ["bye", "leave"])
async def test_the_next_one_with_a_login_reads_nothing_of_the_last(hub, login, how, enter):
    token = await tell_a_secret(hub, login)
    async with room_client(hub, token) as one:
        if how == "bye":
            await one.say("bye")
        else:
            await request(hub, "DELETE", "/api/session", token=token)
        await one.ended()
    assert await heard(hub, login, await enter(hub, login)) == [(login, "note")]


@pytest.mark.parametrize("enter", [join, become_admin])
async def test_neither_after_a_restart(start_hub, enter):
    hub = start_hub("--lab")
    token = await tell_a_secret(hub, "ann")
    await asyncio.to_thread(hub.restart)
    await request(hub, "DELETE", "/api/session", token=token)
    assert await heard(hub, "ann", await enter(hub, "ann")) == [("ann", "note")]


async def test_who_comes_back_after_a_restart_finds_what_was_said(start_hub):
    hub = start_hub("--lab")
    token = await tell_a_secret(hub, "ann")
    await asyncio.to_thread(hub.restart)
    assert await heard(hub, "ann", token) == [("eve", "secret"), ("ann", "note")]


async def test_nobody_takes_a_login_that_a_restart_cut_off(start_hub):
    hub = start_hub("--lab")
    token = await join(hub, "ann")
    await asyncio.to_thread(hub.restart)
    answer = await request(hub, "POST", "/api/session", {"login": "Ann"})
    assert (answer.status, answer.json["name"]) == (409, "login_taken")
    async with room_client(hub, token) as ann:
        await ann.ask_time()
