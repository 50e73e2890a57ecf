"""Refusals in the audit: each of the first, a count of the others, and never a flood."""

import msgspec
import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.audit.deed import noted
from tocsin_hub.core.audit.refusals import ALL_AT_ONCE, AT_ONCE, KNOWN, MINUTE_MS, Refusals
from tocsin_hub.core.principal import Principal, Role
from tocsin_wire import messages as m
from tocsin_wire.bodies import AuditBody, AuditDeed, Chat
from tocsin_wire.errors import Forbidden, NotSubscribed, ProofNeeded, UnknownTopic, WrongLogin
from tocsin_wire.topics import AUDIT, MAIN_ROOM

START = 1_700_000_000_000
FORBIDDEN = Forbidden("you may not do that")


@pytest.fixture
def refusals():
    return Refusals(lambda: "id", START)


def person(name: str = "op", role: Role = Role.OPERATOR) -> Principal:
    return Principal(name, role, "s")


def deeds(appends):
    return [msgspec.json.decode(one.body) for one in appends]


def test_who_was_refused_what_is_written(refusals):
    (deed,) = deeds(refusals.note(person(), "192.0.2.1", "POST /api/runs", FORBIDDEN, START))
    assert deed == {
        "kind": "deed",
        "deed": "refused",
        "by": "op",
        "role": "operator",
        "ip": "192.0.2.1",
        "on": "POST /api/runs",
        "detail": "you may not do that",
        "refused": True,
    }


def test_who_is_asked_for_a_proof_is_written_and_not_as_refused(refusals):
    asked = ProofNeeded("say again who you are")
    (deed,) = deeds(refusals.note(person(), "192.0.2.1", "POST /api/join-codes", asked, START))
    assert (deed["deed"], deed["on"]) == ("proof-asked", "POST /api/join-codes")
    assert not deed.get("refused", False)


@pytest.mark.parametrize(
    ("error", "count"),
    [
        (ProofNeeded("say it again"), 1),
        (NotSubscribed("is not followed"), 0),
        (WrongLogin("no"), 0),
        (UnknownTopic("no"), 0),
    ],
)
def test_what_is_no_matter_of_rights_is_not_written(refusals, error, count):
    assert len(refusals.note(person(), "", "", error, START)) == count


def test_one_party_is_written_so_often_and_then_counted(refusals):
    def written(who, ip, times, now=START):
        return sum(len(refusals.note(who, ip, "x", FORBIDDEN, now)) for _ in range(times))

    assert written(person(), "192.0.2.1", 1_000) == AT_ONCE
    assert written(person("bob"), "192.0.2.1", 1) == 1, "another person has their own"
    assert written(person("a", Role.GUEST), "192.0.2.9", 1_000) == AT_ONCE
    assert written(person("b", Role.GUEST), "192.0.2.9", 5) == 0, "guests count by network"
    (left_out,) = deeds(refusals.tick(START + MINUTE_MS))
    total, first = 1_995 - 2 * AT_ONCE + 10, 990
    assert left_out["detail"].startswith(f"{total} more were not written one by one, most of ")
    assert f"op ({first})" in left_out["detail"]
    assert (left_out["by"], left_out["refused"]) == ("@hub", True)
    assert refusals.tick(START + 2 * MINUTE_MS) == []
    assert written(person(), "192.0.2.1", 1_000, START + MINUTE_MS) == AT_ONCE


def test_many_parties_are_written_so_often_all_together(refusals):
    for number in range(5 * KNOWN):
        refusals.note(person(f"u{number}"), "", "x", FORBIDDEN, START)
    again = [refusals.note(person("late"), "", "x", FORBIDDEN, START) for _ in range(3)]
    assert again == [[], [], []]
    assert len(refusals._buckets) == KNOWN
    assert len(refusals._left_out) <= KNOWN + 1
    (left_out,) = deeds(refusals.tick(START + MINUTE_MS))
    assert left_out["detail"].startswith(f"{5 * KNOWN - ALL_AT_ONCE + 3} more")


def test_nothing_that_could_disguise_or_fill_it_is_written(refusals):
    error = Forbidden("you may not \x1b[2J\u202e" + "x" * 5_000)
    (deed,) = deeds(refusals.note(person(), "", "\x07" + "y" * 5_000, error, START))
    assert not set("\x1b\x07\u202e") & set(deed["detail"] + deed["on"])
    assert len(deed["detail"]) + len(deed["on"]) < 700


def test_a_deed_fits_what_readers_take_and_cannot_be_disguised():
    """A text beyond its bound could be written, and then no reader could take the log apart."""
    wild = "\x1b[2J\u202e" + "x" * 9_000
    one = noted("id", AuditDeed(wild, wild, wild, wild, wild, wild, refused=True))
    body = msgspec.json.decode(one.body, type=AuditBody)
    assert isinstance(body, AuditDeed)
    assert body.refused
    assert not set("\x1b\u202e") & set(one.body.decode())


def test_a_refused_message_is_written_and_others_are_not():
    engine = RecordingEngine("h1")
    guest = engine.connect("ann")
    engine.receive(guest, m.Sub(AUDIT))
    engine.receive(guest, m.Unsub(MAIN_ROOM))
    engine.publish(guest, MAIN_ROOM, Chat("arret"))
    engine.receive(engine.agent("h1"), m.Sub(MAIN_ROOM))
    assert [(one["by"], one["on"]) for one in engine.bodies(AUDIT, "deed")] == [
        ("ann", AUDIT),
        ("ann", MAIN_ROOM),
        ("host/h1", MAIN_ROOM),
    ]


def test_a_flood_of_messages_is_a_few_entries():
    engine = RecordingEngine()
    for _ in range(20):
        for guest in [engine.connect(f"g{number}") for number in range(5)]:
            engine.receive(guest, m.Sub(AUDIT))
            engine.disconnect(guest)
    assert len(engine.bodies(AUDIT, "deed")) == AT_ONCE
    engine.pass_time(MINUTE_MS)
    assert engine.bodies(AUDIT, "deed")[-1]["detail"].startswith(f"{100 - AT_ONCE} more")


def test_a_stop_is_in_the_audit_before_it_is_done():
    engine = RecordingEngine()
    boss = engine.connect("boss", Role.ADMIN)
    engine.publish(boss, MAIN_ROOM, Chat("arret"))
    (deed,) = engine.bodies(AUDIT, "deed")
    assert (deed["deed"], deed["by"], deed["ip"]) == ("stop", "boss", "192.0.2.1")
    assert engine.stopped == ["boss"]
