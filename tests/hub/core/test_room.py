"""Rooms, without sockets: who begins one, and which there are."""

import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.principal import Role
from tocsin_hub.core.store import Draft
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat


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
