"""People, with a moved clock: whose a login is, until when, and who is announced."""

import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.people import GRACE_MS, HELD_MS
from tocsin_hub.core.principal import Principal, Role
from tocsin_wire.errors import LoginTaken
from tocsin_wire.topics import MAIN_ROOM


@pytest.fixture
def engine():
    return RecordingEngine()


def guest(name: str, session: str) -> Principal:
    return Principal(name, Role.GUEST, session)


def test_a_login_is_one_guests_whatever_its_case(engine):
    people = engine.hub.people
    people.hold(guest("Ann", "one"), engine.now)
    people.hold(guest("ann", "one"), engine.now)
    with pytest.raises(LoginTaken):
        people.hold(guest("ANN", "two"), engine.now)


def test_a_guests_login_is_kept_for_a_while_and_then_free(engine):
    people = engine.hub.people
    one = engine.connect("ann", session="one")
    engine.pass_time(10 * HELD_MS)
    assert not people.is_free(guest("ann", "two"), engine.now), "still here"
    engine.disconnect(one)
    engine.pass_time(HELD_MS - 1)
    assert not people.is_free(guest("ann", "two"), engine.now)
    engine.pass_time(1)
    assert people.is_free(guest("ann", "two"), engine.now)


def test_a_farewell_frees_a_guests_login_at_once_but_no_accounts(engine):
    people = engine.hub.people
    engine.disconnect(engine.connect("ann", session="one"), "bye")
    assert people.is_free(guest("ann", "two"), engine.now)
    engine.disconnect(engine.connect("boss", Role.ADMIN), "bye")
    engine.pass_time(10 * HELD_MS)
    assert not people.is_free(guest("boss", "two"), engine.now)


def test_who_gives_up_a_login_that_has_become_anothers_takes_nothing(engine):
    people = engine.hub.people
    engine.disconnect(engine.connect("ann", session="one"))
    engine.pass_time(HELD_MS)
    engine.connect("ann", session="two")
    people.release(guest("ann", "one"))
    assert not people.is_free(guest("ann", "three"), engine.now)
    with pytest.raises(LoginTaken):
        engine.connect("ann", session="three")


def test_two_sessions_of_an_account_are_one_person(engine):
    engine.connect("boss", Role.ADMIN, "one")
    engine.connect("Boss", Role.ADMIN, "two")
    assert engine.hub.people.count == 1
    assert len(engine.bodies(MAIN_ROOM, "join")) == 1


def test_only_the_first_connection_arrives_and_the_last_one_leaves(engine):
    first, second = (engine.connect("ann", session="one") for _ in range(2))
    assert [body["count"] for body in engine.bodies(MAIN_ROOM, "join")] == [1]
    engine.disconnect(first)
    engine.pass_time(GRACE_MS)
    assert engine.bodies(MAIN_ROOM, "leave") == []
    engine.disconnect(second)
    engine.pass_time(GRACE_MS)
    assert [body["reason"] for body in engine.bodies(MAIN_ROOM, "leave")] == ["lost"]
    assert engine.topics.state("people").keys() == []


def test_who_is_back_within_the_grace_never_left(engine):
    one = engine.connect("ann", session="one")
    engine.disconnect(one, "closed")
    engine.pass_time(GRACE_MS - 1)
    engine.connect("ann", session="one")
    engine.pass_time(10 * GRACE_MS)
    assert engine.bodies(MAIN_ROOM, "leave") == []
    assert len(engine.bodies(MAIN_ROOM, "join")) == 1


def test_a_farewell_is_announced_at_once(engine):
    engine.disconnect(engine.connect("ann", session="one"), "bye")
    assert [body["reason"] for body in engine.bodies(MAIN_ROOM, "leave")] == ["bye"]


def test_a_connection_that_ends_twice_leaves_once(engine):
    one = engine.connect("ann", session="one")
    for _ in range(2):
        engine.disconnect(one, "bye")
    assert len(engine.bodies(MAIN_ROOM, "leave")) == 1
