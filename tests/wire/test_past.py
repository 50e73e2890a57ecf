"""A log with a store behind it: who is far behind reads the past as it is fetched, or is told.

The oracle is a plain list of all that was ever said, and the number the store was trimmed to.
"""

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tocsin_wire.cursor import Cursor, Far
from tocsin_wire.log import Log
from tocsin_wire.messages import Entry
from tocsin_wire.outbox import Outbox
from tocsin_wire.position import Position

NAME = "room/main"


def entry(seq: int) -> Entry:
    return Entry(seq, f"id{seq}", seq * 10, "ann", msgspec.Raw(b'"x"'))


class Store:
    """Everything after what was trimmed."""

    def __init__(self) -> None:
        self.first, self.head = 1, 0

    def read(self, after: int, count: int) -> tuple[int, list[bytes]]:
        start = max(after + 1, self.first)
        seqs = range(start, min(start + count, self.head + 1))
        return start, [msgspec.json.encode(entry(seq)) for seq in seqs]

    def seek(self, at: int) -> int:
        return next(
            (seq for seq in range(self.first, self.head + 1) if seq * 10 >= at), self.head + 1
        )


class Past(RuleBasedStateMachine):
    """One log, its store, and three readers."""

    @initialize(before=st.integers(0, 30), kept=st.integers(1, 6))
    def begin(self, before, kept):
        self.store = Store()
        self.store.head = before
        self.store.first = min(1 + before // 3, before + 1)
        self.log = Log(
            NAME,
            "e",
            first=self.store.first,
            head=before,
            backed=True,
            seek=self.store.seek,
            max_entries=kept,
        )
        tail = range(max(self.store.first, before - kept + 1), before + 1)
        self.log.load([(seq * 10, msgspec.json.encode(entry(seq))) for seq in tail])
        self.outboxes = [Outbox() for _ in range(3)]
        self.seen = [-1] * 3

    @rule(who=st.integers(0, 2), since=st.integers(0, 60) | st.none(), tail=st.integers(0, 40))
    def subscribe(self, who, since, tail):
        position = None if since is None else Position("e", since)
        start = self.log.start(position, tail)
        if start.recovered:
            assert since is not None
            assert start.cursor.number == since
        self.outboxes[who].follow(NAME, start.cursor)
        self.seen[who] = start.cursor.number

    @rule(at=st.integers(0, 700))
    def a_time_is_found_wherever_it_lies(self, at):
        """In memory what retention has deleted is there until the log hears of it."""
        start = self.log.start(None, None, at)
        first = self.log.tail if at > self.log.tail * 10 else self.store.first
        later = (seq for seq in range(first, self.store.head + 1) if seq * 10 >= at)
        assert start.cursor.number == next(later, self.store.head + 1) - 1

    @rule(count=st.integers(1, 8))
    def append(self, count):
        for _ in range(count):
            self.store.head += 1
            self.log.append(entry(self.store.head))
        for outbox in self.outboxes:
            outbox.mark(NAME)

    @precondition(lambda self: self.store.head)
    @rule(share=st.integers(1, 100), told=st.booleans())
    def trim(self, share, told):
        self.store.first = max(self.store.first, self.store.head * share // 100)
        if told:
            self.log.trim(self.store.first)

    @rule(who=st.integers(0, 2), count=st.integers(1, 5))
    def fetch(self, who, count):
        for after in list(self.outboxes[who].far.values()):
            first, raws = self.store.read(after, count)
            self.log.recall(after, first if raws else self.log.tail, raws)
            for outbox in self.outboxes:
                outbox.recalled(NAME)

    @rule(who=st.integers(0, 2))
    def read(self, who):
        self.take(who, self.outboxes[who].read({NAME: self.log}, 1_000, 0))

    @rule(who=st.integers(0, 2))
    def step(self, who):
        outbox = self.outboxes[who]
        if NAME in outbox and outbox.is_plain:
            frame = outbox.step(self.log)
            self.take(who, [frame] if frame else [])

    def take(self, who, frames):
        for frame in frames:
            message = msgspec.json.decode(frame)
            if message["t"] == "gap":
                assert message["from"] == self.seen[who] + 1
                assert message["to"] < self.store.first, "told to have lost what is still there"
                self.seen[who] = message["to"]
                continue
            assert message["t"] == "log"
            for one in message["entries"]:
                assert one["seq"] == self.seen[who] + 1
                self.seen[who] += 1

    def teardown(self):
        if not hasattr(self, "log"):
            return
        for who, outbox in enumerate(self.outboxes):
            for _ in range(200):
                self.take(who, outbox.read({NAME: self.log}, 1_000, 0))
                self.fetch(who, 5)
                if outbox.is_level and not outbox.far:
                    break
            if NAME in outbox:
                assert self.seen[who] == self.store.head
                assert outbox.is_plain


TestPast = Past.TestCase


def test_the_past_is_far_until_it_is_recalled():
    log = Log(NAME, "e", head=9, backed=True, max_entries=3)
    log.load([(seq * 10, msgspec.json.encode(entry(seq))) for seq in (7, 8, 9)])
    assert (log.first, log.tail, log.head) == (1, 7, 9)
    assert log.read(Cursor("e", 2)) == Far(2)
    log.recall(2, 3, [msgspec.json.encode(entry(seq)) for seq in (3, 4)])
    read = log.read(Cursor("e", 2))
    assert not isinstance(read, Far)
    assert read is not None
    assert read.cursor.number == 4
    assert read.more


def test_what_is_not_in_memory_nor_in_a_store_is_a_gap():
    log = Log(NAME, "e", max_entries=3)
    for seq in range(1, 10):
        log.append(entry(seq))
    read = log.read(Cursor("e", 2))
    assert not isinstance(read, Far)
    assert read is not None
    assert b'"gap"' in read.frame
    assert log.first == log.tail == 7


def test_what_leaves_the_memory_while_the_past_is_read_is_not_called_lost():
    """The store had nothing, for it was trimmed; what was said since lies in it by now."""
    log = Log(NAME, "e", head=2, backed=True, max_entries=1)
    log.load([(20, msgspec.json.encode(entry(2)))])
    tail = log.tail
    assert log.read(Cursor("e", 0)) == Far(0)
    log.append(entry(3))
    log.append(entry(4))
    log.recall(0, tail, ())
    read = log.read(Cursor("e", 0))
    assert not isinstance(read, Far)
    assert read is not None
    assert msgspec.json.decode(read.frame) == {"t": "gap", "topic": NAME, "from": 1, "to": 1}
    assert log.read(read.cursor) == Far(1)


def test_what_is_in_memory_is_not_lost_though_the_disk_is_damaged_there():
    log = Log(NAME, "e", head=4, backed=True, max_entries=2)
    log.load([(seq * 10, msgspec.json.encode(entry(seq))) for seq in (3, 4)])
    log.recall(0, 4, [msgspec.json.encode(entry(4))])
    read = log.read(Cursor("e", 0))
    assert not isinstance(read, Far)
    assert read is not None
    assert read.cursor.number == 2
