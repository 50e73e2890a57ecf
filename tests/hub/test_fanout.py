"""Fanout: who is served when. The peers are recorders; the loop is real."""

import asyncio

import pytest
from msgspec import Raw

from tests.hub.core.recording_engine import START
from tocsin_hub.core.connection import Connection
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.topics import Topics
from tocsin_hub.edge.fanout import FULL, REST, SHARED, Fanout
from tocsin_hub.edge.memory_store import MemoryStore
from tocsin_wire.messages import Entry

ROOM = "room/main"


class Recorder:
    """A peer that keeps what is written to it."""

    def __init__(self, name: str, topic: str, topics: Topics) -> None:
        self.connection = Connection(name, Principal(name, Role.GUEST, name), "192.0.2.1", START)
        self.connection.outbox.follow(topic, topics.log(topic).start(None, 0).cursor)
        self.writable = True
        self.writes: list[bytes] = []
        self.aborted = False

    def write(self, data: bytes) -> None:
        self.writes.append(data)

    def abort(self) -> None:
        self.aborted = True


class Broken(Recorder):
    """A peer whose socket raises."""

    def write(self, data: bytes) -> None:
        raise OSError("bad file descriptor")


@pytest.fixture
def topics() -> Topics:
    return Topics(MemoryStore(lambda: "e"), lambda: "e")


@pytest.fixture
async def fanout(topics: Topics) -> Fanout:
    return Fanout(topics, MemoryStore(lambda: "e").read, asyncio.get_running_loop())


def say(topics: Topics, fanout: Fanout, topic: str = ROOM, size: int = 1) -> None:
    log = topics.log(topic)
    body = b'"' + b"x" * size + b'"'
    log.append(Entry(log.head + 1, f"i{log.head}", START, "alice", Raw(body), ""))
    topics.touch(topic)
    fanout.appended(topic, size)


async def turn() -> None:
    """Let the loop turn once."""
    await asyncio.sleep(0)


@pytest.mark.parametrize("other", ["", "people"])
async def test_a_peer_that_cannot_be_written_to_is_cut_and_the_others_are_served(
    topics, fanout, other
):
    topics.log(ROOM)
    peers = [Recorder("a", ROOM, topics), Broken("b", ROOM, topics), Recorder("c", ROOM, topics)]
    for peer in peers:
        fanout.follow(peer, ROOM)
    await turn()
    say(topics, fanout)
    if other:
        topics.set(other, "key", b"1")  # two topics that changed take the other way through
    await turn()
    fanout.flush()
    assert [len(peer.writes) for peer in peers] == [1, 0, 1]
    assert [peer.aborted for peer in peers] == [False, True, False]


async def test_news_during_a_rest_shares_one_write(topics, fanout):
    peer = Recorder("a", ROOM, topics)
    fanout.follow(peer, ROOM)
    await turn()
    fanout._rested = asyncio.get_running_loop().time() + 60
    for _ in range(3):
        say(topics, fanout)
        await turn()
    assert peer.writes == []
    fanout.flush()
    assert len(peer.writes) == 1
    assert peer.writes[0].count(b'"seq"') == 3


async def test_enough_news_end_a_rest(topics, fanout):
    peer = Recorder("a", ROOM, topics)
    fanout.follow(peer, ROOM)
    await turn()
    fanout._rested = asyncio.get_running_loop().time() + 60
    for _ in range(3):
        say(topics, fanout, size=FULL // 4)
    await turn()
    assert peer.writes == []
    say(topics, fanout, size=FULL // 4)
    await turn()
    assert len(peer.writes) >= 1


async def test_news_that_nobody_follows_end_no_rest(topics, fanout):
    peer = Recorder("a", ROOM, topics)
    fanout.follow(peer, ROOM)
    await turn()
    fanout._rested = asyncio.get_running_loop().time() + 60
    say(topics, fanout)
    for _ in range(3):
        say(topics, fanout, "host/h1/samples", FULL)
    await turn()
    assert peer.writes == []


async def test_the_rest_after_many_news_is_shorter(topics, fanout, monkeypatch):
    """Measured by the loop's own clock, which this test moves."""
    loop = asyncio.get_running_loop()
    clock = [100.0]
    monkeypatch.setattr(loop, "time", lambda: clock[0])

    class Slow(Recorder):
        def write(self, data: bytes) -> None:
            super().write(data)
            clock[0] += 0.001

    peer = Slow("a", ROOM, topics)
    fanout.follow(peer, ROOM)
    rests = []
    for news in (1, 2, 20):
        for _ in range(news):
            say(topics, fanout)
        fanout._turn()
        rests.append(fanout._rested - clock[0])
    assert rests == pytest.approx([REST / 1_000, REST / 1_000, REST / 1_000 * SHARED / 20])


async def test_a_backlog_goes_on_without_a_rest(topics, fanout):
    for _ in range(40):
        say(topics, fanout, size=8_000)
    peer = Recorder("a", ROOM, topics)
    peer.connection.outbox.follow(ROOM, topics.log(ROOM).start(None).cursor)
    fanout._rested = asyncio.get_running_loop().time()
    fanout.follow(peer, ROOM)
    for _ in range(10):
        await turn()
    assert b"".join(peer.writes).count(b'"seq"') == 40
    assert len(peer.writes) > 2
