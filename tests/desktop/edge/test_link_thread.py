"""Beside the page's own connection the window has one that tells it what concerns its person."""

import asyncio
import contextlib
import queue
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from tests.desktop.edge.told import SECONDS, Told, told_of
from tests.hub.credentials import become_admin, join
from tests.hub.http_client import request
from tests.hub.room_client import room_client
from tests.hub.simulated_agent import Fleet
from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.notices import Kind, Unread
from tocsin_desktop.edge.link_thread import JOIN_SECONDS, Standing
from tocsin_desktop.edge.probe import authority_of
from tocsin_wire.closing import Close
from tocsin_wire.messages import SUBPROTOCOL
from tocsin_wire.topics import private


class Stranger:
    """Accepts whoever comes, says a word that is none of the protocol, and listens."""

    def __init__(self) -> None:
        self.url = ""
        self.codes: queue.Queue[int | None] = queue.Queue()
        """How those who came closed the connection."""

    def speak(self, connection: ServerConnection) -> None:
        connection.send('{"t":"carillon"}')
        with contextlib.suppress(ConnectionClosed):
            for _ in connection:
                pass
        self.codes.put(connection.close_code)


@contextlib.contextmanager
def strange_hub() -> Iterator[Stranger]:
    stranger = Stranger()
    spoken = [Subprotocol(SUBPROTOCOL)]
    with serve(stranger.speak, "127.0.0.1", 0, subprotocols=spoken) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        stranger.url = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        yield stranger
        server.shutdown()
        serving.join()


ROW = (0.5, 0.25, 0.1, 0.9, 1000.0)


def own_threads() -> set[threading.Thread]:
    """The threads there are, but for those that the test's loop keeps for later."""
    return {one for one in threading.enumerate() if not one.name.startswith("asyncio_")}


async def test_it_tells_who_one_is_and_what_is_said_to_one(hub, login):
    other = f"{login}b"
    with told_of(hub, await join(hub, login)) as told:
        await told.stands(Standing.LIVE)
        assert [news.standing for news in told.news] == [Standing.CONNECTING, Standing.LIVE]
        assert (told.last.login, told.last.role) == (login, "guest")
        async with room_client(hub, await join(hub, other)) as bob:
            await bob.say("hello all")
            await bob.say(f"@{login} look")
            await bob.say("psst", private(login))
            await told.until(lambda: told.last.unread == Unread(spoken_to=2, other=1))
    assert {(one.kind, one.who, one.text) for one in told.notices} == {
        (Kind.MENTION, other, f"@{login} look"),
        (Kind.PRIVATE, other, "psst"),
    }


async def test_who_looks_has_nothing_unread(hub, login):
    with told_of(hub, await join(hub, login)) as told:
        await told.stands(Standing.LIVE)
        async with room_client(hub, await join(hub, f"{login}b")) as bob:
            await bob.say("hello")
            await told.until(lambda: told.last.unread == Unread(other=1))
            told.link.seen()
            await told.until(lambda: told.last.unread == Unread())


async def test_what_was_said_before_is_no_news(hub, login):
    async with room_client(hub, await join(hub, f"{login}b")) as bob:
        await bob.answered(await bob.say(f"@{login} early"))
        with told_of(hub, await join(hub, login)) as told:
            await told.stands(Standing.LIVE)
            await bob.answered(await bob.say(f"@{login} late"))
            await told.until(lambda: bool(told.notices))
            assert [one.text for one in told.notices] == [f"@{login} late"]


async def test_rooms_there_are_and_one_that_begins_by_a_mention(start_hub):
    hub = start_hub("--lab")
    admin = await become_admin(hub, "boss")
    made = await request(hub, "POST", "/api/rooms", {"name": "ops", "title": ""}, token=admin)
    assert made.status == 201
    with told_of(hub, await join(hub, "ann")) as told:
        await told.stands(Standing.LIVE)
        async with room_client(hub, admin) as boss:
            await boss.answered(await boss.say("@ann here", "room/ops"))
            await told.until(lambda: len(told.notices) == 1)
            await boss.answered(await boss.say("@ann and here", "room/new"))
            await told.until(lambda: len(told.notices) == 2)
    assert [one.where for one in told.notices] == ["ops", "new"]


