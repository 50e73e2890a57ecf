"""Hosts, with a moved clock: late after three missed intervals, down after ten."""

import msgspec
import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.host_name import KnownHost
from tocsin_hub.core.hosts import (
    DOWN_AFTER,
    LATE_AFTER,
    LEAD_MS,
    MAX_AHEAD_MS,
    MAX_FACTS,
    RECENT_ROWS,
)
from tocsin_hub.core.watch import LEASE_MS, RENEW_MS
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Column, Columns, Fact, Samples
from tocsin_wire.errors import Refused, UnknownHost

EVERY = 2_000
COLUMNS = Columns("c", EVERY, [Column("system.cpu.utilization", "1")])


@pytest.fixture
def engine():
    return RecordingEngine("web")


def describe(engine, agent, columns=COLUMNS):
    raw = msgspec.Raw(codec.encode(columns))
    assert engine.receive(agent, m.Put("host/web/stats", {"columns": raw})) == []


def sample(engine, agent, value=0.5, **options):
    row = [float(engine.now), value]
    return engine.publish(agent, "host/web/samples", Samples("c", [row], **options))


def status(engine) -> str:
    found = engine.value("hosts", "web")["status"]
    assert isinstance(found, str)
    return found


def test_up_late_down_by_silence_and_up_again(engine):
    assert status(engine) == "down"
    agent = engine.agent("web")
    describe(engine, agent)
    sample(engine, agent)
    assert status(engine) == "up"
    engine.pass_time(LATE_AFTER * EVERY)
    assert status(engine) == "up"
    engine.pass_time(1)
    assert status(engine) == "late"
    engine.pass_time((DOWN_AFTER - LATE_AFTER) * EVERY)
    assert status(engine) == "down"
    sample(engine, agent)
    assert status(engine) == "up"
    assert engine.value("hosts", "web")["since"] == engine.now


def test_a_host_that_never_came_is_expected_until_it_does(engine):
    engine.hub.hosts.add(KnownHost("new", "new", is_expected=True), engine.now)
    engine.pass_time(DOWN_AFTER * EVERY * 10)
    assert engine.value("hosts", "new")["status"] == "expected"
    engine.disconnect(engine.agent("new"), "bye")
    assert engine.value("hosts", "new")["status"] == "down"


def test_a_host_that_takes_rows_often_may_send_them_once_a_second(engine):
    agent = engine.agent("web")
    describe(engine, agent, Columns("c", 100, COLUMNS.columns))
    for _ in range(20):
        sample(engine, agent)
        engine.pass_time(1_100)
        assert status(engine) == "up"
    engine.pass_time(LATE_AFTER * 1_000)
    assert status(engine) == "late"
    engine.pass_time(DOWN_AFTER * 1_000)
    assert status(engine) == "down"


def test_backlog_does_not_make_a_host_present(engine):
    agent = engine.agent("web")
    describe(engine, agent)
    engine.pass_time(DOWN_AFTER * EVERY + 1)
    sample(engine, agent, backlog=True)
    assert status(engine) == "down"
    assert engine.value("hosts", "web/now") is None


@pytest.mark.parametrize(("reason", "after"), [("closed", "down"), ("bye", "down"), ("lost", "up")])
def test_a_clean_end_is_believed_a_cut_is_not(engine, reason, after):
    engine.disconnect(engine.agent("web"), reason)
    assert status(engine) == after
    engine.pass_time(DOWN_AFTER * 1000 + 1)
    assert status(engine) == "down"


def test_the_end_of_an_overtaken_connection_changes_nothing(engine):
    old = engine.agent("web")
    new = engine.agent("web")
    assert engine.muted == [old.id]
    engine.disconnect(old, "closed")
    assert status(engine) == "up"
    assert engine.hub.hosts.is_connected("web")
    engine.disconnect(new, "closed")
    assert status(engine) == "down"


def test_only_the_newest_rows_are_recent(engine):
    agent = engine.agent("web")
    describe(engine, agent)
    for number in range(RECENT_ROWS + 10):
        engine.pass_time(1000)
        sample(engine, agent, number)
    ((_, recent),) = engine.hub.hosts.overview()
    assert len(recent) == RECENT_ROWS
    assert [one.cpu for one in recent][-1] == RECENT_ROWS + 9


