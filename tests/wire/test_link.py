"""Link: one client over any number of connections, told everything as frames and times."""

from typing import Any

import msgspec
import pytest

from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat, Fact
from tocsin_wire.errors import BadMessage, BadTopic, TooLarge
from tocsin_wire.ids import is_uuid7, made_at
from tocsin_wire.link import (
    PROVEN_MS,
    SILENCE_MS,
    Changed,
    Entries,
    Forgotten,
    GiveUp,
    Link,
    Missed,
    Retry,
)
from tocsin_wire.position import Position
from tocsin_wire.topics import Kind
from tocsin_wire.window import WINDOW

ROOM = "room/main"
WELCOME = m.Welcome("0.1.0", "c1", "ann", "operator", 5, "h")


class Desk:
    """A link with its frames as objects, and randomness that counts."""

    def __init__(self, *, connected: bool = True) -> None:
        self.count = 0
        self.link = Link(m.Hello("test", "1"), self.random)
        if connected:
            self.link.opened(1_000)
            self.tell(WELCOME)
            self.sent()

    def random(self, size: int) -> bytes:
        self.count += 1
        return self.count.to_bytes(size, "big")

    def sent(self, now: int = 1_000) -> list[m.FromClient]:
        return [codec.decode_from_client(frame) for frame in self.link.outgoing(now)]

    def tell(self, message: Any, now: int = 1_000) -> list[Any]:
        return self.link.receive(codec.encode(message), now)

    def reconnect(self) -> list[m.FromClient]:
        self.link.closed(1006)
        self.link.opened(2_000)
        return self.sent(2_000)


def sub_ok(after: int = 0, epoch: str = "e1", *, topic: str = ROOM, recovered: bool = False):
    kind = Kind.LOG if topic.startswith(("room", "run")) else Kind.STATE
    return m.SubOk(topic, kind, epoch, 1, 9, after, recovered, "")


def entries(*seqs: int) -> m.LogFrame:
    return m.LogFrame(ROOM, [m.Entry(s, f"id{s}", 5, "bob", msgspec.Raw(b"1")) for s in seqs])


def following(*, last: int = 0) -> Desk:
    """Return a desk that follows the room and stands at `last`."""
    desk = Desk()
    desk.link.subscribe(ROOM)
    desk.tell(sub_ok())
    if last:
        desk.tell(entries(*range(1, last + 1)))
    desk.sent()
    return desk


def test_nothing_is_sent_before_a_connection_stands():
    desk = Desk(connected=False)
    desk.link.subscribe(ROOM)
    desk.link.publish(ROOM, Chat("hello"), 5)
    desk.link.ask_time(5)
    assert desk.sent() == []


def test_a_connection_begins_with_hello_then_subscriptions_then_the_unanswered():
    desk = Desk(connected=False)
    desk.link.publish(ROOM, Chat("hello"), 5)
    desk.link.subscribe(ROOM, tail=50)
    desk.link.subscribe("people", every_ms=5_000)
    desk.link.opened(1_000)
    hello, room, people, pub = desk.sent()
    assert hello == m.Hello("test", "1")
    assert room == m.Sub(ROOM, tail=50)
    assert people == m.Sub("people", every_ms=5_000)
    assert isinstance(pub, m.Pub)
    assert desk.sent() == [], "once"


def test_only_topics_of_the_table_can_be_followed():
    with pytest.raises(BadTopic):
        Desk().link.subscribe("nonsense")


def test_the_welcome_is_told_and_kept():
    desk = Desk(connected=False)
    desk.link.opened(1_000)
    assert desk.tell(WELCOME) == [WELCOME]
    assert desk.link.welcome == WELCOME
    desk.link.closed(1006)
    assert desk.link.welcome is None


def test_entries_come_as_events():
    desk = following()
    frame = entries(1, 2)
    (event,) = desk.tell(frame)
    assert event == Entries(ROOM, event.entries)
    assert [entry.seq for entry in event.entries] == [1, 2]
    assert desk.tell(m.Gap(ROOM, 3, 6)) == [Missed(ROOM, 3, 6)]
    assert desk.tell(m.Reset(ROOM, "e2", 1)) == [Forgotten(ROOM)]


