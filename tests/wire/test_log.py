"""Log: numbered, bounded, read at each reader's pace; held against a plain list."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin_wire import codec
from tocsin_wire.cursor import READ_BUDGET, Cursor, Far, Read, Start
from tocsin_wire.log import Log as AnyLog
from tocsin_wire.messages import Entry, Gap, LogFrame, Reset
from tocsin_wire.position import Position

ALL = 1 << 30


class Log(AnyLog):
    """A log with nothing behind it: no reader is ever far."""

    def read(self, cursor: Cursor, budget: int = READ_BUDGET) -> Read | None:
        read = super().read(cursor, budget)
        assert not isinstance(read, Far)
        return read


def entry(seq: int, size: int = 1, at: int | None = None) -> Entry:
    at = seq * 10 if at is None else at
    return Entry(seq, f"id{seq}", at, "ann", msgspec.Raw(codec.encode("x" * size)))


def filled(count: int, *, max_entries: int = 1_000, max_bytes: int = ALL) -> Log:
    log = Log("room/main", "e1", max_entries=max_entries, max_bytes=max_bytes)
    for seq in range(1, count + 1):
        log.append(entry(seq))
    return log


def message(log: Log, number: int, budget: int = ALL, epoch: str = "e1") -> Any:
    read = log.read(Cursor(epoch, number), budget)
    return read and codec.decode_from_hub(read.frame)


def seqs(frame: Any) -> list[int]:
    assert isinstance(frame, LogFrame)
    return [entry.seq for entry in frame.entries]


def test_a_new_log_has_nothing_and_begins_at_one():
    log = Log("room/main", "e1")
    assert (log.head, log.first, log.bytes) == (0, 1, 0)
    assert log.read(Cursor("e1", 0)) is None
    log.append(entry(1))
    assert (log.head, log.first) == (1, 1)


def test_a_log_may_go_on_after_what_was_there_before():
    log = Log("room/main", "e1", head=41)
    assert (log.head, log.first) == (41, 42)
    log.append(entry(42))
    assert message(log, 40) == Gap("room/main", 41, 41)
    assert seqs(message(log, 41)) == [42]


@pytest.mark.parametrize("seq", [0, 1, 3, 5])
def test_a_hole_cannot_be_built(seq):
    log = filled(3)
    with pytest.raises(ValueError, match=f"entry {seq} cannot follow 3"):
        log.append(entry(seq))
    assert log.head == 3


def test_a_reader_gets_everything_in_order():
    assert seqs(message(filled(5), 0)) == [1, 2, 3, 4, 5]
    assert seqs(message(filled(5), 3)) == [4, 5]
    assert message(filled(5), 5) is None


def test_a_frame_is_what_the_codec_would_write():
    log = filled(2)
    read = log.read(Cursor("e1", 0))
    assert read is not None
    assert read.frame == codec.encode(LogFrame("room/main", [entry(1), entry(2)]))


def test_a_budget_cuts_between_entries_but_never_to_nothing():
    log = filled(5)
    size = len(codec.encode(entry(1)))
    assert seqs(message(log, 0, 1)) == [1]
    assert seqs(filled_frame := message(filled(5), 0, 2 * size)) == [1, 2], filled_frame
    assert seqs(message(filled(5), 0, 2 * size - 1)) == [1]
    read = filled(5).read(Cursor("e1", 1), 2 * size)
    assert read is not None
    assert read.cursor == Cursor("e1", 3)


def test_the_oldest_leave_at_the_bound_on_their_number():
    log = filled(10, max_entries=3)
    assert (log.first, log.head) == (8, 10)
    assert message(log, 4) == Gap("room/main", 5, 7)
    assert message(log, 6) == Gap("room/main", 7, 7)
    assert seqs(message(log, 7)) == [8, 9, 10]


def test_the_oldest_leave_at_the_bound_on_their_bytes():
    size = len(codec.encode(entry(1)))
    log = filled(9, max_bytes=3 * size)
    assert (log.first, log.bytes) == (7, 3 * size)
    log = filled(9, max_bytes=3 * size - 1)
    assert (log.first, log.bytes) == (8, 2 * size)


def test_an_entry_larger_than_the_bound_is_kept_alone():
    log = filled(3, max_bytes=5)
    assert (log.first, log.head) == (3, 3)


def test_a_gap_is_followed_by_what_is_kept():
    log = filled(10, max_entries=3)
    read = log.read(Cursor("e1", 4))
    assert read is not None
    assert read.cursor == Cursor("e1", 7)
    again = log.read(read.cursor)
    assert again is not None
    assert again.cursor == Cursor("e1", 10)


def test_a_reader_of_another_history_is_told_to_forget():
    log = filled(10, max_entries=3)
    assert message(log, 4, epoch="e0") == Reset("room/main", "e1", 8)
    assert message(log, 10, epoch="e0") == Reset("room/main", "e1", 8)
    assert message(log, 11) == Reset("room/main", "e1", 8), "ahead of the head"
    read = log.read(Cursor("e0", 4))
    assert read is not None
    assert read.cursor == Cursor("e1", 7)


def test_clear_begins_a_new_history():
    log = filled(3)
    log.clear("e2")
    assert (log.head, log.first, log.bytes, log.epoch) == (0, 1, 0, "e2")
    assert log.is_behind(Cursor("e1", 0))
    assert message(log, 3) == Reset("room/main", "e2", 1)
    log.append(entry(1))
    assert seqs(message(log, 0, epoch="e2")) == [1]


@pytest.mark.parametrize(
    ("since", "number", "recovered", "reason"),
    [
        (None, 7, False, "fresh"),
        (Position("e1", 10), 10, True, "ok"),
        (Position("e1", 8), 8, True, "ok"),
        (Position("e1", 7), 7, True, "ok"),
        (Position("e1", 6), 6, False, "retention"),
        (Position("e1", 0), 0, False, "retention"),
        (Position("e1", 11), 7, False, "ahead"),
        (Position("e0", 9), 7, False, "epoch"),
        (Position("e0", 0), 7, False, "epoch"),
        (Position("e0", 99), 7, False, "epoch"),
    ],
)
def test_where_a_subscription_begins(since, number, recovered, reason):
    log = filled(10, max_entries=3)
    assert log.start(since) == Start(Cursor("e1", number), recovered, reason)


@pytest.mark.parametrize(("tail", "number"), [(0, 10), (1, 9), (3, 7), (4, 7), (10_000, 7)])
def test_a_tail_begins_so_many_entries_before_the_head(tail, number):
    log = filled(10, max_entries=3)
    assert log.start(None, tail).cursor.number == number
    assert log.start(Position("e0", 1), tail).cursor.number == number
    assert log.start(Position("e1", 9), tail).cursor.number == 9, "resuming comes first"


@pytest.mark.parametrize(("at", "number"), [(0, 7), (80, 7), (81, 8), (90, 8), (100, 9), (101, 10)])
def test_a_time_begins_at_the_first_entry_not_older(at, number):
    assert filled(10, max_entries=3).start(None, None, at).cursor.number == number


def test_readers_at_one_place_share_one_frame():
    log = filled(5)
    one = log.read(Cursor("e1", 2))
    assert log.read(Cursor("e1", 2)) is one
    assert log.read(Cursor("e1", 3)) is not one
    log.append(entry(6))
    other = log.read(Cursor("e1", 2))
    assert other is not one
    assert other is not None
    assert seqs(codec.decode_from_hub(other.frame)) == [3, 4, 5, 6]


def test_a_frame_is_sealed_once_for_all():
    sealed = []

    def seal(frame: bytes) -> bytes:
        sealed.append(frame)
        return b"<" + frame + b">"

    log = Log("room/main", "e1", seal=seal)
    log.append(entry(1))
    frames = {read.frame for _ in range(100) if (read := log.read(Cursor("e1", 0)))}
    assert len(sealed) == 1
    assert frames == {b"<" + sealed[0] + b">"}


def test_what_is_kept_for_sharing_is_bounded():
    log = filled(1_000)
    for number in range(1_000):
        assert log.read(Cursor("e1", number), 1)
    assert len(log._reads) <= 64


class Course:
    """A log with three readers, and the plain list it should be."""

    def __init__(self, max_entries: int, max_bytes: int, budget: int) -> None:
        self.log = Log("room/main", "e1", max_entries=max_entries, max_bytes=max_bytes)
        self.bounds = (max_entries, max_bytes)
        self.budget = budget
        self.epochs = 1
        self.truth: list[bytes] = []
        self.cursors = [Cursor("e1", 0)] * 3
        self.have: list[list[bytes | None]] = [[] for _ in self.cursors]

    @property
    def gone(self) -> int:
        """How many of the oldest entries leave when the newest must fit the bounds."""
        max_entries, max_bytes = self.bounds
        count = min(len(self.truth), 1)
        while (
            count < min(max_entries, len(self.truth))
            and sum(map(len, self.truth[-count - 1 :])) <= max_bytes
        ):
            count += 1
        return len(self.truth) - count

    def append(self, size: int) -> None:
        new = entry(len(self.truth) + 1, size)
        self.truth.append(codec.encode(new))
        self.log.append(new)

    def clear(self, _: int) -> None:
        self.epochs += 1
        self.truth.clear()
        self.log.clear(f"e{self.epochs}")

    def resume(self, reader: int) -> None:
        """Subscribe again from where a reader stands."""
        reader %= 3
        cursor = self.cursors[reader]
        start = self.log.start(cursor.position)
        assert start.recovered == (cursor.epoch == self.log.epoch and cursor.number >= self.gone)
        if start.cursor != cursor:
            assert start.cursor == Cursor(self.log.epoch, self.gone)
            self.have[reader] = [None] * self.gone
        self.cursors[reader] = start.cursor

    def read(self, reader: int) -> bool:
        """Read one frame; False when there was none."""
        reader %= 3
        read = self.log.read(self.cursors[reader], self.budget)
        if read is None:
            return False
        self.have[reader] = self._after(read.frame, self.have[reader])
        assert read.cursor == Cursor(self.log.epoch, len(self.have[reader]))
        self.cursors[reader] = read.cursor
        return True

    def _after(self, raw: bytes, have: list[bytes | None]) -> list[bytes | None]:
        match codec.decode_from_hub(raw):
            case Reset(first=first):
                return [None] * (first - 1)
            case Gap(from_=first, to=last):
                assert (first, last) == (len(have) + 1, self.gone), "only what is gone is lost"
                return have + [None] * (last - first + 1)
            case LogFrame(entries=entries):
                assert [one.seq for one in entries] == [
                    len(have) + 1 + index for index in range(len(entries))
                ]
                assert len(entries) == 1 or len(raw) <= self.budget + 60
                assert entries
                return [*have, *map(codec.encode, entries)]
            case other:
                raise AssertionError(f"what is this? {other}")

    def check(self) -> None:
        assert (self.log.head, self.log.first) == (len(self.truth), self.gone + 1)
        assert self.log.bytes == sum(map(len, self.truth[self.gone :]))

    def check_at_rest(self, reader: int) -> None:
        steps = 0
        while self.read(reader):
            steps += 1
            assert steps <= len(self.truth) + 3
        have = self.have[reader]
        assert len(have) == len(self.truth)
        assert all(mine in {None, true} for mine, true in zip(have, self.truth, strict=True))
        assert have[self.gone :] == self.truth[self.gone :]


operations = st.lists(
    st.tuples(
        st.sampled_from(["append", "append", "append", "read", "read", "resume", "clear"]),
        st.integers(1, 60),
    ),
    min_size=20,  # few take more than the least: shorter courses rarely meet an edge
    max_size=60,
)


@settings(max_examples=2 * settings().max_examples)
@given(operations, st.integers(1, 5), st.integers(1, 400), st.integers(1, 500))
def test_any_course_of_events_against_a_list(operations, max_entries, max_bytes, budget):
    """Readers that read and resume at any time have, in the end, a list without a silent hole."""
    course = Course(max_entries, max_bytes, budget)
    for name, number in operations:
        getattr(course, name)(number)
        course.check()
    for reader in range(3):
        course.check_at_rest(reader)


def test_the_words_on_the_wire():
    """One frame of each kind, as a stranger sees it."""
    log = filled(2, max_entries=1)
    frames = [log.read(Cursor(epoch, 0)) for epoch in ("e0", "e1")]
    assert [json.loads(read.frame) for read in frames if read] == [
        {"t": "reset", "topic": "room/main", "epoch": "e1", "first": 2},
        {"t": "gap", "topic": "room/main", "from": 1, "to": 1},
    ]
