"""Runs on many hosts: who is meant, whose turn it is, what is written down about it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hub.core.recording_engine import RecordingEngine
from tests.hub.core.test_run import BOSS, TIMEOUT_MS, request, states
from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append
from tocsin_hub.core.permissions import may
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.run import ACCEPT_MS, GRACE_MS, Asked
from tocsin_hub.core.runs import AT_ONCE_OF_PERSON, AT_ONCE_ON_HOST
from tocsin_hub.core.targets import targets
from tocsin_wire.bodies import MAX_KEPT, MAX_TARGETS, RUN_FINAL, RunState, RunTarget
from tocsin_wire.errors import HostDown, Refused, TooMany, UnknownHost

NAMES = ["web-1", "web-2", "db-1", "odd"]


def agent_of(engine: RecordingEngine, host: str) -> Connection:
    agent = engine.hub.hosts.connection(host)
    assert agent is not None
    return agent


def fleet(*up: str) -> RecordingEngine:
    engine = RecordingEngine(*NAMES)
    for name in up:
        engine.agent(name)
    engine.hub.hosts.label("db-1", {"role": "db", "lab": "b12"})
    engine.hub.hosts.label("web-2", {"role": "web"})
    return engine


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["web-1"], ["web-1"]),
        (["web-*"], ["web-1", "web-2"]),
        (["db-1", "web-?", "db-1"], ["web-1", "web-2", "db-1"]),
        (["role=db"], ["db-1"]),
        (["role=*"], ["web-2", "db-1"]),
        (["lab=b1[12]"], ["db-1"]),
        (["all"], ["web-1", "db-1"]),
        (["*"], ["web-1", "db-1"]),
    ],
)
def test_who_is_meant(words, meant):
    engine = fleet("web-1", "db-1")
    assert [host.id for host in targets(engine.hub.hosts, words)] == meant


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["nobody"], UnknownHost),
        (["web-1", "nobody-*"], UnknownHost),
        (["role=cache"], UnknownHost),
        (["$(id)"], UnknownHost),
        (["odd"], HostDown),
        (["web-2", "odd"], HostDown),
    ],
)
def test_who_is_not_there(words, error):
    with pytest.raises(error):
        targets(fleet("web-1").hub.hosts, words)


def test_nobody_is_connected():
    with pytest.raises(HostDown):
        targets(fleet().hub.hosts, ["all"])


def test_a_run_has_a_bound_of_hosts():
    many = [f"h{number}" for number in range(MAX_TARGETS + 1)]
    engine = RecordingEngine(*many)
    engine.agent("h0")
    with pytest.raises(TooMany):
        targets(engine.hub.hosts, ["h*"])
    assert len(targets(engine.hub.hosts, many[:-1])) == MAX_TARGETS


def asked(engine: RecordingEngine, *hosts: str) -> Asked:
    wanted = [RunTarget(host, host) for host in hosts]
    return Asked("uptime", [], wanted, "boss", TIMEOUT_MS, "", engine.now)


def test_the_intent_is_on_disk_before_an_order_goes_out():
    engine = fleet("web-1", "db-1")
    effects = engine.hub.runs.request("r1", asked(engine, "web-1", "db-1"))
    *others, intent = (effect for effect in effects if isinstance(effect, Append))
    assert intent.topic == "audit"
    engine.apply(others)
    assert engine.bodies("host/web-1/inbox") == []
    engine.apply([intent])
    assert len(engine.bodies("host/web-1/inbox", "run")) == 1
    (said,) = engine.bodies("audit", "run")
    assert [one["host"] for one in said["targets"]] == ["web-1", "db-1"]
    assert (said["by"], said["command"]) == ("boss", "uptime")


def test_an_intent_that_never_came_on_disk_sends_nothing():
    engine = fleet("web-1")
    effects = engine.hub.runs.request("r1", asked(engine, "web-1"))
    engine.apply(effects[:-1])
    engine.pass_time(ACCEPT_MS + 1)
    assert states(engine, "web-1") == ["expired"]
    engine.apply(effects[-1:])
    assert engine.bodies("host/web-1/inbox") == [], "it was taken too late"


def test_a_signal_is_written_down_before_it_is_sent_and_once():
    engine = fleet("web-1", "db-1")
    request(engine, "web-1", "db-1")
    (act,) = engine.hub.runs.act("r1", "STOP", BOSS, "db-1", engine.now)
    assert isinstance(act, Append)
    assert act.topic == "audit"
    engine.apply([act])
    assert engine.bodies("host/web-1/inbox", "signal") == []
    (order,) = engine.bodies("host/db-1/inbox", "signal")
    assert (order["run"], order["signal"], order["by"]) == ("r1", "STOP", "boss")
    (shown,) = engine.bodies("run/r1", "act")
    assert (shown["act"], shown["by"], shown["host"]) == ("STOP", "boss", "db-1")
    (said,) = engine.bodies("audit", "act")
    assert (said["ip"], said["role"]) == ("192.0.2.1", "admin")


def test_many_hosts_share_what_is_kept_of_the_output():
    engine = fleet("web-1", "db-1")
    request(engine, "web-1", "db-1")
    request(engine, "web-1", id="r2")
    both, alone = engine.bodies("host/web-1/inbox", "run")
    assert both["keep"] == MAX_KEPT // 2
    assert alone.get("keep", MAX_KEPT) == MAX_KEPT


def test_nothing_is_sent_to_what_is_over():
    engine = fleet("web-1")
    agent = agent_of(engine, "web-1")
    request(engine, "web-1")
    engine.publish(agent, "run/r1", RunState("exited", code=0))
    assert engine.hub.runs.act("r1", "KILL", BOSS, "", engine.now) == []
    with pytest.raises(UnknownHost):
        engine.hub.runs.act("r1", "KILL", BOSS, "db-1", engine.now)


def test_what_is_beyond_a_hosts_bound_waits_its_turn():
    engine = fleet("web-1")
    agent = agent_of(engine, "web-1")
    for number in range(AT_ONCE_ON_HOST + 2):
        request(engine, "web-1", id=f"r{number}")
    assert len(engine.bodies("host/web-1/inbox", "run")) == AT_ONCE_ON_HOST
    engine.publish(agent, "run/r3", RunState("exited", code=0))
    assert [order["run"] for order in engine.bodies("host/web-1/inbox", "run")][-1] == "r8"
    engine.apply(engine.hub.runs.act("r9", "cancel", BOSS, "", engine.now))
    assert states(engine, "web-1", "r9") == ["canceled"]
    engine.publish(agent, "run/r4", RunState("exited", code=0))
    assert len(engine.bodies("host/web-1/inbox", "run")) == AT_ONCE_ON_HOST + 1


def test_who_waits_too_long_is_told():
    engine = fleet("web-1")
    for number in range(AT_ONCE_ON_HOST + 1):
        request(engine, "web-1", id=f"r{number}")
    engine.pass_time(ACCEPT_MS + 1)
    assert states(engine, "web-1", f"r{AT_ONCE_ON_HOST}") == ["expired"]


def test_one_person_has_so_many_runs_at_a_time():
    engine = fleet("web-1")
    for number in range(AT_ONCE_OF_PERSON):
        request(engine, "web-1", id=f"r{number}")
    with pytest.raises(TooMany):
        request(engine, "web-1", id="more")
    engine.apply(engine.hub.runs.act("r99", "cancel", BOSS, "", engine.now))
    request(engine, "web-1", id="more")


def test_the_list_tells_how_a_run_ended():
    engine = fleet("web-1", "web-2", "db-1")
    agents = {name: agent_of(engine, name) for name in ("web-1", "web-2", "db-1")}
    request(engine, "web-1", "web-2", "db-1", "odd")
    engine.now += 500
    engine.publish(agents["web-1"], "run/r1", RunState("exited", code=0))
    engine.publish(agents["web-2"], "run/r1", RunState("exited", code=3))
    assert engine.bodies("runs", "ended") == []
    engine.publish(agents["db-1"], "run/r1", RunState("timeout"))
    (listed,) = engine.bodies("runs", "listed")
    assert (listed["run"], listed["command"], listed["by"]) == ("r1", "uptime", "boss")
    (ended,) = engine.bodies("runs", "ended")
    assert ended["states"] == {"exited": 1, "failed": 1, "timeout": 1, "expired": 1}
    assert ended["failed"] == ["web-2", "db-1", "odd"]
    assert ended["ms"] == 500
    results = {one["host"]: one["state"] for one in engine.bodies("audit", "result")}
    assert results == {"web-1": "exited", "web-2": "exited", "db-1": "timeout", "odd": "expired"}


def test_what_a_crash_left_out_is_made_up_for():
    """The last end came on disk, what follows from it did not."""
    engine = fleet("web-1")
    request(engine, "web-1")
    lifecycle = [*engine.topics.lifecycle("run/r1")]
    agent = agent_of(engine, "web-1")
    engine.publish(agent, "run/r1", RunState("exited", code=0))
    lifecycle = [*engine.topics.lifecycle("run/r1")]
    again = fleet()
    again.hub.runs.resume("r1", lifecycle)
    for _ in range(2):
        again.pass_time(1)
        assert [one["host"] for one in again.bodies("audit", "result")] == ["web-1"]
        assert [one["states"] for one in again.bodies("runs", "ended")] == [{"exited": 1}]


def test_after_a_restart_the_hub_knows_which_agent_process_has_what():
    engine = fleet("web-1")
    request(engine, "web-1")
    again = RecordingEngine(*NAMES)
    again.now = engine.now
    again.hub.runs.resume("r1", engine.topics.lifecycle("run/r1"))
    again.agent("web-1", "i1")
    assert states(again, "web-1") == []
    again.pass_time(GRACE_MS + 1)
    assert states(again, "web-1") == []
    again.agent("web-1", "i2")
    again.pass_time(GRACE_MS + 1)
    assert states(again, "web-1") == ["lost"]


def test_only_auditors_and_admins_read_the_audit():
    for role in Role:
        assert may(Principal("somebody", role, "s"), "read", "audit") == (
            role in (Role.ADMIN, Role.AUDITOR)
        )


EVENTS = st.one_of(
    st.tuples(st.just("tell"), st.sampled_from(["accepted", "running", *sorted(RUN_FINAL)])),
    st.tuples(st.just("wait"), st.sampled_from([1, 1_000, GRACE_MS, ACCEPT_MS])),
    st.tuples(st.sampled_from(["cut", "cancel", "ask"]), st.just("")),
    st.tuples(st.just("back"), st.sampled_from(["i1", "i2"])),
    st.tuples(st.just("signal"), st.sampled_from(["STOP", "KILL"])),
)


class Course:
    """Random faults on a fleet of four, with as many runs as are asked for."""

    def __init__(self) -> None:
        self.engine = fleet(*NAMES)
        self.runs: list[str] = []
        self.agents: dict[str, Connection | None] = {
            name: self.engine.hub.hosts.connection(name) for name in NAMES
        }

    def happen(self, event: str, value: str | int, host: str, run: int) -> None:
        engine, agent = self.engine, self.agents[host]
        id = self.runs[run % len(self.runs)] if self.runs else ""
        match event:
            case "ask" if len(self.runs) < 20:
                self.runs.append(request(engine, *NAMES, id=f"r{len(self.runs)}"))
            case "wait":
                engine.pass_time(int(value))
            case "tell" if agent and id:
                engine.publish(agent, f"run/{id}", RunState(str(value)))
            case "cut" if agent:
                engine.disconnect(agent)
                self.agents[host] = None
            case "back":
                self.agents[host] = engine.agent(host, str(value))
            case "cancel" | "signal" if id:
                act = str(value) or "cancel"
                engine.apply(engine.hub.runs.act(id, act, BOSS, "", engine.now))


@given(
    st.lists(st.tuples(EVENTS, st.sampled_from(NAMES), st.integers(0, 20)), min_size=1, max_size=40)
)
def test_every_part_has_one_end_and_one_order_at_most(course):
    one = Course()
    one.happen("ask", "", NAMES[0], 0)
    for (event, value), host, run in course:
        one.happen(event, value, host, run)
    engine = one.engine
    engine.pass_time(ACCEPT_MS + TIMEOUT_MS + 3 * GRACE_MS)
    engine.pass_time(1)
    assert engine.hub.runs.going == []
    ended = [body["run"] for body in engine.bodies("runs", "ended")]
    assert sorted(ended) == sorted(one.runs)
    for host in NAMES:
        orders = [order["run"] for order in engine.bodies(f"host/{host}/inbox", "run")]
        assert len(orders) == len(set(orders))
        for id in one.runs:
            told = states(engine, host, id)
            assert [state for state in told if state in RUN_FINAL] == told[-1:]
            results = [(body["run"], body["host"]) for body in engine.bodies("audit", "result")]
            assert results.count((id, host)) == 1


def test_a_name_that_several_have_is_refused():
    engine = RecordingEngine("a", "b")
    for host in ("a", "b"):
        engine.agent(host)
        machine = engine.hub.hosts._machines[host]
        machine.host = msgspec.structs.replace(machine.host, name="twin")
    with pytest.raises(Refused):
        targets(engine.hub.hosts, ["twin"])
    assert [host.id for host in targets(engine.hub.hosts, ["tw*"])] == ["a", "b"]