@pytest.mark.slow
async def test_a_host_that_goes_down_and_comes_back(start_hub):
    hub = start_hub("--lab")
    fleet = Fleet(hub, await become_admin(hub, "boss"))
    with told_of(hub, await join(hub, "ann")) as told:
        async with fleet.machine("web-1") as agent:
            await agent.describe()
            assert await agent.sample(*ROW) is None
            await told.stands(Standing.LIVE)
            async with room_client(hub, fleet.admin) as boss:
                await boss.subscribe("hosts")
                await boss.until(lambda: boss.states["hosts"][agent.host]["status"] == "up")
            await agent.close()
            await told.until(lambda: told.last.down == {"web-1"})
            await told.until(lambda: bool(told.notices))
            async with fleet.agent(agent.host, agent.identity) as back:
                await back.describe()
                assert await back.sample(*ROW) is None
                await told.until(lambda: told.last.down == frozenset())
                await told.until(lambda: len(told.notices) == 2)
    assert [(one.kind, one.hosts) for one in told.notices] == [
        (Kind.DOWN, ("web-1",)),
        (Kind.BACK, ("web-1",)),
    ]


async def test_a_lost_hub_comes_back_and_nothing_said_meanwhile_is_missed(start_hub):
    hub = start_hub("--lab")
    with told_of(hub, await become_admin(hub, "boss")) as told:
        await told.stands(Standing.LIVE)
        port = hub.port
        await asyncio.to_thread(hub.kill)
        await told.stands(Standing.LOST)
        assert told.last.role == ""
        await asyncio.to_thread(hub.start, port)
        async with room_client(hub, await join(hub, "bob")) as bob:
            await bob.answered(await bob.say("@boss are you back?"))  # perhaps before they are
            await told.stands(Standing.LIVE)
            await told.until(lambda: bool(told.notices))
            await bob.answered(await bob.say("@boss good"))
            await told.until(lambda: told.last.unread == Unread(spoken_to=2))
    assert [one.text for one in told.notices] == ["@boss are you back?", "@boss good"]


async def test_a_hub_that_was_stopped_is_left_alone_until_somebody_asks(start_hub):
    hub = start_hub()
    admin = await become_admin(hub, "boss")
    with told_of(hub, admin) as told:
        await told.stands(Standing.LIVE)
        port = hub.port
        async with room_client(hub, admin) as boss:
            await boss.say("arret")
            await told.stands(Standing.LOST)
            assert await asyncio.to_thread(hub.wait) == 0
        await asyncio.to_thread(hub.start, port)
        told.link.again()
        await told.stands(Standing.LIVE)
        assert [news.standing for news in told.news].count(Standing.LOST) == 1


async def test_a_session_that_ends_is_told(hub, login):
    token = await join(hub, login)
    with told_of(hub, token) as told:
        await told.stands(Standing.LIVE)
        answer = await request(hub, "DELETE", "/api/session", token=token)
        assert answer.status == 204, answer
        await told.stands(Standing.ENDED)


async def test_a_session_that_nobody_knows_is_over(hub):
    with told_of(hub, "0" * 43) as told:
        await told.stands(Standing.ENDED)


async def test_a_hub_that_speaks_otherwise_is_left_alone_until_somebody_asks():
    with strange_hub() as stranger, told_of(stranger, "c") as told:
        await told.stands(Standing.LOST)
        assert stranger.codes.get(timeout=SECONDS) == Close.UNSUPPORTED_DATA
        told.link.again()
        assert await asyncio.to_thread(stranger.codes.get, timeout=SECONDS)
        assert stranger.codes.empty()


async def test_by_tls_only_whom_one_trusts(start_hub):
    hub = start_hub("--tls", "auto")
    admin = await become_admin(hub, "boss")
    trust = await asyncio.to_thread(authority_of, HubAddress.typed(hub.url))
    with told_of(hub, admin, trust) as told:
        await told.stands(Standing.LIVE)
    with told_of(hub, admin) as told:
        await told.stands(Standing.LOST)


async def test_an_end_leaves_nothing_behind(hub, login):
    told = Told(hub, await join(hub, login))
    before = own_threads()
    told.link.start()
    await told.stands(Standing.LIVE)
    await asyncio.to_thread(told.link.stop)
    count = len(told.news)
    assert own_threads() == before
    async with room_client(hub, await join(hub, f"{login}b")) as bob:
        await bob.answered(await bob.say(f"@{login} there?"))
    assert len(told.news) == count


async def test_a_hub_that_hangs_is_not_waited_for(start_hub):
    hub = start_hub("--lab")
    with told_of(hub, await join(hub, "ann")) as told:
        await told.stands(Standing.LIVE)
        hub.send_signal(signal.SIGSTOP)
        try:
            begun = time.monotonic()
            await asyncio.to_thread(told.link.stop)
            assert time.monotonic() - begun < JOIN_SECONDS + 1
        finally:
            hub.send_signal(signal.SIGCONT)