def test_states_come_as_events():
    desk = Desk()
    desk.link.subscribe("people")
    assert desk.tell(sub_ok(topic="people")) == [Forgotten("people")]
    (event,) = desk.tell(
        m.StateFrame("people", 3, {"c1": msgspec.Raw(b"1")}, [], reset=True, epoch="e1")
    )
    assert isinstance(event, Changed)
    assert (list(event.set), event.removed, event.reset) == (["c1"], [], True)


def test_a_reconnect_resumes_where_the_replica_stands():
    desk = following(last=3)
    hello, sub = desk.reconnect()
    assert hello == m.Hello("test", "1")
    assert sub == m.Sub(ROOM, since=Position("e1", 3))
    assert desk.tell(sub_ok(3, recovered=True)) == []
    assert desk.tell(entries(4)) != []


def test_a_lost_history_is_forgotten():
    desk = following(last=3)
    desk.reconnect()
    assert desk.tell(sub_ok(0, "e2")) == [Forgotten(ROOM)]


def test_a_hole_is_subscribed_again_from_the_last_good_place():
    desk = following(last=3)
    assert desk.tell(entries(5)) == []
    assert desk.sent() == [m.Unsub(ROOM), m.Sub(ROOM, since=Position("e1", 3))]


def test_what_was_on_its_way_when_a_hole_was_found_is_void():
    """Else each of those frames would be a hole too, and each answer after the first a loss."""
    desk = following(last=3)
    desk.tell(entries(5))
    desk.tell(entries(6))
    desk.tell(m.Gap(ROOM, 7, 8))
    assert len(desk.sent()) == 2, "one resubscription"
    assert desk.tell(sub_ok(3, recovered=True)) == []
    (event,) = desk.tell(entries(4, 5, 6))
    assert [entry.seq for entry in event.entries] == [4, 5, 6]


def test_a_frame_that_continues_is_void_as_well_until_the_answer_comes():
    """The new subscription sends it again; taking it twice would be a second hole."""
    desk = following(last=3)
    desk.tell(entries(5))
    assert desk.tell(entries(4)) == []
    assert desk.tell(sub_ok(3, recovered=True)) == []
    assert len(desk.tell(entries(4, 5))) == 1


def test_only_the_answer_to_the_last_of_several_subscriptions_counts():
    desk = following(last=3)
    desk.link.subscribe(ROOM, tail=0)
    desk.link.unsubscribe(ROOM)
    desk.link.subscribe(ROOM, tail=2)
    assert desk.tell(sub_ok(9)) == []
    assert desk.tell(entries(10)) == []
    assert desk.tell(sub_ok(7)) == [Forgotten(ROOM)]
    assert len(desk.tell(entries(8))) == 1


def test_a_refused_subscription_is_no_longer_awaited():
    desk = Desk()
    desk.link.subscribe(ROOM)
    error = m.Error(200, "forbidden", "no", topic=ROOM)
    assert desk.tell(error) == [error]
    desk.link.subscribe(ROOM)
    assert desk.tell(sub_ok()) == [Forgotten(ROOM)]


def test_a_connection_awaits_nothing_of_the_one_before():
    desk = Desk()
    desk.link.subscribe(ROOM)
    desk.reconnect()
    assert desk.tell(sub_ok()) == [Forgotten(ROOM)]
    assert len(desk.tell(entries(1))) == 1


def test_what_is_no_longer_followed_is_not_told():
    desk = following(last=3)
    desk.link.unsubscribe(ROOM)
    assert desk.sent() == [m.Unsub(ROOM)]
    assert desk.tell(entries(4)) == []
    assert desk.tell(m.Gap(ROOM, 9, 9)) == []
    desk.link.unsubscribe(ROOM)
    assert desk.sent() == [], "once"


def test_a_beat_finds_a_loss_that_nothing_else_showed():
    desk = following(last=3)
    assert desk.tell(m.Beat(5, {ROOM: 3, "room/other": 7})) == []
    assert desk.sent() == []
    assert desk.tell(m.Beat(5, {ROOM: 4})) == []
    assert desk.sent() == [m.Unsub(ROOM), m.Sub(ROOM, since=Position("e1", 3))]
    assert desk.tell(m.Beat(5, {ROOM: 4})) == []
    assert desk.sent() == [], "already asked"


