"""What a window says to a hub by itself: that its person leaves, and that the hub is to stop."""

import asyncio

import pytest

from tests.hub.credentials import become_admin, join, plant_session
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import room_client
from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.orders import Refused, say_bye, stop_hub
from tocsin_desktop.edge.trust import SYSTEMS
from tocsin_hub.core.principal import Role
from tocsin_wire.topics import MAIN_ROOM

LONG_AGO_MS = 3_600_000


def of(hub: HubProcess) -> HubAddress:
    return HubAddress.typed(hub.url)


async def test_bye_is_told_to_the_others_at_once(hub, login):
    async with room_client(hub, await join(hub, f"{login}b")) as bob:
        await bob.subscribe(MAIN_ROOM, tail=0)
        await asyncio.to_thread(say_bye, of(hub), SYSTEMS, await join(hub, login))
        left = await bob.until(lambda: bob.bodies(MAIN_ROOM, "leave"))
    assert [(one["login"], one["reason"]) for one in left] == [(login, "bye")]


async def test_who_may_stops_the_hub(start_hub):
    hub = start_hub()
    await asyncio.to_thread(stop_hub, of(hub), SYSTEMS, await become_admin(hub))
    assert await asyncio.to_thread(hub.wait) == 0


async def test_who_may_not_is_told_why(hub, login):
    with pytest.raises(Refused, match="admin") as caught:
        await asyncio.to_thread(stop_hub, of(hub), SYSTEMS, await join(hub, login))
    assert not caught.value.needs_proof


def test_who_has_to_prove_who_they_are_first(tmp_path):
    cookie = plant_session(tmp_path / "data", "boss", Role.ADMIN, age_ms=LONG_AGO_MS)
    hub = HubProcess(tmp_path / "data").start()
    try:
        with pytest.raises(Refused) as caught:
            stop_hub(of(hub), SYSTEMS, cookie)
        assert caught.value.needs_proof
    finally:
        hub.stop()


def test_a_session_that_is_over(hub):
    with pytest.raises(Refused, match="log in again"):
        say_bye(of(hub), SYSTEMS, "0" * 43)


def test_a_hub_that_is_not_there(hub):
    gone = HubProcess(hub.data.with_name("gone")).start()
    there = of(gone)
    gone.stop()
    with pytest.raises(Unreachable) as caught:
        say_bye(there, SYSTEMS, "0" * 43)
    assert caught.value.trouble is Trouble.REFUSED
