"""People, with a moved clock: whose a login is, until when, and who is announced."""

import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.people import GRACE_MS, HELD_MS
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.store import Draft
from tocsin_wire import codec
from tocsin_wire.bodies import Chat
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


def whisper(engine, to: str, text: str = "secret") -> None:
    engine.publish(engine.connect("eve", session="eve"), f"private/{to}", Chat(text))


@pytest.mark.parametrize("how", ["bye", "release", "lapse"])
def test_nothing_said_to_a_guest_outlives_their_login(engine, how):
    one = engine.connect("Ann", session="one")
    whisper(engine, "ann")
    assert len(engine.bodies("private/ann")) == 1
    epoch = engine.topics.log("private/ann").epoch
    match how:
        case "bye":
            engine.disconnect(one, "bye")
        case "release":
            engine.apply(engine.hub.release(one.principal))
            engine.disconnect(one, "closed")
        case "lapse":
            engine.disconnect(one)
            engine.pass_time(HELD_MS - 1)
            assert "private/ann" in engine.topics, "who comes back in time finds what was said"
            engine.pass_time(1)
    assert "private/ann" not in engine.topics
    engine.connect("ann", session="two")
    assert engine.bodies("private/ann") == []
    assert engine.topics.log("private/ann").epoch != epoch


def test_a_farewell_in_one_tab_takes_nothing_from_the_other(engine):
    one, _ = (engine.connect("ann", session="one") for _ in range(2))
    whisper(engine, "ann")
    engine.disconnect(one, "bye")
    assert len(engine.bodies("private/ann")) == 1


def test_an_account_keeps_what_was_said_to_it(engine):
    boss = engine.connect("boss", Role.ADMIN, "one")
    whisper(engine, "boss")
    engine.disconnect(boss, "bye")
    engine.apply(engine.hub.release(boss.principal))
    assert engine.hub.claim(Principal("Boss", Role.ADMIN, "two"), engine.now) == []
    assert len(engine.bodies("private/boss")) == 1


@pytest.mark.parametrize("role", [Role.GUEST, Role.ADMIN])
def test_whoever_has_a_login_anew_finds_nothing_of_another_run_of_the_hub(engine, role):
    draft = Draft("private/ann", engine.new_id(), "eve", codec.encode(Chat("secret", "ann")))
    engine.store.append(draft, engine.now, lambda outcome: None)
    engine.apply(engine.hub.claim(Principal("ann", role, "two"), engine.now))
    engine.connect("ann", role, "two")
    assert engine.bodies("private/ann") == []


def test_nobody_takes_a_login_whose_owner_is_still_being_closed(engine):
    one = engine.connect("ann", session="one")
    engine.apply(engine.hub.release(one.principal))
    with pytest.raises(LoginTaken):
        engine.hub.claim(guest("ann", "two"), engine.now)
    engine.disconnect(one, "closed")
    engine.hub.claim(guest("ann", "two"), engine.now)
    engine.connect("ann", session="two")
    logins = [(body["kind"], body["login"]) for body in engine.bodies(MAIN_ROOM)]
    assert logins == [("join", "ann"), ("leave", "ann"), ("join", "ann")]


def test_who_had_a_login_last_may_come_back_to_a_hub_that_was_restarted(engine):
    people = engine.hub.people
    people.hold(Principal("boss", Role.ADMIN, ""), engine.now)
    newest_first = [guest("ann", "two"), guest("Ann", "one"), guest("boss", "three")]
    people.expect(newest_first, engine.now)
    assert not people.is_free(guest("ann", "one"), engine.now)
    assert not people.is_free(guest("boss", "three"), engine.now)
    engine.connect("ann", session="two")
    engine.pass_time(HELD_MS)
    assert not people.is_free(guest("ann", "one"), engine.now)


def moves(engine) -> list[tuple[str, str, int]]:
    """Return who came and went, and how many were there then."""
    bodies = engine.bodies(MAIN_ROOM)
    return [(body["kind"], body["login"], body["count"]) for body in bodies]


@pytest.mark.parametrize("reason", ["closed", "lost"])
def test_whoever_may_come_back_still_counts(engine, reason):
    ann = engine.connect("ann", session="one")
    engine.disconnect(ann, reason)
    engine.connect("bob")
    engine.connect("ann", session="one")
    engine.connect("eve")
    engine.pass_time(10 * GRACE_MS)
    assert moves(engine) == [("join", "ann", 1), ("join", "bob", 2), ("join", "eve", 3)]


def test_those_who_do_not_come_back_leave_one_after_the_other(engine):
    for one in [engine.connect(login) for login in ("ann", "bob", "eve")]:
        engine.disconnect(one)
        engine.pass_time(1)
    engine.pass_time(GRACE_MS)
    assert moves(engine)[3:] == [("leave", "ann", 2), ("leave", "bob", 1), ("leave", "eve", 0)]


def test_a_login_belongs_to_who_may_come_back(engine):
    engine.disconnect(engine.connect("ann", session="one"))
    engine.pass_time(GRACE_MS - 1)
    with pytest.raises(LoginTaken):
        engine.connect("ann", session="two")
    assert moves(engine) == [("join", "ann", 1)]


def test_a_second_cut_begins_the_grace_anew(engine):
    for _ in range(3):
        engine.disconnect(engine.connect("ann", session="one"))
        engine.pass_time(GRACE_MS - 1)
    assert moves(engine) == [("join", "ann", 1)]
    engine.pass_time(1)
    assert moves(engine) == [("join", "ann", 1), ("leave", "ann", 0)]


def test_an_account_that_becomes_somebodys_login_announces_both(engine):
    """Its guest was let go within the grace: that one left, and another arrived."""
    ann = engine.connect("ann", session="one")
    engine.disconnect(ann)
    engine.apply(engine.hub.release(ann.principal))
    engine.connect("ann", Role.ADMIN)
    engine.pass_time(10 * GRACE_MS)
    assert moves(engine) == [("join", "ann", 1), ("leave", "ann", 0), ("join", "ann", 1)]