def test_a_publish_is_answered_once():
    desk = Desk()
    id_ = desk.link.publish(ROOM, Chat("hello"), 1_000)
    (pub,) = desk.sent()
    assert isinstance(pub, m.Pub)
    assert (pub.topic, pub.id, bytes(pub.body)) == (ROOM, id_, b'{"kind":"chat","text":"hello"}')
    assert is_uuid7(id_)
    assert desk.link.unanswered == 1
    ack = m.Ack(id_, ROOM, 1, "e1", 5)
    assert desk.tell(ack) == [ack]
    assert desk.link.unanswered == 0
    assert desk.tell(msgspec.structs.replace(ack, dup=True)) == []


def test_ids_are_made_by_the_hubs_clock_once_it_is_known():
    """A hub refuses what is a day old, and this machine's clock may be years behind."""
    desk = Desk(connected=False)
    assert made_at(desk.link.publish(ROOM, Chat("a"), 7)) == 7
    desk.link.opened(1_000)
    desk.tell(msgspec.structs.replace(WELCOME, at=50_000_000), 1_000)
    assert made_at(desk.link.publish(ROOM, Chat("b"), 2_000)) == 50_001_000
    desk.tell(msgspec.structs.replace(WELCOME, at=10), 1_000)
    assert made_at(desk.link.publish(ROOM, Chat("c"), 5)) == 0


def test_an_unanswered_publish_is_repeated_with_its_id_and_in_order():
    desk = Desk()
    ids = [desk.link.publish(ROOM, Chat(text), 1_000) for text in "abc"]
    desk.tell(m.Ack(ids[1], ROOM, 1, "e1", 5))
    pubs = [message for message in desk.reconnect() if isinstance(message, m.Pub)]
    assert [pub.id for pub in pubs] == [ids[0], ids[2]]
    assert [bytes(pub.body) for pub in pubs] == [
        b'{"kind":"chat","text":"a"}',
        b'{"kind":"chat","text":"c"}',
    ]


def test_a_window_of_publishes_is_in_flight_and_each_answer_lets_one_more_leave():
    desk = Desk()
    ids = [desk.link.publish(ROOM, Chat(str(n)), 1_000) for n in range(WINDOW + 2)]
    assert [pub.id for pub in desk.sent() if isinstance(pub, m.Pub)] == ids[:WINDOW]
    assert desk.link.is_full
    assert desk.link.unanswered == WINDOW + 2
    desk.tell(m.Ack(ids[0], ROOM, 1, "e1", 5))
    desk.tell(m.Nack(ids[1], 200, "forbidden", "no"))
    assert [pub.id for pub in desk.sent() if isinstance(pub, m.Pub)] == ids[WINDOW:]
    desk.tell(m.Ack(ids[5], ROOM, 1, "e1", 5))
    assert desk.sent() == []
    assert not desk.link.is_full


def test_a_reconnect_repeats_what_was_in_flight_and_lets_no_more_leave():
    desk = Desk()
    ids = [desk.link.publish(ROOM, Chat(str(n)), 1_000) for n in range(WINDOW + 2)]
    desk.sent()
    pubs = [message for message in desk.reconnect() if isinstance(message, m.Pub)]
    assert [pub.id for pub in pubs] == ids[:WINDOW]


def test_a_refusal_for_good_is_told_and_not_repeated():
    desk = Desk()
    id_ = desk.link.publish(ROOM, Chat("hello"), 1_000)
    nack = m.Nack(id_, 200, "forbidden", "no")
    assert desk.tell(nack) == [nack]
    assert desk.link.unanswered == 0
    assert not [message for message in desk.reconnect() if isinstance(message, m.Pub)]


def test_a_refusal_for_now_holds_publishes_back_for_a_while():
    desk = Desk()
    first = desk.link.publish(ROOM, Chat("a"), 1_000)
    desk.sent()
    nack = m.Nack(first, 501, "busy", "later", retryable=True, after_ms=250)
    assert desk.tell(nack) == []
    second = desk.link.publish(ROOM, Chat("b"), 1_100)
    assert desk.sent(1_249) == []
    assert [pub.id for pub in desk.sent(1_250) if isinstance(pub, m.Pub)] == [first, second]
    assert desk.sent(9_999) == []


