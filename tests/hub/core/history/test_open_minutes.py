"""OpenMinutes: which rows go to the disk when, and who is told that they are there."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hub.core.history.tables import rows_of
from tocsin_hub.core.history import open_minutes
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import DAY, HOUR, MINUTE
from tocsin_hub.core.history.open_minute import MAX_ROWS, OVERHEAD
from tocsin_hub.core.history.open_minutes import (
    LAST_ROWS_MS,
    LATE_MS,
    MAX_UNANSWERED,
    RETRY_MS,
    SPREAD_MS,
    OpenMinutes,
    due_of,
)
from tocsin_hub.core.history.table import merged
from tocsin_wire.bodies import Column
from tocsin_wire.errors import Busy, StorageFull, TooMany

NOW = 1_795_253_160_000
"""A whole minute."""
A = Layout([("a", "1")])
B = Layout([("b", "1"), ("a", "1")])
FULL = StorageFull("make room")


class Sender:
    """Remembers what it was answered."""

    def __init__(self, keep_ms: int = 730 * DAY) -> None:
        self.minutes = OpenMinutes(keep_ms)
        self.answers: list[tuple[str, Any]] = []

    def send(self, *times: int, name: str = "", host="web", layout=A, now=NOW) -> None:
        rows = [[float(at), *([0.5] * len(layout))] for at in times]
        self.minutes.add(host, layout, rows, now, lambda error: self.answers.append((name, error)))


def natural(start: int, host: str = "web") -> int:
    return due_of(host, start, start)


def test_a_minute_is_written_once_when_it_is_over():
    sender = Sender()
    for second in range(60):
        sender.send(NOW + second * 1000, now=NOW + second * 1000)
    due = natural(NOW)
    assert due >= NOW + MINUTE + LAST_ROWS_MS
    assert sender.minutes.take_due(due - 1) == []
    (minute,) = sender.minutes.take_due(due)
    assert (minute.host, minute.start, minute.rows) == ("web", NOW, 60)
    assert sender.minutes.take_due(due) == []
    assert sender.answers == []
    sender.minutes.written(minute)
    assert sender.answers == [("", None)] * 60
    assert sender.minutes.is_empty
    assert sender.minutes.bytes == 0


def test_hosts_do_not_come_all_at_once():
    dues = {natural(NOW, f"host-{number}") - NOW - MINUTE - LAST_ROWS_MS for number in range(1000)}
    assert min(dues) >= 0
    assert max(dues) < SPREAD_MS
    assert len({due // 1000 for due in dues}) == SPREAD_MS // 1000


@pytest.mark.parametrize("late", [5 * MINUTE, DAY, 100 * DAY])
def test_what_comes_late_goes_within_two_seconds(late):
    sender = Sender()
    sender.send(NOW - late)
    sender.send(NOW - late + 1, now=NOW + LATE_MS // 2)
    (minute,) = sender.minutes.take_due(NOW + LATE_MS)
    assert minute.rows == 2, "the second one did not put the first one off"


def test_a_clock_that_is_ahead_is_not_waited_for():
    sender = Sender()
    sender.send(NOW + HOUR)
    assert sender.minutes.take_due(NOW + MINUTE + LAST_ROWS_MS + SPREAD_MS)


def test_what_is_older_than_anything_kept_needs_no_disk():
    sender = Sender(keep_ms=DAY)
    sender.send(NOW - 2 * DAY, NOW - 3 * DAY)
    assert sender.answers == [("", None)]
    assert sender.minutes.is_empty


def test_a_publish_is_answered_when_all_its_minutes_are_on_disk():
    sender = Sender()
    sender.send(NOW - 2 * MINUTE, NOW - MINUTE, NOW, name="batch")
    sender.send(NOW, name="live")
    first, second, third = sorted(sender.minutes.take_all(), key=lambda one: one.start)
    sender.minutes.written(third)
    assert sender.answers == [("live", None)]
    sender.minutes.written(first)
    assert len(sender.answers) == 1
    sender.minutes.written(second)
    assert sender.answers[1:] == [("batch", None)]


def test_a_row_sent_again_is_not_there_twice():
    sender = Sender()
    sender.send(NOW, name="one")
    sender.send(NOW, name="again")
    (minute,) = sender.minutes.take_all()
    assert minute.rows == 1
    sender.minutes.written(minute)
    assert [name for name, _ in sender.answers] == ["one", "again"], "both are answered"


def test_while_a_minute_is_written_the_next_rows_wait():
    sender = Sender()
    sender.send(NOW - DAY)
    (first,) = sender.minutes.take_due(NOW + LATE_MS)
    sender.send(NOW - DAY + 1, now=NOW + LATE_MS)
    assert sender.minutes.take_due(NOW + 10 * LATE_MS) == [], "the same minute, one at a time"
    assert len(sender.minutes.tables("web")) == 2, "both can be read"
    sender.minutes.written(first)
    (second,) = sender.minutes.take_due(NOW + 10 * LATE_MS)
    assert second.rows == 1


def test_what_the_disk_refuses_stays_and_is_tried_again():
    sender = Sender()
    sender.send(NOW - DAY, name="one")
    (minute,) = sender.minutes.take_due(NOW + LATE_MS)
    sender.send(NOW - DAY, NOW - DAY + 1, name="two", now=NOW + LATE_MS)
    size = sender.minutes.bytes
    sender.minutes.failed(minute, FULL, NOW + LATE_MS)
    assert sender.answers == []
    assert sender.minutes.problem is FULL
    assert sender.minutes.take_due(NOW + LATE_MS + RETRY_MS - 1) == []
    (again,) = sender.minutes.take_due(NOW + LATE_MS + RETRY_MS)
    assert again.rows == 2
    assert sender.minutes.bytes < size, "the row that is there twice counts once"
    sender.minutes.written(again)
    assert sender.answers == [("one", None), ("two", None)]
    assert sender.minutes.problem is None
    assert sender.minutes.bytes == 0


def test_what_can_never_be_written_is_answered_so():
    sender = Sender()
    sender.send(NOW - MINUTE, NOW, name="batch")
    first, second = sorted(sender.minutes.take_all(), key=lambda one: one.start)
    sender.minutes.refused(first, TooMany("no"))
    sender.minutes.written(second)
    ((name, error),) = sender.answers
    assert (name, error.name) == ("batch", "too_many")


def test_what_waits_of_a_removed_host_is_dropped():
    sender = Sender()
    sender.send(NOW - DAY)
    (minute,) = sender.minutes.take_due(NOW + LATE_MS)
    sender.send(NOW, NOW + 1)
    sender.send(NOW, host="another")
    sender.minutes.forget("web")
    sender.minutes.written(minute)
    assert [one.host for one in sender.minutes.take_all()] == ["another"]
    assert sender.minutes.bytes == 8 + OVERHEAD


def test_many_unanswered_are_written_early():
    sender = Sender()
    for number in range(MAX_UNANSWERED - 1):
        sender.send(NOW + number * 100, now=NOW)
    assert sender.minutes.take_due(NOW) == []
    sender.send(NOW + 59_000, now=NOW)
    (minute,) = sender.minutes.take_due(NOW)
    assert minute.rows == MAX_UNANSWERED


def test_too_many_unanswered_are_refused_for_now():
    sender = Sender()
    for number in range(2 * MAX_UNANSWERED):
        sender.send(NOW + number)
    with pytest.raises(Busy):
        sender.send(NOW + 59_000)
    sender.send(NOW, host="another")
    for minute in sender.minutes.take_all():
        sender.minutes.written(minute)
    sender.send(NOW + 59_000)


def test_a_full_disk_is_told_once_enough_waits():
    sender = Sender()
    for number in range(MAX_UNANSWERED):
        sender.send(NOW - DAY + number)
    (minute,) = sender.minutes.take_all()
    sender.minutes.failed(minute, FULL, NOW)
    assert sender.minutes.take_due(NOW) == [], "pressing does not make room"
    with pytest.raises(StorageFull, match="make room") as refused:
        sender.send(NOW)
    assert refused.value.after_ms == RETRY_MS
    sender.send(NOW, host="another")


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(open_minutes, "MAX_BYTES", 1_000)
    sender = Sender()
    for number in range(4):
        sender.send(NOW + number, host=f"host-{number}")
    with pytest.raises(Busy):
        sender.send(NOW, host="another")


def test_a_minute_holds_no_more_than_can_be_read():
    sender = Sender()
    for first in range(0, MAX_ROWS, 600):
        sender.send(*range(NOW + first, NOW + first + 600))
    with pytest.raises(TooMany, match="sample less often"):
        sender.send(NOW + 50_000)
    assert sender.minutes.rows == MAX_ROWS
    assert len(sender.answers) == 0


def test_layouts_that_never_end_are_refused():
    sender = Sender()
    layouts = [Layout((f"{n} {place}", "1") for place in range(2_000)) for n in range(20)]
    for number, layout in enumerate(layouts[:10]):
        sender.send(NOW + number, layout=layout)
    with pytest.raises(TooMany):
        sender.send(NOW + 10, layout=layouts[10])


def test_columns_may_change_within_a_minute():
    sender = Sender()
    sender.send(NOW, layout=A)
    sender.send(NOW + 1_000, layout=B)
    (minute,) = sender.minutes.take_all()
    assert rows_of(minute.table()) == [(NOW, {"a": 0.5}), (NOW + 1_000, {"a": 0.5, "b": 0.5})]


def test_a_column_that_comes_twice_counts_once():
    layout = Layout.of([Column("a", "1"), Column("a", "1"), Column("b", "1")])
    sender = Sender()
    sender.minutes.add("web", layout, [[float(NOW), 1.0, 2.0, None]], NOW, print)
    (minute,) = sender.minutes.take_all()
    assert rows_of(minute.table()) == [(NOW, {"a": 1.0})]


@given(
    st.lists(st.tuples(st.integers(0, 3 * MINUTE), st.sampled_from([A, B])), max_size=40),
    st.integers(0, 2**32),
)
def test_the_order_of_arrival_does_not_matter(sent, seed):
    unique = list({at: (at, layout) for at, layout in sent}.values())
    other = unique[:]
    random.Random(seed).shuffle(other)
    tables = []
    for order in (unique, other):
        minutes = OpenMinutes(730 * DAY)
        for at, layout in order:
            row = [float(NOW + at), *map(float, range(len(layout)))]
            minutes.add("web", layout, [row], NOW, lambda _error: None)
        tables.append([minute.table() for minute in minutes.take_all()])
    assert len(tables[0]) == len(tables[1])
    if unique:
        assert rows_of(merged(tables[0])) == rows_of(merged(tables[1]))
