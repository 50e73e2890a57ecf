"""A run ends exactly once, whatever arrives in whatever order, and never without an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from tests.hub.core.recording_engine import START, RecordingEngine
from tocsin_hub.core.effects import Append
from tocsin_hub.core.principal import Role
from tocsin_hub.core.run import ACCEPT_MS, GRACE_MS, OVERTIME_MS, Actor, Asked, Part, recalled
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import RUN_FINAL, RunOutput, RunState, RunTarget

STATES = ["requested", "sent", "accepted", "running", *sorted(RUN_FINAL), "nonsense"]
TIMEOUT_MS = 5_000
BOSS = Actor("boss", "admin", "192.0.2.1")
events = st.one_of(
    st.sampled_from(STATES).map(lambda state: ("tell", state)),
    st.sampled_from([1, 1_000, GRACE_MS, ACCEPT_MS, ACCEPT_MS + TIMEOUT_MS]).map(
        lambda ms: ("wait", ms)
    ),
    st.sampled_from([("cut", ""), ("back", "i1"), ("back", "i2"), ("cancel", ""), ("output", "")]),
)


def request(
    engine: RecordingEngine, *hosts: str, id: str = "r1", timeout_ms: int = TIMEOUT_MS
) -> str:
    targets = [RunTarget(host, host) for host in hosts]
    asked = Asked("uptime", [], targets, "boss", timeout_ms, "", engine.now)
    engine.apply(engine.hub.runs.request(id, asked))
    return id


def states(engine: RecordingEngine, host: str = "web", id: str = "r1") -> list[str]:
    bodies = engine.bodies(f"run/{id}", "state")
    return [body["state"] for body in bodies if body["host"] == host]


@given(st.lists(st.sampled_from(STATES), max_size=30))
def test_a_part_moves_forward_only_and_its_end_stands(course):
    part, taken = Part(), ["requested"]
    for state in course:
        if part.advance(RunState(state)):
            taken.append(state)
        assert part.state.state == taken[-1]
    finals = [state for state in taken if state in RUN_FINAL]
    assert len(finals) <= 1
    assert finals == [] or (taken[-1] == finals[0] and part.is_over)
    order = [STATES.index(state) for state in taken if state in STATES[:4]]
    assert order == sorted(set(order))
    assert "nonsense" not in taken


@given(st.lists(events, max_size=25))
def test_every_run_has_one_end_after_any_course_of_events(course):
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web")
    for event, value in course:
        match event:
            case "tell":
                engine.publish(agent, "run/r1", RunState(value))
            case "output":
                engine.publish(agent, "run/r1", RunOutput("out", 0, text="x"))
            case "wait":
                engine.pass_time(value)
            case "cut":
                engine.disconnect(agent)
            case "back":
                agent = engine.agent("web", value)
            case "cancel":
                engine.apply(engine.hub.runs.act("r1", "cancel", BOSS, "", engine.now))
    engine.pass_time(ACCEPT_MS + TIMEOUT_MS + 2 * GRACE_MS)
    told = states(engine)
    assert [state for state in told if state in RUN_FINAL] == told[-1:]
    assert engine.hub.runs.find("r1").is_over
    assert engine.bodies("run/r1")[0]["kind"] == "requested"
    over = [body.get("state") in RUN_FINAL for body in engine.bodies("run/r1")].index(True)
    assert over == len(engine.bodies("run/r1")) - 1, "something was said after the end"
    orders = engine.bodies("host/web/inbox", "run")
    assert len(orders) == 1, "a command is ordered once"


def test_never_accepted_is_expired_by_the_clock():
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web")
    engine.pass_time(ACCEPT_MS + GRACE_MS)
    engine.receive(agent, m.AskTime(0))
    engine.pass_time(1)
    assert states(engine) == ["sent"], "it may have spoken before it read the order"
    engine.receive(agent, m.AskTime(0))
    engine.pass_time(1)
    assert states(engine) == ["sent", "expired"]
    engine.pass_time(10 * ACCEPT_MS)
    assert states(engine) == ["sent", "expired"]


def test_an_order_nobody_spoke_after_is_lost_for_it_may_have_been_obeyed():
    engine = RecordingEngine("web")
    engine.agent("web")
    request(engine, "web")
    engine.pass_time(ACCEPT_MS + TIMEOUT_MS + GRACE_MS)
    assert states(engine) == ["sent"]
    engine.pass_time(1)
    assert states(engine) == ["sent", "lost"]


def test_what_an_agent_began_before_a_cut_counts_when_it_is_back_in_time():
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web", timeout_ms=600_000)
    engine.disconnect(agent)
    engine.pass_time(ACCEPT_MS + 500_000)
    assert states(engine) == ["sent"]
    agent = engine.agent("web")
    engine.pass_time(1)
    assert states(engine) == ["sent"], "what it has to tell may still be on its way"
    for state in ("accepted", "running"):
        assert isinstance(engine.publish(agent, "run/r1", RunState(state)), m.Ack)
    assert isinstance(engine.publish(agent, "run/r1", RunState("exited", code=0)), m.Ack)
    assert states(engine) == ["sent", "accepted", "running", "exited"]


def test_an_agent_that_is_back_and_says_nothing_of_it_never_began():
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web", timeout_ms=600_000)
    engine.disconnect(agent)
    engine.pass_time(ACCEPT_MS + 60_000)
    agent = engine.agent("web")
    engine.pass_time(GRACE_MS)
    engine.receive(agent, m.AskTime(0))
    engine.pass_time(1)
    assert states(engine) == ["sent"]
    engine.receive(agent, m.AskTime(0))
    engine.pass_time(1)
    assert states(engine) == ["sent", "expired"]


def test_output_that_still_flows_after_the_deadline_is_taken_to_its_end():
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web")
    engine.publish(agent, "run/r1", RunState("running"))
    engine.pass_time(ACCEPT_MS + TIMEOUT_MS)
    for number in range(20):
        answer = engine.publish(agent, "run/r1", RunOutput("out", number, text="x"))
        assert isinstance(answer, m.Ack)
        engine.pass_time(GRACE_MS)
    answer = engine.publish(agent, "run/r1", RunState("timeout"))
    assert isinstance(answer, m.Ack)
    assert states(engine) == ["sent", "running", "timeout"]


def test_an_agent_that_falls_silent_after_the_deadline_is_lost_a_grace_later():
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web")
    engine.publish(agent, "run/r1", RunState("running"))
    engine.pass_time(ACCEPT_MS + TIMEOUT_MS + 3_000)
    engine.publish(agent, "run/r1", RunOutput("out", 0, text="x"))
    for _ in range(10):
        engine.pass_time(GRACE_MS // 10)
        engine.receive(agent, m.AskTime(0))  # of other things it may speak on
    assert states(engine)[-1] == "running"
    engine.pass_time(1)
    assert states(engine)[-1] == "lost"


def test_an_agent_that_never_comes_to_an_end_is_not_believed_for_ever():
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web")
    engine.publish(agent, "run/r1", RunState("running"))
    engine.pass_time(ACCEPT_MS + TIMEOUT_MS)
    for _ in range((OVERTIME_MS + GRACE_MS) // 1_000):
        engine.pass_time(1_000)
        answer = engine.publish(agent, "run/r1", RunOutput("out", 0, text="x"))
        assert isinstance(answer, m.Ack)
    engine.pass_time(1)
    assert states(engine)[-1] == "lost"
    answer = engine.publish(agent, "run/r1", RunOutput("out", 0, text="x"))
    assert isinstance(answer, m.Nack)


@pytest.mark.parametrize("state", ["accepted", "running"])
def test_begun_but_never_ended_is_lost_by_the_clock(state):
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web")
    engine.publish(agent, "run/r1", RunState(state))
    engine.pass_time(ACCEPT_MS + TIMEOUT_MS + GRACE_MS)
    assert states(engine) == ["sent", state]
    engine.pass_time(1)
    assert states(engine) == ["sent", state, "lost"]
    answer = engine.publish(agent, "run/r1", RunState("exited", code=0))
    assert isinstance(answer, m.Nack)


def test_an_order_tells_until_when_it_may_begin():
    engine = RecordingEngine("web")
    engine.agent("web")
    request(engine, "web")
    (order,) = engine.bodies("host/web/inbox", "run")
    assert order["not_after"] == engine.now + ACCEPT_MS
    assert order["timeout_ms"] == TIMEOUT_MS


def test_another_process_of_one_host_loses_only_that_hosts_part():
    engine = RecordingEngine("web", "db")
    web, db = engine.agent("web"), engine.agent("db")
    request(engine, "web", "db")
    for agent in (web, db):
        engine.publish(agent, "run/r1", RunState("running"))
    engine.agent("web", "i2")
    engine.pass_time(GRACE_MS)
    assert states(engine, "web")[-1] == "running"
    engine.pass_time(1)
    assert states(engine, "web")[-1] == "lost"
    assert states(engine, "db")[-1] == "running"
    assert not engine.hub.runs.find("r1").is_over
    engine.publish(db, "run/r1", RunState("exited", code=0))
    assert engine.hub.runs.find("r1").is_over


def test_another_process_may_know_how_it_ended():
    """The journal of an agent tells it what the one before did."""
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web")
    engine.publish(agent, "run/r1", RunState("running"))
    again = engine.agent("web", "i2")
    engine.pass_time(GRACE_MS)
    assert isinstance(engine.publish(again, "run/r1", RunState("exited", code=4)), m.Ack)
    engine.pass_time(GRACE_MS)
    assert states(engine) == ["sent", "running", "exited"]


def test_what_a_removed_host_was_doing_is_lost():
    engine = RecordingEngine("web", "db")
    web, db = engine.agent("web"), engine.agent("db")
    request(engine, "web", "db")
    for agent in (web, db):
        engine.publish(agent, "run/r1", RunState("running"))
    engine.disconnect(web, "closed")
    engine.apply(engine.hub.remove_host("web", engine.now))
    assert engine.bodies("run/r1", "state")[-1] == {
        "kind": "state",
        "state": "lost",
        "host": "web",
        "reason": "the host was removed",
    }
    engine.publish(db, "run/r1", RunState("exited", code=0))
    assert engine.hub.runs.find("r1").is_over
    engine.pass_time(ACCEPT_MS + TIMEOUT_MS + 2 * GRACE_MS)
    assert states(engine, "web").count("lost") == 1


def test_a_host_that_is_away_is_not_asked():
    engine = RecordingEngine("web", "db")
    engine.agent("web")
    request(engine, "web", "db")
    assert states(engine, "web") == ["sent"]
    assert states(engine, "db") == ["expired"]
    assert engine.bodies("run/r1", "state")[-1]["reason"] == "this host is not connected"
    assert engine.bodies("host/db/inbox") == []
    engine.agent("db")
    engine.pass_time(1)
    assert engine.bodies("host/db/inbox") == [], "its end stands"


def test_an_agent_that_has_not_said_hello_is_not_asked_yet():
    """It may be another process than the one before, whose runs its `hello` ends as lost."""
    engine = RecordingEngine("web")
    engine.disconnect(engine.agent("web", "i1"))
    agent = engine.connect("web", Role.AGENT)
    request(engine, "web")
    assert states(engine) == ["expired"]
    engine.receive(agent, m.Hello("agent", "0", "i2"))
    request(engine, "web", id="r2")
    engine.publish(agent, "run/r2", RunState("accepted"))
    assert states(engine, id="r2") == ["sent", "accepted"]


def test_the_oldest_runs_that_are_over_leave_memory_never_a_live_one():
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web", id="live")
    for number in range(600):
        request(engine, "web", id=f"r{number}")
        engine.publish(agent, f"run/r{number}", RunState("exited", code=0))
    engine.pass_time(1)
    assert not engine.hub.runs.find("live").is_over
    assert sum(name.startswith("run/") for name in engine.topics.all) <= 501
    assert "run/r0" not in engine.topics
    assert engine.hub.runs.find("r599").is_over
    assert engine.hub.runs.find("r0").is_over, "it is found in its log"
    engine.pass_time(1)
    assert sum(name.startswith("run/") for name in engine.topics.all) <= 501


def test_a_run_is_what_its_log_tells():
    engine = RecordingEngine("web", "db")
    agents = {host: engine.agent(host) for host in ("web", "db")}
    request(engine, "web", "db")
    engine.publish(agents["web"], "run/r1", RunOutput("out", 0, text='"kind":"state"'))
    engine.publish(agents["web"], "run/r1", RunState("exited", code=3))
    engine.publish(agents["db"], "run/r1", RunState("running"))
    known = engine.hub.runs.find("r1")
    again = recalled("r1", engine.topics.log("run/r1").raw_entries())
    assert again is not None
    assert (again.asked, again.not_after) == (known.asked, known.not_after)
    assert {host: part.state for host, part in again.parts.items()} == {
        host: part.state for host, part in known.parts.items()
    }


def test_what_the_store_refused_may_be_told_again():
    engine = RecordingEngine("web")
    agent = engine.agent("web")
    request(engine, "web")
    bodies = [RunState("running"), RunOutput("out", 0, text="x"), RunState("exited", code=0)]
    pubs = [m.Pub("run/r1", engine.new_id(), Raw(codec.encode(body))) for body in bodies]
    refused = [append for pub in pubs for append in engine.hub.received(agent, pub, engine.now)]
    for append in refused:
        assert isinstance(append, Append)
        engine.hub.unsaid(append)
    for pub in pubs:
        assert isinstance(engine.receive(agent, pub)[-1], m.Ack)
    assert states(engine) == ["sent", "running", "exited"]
    assert engine.bodies("run/r1", "output")


def test_a_run_goes_on_after_a_restart_of_the_hub():
    before = RecordingEngine("web")
    agent = before.agent("web")
    request(before, "web")
    before.publish(agent, "run/r1", RunState("running"))
    after = RecordingEngine("web")
    after.topics = before.topics
    after.hub.runs.resume("r1", before.topics.log("run/r1").raw_entries())
    again = after.agent("web", "i1")
    answer = after.hub.received(
        again, m.Pub("run/r1", after.new_id(), Raw(codec.encode(RunState("exited", code=0)))), START
    )
    assert [type(effect).__name__ for effect in answer] == ["Append"]
    assert after.hub.runs.find("r1").is_over


def test_a_person_cannot_speak_in_a_run():
    engine = RecordingEngine("web")
    engine.agent("web")
    request(engine, "web")
    boss = engine.connect("boss", Role.ADMIN)
    answer = engine.publish(boss, "run/r1", RunState("exited", code=0))
    assert isinstance(answer, m.Nack)
    assert answer.name == "forbidden"
