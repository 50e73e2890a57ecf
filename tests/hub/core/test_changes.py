"""What people do to what was said, without sockets: whose it is, and what stands afterwards."""

from typing import Any

import msgspec
import pytest

from tests.hub.core.recording_engine import RecordingEngine
from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append
from tocsin_hub.core.fate import MAX_EMOJI
from tocsin_hub.core.principal import Role
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat, Deleted, Edited, Reacted, RunCard
from tocsin_wire.topics import MAIN_ROOM

THUMB = "\N{THUMBS UP SIGN}"


@pytest.fixture
def engine():
    return RecordingEngine()


@pytest.fixture
def ann(engine):
    return engine.connect("ann")


@pytest.fixture
def bob(engine):
    return engine.connect("bob")


class Told:
    """The answer to a publish, by name: `ack`, or why not."""

    def __init__(self, engine: RecordingEngine) -> None:
        self._engine = engine

    def __call__(self, who: Connection, body: Any, topic: str = MAIN_ROOM) -> str:
        answer = self._engine.publish(who, topic, body)
        return answer.name if isinstance(answer, m.Nack) else "ack"


@pytest.fixture
def told(engine):
    return Told(engine)


def said(
    engine: RecordingEngine, who: Connection, text: str = "hi", topic: str = MAIN_ROOM
) -> tuple[str, int]:
    """Say something; return its id and its seq in the log that the speaker sees."""
    answer = engine.publish(who, topic, Chat(text))
    assert isinstance(answer, m.Ack), answer
    return answer.id, answer.seq


def deeds(engine: RecordingEngine) -> list[dict[str, Any]]:
    """Return what was done, without what was refused."""
    return [deed for deed in engine.bodies("audit", "deed") if not deed.get("refused")]


def test_ones_own_words_are_edited_marked_and_deleted(engine, ann, told):
    chat = said(engine, ann)
    assert told(ann, Edited(*chat, "hello")) == "ack"
    assert told(ann, Reacted(*chat, THUMB)) == "ack"
    assert told(ann, Deleted(*chat)) == "ack"
    kinds = [body["kind"] for body in engine.bodies(MAIN_ROOM)]
    assert kinds == ["join", "chat", "edit", "react", "delete"], "the log keeps all of it"


def test_nobody_changes_what_another_said_but_all_may_mark_it(engine, ann, bob, told):
    chat = said(engine, ann)
    assert told(bob, Edited(*chat, "mine now")) == "forbidden"
    assert told(bob, Deleted(*chat)) == "forbidden"
    assert told(engine.connect("op", Role.OPERATOR), Deleted(*chat)) == "forbidden"
    assert told(bob, Reacted(*chat, THUMB)) == "ack"


def test_an_admin_deletes_anybodys_and_that_is_in_the_audit_first(engine, ann, told):
    chat = said(engine, ann)
    boss = engine.connect("boss", Role.ADMIN)
    assert told(boss, Edited(*chat, "better")) == "forbidden"
    assert told(boss, Deleted(*chat)) == "ack"
    (deed,) = deeds(engine)
    assert (deed["deed"], deed["by"], deed["on"]) == ("delete", "boss", "ann")
    assert f"{chat[1]} in room/main" in deed["detail"]
    assert told(boss, Deleted(*said(engine, boss))) == "ack"
    assert len(deeds(engine)) == 1, "one's own is nobody's business"


def test_to_what_was_deleted_nothing_is_done_any_more(engine, ann, bob, told):
    chat = said(engine, ann)
    assert told(ann, Deleted(*chat)) == "ack"
    changes = (Edited(*chat, "again"), Deleted(*chat), Reacted(*chat, THUMB))
    assert [told(ann, change) for change in changes] == ["refused"] * 3


def test_the_next_one_with_a_login_changes_nothing_of_the_last(engine, ann, told):
    chat = said(engine, ann)
    engine.disconnect(ann, "bye")
    engine.now += 1
    other = engine.connect("Ann", session="another", since=engine.now)
    assert told(other, Edited(*chat, "I never said that")) == "forbidden"
    assert told(other, Deleted(*chat)) == "forbidden"
    assert told(other, Edited(*said(engine, other), "mine")) == "ack"


@pytest.mark.parametrize(
    ("of", "seq"), [("id", 99), ("id", 0), ("id", 1), ("id", "+1"), ("other", "seq")]
)
def test_what_is_not_there_cannot_be_meant(engine, ann, told, of, seq):
    id, at = said(engine, ann)
    said(engine, ann, "another")
    named = {"seq": at, "+1": at + 1}.get(seq, seq)
    assert told(ann, Deleted(id if of == "id" else engine.new_id(), named)) == "not_found"


def test_only_what_was_said_can_be_changed(engine, ann, told):
    card = codec.encode(RunCard("r1", "uptime", ["h1"]))
    id = engine.new_id()
    engine.apply([Append(MAIN_ROOM, id, "ann", card)])
    seq = engine.topics.log(MAIN_ROOM).head
    assert told(ann, Deleted(id, seq)) == "refused"
    assert told(ann, Reacted(id, seq, THUMB)) == "refused"


def test_a_chat_has_a_bounded_number_of_emojis(engine, ann, bob, told):
    chat = said(engine, ann)
    emojis = [chr(0x1F600 + number) for number in range(MAX_EMOJI + 1)]
    answers = [told(ann, Reacted(*chat, emoji)) for emoji in emojis]
    assert answers == ["ack"] * MAX_EMOJI + ["too_many"]
    assert told(bob, Reacted(*chat, emojis[0])) == "ack", "it is there already"
    for who in (ann, bob):
        assert told(who, Reacted(*chat, emojis[0], off=True)) == "ack"
    assert told(bob, Reacted(*chat, emojis[-1])) == "ack", "another one went"


