"""Outbox: cursors and no queue, fair, paced, and never larger than its subscriptions."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin_wire import codec
from tocsin_wire.cursor import READ_BUDGET, Cursor
from tocsin_wire.log import Log
from tocsin_wire.messages import Entry
from tocsin_wire.outbox import Outbox, Pace
from tocsin_wire.state import State


def log(name: str, count: int = 0) -> Log:
    topic = Log(name, "e1")
    for _ in range(count):
        grow(topic)
    return topic


def grow(topic: Log, size: int = 10) -> None:
    seq = topic.head + 1
    topic.append(Entry(seq, f"id{seq}", seq, "ann", msgspec.Raw(codec.encode("x" * size))))


def names(frames: list[bytes]) -> list[str]:
    return [msgspec.json.decode(frame)["topic"] for frame in frames]


def test_what_is_followed_is_behind_until_a_read_says_otherwise():
    topics = {"room/a": log("room/a", 2)}
    outbox = Outbox()
    outbox.follow("room/a", Cursor("e1", 0))
    assert list(outbox.behind) == ["room/a"]
    assert names(outbox.read(topics, READ_BUDGET, 0)) == ["room/a"]
    assert list(outbox.behind) == []
    assert outbox.read(topics, READ_BUDGET, 0) == []
    assert outbox.cursor("room/a") == Cursor("e1", 2)


def test_a_mark_tells_whether_it_is_news():
    outbox = Outbox()
    assert not outbox.mark("room/a")
    outbox.follow("room/a", Cursor("e1", 0))
    assert not outbox.mark("room/a"), "it was behind already"
    outbox.read({"room/a": log("room/a")}, READ_BUDGET, 0)
    assert outbox.mark("room/a")
    assert not outbox.mark("room/a")


def test_the_short_way_reads_what_is_new_and_notes_what_is_left():
    topic = log("room/a")
    outbox = Outbox()
    outbox.follow("room/a", Cursor("e1", 0))
    assert not outbox.is_plain, "behind until a read says otherwise"
    outbox.read({"room/a": topic}, READ_BUDGET, 0)
    assert (outbox.is_plain, outbox.is_level) == (True, True)
    assert outbox.step(topic) is None
    grow(topic)
    frame = outbox.step(topic)
    assert frame is not None
    assert names([frame]) == ["room/a"]
    assert outbox.is_level
    for _ in range(3):
        grow(topic, 20_000)
    assert outbox.step(topic)
    assert (outbox.is_plain, outbox.is_level) == (False, False)
    assert len(outbox.read({"room/a": topic}, 1, 0)) == 1


def test_a_slower_pace_has_no_short_way():
    outbox = Outbox()
    outbox.follow("people", Cursor("e1", 0), every_ms=1_000)
    outbox.read({"people": State("people", "e1")}, READ_BUDGET, 0)
    assert (outbox.is_plain, outbox.is_level) == (False, True)


def test_only_what_is_followed_can_be_behind():
    outbox = Outbox()
    outbox.mark("room/a")
    assert list(outbox.behind) == []
    outbox.follow("room/a", Cursor("e1", 0))
    outbox.leave("room/a")
    assert list(outbox.behind) == []
    assert ("room/a" in outbox, len(outbox)) == (False, 0)
    assert not outbox.leave("room/a")


def test_what_is_marked_is_served_in_that_order_and_none_starves():
    topics = {name: log(name) for name in ("room/a", "room/b", "room/c")}
    outbox = Outbox()
    for name in topics:
        outbox.follow(name, Cursor("e1", 0))
    assert outbox.read(topics, READ_BUDGET, 0) == []
    for name, topic in topics.items():
        for _ in range(20):
            grow(topic, 20_000)
        outbox.mark(name)
    served = [names(outbox.read(topics, 1, 0))[0] for _ in range(9)]
    assert served == ["room/a", "room/b", "room/c"] * 3


def test_a_budget_bounds_one_write():
    topics = {name: log(name) for name in ("room/a", "room/b", "room/c")}
    outbox = Outbox()
    for name, topic in topics.items():
        grow(topic, 1_000)
        outbox.follow(name, Cursor("e1", 0))
    assert names(outbox.read(topics, 1_500, 0)) == ["room/a", "room/b"]
    assert list(outbox.behind) == ["room/c"]


def test_to_follow_anew_moves_the_cursor():
    topics = {"room/a": log("room/a", 5)}
    outbox = Outbox()
    outbox.follow("room/a", Cursor("e1", 5))
    outbox.read(topics, READ_BUDGET, 0)
    outbox.follow("room/a", Cursor("e1", 3))
    (frame,) = outbox.read(topics, READ_BUDGET, 0)
    assert [entry["seq"] for entry in msgspec.json.decode(frame)["entries"]] == [4, 5]
    assert len(outbox) == 1


def test_readers_of_one_pace_are_served_at_the_same_moments():
    assert [Pace(5_000).next(now) for now in (0, 1, 4_999, 5_000, 12_345)] == [
        5_000,
        5_000,
        5_000,
        10_000,
        15_000,
    ]


def test_a_paced_subscription_waits_and_then_gets_the_newest():
    topic = State("people", "e1")
    topic.set("a", b"1")
    outbox = Outbox()
    outbox.follow("people", Cursor("e1", 0), every_ms=1_000)
    assert len(outbox.read({"people": topic}, READ_BUDGET, 100)) == 1
    for number in range(50):
        topic.set("a", codec.encode(number))
        outbox.mark("people")
        assert outbox.read({"people": topic}, READ_BUDGET, 200 + number) == []
    assert outbox.due(300) == 1_000
    assert outbox.read({"people": topic}, READ_BUDGET, 999) == []
    (frame,) = outbox.read({"people": topic}, READ_BUDGET, 1_000)
    assert msgspec.json.decode(frame)["set"] == {"a": 49}
    assert outbox.due(1_000) is None


def test_a_pace_ends_with_its_subscription():
    topic = State("people", "e1")
    topics: dict[str, Log | State] = {"people": topic}
    outbox = Outbox()
    outbox.follow("people", Cursor("e1", 0), every_ms=1_000)
    topic.set("a", b"1")
    outbox.read(topics, READ_BUDGET, 0)
    outbox.follow("people", Cursor("e1", 1))
    topic.set("a", b"2")
    outbox.mark("people")
    assert outbox.due(5) == 5
    assert len(outbox.read(topics, READ_BUDGET, 5)) == 1
    outbox.follow("people", Cursor("e1", 2), every_ms=1_000)
    outbox.leave("people")
    outbox.follow("people", Cursor("e1", 0))
    assert len(outbox.read(topics, READ_BUDGET, 6)) == 1


def test_due_is_the_earliest_of_what_is_behind():
    people = State("people", "e1")
    people.set("a", b"1")
    topics: dict[str, Log | State] = {"people": people, "room/a": log("room/a", 1)}
    outbox = Outbox()
    assert outbox.due(7) is None
    outbox.follow("people", Cursor("e1", 0), every_ms=1_000)
    assert outbox.due(7) == 7
    outbox.read(topics, READ_BUDGET, 7)
    outbox.mark("people")
    assert outbox.due(7) == 1_000
    outbox.follow("room/a", Cursor("e1", 0))
    assert outbox.due(7) == 7


def test_a_thousand_readers_at_one_place_get_one_object():
    topics = {"room/a": log("room/a", 3)}
    outboxes = [Outbox() for _ in range(1_000)]
    for outbox in outboxes:
        outbox.follow("room/a", Cursor("e1", 0))
    frames = [outbox.read(topics, READ_BUDGET, 0)[0] for outbox in outboxes]
    assert len({id(frame) for frame in frames}) == 1


topic_names = st.sampled_from(["room/a", "room/b", "people", "hosts"])
operations = st.lists(
    st.one_of(
        st.tuples(st.just("follow"), topic_names, st.sampled_from([0, 0, 50])),
        st.tuples(st.just("leave"), topic_names, st.just(0)),
        st.tuples(st.just("write"), topic_names, st.integers(1, 300)),
        st.tuples(st.just("read"), topic_names, st.sampled_from([0, 1, 500, READ_BUDGET])),
        st.tuples(st.just("wait"), topic_names, st.integers(1, 60)),
    ),
    min_size=20,  # few take more than the least: shorter courses rarely meet an edge
    max_size=60,
)


class Course:
    """An outbox of four topics, and what is known of it by plain sets and dicts."""

    def __init__(self) -> None:
        self.logs = {name: log(name) for name in ("room/a", "room/b")}
        self.states = {name: State(name, "e1") for name in ("people", "hosts")}
        self.topics: dict[str, Log | State] = {**self.logs, **self.states}
        self.outbox = Outbox()
        self.followed: dict[str, int] = {}
        self.served: dict[str, int] = {}
        self.now = 1

    def follow(self, topic: str, every_ms: int) -> None:
        self.outbox.follow(topic, Cursor("e1", 0), every_ms)
        self.followed[topic] = every_ms
        self.served.pop(topic, None)

    def leave(self, topic: str, _: int) -> None:
        assert self.outbox.leave(topic) is (topic in self.followed)
        self.followed.pop(topic, None)

    def write(self, topic: str, size: int) -> None:
        if topic in self.logs:
            grow(self.logs[topic], size)
        else:
            self.states[topic].set("a", codec.encode("x" * size))
        if topic in self.followed and self.outbox.is_plain:
            assert self.outbox.step(self.topics[topic]), "it is new"
            self.served[topic] = self.now
        else:
            self.outbox.mark(topic)

    def wait(self, _: str, ms: int) -> None:
        self.now += ms

    def read(self, _: str, budget: int) -> None:
        for topic in names(self.outbox.read(self.topics, budget, self.now)):
            every_ms = self.followed[topic]
            if every_ms and topic in self.served:
                assert self.served[topic] // every_ms < self.now // every_ms, "served too soon"
            self.served[topic] = self.now

    def lacking(self) -> set[str]:
        return {one for one in self.followed if self.topics[one].is_behind(self.outbox.cursor(one))}

    def check(self) -> None:
        assert set(self.outbox.topics) == set(self.followed)
        assert self.lacking() <= set(self.outbox.behind) <= set(self.followed)
        assert (self.outbox.due(self.now) is None) == (not list(self.outbox.behind))


@settings(max_examples=2 * settings().max_examples)
@given(operations)
def test_it_is_never_larger_than_its_subscriptions_and_serves_all_that_is_due(operations):
    course = Course()
    for name, topic, number in operations:
        getattr(course, name)(topic, number)
        course.check()
    course.now += 100
    while course.outbox.read(course.topics, READ_BUDGET, course.now):
        course.now += 100
    assert list(course.outbox.behind) == []
    assert course.lacking() == set()
