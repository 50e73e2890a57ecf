"""Two machines of one identity: the core tells them from a connection that was given up."""

import msgspec
import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.rivals import ANSWERS_WITHIN_MS, ASKED_AFTER_MS
from tocsin_hub.core.run import Asked
from tocsin_hub.core.targets import targets
from tocsin_wire import messages as m
from tocsin_wire.bodies import RunTarget
from tocsin_wire.errors import HostDown, HostPaused


@pytest.fixture
def engine():
    return RecordingEngine("web", "db")


def ask(engine, *hosts):
    """Ask for a run; return its identity."""
    id = engine.new_id()
    where = [RunTarget(host, host) for host in hosts]
    asked = Asked("uptime", [], where, "ann", 1_000, "", engine.now)
    engine.apply(engine.hub.runs.request(id, asked))
    return id


def state(engine, run, host):
    return engine.hub.runs.find(run).parts[host].state


def host(engine, id="web"):
    return {"paused": "", **engine.value("hosts", id)}


def put(fact):
    return m.Put("host/web/facts", {"os": msgspec.Raw(msgspec.json.encode({"value": fact}))})


def test_what_a_connection_says_that_lost_its_place_is_not_applied(engine):
    old = engine.agent("web")
    new = engine.agent("web", "i2")
    engine.receive(new, put("new"))
    assert engine.receive(old, put("old")) == []
    assert engine.receive(old, m.AskTime(1)) == []
    assert host(engine)["os"] == "new"


def test_a_connection_that_lost_its_place_is_served_nothing(engine):
    """Else both copies would get the orders."""
    old = engine.agent("web")
    engine.receive(old, m.Sub("host/web/inbox"))
    engine.agent("web", "i2")
    assert engine.muted == [old.id]
    assert list(old.outbox.topics) == []


def test_a_half_open_connection_is_no_clone(engine):
    """What its agent had said before still arrives, long after; but it answers nothing new."""
    old = engine.agent("web")
    engine.agent("web")
    for _ in range((ASKED_AFTER_MS + ANSWERS_WITHIN_MS) // 1000 + 1):
        engine.receive(old, put("late"))
        engine.pass_time(1_000)
    assert engine.asked == [old.id]
    assert (engine.closed[0].connection, engine.closed[0].code) == (old.id, 4409)
    engine.disconnect(old)
    assert host(engine)["paused"] == ""
    assert engine.paused == []


def test_two_that_live_are_paused(engine):
    old, new = engine.agent("web"), engine.agent("web")
    engine.pass_time(ASKED_AFTER_MS + 1)
    engine.apply(engine.hub.alive(old, engine.now))
    assert engine.paused == [("web", "clone")]
    assert (host(engine)["paused"], host(engine)["status"]) == ("clone", "down")
    assert {one.connection for one in engine.closed} == {old.id, new.id}
    (deed,) = engine.bodies("audit", "deed")
    assert (deed["deed"], deed["on"], deed["detail"]) == ("host", "web", "paused: clone")
    engine.apply(engine.hub.alive(old, engine.now))
    assert len(engine.paused) == 1, "it is said once"


def test_an_answer_to_a_common_ping_says_nothing(engine):
    old, new = engine.agent("web"), engine.agent("web")
    for connection in (old, new):
        engine.apply(engine.hub.alive(connection, engine.now))
    assert engine.paused == []


def test_nothing_is_asked_of_who_has_the_place(engine):
    new = engine.agent("web")
    engine.pass_time(10 * ASKED_AFTER_MS)
    engine.apply(engine.hub.alive(new, engine.now))
    assert (engine.asked, engine.paused) == ([], [])


def test_on_a_paused_host_nothing_begins(engine):
    engine.agent("web")
    engine.agent("db")
    hosts = engine.hub.hosts
    engine.apply(engine.hub.pause_host("web", "clone", "192.0.2.9", engine.now))
    with pytest.raises(HostPaused, match="web is paused"):
        targets(hosts, ["web"])
    with pytest.raises(HostPaused):
        targets(hosts, ["db", "web"])
    assert [one.id for one in targets(hosts, ["all"])] == ["db"]
    run = ask(engine, "web")
    assert state(engine, run, "web").state == "expired"
    assert "paused" in state(engine, run, "web").reason
    with pytest.raises(HostDown):
        targets(hosts, ["w*"])


def test_what_waits_for_a_host_ends_when_it_is_paused(engine):
    engine.agent("web")
    runs = [ask(engine, "web") for _ in range(10)]
    assert [state(engine, run, "web").state for run in runs] == ["sent"] * 8 + ["requested"] * 2
    engine.apply(engine.hub.pause_host("web", "clone", "", engine.now))
    assert [state(engine, run, "web").state for run in runs] == ["sent"] * 8 + ["expired"] * 2
    engine.pass_time(60_000)
    assert {state(engine, run, "web").state for run in runs} == {"lost", "expired"}


def test_a_host_that_is_resumed_works_again(engine):
    engine.agent("web")
    engine.apply(engine.hub.pause_host("web", "clone", "", engine.now))
    engine.hub.hosts.resume("web")
    engine.agent("web", "i2")
    assert host(engine)["paused"] == ""
    assert state(engine, ask(engine, "web"), "web").state == "sent"


def test_of_a_removed_host_every_connection_ends(engine):
    old, new = engine.agent("web"), engine.agent("web")
    engine.apply(engine.hub.remove_host("web", engine.now))
    assert {(one.connection, one.code) for one in engine.closed} == {(old.id, 4401), (new.id, 4401)}
