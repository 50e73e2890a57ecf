"""When hosts came and went, with a moved clock: each change once, also over a restart."""

import pytest

from tests.hub.core.recording_engine import START, RecordingEngine
from tocsin_hub.core.host_events import AT_ONCE, SETTLED_MS
from tocsin_hub.core.host_name import KnownHost
from tocsin_hub.core.hub import Hub
from tocsin_hub.core.topics import Topics
from tocsin_wire.errors import Unavailable

LOG = "host/h1/events"


@pytest.fixture
def engine():
    return RecordingEngine("h1")


def told(engine, host="h1"):
    return [(body["status"], body["at"] - START) for body in engine.bodies(f"host/{host}/events")]


def restart(engine: RecordingEngine) -> None:
    """Begin another hub on the same store."""
    engine.topics = Topics(engine.store, lambda: "s2")
    hosts = [KnownHost("h1", "h1")]
    engine.hub = Hub(engine.topics, hosts, engine.now, new_id=engine.new_id, instance="next")


def test_each_change_is_told_with_its_time(engine):
    engine.agent("h1")
    engine.pass_time(1_000)
    assert told(engine) == [("up", 0)]
    engine.pass_time(4_000)
    engine.pass_time(10_000)
    engine.pass_time(1)
    assert told(engine) == [("up", 0), ("late", 5_000), ("down", 15_000)]


def test_a_restart_of_the_hub_is_no_change_of_a_host(engine):
    engine.agent("h1")
    engine.pass_time(1)
    engine.now += 1_000
    restart(engine)
    engine.agent("h1")
    engine.pass_time(1)
    assert told(engine) == [("up", 0)]


def test_who_does_not_come_back_after_a_restart_is_down(engine):
    engine.agent("h1")
    engine.pass_time(1)
    engine.now += 1_000
    restart(engine)
    engine.pass_time(SETTLED_MS - 1)
    assert told(engine) == [("up", 0)]
    for _ in range(3):
        engine.pass_time(1)
    assert told(engine) == [("up", 0), ("down", 1_001)]


def test_of_a_host_that_never_came_nothing_is_told(engine):
    engine.pass_time(SETTLED_MS)
    engine.pass_time(1)
    assert told(engine) == []


def test_a_fleet_that_comes_back_at_once_is_told_in_pieces():
    names = [f"h{number}" for number in range(AT_ONCE + 50)]
    engine = RecordingEngine(*names)
    for name in names:
        engine.agent(name)
    counts = []
    for _ in range(3):
        engine.pass_time(1)
        counts.append(sum(bool(told(engine, name)) for name in names))
    assert counts == [AT_ONCE, AT_ONCE + 50, AT_ONCE + 50]


def test_of_a_host_that_was_removed_nothing_is_told(engine):
    engine.agent("h1")
    engine.apply(engine.hub.remove_host("h1", engine.now))
    engine.pass_time(1)
    assert not engine.topics.exists(LOG)


def test_while_the_logs_cannot_be_read_it_waits(engine, monkeypatch):
    engine.agent("h1")
    with monkeypatch.context() as broken:
        broken.setattr(engine.store, "open", lambda *_: raising())
        engine.pass_time(1)
    engine.pass_time(1)
    assert told(engine) == [("up", 0)]


def raising():
    raise Unavailable("the disk is away")
