"""State: the latest value of each key, every removal, never a loop; held against a plain dict."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin_wire import codec
from tocsin_wire.cursor import Cursor, Start
from tocsin_wire.messages import StateFrame, SubOk
from tocsin_wire.position import Position
from tocsin_wire.replica import StateReplica
from tocsin_wire.state import State
from tocsin_wire.topics import Kind

ALL = 1 << 30


def state(max_tombstones: int = 100) -> State:
    return State("people", "e1", max_tombstones=max_tombstones)


def put(topic: State, **values: Any) -> None:
    for key, value in values.items():
        topic.set(key, codec.encode(value))


class Follower:
    """A reader with a real replica and a place in the topic."""

    def __init__(self, topic: State) -> None:
        self.topic = topic
        self.replica = StateReplica()
        self.cursor = Cursor("", 0)
        self.frames: list[StateFrame] = []
        self.subscribe()

    def subscribe(self) -> Start:
        """Subscribe from where the replica stands, as after a lost connection."""
        start = self.topic.start(self.replica.position)
        answer = SubOk(
            self.topic.name,
            Kind.STATE,
            self.topic.epoch,
            self.topic.first,
            self.topic.head,
            start.cursor.number,
            start.recovered,
            start.reason,
        )
        self.replica.begin(answer)
        self.cursor = start.cursor
        return start

    def step(self, budget: int = ALL) -> bool:
        read = self.topic.read(self.cursor, budget)
        if read is None:
            return False
        frame = codec.decode_from_hub(read.frame)
        assert isinstance(frame, StateFrame)
        self.replica.apply(frame)
        self.frames.append(frame)
        self.cursor = read.cursor
        return True

    def catch_up(self, budget: int = ALL) -> int:
        steps = 0
        while self.step(budget):
            steps += 1
            assert steps < 10_000, "it loops"
        return steps

    @property
    def values(self) -> dict[str, Any]:
        return {key: msgspec.json.decode(raw) for key, raw in self.replica.values.items()}


def truth(topic: State) -> dict[str, Any]:
    return {key: msgspec.json.decode(topic.get(key) or b"") for key in topic.keys()}  # noqa: SIM118


def test_a_new_state_has_nothing_to_tell():
    topic = state()
    assert (topic.rev, topic.floor, topic.keys()) == (0, 0, [])
    assert topic.read(Cursor("e1", 0)) is None


def test_a_snapshot_then_changes():
    topic = state()
    put(topic, a=1, b=2)
    reader = Follower(topic)
    assert reader.catch_up() == 1
    put(topic, b=3)
    topic.remove("a")
    assert reader.catch_up() == 1
    assert reader.frames[0] == StateFrame(
        "people", 2, reader.frames[0].set, [], reset=True, epoch="e1"
    )
    assert (reader.frames[1].rev, list(reader.frames[1].set), reader.frames[1].removed) == (
        4,
        ["b"],
        ["a"],
    )
    assert reader.values == {"b": 3}


def test_removing_what_is_not_there_changes_nothing():
    topic = state()
    assert not topic.remove("a")
    put(topic, a=1)
    assert topic.remove("a")
    assert not topic.remove("a")
    assert topic.rev == 2


def test_ten_thousand_updates_to_a_paused_reader_are_one_frame_with_the_last():
    topic = state()
    put(topic, a=0)
    reader = Follower(topic)
    reader.catch_up()
    for number in range(1, 10_001):
        put(topic, a=number)
    assert 1 <= reader.catch_up(budget=1) <= 2
    assert reader.values == {"a": 10_000}


def test_set_and_removed_while_paused_is_one_removal():
    topic = state()
    put(topic, a=1)
    reader = Follower(topic)
    reader.catch_up()
    topic.remove("a")
    put(topic, a=2, b=1)
    topic.remove("a")
    topic.remove("b")
    assert reader.catch_up() == 1
    assert sorted(reader.frames[-1].removed) == ["a", "b"]
    assert reader.values == {}


def test_removed_and_set_again_while_paused_is_one_value():
    topic = state()
    put(topic, a=1)
    reader = Follower(topic)
    reader.catch_up()
    topic.remove("a")
    put(topic, a=2)
    reader.catch_up()
    assert (reader.frames[-1].removed, reader.values) == ([], {"a": 2})


def test_a_removal_beyond_the_tombstones_is_told_by_beginning_anew():
    topic = state(max_tombstones=1)
    put(topic, a=1, b=2, c=3)
    reader = Follower(topic)
    reader.catch_up()
    topic.remove("a")
    topic.remove("b")
    assert topic.floor == 4
    reader.catch_up()
    assert reader.frames[-1].reset
    assert reader.values == {"c": 3}


def test_a_removal_within_the_tombstones_is_told_as_one():
    topic = state(max_tombstones=2)
    put(topic, a=1, b=2, c=3)
    reader = Follower(topic)
    reader.catch_up()
    topic.remove("a")
    topic.remove("b")
    reader.catch_up()
    assert not reader.frames[-1].reset
    assert reader.values == {"c": 3}


@pytest.mark.parametrize(
    ("since", "number", "recovered", "reason"),
    [
        (None, 0, False, "fresh"),
        (Position("e1", 6), 6, True, "ok"),
        (Position("e1", 5), 5, True, "ok"),
        (Position("e1", 4), 4, True, "ok"),
        (Position("e1", 3), 0, False, "retention"),
        (Position("e1", 0), 0, False, "retention"),
        (Position("e1", 7), 0, False, "ahead"),
        (Position("e0", 5), 0, False, "epoch"),
        (Position("e0", 0), 0, False, "epoch"),
    ],
)
def test_where_a_subscription_begins(since, number, recovered, reason):
    """Three keys set, three removed, two tombstones kept: the oldest forgotten removal is rev 4."""
    topic = state(max_tombstones=2)
    put(topic, a=1, b=2, c=3)
    for key in "abc":
        topic.remove(key)
    assert (topic.floor, topic.rev) == (4, 6)
    assert topic.start(since) == Start(Cursor("e1", number), recovered, reason)


def test_nothing_yet_is_a_fresh_start():
    topic = state()
    put(topic, a=1)
    assert topic.start(Position("e1", 0)) == Start(Cursor("e1", 0), False, "fresh")


def test_a_snapshot_comes_in_pages():
    topic = state()
    put(topic, **{f"k{number:02}": "x" * 20 for number in range(10)})
    reader = Follower(topic)
    assert reader.catch_up(budget=70) == 5
    assert [frame.more for frame in reader.frames] == [True] * 4 + [False]
    assert [frame.reset for frame in reader.frames] == [True] + [False] * 4
    assert reader.values == truth(topic)


def test_a_snapshot_cut_between_pages_is_begun_anew():
    topic = state()
    put(topic, **{f"k{number:02}": "x" * 20 for number in range(10)})
    reader = Follower(topic)
    reader.step(budget=70)
    assert reader.replica.position is None
    assert not reader.subscribe().recovered
    reader.catch_up()
    assert reader.values == truth(topic)


def test_what_was_removed_before_a_snapshot_is_not_in_it():
    topic = state()
    put(topic, a=1, b=2)
    topic.remove("a")
    reader = Follower(topic)
    reader.catch_up()
    assert reader.frames[0].removed == []
    assert reader.values == {"b": 2}


def test_what_is_removed_between_pages_is_told():
    topic = state()
    put(topic, a=1, b=2, c=3)
    reader = Follower(topic)
    reader.step(budget=1)
    assert reader.values == {"a": 1}
    topic.remove("a")
    topic.remove("c")
    reader.catch_up(budget=1)
    assert reader.values == {"b": 2}


def test_old_removals_forgotten_between_pages_do_not_begin_it_anew():
    """They were removed before the snapshot began: this reader never had them."""
    topic = state(max_tombstones=2)
    put(topic, a=1, b=2, c=3, d=4, e=5)
    topic.remove("a")
    topic.remove("b")
    reader = Follower(topic)
    reader.step(budget=1)
    topic.remove("c")
    assert topic.floor == 6
    reader.catch_up(budget=1)
    assert [frame.reset for frame in reader.frames].count(True) == 1
    assert reader.values == {"d": 4, "e": 5}


def test_a_key_that_came_back_is_not_forgotten_with_its_old_removal():
    topic = state(max_tombstones=1)
    put(topic, a=1, b=1)
    topic.remove("a")
    put(topic, a=2)
    topic.remove("b")
    assert truth(topic) == {"a": 2}
    assert topic.floor == 0, "one removal, one tombstone: nothing was forgotten"


def test_an_expired_value_is_removed_at_its_time():
    topic = state()
    topic.set("a", b"1", expires=100)
    topic.set("b", b"2", expires=200)
    put(topic, c=3)
    assert not topic.expire(99)
    assert topic.expire(100)
    assert topic.keys() == ["b", "c"]
    assert not topic.expire(199)
    assert topic.expire(1_000)
    assert topic.keys() == ["c"]


def test_a_new_value_has_its_own_time():
    topic = state()
    topic.set("a", b"1", expires=100)
    topic.set("a", b"2", expires=300)
    topic.set("b", b"1", expires=100)
    topic.set("b", b"2")
    assert not topic.expire(200)
    assert topic.keys() == ["a", "b"]
    assert topic.expire(300)
    assert topic.keys() == ["b"]


def test_deadlines_that_were_overtaken_do_not_pile_up():
    topic = state()
    for number in range(10_000):
        topic.set("a", b"1", expires=1_000_000 + number)
    assert len(topic._due) < 100
    assert topic.expire(2_000_000)
    assert topic.keys() == []


def test_readers_at_one_place_share_one_frame():
    topic = state()
    put(topic, a=1)
    one = topic.read(Cursor("e1", 0))
    assert topic.read(Cursor("e1", 0)) is one
    put(topic, a=2)
    assert topic.read(Cursor("e1", 0)) is not one
    assert topic.read(Cursor("e1", 1)) is topic.read(Cursor("e1", 1))


def test_what_is_kept_for_sharing_is_bounded():
    topic = state()
    put(topic, **{f"k{number}": number for number in range(500)})
    for number in range(500):
        assert topic.read(Cursor("e1", number))
    assert len(topic._reads) <= 64


keys = st.sampled_from(["a", "b", "c", "d"])
operations = st.lists(
    st.one_of(
        st.tuples(st.just("set"), keys),
        st.tuples(st.just("set"), keys),
        st.tuples(st.just("remove"), keys),
        st.tuples(st.just("expiring"), keys),
        st.tuples(st.just("tick"), st.integers(1, 50)),
        st.tuples(st.just("read"), st.integers(0, 2)),
        st.tuples(st.just("read"), st.integers(0, 2)),
        st.tuples(st.just("resume"), st.integers(0, 2)),
    ),
    min_size=20,  # few take more than the least: shorter courses rarely meet an edge
    max_size=80,
)


@settings(max_examples=3 * settings().max_examples)
@given(operations, st.integers(0, 4), st.sampled_from([1, 25, 60, ALL]))
def test_any_course_of_events_against_a_dict(course, max_tombstones, budget):
    """Readers that read a page now and then, and resume, end with what the hub has."""
    topic = state(max_tombstones)
    expected: dict[str, int] = {}
    deadlines: dict[str, int] = {}
    readers = [Follower(topic) for _ in range(3)]
    now = 0
    for value, (name, what) in enumerate(course):
        if name in {"set", "expiring"}:
            expected[what] = value
            deadlines.pop(what, None)
            if name == "expiring":
                deadlines[what] = now + 30
            topic.set(what, codec.encode(value), expires=deadlines.get(what))
        elif name == "remove":
            assert topic.remove(what) is (expected.pop(what, None) is not None)
            deadlines.pop(what, None)
        elif name == "tick":
            now += what
            due = {key for key, at in deadlines.items() if at <= now}
            assert topic.expire(now) is bool(due)
            for key in due:
                del expected[key], deadlines[key]
        elif name == "read":
            readers[what].step(budget)
        else:
            before = readers[what].replica.position
            start = readers[what].subscribe()
            if start.recovered:
                assert before is not None
                assert before.number >= topic.floor
        assert truth(topic) == expected
        assert len(topic._tombstones) <= max_tombstones
        assert len(topic._slots) <= len(expected) + max_tombstones
    for reader in readers:
        resets = len([frame for frame in reader.frames if frame.reset])
        reader.catch_up(budget)
        assert reader.values == expected
        assert reader.replica.rev == topic.rev
        assert len([frame for frame in reader.frames if frame.reset]) <= resets + 1