def test_a_lease_lives_while_somebody_follows(engine):
    engine.agent("web")
    one, two = engine.connect("ann"), engine.connect("bob")

    def leases():
        return len(engine.bodies("host/web/inbox", "interest"))

    engine.receive(one, m.Sub("host/web/processes"))
    engine.receive(one, m.Sub("host/web/processes"))
    engine.receive(two, m.Sub("host/web/processes"))
    engine.receive(two, m.Sub("host/web/facts"))
    assert leases() == 1
    assert RENEW_MS < LEASE_MS
    engine.pass_time(RENEW_MS - 1)
    assert leases() == 1
    engine.pass_time(1)
    assert leases() == 2
    engine.receive(one, m.Unsub("host/web/processes"))
    engine.pass_time(RENEW_MS)
    assert leases() == 3
    engine.disconnect(two)
    engine.pass_time(10 * RENEW_MS)
    assert leases() == 3


def test_a_name_that_several_have_is_refused_with_their_identities(engine):
    """New hosts get names of their own; those of an older hub may not have."""
    engine.hub.hosts.add(KnownHost("db", "web"), engine.now)
    engine.hub.hosts.add(KnownHost("db-2", "store"), engine.now)
    engine.hub.hosts.add(KnownHost("db-3", "store"), engine.now)
    assert engine.hub.hosts.find("web").id == "web", "an identity is never ambiguous"
    with pytest.raises(Refused, match="db-2, db-3"):
        engine.hub.hosts.find("store")
    with pytest.raises(UnknownHost):
        engine.hub.hosts.find("none")


def test_topics_go_by_identity_not_by_name(engine):
    engine.hub.hosts.add(KnownHost("db-2", "store"), engine.now)
    (answer,) = engine.receive(engine.connect("ann"), m.Sub("host/store/facts"))
    assert isinstance(answer, m.Error)
    assert answer.name == "unknown_host"
    assert "host/store/facts" not in engine.topics


def test_a_host_that_is_up_can_be_removed_too(engine):
    agent = engine.agent("web")
    engine.apply(engine.hub.remove_host("web", engine.now))
    assert engine.topics.state("hosts").keys() == []
    assert [(one.connection, one.code) for one in engine.closed] == [(agent.id, 4401)]
    with pytest.raises(UnknownHost):
        engine.hub.remove_host("web", engine.now)


def test_of_a_removed_host_nothing_is_left(engine):
    agent = engine.agent("web")
    watcher = engine.connect("ann")
    engine.receive(watcher, m.Sub("host/web/processes"))
    describe(engine, agent)
    sample(engine, agent)
    engine.receive(agent, m.Put("host/web/facts", {"os": msgspec.Raw(b'{"value":"Debian"}')}))
    engine.disconnect(agent, "closed")
    before = engine.topics.state("hosts").keys()
    engine.apply(engine.hub.remove_host("web", engine.now))
    assert before == ["web/now", "web"]
    assert engine.topics.state("hosts").keys() == []
    assert [name for name in engine.topics.all if name.startswith("host/")] == []
    engine.disconnect(watcher)
    engine.pass_time(10 * RENEW_MS)
    assert [name for name in engine.topics.all if name.startswith("host/")] == []
    engine.hub.hosts.add(engine.hub.hosts.named("web"), engine.now)
    again = engine.agent("web")
    assert "os" not in engine.value("hosts", "web")
    assert engine.receive(again, m.AskTime(1)) == [m.TimeOk(1, engine.now)]


def test_an_agent_whose_host_was_removed_under_it_is_closed_and_harms_nothing(engine):
    """Down, and yet connected: it was silent for long."""
    agent = engine.agent("web")
    describe(engine, agent)
    engine.pass_time(DOWN_AFTER * EVERY + 1)
    engine.apply(engine.hub.remove_host("web", engine.now))
    assert [(close.connection, close.code) for close in engine.closed] == [(agent.id, 4401)]
    assert isinstance(sample(engine, agent), m.Nack)
    (answer,) = engine.receive(agent, m.Put("host/web/facts", {}))
    assert isinstance(answer, m.Error)
    engine.receive(agent, m.Hello("agent", "0", "i2"))
    engine.disconnect(agent)
    assert engine.topics.state("hosts").keys() == []
    assert [name for name in engine.topics.all if name.startswith("host/")] == []