def test_a_refusal_of_what_is_unknown_holds_nothing_back():
    desk = Desk()
    desk.tell(m.Nack("x", 501, "busy", "later", retryable=True, after_ms=60_000))
    desk.link.publish(ROOM, Chat("a"), 1_000)
    assert len(desk.sent()) == 1


def test_what_the_hub_would_not_read_is_not_queued():
    desk = Desk()
    with pytest.raises(TooLarge):
        desk.link.publish(ROOM, Chat("x" * codec.MAX_INBOUND), 1_000)
    with pytest.raises(TooLarge):
        desk.link.put("host/h1/facts", {"os": Fact("x" * codec.MAX_INBOUND)})
    assert desk.link.unanswered == 0
    assert desk.sent() == []


def test_a_put_is_sent_now_or_never():
    desk = Desk()
    desk.link.put("host/h1/facts", {"os": Fact("Debian")}, ["old"])
    (put,) = desk.sent()
    assert isinstance(put, m.Put)
    assert ({key: bytes(raw) for key, raw in put.set.items()}, put.removed) == (
        {"os": b'{"value":"Debian"}'},
        ["old"],
    )
    desk.link.put("host/h1/facts", {"os": Fact("Debian")})
    assert not [message for message in desk.reconnect() if isinstance(message, m.Put)]


def test_the_hub_s_clock_can_be_asked():
    desk = Desk()
    desk.link.ask_time(1_234)
    assert desk.sent() == [m.AskTime(1_234)]
    answer = m.TimeOk(1_234, 9_999)
    assert desk.tell(answer) == [answer]


@pytest.mark.parametrize("code", [1006, 1012, 4408, 4429])
def test_it_comes_back_after_what_passes(code):
    desk = Desk()
    outcome = desk.link.closed(code)
    assert isinstance(outcome, Retry)
    assert 0.5 <= outcome.seconds <= 1.0


@pytest.mark.parametrize("code", [1000, 1001, 1002, 1008, 1009, 4400, 4401, 4403, 4409, 4426])
def test_it_stays_away_after_what_does_not(code):
    assert Desk().link.closed(code) == GiveUp(code)


def longest_wait(link: Link) -> int:
    outcome = link.closed(1006)
    assert isinstance(outcome, Retry)
    return round(outcome.seconds)


def test_each_failure_waits_longer_and_a_connection_that_lived_begins_anew():
    link = Link(m.Hello("test", "1"), lambda size: b"\xff" * size)
    assert [longest_wait(link) for _ in range(6)] == [1, 2, 4, 8, 16, 20]
    link.opened(5)
    link.receive(codec.encode(WELCOME), 5)
    link.receive(codec.encode(m.Beat(5)), 5 + PROVEN_MS)
    assert longest_wait(link) == 1


def test_a_hub_that_welcomes_and_drops_is_not_hammered():
    link = Link(m.Hello("test", "1"), lambda size: b"\xff" * size)
    waits = []
    for _ in range(6):
        link.opened(5)
        link.receive(codec.encode(WELCOME), 5)
        link.receive(codec.encode(m.Beat(5)), 4 + PROVEN_MS)
        waits.append(longest_wait(link))
    assert waits == [1, 2, 4, 8, 16, 20]


def test_silence_means_lost_and_any_frame_breaks_it():
    desk = Desk()
    assert not desk.link.is_silent(1_000 + SILENCE_MS)
    assert desk.link.is_silent(1_001 + SILENCE_MS)
    desk.tell(m.Beat(5), 30_000)
    assert not desk.link.is_silent(1_001 + SILENCE_MS)
    desk.link.closed(1006)
    assert not desk.link.is_silent(10**9), "there is no connection to lose"


def test_what_a_lost_connection_had_not_sent_is_not_sent_on_the_next():
    desk = Desk()
    desk.link.ask_time(1_000)
    desk.link.unsubscribe(ROOM)
    desk.link.closed(1006)
    desk.link.opened(2_000)
    assert desk.sent(2_000) == [m.Hello("test", "1")]


def test_a_frame_of_another_protocol_is_refused():
    desk = Desk()
    for frame in ("{}", "[]", "x", '{"t":"sub","topic":"room/main"}', b"\xff"):
        with pytest.raises(BadMessage):
            desk.link.receive(frame, 1_000)
