"""Which rooms there are, without sockets."""

import pytest

from tests.hub.core.recording_engine import START, RecordingEngine
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.rooms import LONGEST, MAX_ROOMS, Rooms
from tocsin_hub.core.topics import Topics
from tocsin_hub.edge.memory_store import MemoryStore
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat, Room
from tocsin_wire.errors import BadField, BadTopic, Forbidden, Refused, TooMany, UnknownTopic

OPERATOR = Principal("op", Role.OPERATOR, "s")


@pytest.fixture
def engine():
    return RecordingEngine()


def test_main_is_there_and_a_room_that_is_named_as_well(engine):
    assert engine.value("rooms", "main")["by"] == "@hub"
    operator = engine.connect("op", Role.OPERATOR)
    engine.publish(operator, "room/ops", Chat("hello"))
    engine.receive(operator, m.Sub("room/lab"))
    named = {"title": "", "created": START, "by": "op"}
    for name in ("ops", "lab"):
        assert engine.value("rooms", name) == named | {"name": name}
    assert engine.saved_rooms == [Room(name, "", START, "op") for name in ("ops", "lab")]


def test_what_is_refused_begins_no_room(engine):
    operator = engine.connect("op", Role.OPERATOR)
    answer = engine.publish(operator, "room/ops", Chat("x", reply=engine.new_id(), reply_seq=1))
    assert isinstance(answer, m.Nack)
    assert engine.topics.state("rooms").keys() == ["main"]


def test_the_rooms_of_before_are_there(engine):
    known = [Room("main", "Everybody", 5, "@hub"), Room("ops", "", 6, "op")]
    rooms = Rooms(engine.topics, known, START)
    assert rooms.all == known
    rooms.rename("ops", "Operations")
    assert engine.value("rooms", "ops")["title"] == "Operations"
    with pytest.raises(UnknownTopic):
        rooms.rename("none", "x")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("main", Refused),
        ("", BadTopic),
        ("Ops", BadTopic),
        ("../people", BadTopic),
        ("a b", BadTopic),
        ("é", BadTopic),
        ("x/typing", BadField),
        ("x" * (LONGEST + 1), BadField),
    ],
)
def test_what_is_no_name_for_a_new_room(engine, name, error):
    with pytest.raises(error):
        engine.hub.rooms.begin(OPERATOR, name, "", START)


def test_the_longest_name_has_all_its_topics(engine):
    name = "x" * LONGEST
    engine.hub.rooms.begin(OPERATOR, name, "", START)
    ann = engine.connect("ann")
    for topic in (f"room/{name}", f"room/{name}/typing"):
        assert isinstance(engine.receive(ann, m.Sub(topic))[0], m.SubOk)


def test_there_are_only_so_many():
    rooms = Rooms(Topics(MemoryStore(lambda: "e"), lambda: "s"), [], START)
    for number in range(MAX_ROOMS - 1):
        rooms.enter(OPERATOR, f"room/r{number}", START)
    with pytest.raises(TooMany):
        rooms.enter(OPERATOR, "room/one-more", START)
    assert rooms.enter(OPERATOR, "room/r1", START) == [], "that one is there"
    with pytest.raises(Forbidden):
        rooms.enter(Principal("ann", Role.VIEWER, "s"), "room/one-more", START)