@pytest.mark.parametrize("emoji", ["", "a", "1", "ok", THUMB * 2, f"{THUMB} ", "\u202e", "<"])
def test_a_mark_is_one_emoji(engine, ann, told, emoji):
    assert told(ann, Reacted(*said(engine, ann), emoji)) == "bad_text"


def test_an_edit_is_read_as_strictly_as_a_chat(engine, ann, told):
    chat = said(engine, ann)
    assert told(ann, Edited(*chat, " \n")) == "bad_text"
    assert told(ann, Edited(*chat, "\x1b[31m")) == "bad_text"
    assert told(ann, Edited(*chat, "x" * 4_001)) == "too_large"


def test_a_change_sent_again_is_answered_as_before(engine, ann):
    chat = said(engine, ann)
    for change in (Reacted(*chat, THUMB), Deleted(*chat)):
        pub = m.Pub(MAIN_ROOM, engine.new_id(), msgspec.Raw(codec.encode(change)))
        answers = [engine.receive(ann, pub)[-1] for _ in range(2)]
        assert [(type(one), one.dup) for one in answers] == [(m.Ack, False), (m.Ack, True)]


def test_an_admins_deletion_sent_again_is_one_deed(engine, ann):
    boss = engine.connect("boss", Role.ADMIN)
    deletion = codec.encode(Deleted(*said(engine, ann)))
    pub = m.Pub(MAIN_ROOM, engine.new_id(), msgspec.Raw(deletion))
    assert [engine.receive(boss, pub)[-1].dup for _ in range(2)] == [False, True]
    assert len(deeds(engine)) == 1


# Private.


def test_what_is_changed_in_private_is_changed_in_both_logs(engine, ann, bob, told):
    said(engine, bob, "note", "private/bob")  # so that the copies have different places
    id, seq = said(engine, ann, "psst", "private/bob")
    assert told(ann, Edited(id, seq, "psst!"), "private/bob") == "ack"
    mine, theirs = (engine.bodies(f"private/{who}", "edit")[0] for who in ("ann", "bob"))
    assert mine == {"kind": "edit", "of": id, "seq": seq, "text": "psst!", "to": "bob"}
    assert theirs == mine | {"seq": seq + 1}
    assert told(bob, Reacted(id, seq + 1, THUMB), "private/ann") == "ack"
    assert engine.bodies("private/ann", "react")[0]["seq"] == seq
    assert told(ann, Deleted(id, seq), "private/bob") == "ack"
    assert told(bob, Reacted(id, seq + 1, THUMB), "private/ann") == "refused"


def test_nobody_deletes_what_another_said_in_private(engine, ann, told):
    boss = engine.connect("boss", Role.ADMIN)
    id, seq = said(engine, ann, "psst", "private/boss")
    assert told(boss, Deleted(id, seq), "private/ann") == "forbidden"


def test_a_change_goes_to_whom_it_was_said_to(engine, ann, bob, told):
    eve = engine.connect("eve")
    chat = said(engine, ann, "psst", "private/bob")
    assert told(ann, Edited(*chat, "psst!"), "private/eve") == "bad_field"
    assert told(eve, Edited(*chat, "psst!"), "private/bob") == "not_found"


def test_the_next_one_with_a_login_is_not_told_of_changes_before_them(engine, ann, bob, told):
    chat = said(engine, ann, "secret", "private/bob")
    engine.disconnect(bob, "bye")
    engine.apply(engine.hub.release(bob.principal))
    engine.connect("bob", session="another")
    assert told(ann, Edited(*chat, "more secret"), "private/bob") == "ack"
    assert engine.bodies("private/bob") == []
    assert len(engine.bodies("private/ann", "edit")) == 1


def test_a_note_to_oneself_is_edited_once(engine, ann, told):
    chat = said(engine, ann, "note", "private/ann")
    assert told(ann, Edited(*chat, "note!"), "private/ann") == "ack"
    assert len(engine.bodies("private/ann", "edit")) == 1


# Replies.


def test_an_answer_names_what_it_answers(engine, ann, bob, told):
    id, seq = said(engine, ann, "where?")
    assert told(bob, Chat("here", reply=id, reply_seq=seq)) == "ack"
    assert engine.bodies(MAIN_ROOM, "chat")[-1]["reply"] == id
    assert told(bob, Chat("here", reply=id, reply_seq=seq + 7)) == "not_found"


def test_a_private_answer_names_the_partners_place_in_the_partners_log(engine, ann, bob, told):
    said(engine, bob, "note", "private/bob")
    id, seq = said(engine, ann, "psst", "private/bob")
    answer = Chat("what?", reply=id, reply_seq=seq + 1)
    assert told(bob, answer, "private/ann") == "ack"
    places = [engine.bodies(f"private/{who}", "chat")[-1]["reply_seq"] for who in ("ann", "bob")]
    assert places == [seq, seq + 1]
    assert told(bob, answer, "private/bob") == "bad_field", "that was said to ann"


def test_an_answer_sent_again_is_known_again(engine, ann):
    id, seq = said(engine, ann, "where?")
    body = msgspec.Raw(codec.encode(Chat("here", reply=id, reply_seq=seq)))
    pub = m.Pub(MAIN_ROOM, engine.new_id(), body)
    assert [engine.receive(ann, pub)[-1].dup for _ in range(2)] == [False, True]
