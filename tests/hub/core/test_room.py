"""Rooms, without sockets: who begins one, and which there are."""

import msgspec
import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.principal import Role
from tocsin_hub.core.store import Draft
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat
from tocsin_wire.topics import MAIN_ROOM


@pytest.fixture
def engine():
    return RecordingEngine()


def test_only_an_operator_begins_a_room_and_all_may_follow_it(engine):
    guest, operator = engine.connect("ann"), engine.connect("op", Role.OPERATOR)
    (refused,) = engine.receive(guest, m.Sub("room/ops"))
    assert isinstance(refused, m.Error)
    assert refused.name == "forbidden"
    for one in (operator, guest):
        (answer,) = engine.receive(one, m.Sub("room/ops"))
        assert isinstance(answer, m.SubOk)


def test_a_room_of_an_earlier_run_of_the_hub_is_there_for_all(engine):
    draft = Draft("room/ops", engine.new_id(), "op", codec.encode(Chat("before")))
    engine.store.append(draft, engine.now, lambda outcome: None)
    (answer,) = engine.receive(engine.connect("ann"), m.Sub("room/ops"))
    assert isinstance(answer, m.SubOk)
    assert answer.head == 1


def test_a_farewell_is_done_and_not_said(engine):
    ann = engine.connect("ann")
    answer = engine.publish(ann, MAIN_ROOM, Chat("Bye"))
    assert isinstance(answer, m.Ack)
    assert answer.seq == m.NOT_KEPT
    (close,) = engine.closed
    assert (close.connection, close.code, close.bye) == (ann.id, 1000, m.Bye("bye", "ann"))
    engine.disconnect(ann, "bye")
    assert [body["kind"] for body in engine.bodies(MAIN_ROOM)] == ["join", "leave"]


def test_a_stop_is_told_by_whose_word_it_was_and_done_once(engine):
    boss = engine.connect("boss", Role.ADMIN)
    stop = m.Pub(MAIN_ROOM, engine.new_id(), msgspec.Raw(codec.encode(Chat("arret"))))
    for dup in (False, True):
        (answer,) = engine.receive(boss, stop)
        assert isinstance(answer, m.Ack)
        assert answer.dup is dup
    assert engine.stopped == ["boss"]
    assert engine.bodies(MAIN_ROOM)[1:] == [{"kind": "stop", "login": "boss"}]


def test_who_may_not_stop_the_hub_does_not_and_nothing_is_told(engine):
    answer = engine.publish(engine.connect("op", Role.OPERATOR), MAIN_ROOM, Chat("arret"))
    assert isinstance(answer, m.Nack)
    assert (engine.stopped, engine.bodies(MAIN_ROOM, "stop")) == ([], [])
