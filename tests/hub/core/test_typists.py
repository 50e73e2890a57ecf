"""Who is writing, with a moved clock: since when, where, and until when."""

import pytest
from msgspec import Raw

from tests.hub.core.recording_engine import START, RecordingEngine
from tocsin_hub.core.principal import Role
from tocsin_hub.core.typists import LEASE_MS
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat, Typing
from tocsin_wire.topics import MAIN_ROOM

MAIN = "room/main/typing"


@pytest.fixture
def engine():
    return RecordingEngine()


@pytest.fixture
def ann(engine):
    return engine.connect("Ann")


def put(engine, who, topic=MAIN, *, key="", removed=()) -> str:
    """Say that somebody writes, or not any more; return the name of the refusal, if it is one."""
    values = {} if removed else {key or who.principal.name: Raw(b"{}")}
    answers = engine.receive(who, m.Put(topic, values, list(removed)))
    return answers[0].name if answers else ""


def writing(engine, topic=MAIN):
    return sorted(engine.topics.state(topic).keys())


def test_who_writes_is_shown_since_when_and_until_the_lease_is_over(engine, ann):
    assert put(engine, ann) == ""
    engine.pass_time(LEASE_MS - 1)
    assert put(engine, ann) == ""
    engine.pass_time(LEASE_MS - 1)
    assert engine.value(MAIN, "Ann") == {"since": START}
    engine.pass_time(1)
    assert writing(engine) == []


def test_a_renewed_lease_tells_nobody_anything(engine, ann):
    put(engine, ann)
    before = engine.topics.state(MAIN).head
    engine.pass_time(1_000)
    put(engine, ann)
    assert engine.topics.state(MAIN).head == before


def test_who_takes_it_back_is_not_shown(engine, ann):
    put(engine, ann)
    put(engine, ann, removed=["ann"])
    assert writing(engine) == []


def test_what_was_said_is_not_being_written_any_more(engine, ann):
    put(engine, ann)
    engine.publish(ann, MAIN_ROOM, Chat("done"))
    assert writing(engine) == []


def test_speaking_elsewhere_ends_nothing(engine, ann):
    engine.connect("bob")
    put(engine, ann)
    engine.publish(ann, "private/bob", Chat("psst"))
    assert writing(engine) == ["Ann"]


def test_who_is_gone_does_not_write(engine, ann):
    put(engine, ann)
    engine.disconnect(ann)
    assert writing(engine) == []


def test_a_connection_writes_in_one_place_at_a_time(engine, ann):
    engine.connect("bob")
    put(engine, ann)
    put(engine, ann, "private/bob/typing")
    assert (writing(engine), writing(engine, "private/bob/typing")) == ([], ["Ann"])


def test_who_writes_in_two_windows_writes_until_the_last_one(engine, ann):
    other = engine.connect("Ann")
    put(engine, ann)
    put(engine, other)
    engine.disconnect(ann)
    assert writing(engine) == ["Ann"]
    engine.disconnect(other)
    assert writing(engine) == []


def test_nobody_says_of_another_that_they_write(engine, ann):
    engine.connect("bob")
    assert put(engine, ann, key="bob") == "forbidden"
    assert put(engine, ann, removed=["bob"]) == "forbidden"
    engine.topics.make(MAIN)
    assert writing(engine) == []


@pytest.mark.parametrize(
    ("topic", "error"),
    [
        ("room/none/typing", "unknown_topic"),
        ("private/nobody/typing", "unknown_login"),
        ("host/x/typing", "bad_topic"),
        ("rooms", "forbidden"),
    ],
)
def test_one_writes_where_one_could_speak(engine, ann, topic, error):
    assert put(engine, ann, topic) == error
    assert topic not in engine.topics or topic == "rooms"


def test_who_writes_to_somebody_is_seen_by_them_alone(engine, ann):
    bob, eve = engine.connect("bob"), engine.connect("eve", Role.ADMIN)
    assert isinstance(engine.receive(bob, m.Sub("private/bob/typing"))[0], m.SubOk)
    for other in (ann, eve):
        (refused,) = engine.receive(other, m.Sub("private/bob/typing"))
        assert isinstance(refused, m.Error)
        assert refused.name == "forbidden"


def test_what_is_known_of_a_login_goes_with_it(engine, ann):
    engine.connect("bob")
    engine.receive(ann, m.Sub("private/ann/typing"))
    engine.disconnect(ann, "bye")
    assert "private/ann/typing" not in engine.topics


def test_the_value_is_the_hubs_own(engine, ann):
    engine.receive(ann, m.Put(MAIN, {"Ann": Raw(b'{"since":1,"html":"<b>"}')}))
    assert engine.topics.state(MAIN).get("Ann") == b'{"since":%d}' % START
    assert engine.value(MAIN, "Ann") == {"since": Typing(START).since}