def test_what_an_agent_says_happened_later_happened_now(engine):
    agent = engine.agent("web")
    describe(engine, agent)
    for ahead in (1, 30_000, 3_600_000, 0):
        engine.pass_time(1_000)
        answer = engine.publish(
            agent, "host/web/samples", Samples("c", [[float(engine.now + ahead), 0.5]])
        )
        assert isinstance(answer, m.Ack)
        assert engine.value("hosts", "web/now")["at"] == engine.now, ahead
        assert engine.value("host/web/stats", "row")["row"] == [engine.now, 0.5]
        assert engine.bodies("host/web/samples")[-1]["rows"] == [[engine.now, 0.5]]
    ((_, recent),) = engine.hub.hosts.overview()
    assert [one.at for one in recent] == [engine.now - 1_000 * ago for ago in (3, 2, 1, 0)]


def test_a_row_ahead_that_is_sent_again_is_shown_once(engine):
    agent = engine.agent("web")
    describe(engine, agent)
    raw = msgspec.Raw(codec.encode(Samples("c", [[float(engine.now + 30_000), 0.5]])))
    row = m.Pub("host/web/samples", engine.new_id(), raw)
    for _ in range(2):
        engine.receive(agent, row)
        engine.pass_time(1_000)
    ((_, recent),) = engine.hub.hosts.overview()
    assert len(recent) == 1


@pytest.mark.parametrize("ahead", [0, 3, 999, 30_000])
def test_a_row_that_is_sent_again_has_one_time_in_the_history(engine, ahead):
    """By its time it is known there: shown as now, kept as it was."""
    agent = engine.agent("web")
    describe(engine, agent)
    begin = engine.now
    raw = msgspec.Raw(codec.encode(Samples("c", [[float(begin + ahead), 0.5]])))
    row = m.Pub("host/web/samples", engine.new_id(), raw)
    for _ in range(3):
        engine.receive(agent, row)
        engine.pass_time(500)
    times = {at for record in engine.records for at, _ in record.rows}
    assert times == {begin + min(ahead, LEAD_MS)}


@pytest.mark.parametrize("backlog", [False, True])
def test_a_row_of_the_day_after_tomorrow_is_refused(engine, backlog):
    agent = engine.agent("web")
    describe(engine, agent)
    rows: list[list[float | None]] = [[engine.now, 0.5], [engine.now + MAX_AHEAD_MS + 1, 0.5]]
    answer = engine.publish(agent, "host/web/samples", Samples("c", rows, backlog=backlog))
    assert isinstance(answer, m.Nack)
    assert (answer.name, answer.retryable) == ("bad_field", False)
    assert engine.value("hosts", "web/now") is None


def test_a_put_is_taken_whole_or_not_at_all(engine):
    agent = engine.agent("web")

    def put(part, values, removed=()):
        raws = {key: msgspec.Raw(codec.encode(value)) for key, value in values.items()}
        return engine.receive(agent, m.Put(f"host/web/{part}", raws, list(removed)))

    full = {f"k{number}": Fact("x") for number in range(MAX_FACTS)}
    assert put("facts", full) == []
    before = engine.topics.state("host/web/facts").rev
    assert put("facts", {"a": Fact("x"), "b": Fact("x")}, ["k0"])[0].name == "bad_field"
    assert engine.topics.state("host/web/facts").rev == before
    assert put("facts", {"a": Fact("x"), "k0": Fact("y")}, ["k0", "k1"]) == []
    assert engine.value("host/web/facts", "k0") == {"value": "y"}
    assert put("stats", {"columns": COLUMNS, "other": 1})[0].name == "bad_field"
    assert sample(engine, agent).name == "bad_field", "the columns were not taken either"
    assert "host/web/stats" not in engine.topics


def test_columns_read_as_what_they_hold(engine):
    """An agent may name a mount point anything: charts, files and metrics write what it names."""
    column = Column("hw.temp\x1b[2J", "Ce\x00l", {"hw.na\u200bme": "gnp.\u202eexe"})
    agent = engine.agent("web")
    describe(engine, agent, Columns("c", EVERY, [column]))
    (told,) = engine.value("host/web/stats", "columns")["columns"]
    attributes = {"hw.na\ufffdme": "gnp.\ufffdexe"}
    assert told == {"name": "hw.temp\ufffd[2J", "unit": "Ce\ufffdl", "attributes": attributes}
