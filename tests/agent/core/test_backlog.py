"""Rows no answer came for: an hour of them, then one a minute, in batches that fit a message."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.backlog import (
    HOUR_MS,
    MAX_MINUTES,
    MINUTE_MS,
    Backlog,
    Batch,
    keep,
    samples,
    thinned,
    values_of,
)
from tocsin_agent.core.shelf import Kept
from tocsin_wire import codec
from tocsin_wire.bodies import MAX_ROWS, Samples


def kept(at, *values, columns="c"):
    return keep(columns, [at, *values])


def filled(count, *, step=1000, width=3):
    backlog = Backlog()
    for n in range(count):
        backlog.add(kept(n * step, *([n] * width)))
    return backlog


def drain(backlog):
    """Send everything and acknowledge it; return the rows in the order they were sent."""
    rows: list[Kept] = []
    while batch := backlog.batch():
        backlog.sent("p", batch)
        rows += batch.rows
        backlog.answered("p")
    return rows


def test_a_batch_is_a_body_of_the_protocol():
    backlog = filled(3)
    body = codec.encode(samples(backlog.batch().rows, backlog=True))
    read = msgspec.json.decode(body, type=Samples)
    assert read == Samples("c", [[0, 0, 0, 0], [1000, 1, 1, 1], [2000, 2, 2, 2]], backlog=True)


def test_an_hour_is_kept_row_by_row():
    assert len(filled(3600)) == 3600


def test_beyond_an_hour_the_oldest_minute_becomes_one_row():
    backlog = filled(3601)
    assert len(backlog) == 3601 - 60 + 1
    first = backlog.batch().rows[0]
    assert first.at == 59_000
    assert values_of(first) == [59_000, 29.5, 29.5, 29.5]


def test_a_day_of_rows_stays_bounded_and_ends_with_the_newest():
    backlog = filled(30 * 3600, step=1000, width=1)
    assert len(backlog) <= 3600 + MAX_MINUTES
    assert backlog.everything()[-1].at == (30 * 3600 - 1) * 1000


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=2, max_size=2), min_size=1
    )
)
def test_a_thinned_row_is_the_mean_of_what_is_known(values):
    rows = [kept(n, *pair) for n, pair in enumerate(values)]
    found = values_of(thinned(rows))
    assert found[0] == len(values) - 1
    for column in (0, 1):
        known = [pair[column] for pair in values if pair[column] is not None]
        if known:
            assert min(known) - 0.001 <= found[column + 1] <= max(known) + 0.001
        else:
            assert found[column + 1] is None


def test_rows_of_two_lists_are_never_thinned_into_one_nor_sent_together():
    backlog = Backlog(span_ms=MINUTE_MS)
    for n in range(100):
        backlog.add(kept(n * 1000, n, columns="a" if n < 30 else "b"))
    sent = drain(backlog)
    assert {row.columns for row in sent} == {"a", "b"}
    assert sent == sorted(sent, key=lambda row: row.at)


@given(st.integers(1, 3000), st.integers(1, 400))
def test_a_batch_fits_into_a_message(count, width):
    backlog = filled(min(count, 3599), width=width)
    while batch := backlog.batch():
        assert len(batch.rows) <= MAX_ROWS
        assert len(codec.encode(samples(batch.rows, backlog=True))) < 60 * 1024
        backlog.sent("p", batch)
        backlog.answered("p")


def test_everything_is_sent_once_and_in_order():
    backlog = filled(5000)
    sent = drain(backlog)
    assert sent == sorted(sent, key=lambda row: row.at)
    assert len({row.at for row in sent}) == len(sent)
    assert len(backlog) == 0


def test_rows_stay_until_they_are_answered():
    backlog = filled(5)
    backlog.sent("p", backlog.batch())
    assert len(backlog) == 0
    assert len(backlog.everything()) == 5
    assert backlog.answered("p")
    assert backlog.everything() == []
    assert not backlog.answered("p")


def test_refused_rows_are_sent_once_more_and_then_given_up():
    backlog = filled(2)
    backlog.sent("p", backlog.batch())
    assert backlog.refused("p")
    assert len(backlog) == 2
    backlog.sent("q", backlog.batch())
    assert len(backlog) == 0
    assert backlog.refused("q")
    assert backlog.everything() == []


def test_what_was_refused_one_by_one_is_sent_again_together():
    """After a restart of the hub a hundred live rows may come back."""
    backlog = Backlog()
    for n in range(100):
        backlog.sent(f"p{n}", Batch([kept(n, 1)]))
    for n in range(100):
        backlog.refused(f"p{n}")
    batch = backlog.batch()
    assert batch is not None
    assert [row.at for row in batch.rows] == list(range(100))
    assert batch.is_second


def test_a_live_row_takes_nothing_from_those_that_wait():
    backlog = filled(3)
    live = Batch([kept(9000, 1, 1, 1)])
    backlog.sent("live", live)
    assert len(backlog) == 3
    assert len(backlog.everything()) == 4


def test_rows_stamped_by_a_wrong_clock_are_moved_and_those_of_an_earlier_process_are_not():
    backlog = Backlog()
    backlog.load([kept(500, 1)])
    backlog.add(kept(1000, 2))
    backlog.move(-300)
    assert [row.at for row in backlog.everything()] == [500, 700]
    assert values_of(backlog.everything()[1]) == [700, 2]
    backlog.move(-10_000)
    assert [row.at for row in backlog.everything()] == [0, 500], "no time before 1970"


def test_rows_of_an_earlier_process_go_first():
    backlog = Backlog()
    backlog.add(kept(HOUR_MS, 1))
    backlog.load([kept(2000, 1), kept(1000, 1)])
    assert [row.at for row in drain(backlog)] == [1000, 2000, HOUR_MS]


def test_what_an_earlier_process_dated_into_the_future_is_moved_back_before_all_else():
    """Its clock was wrong; nothing it took can be newer than what this process has."""
    backlog = Backlog()
    backlog.load([kept(9_000, 1), kept(10_000, 2)])
    backlog.add(kept(5_000, 3))
    backlog.settle(7_000)
    assert [row.at for row in drain(backlog)] == [3_999, 4_999, 5_000]
    backlog.load([kept(9_000, 1)])
    backlog.settle(7_000)
    assert [row.at for row in drain(backlog)] == [6_999]
    backlog.load([kept(1_000, 1)])
    backlog.settle(7_000)
    assert [row.at for row in drain(backlog)] == [1_000]


def test_it_knows_whether_an_earlier_process_s_rows_are_all_answered():
    backlog = Backlog()
    backlog.load([kept(1, 1), kept(2, 2, columns="d")])
    backlog.add(kept(3, 3))
    for pub in ("a", "b"):
        batch = backlog.batch()
        assert batch is not None
        backlog.sent(pub, batch)
    assert backlog.has_old
    backlog.answered("a")
    backlog.refused("b")
    assert backlog.has_old, "it is to be sent once more"
    again = backlog.batch()
    assert again is not None
    backlog.sent("c", again)
    backlog.answered("c")
    assert not backlog.has_old
    assert len(backlog) == 1


def test_rows_are_bounded_in_bytes_and_the_newest_stay():
    backlog = Backlog(max_bytes=20_000)
    backlog.load([kept(n, 10**50) for n in range(50)])
    for n in range(3_000):
        backlog.add(kept(10**6 + n * 1_000, *[n] * 20))
        assert sum(len(row.json) for row in backlog.everything()) <= 20_000
    rows = backlog.everything()
    assert rows[-1].at == 10**6 + 2_999_000
    assert rows[-1].at - rows[0].at > 40 * MINUTE_MS, "seconds are given up before minutes"


def test_what_an_earlier_process_left_is_given_up_first():
    backlog = Backlog(max_bytes=1_000)
    backlog.load([kept(n, 1) for n in range(50)])
    for n in range(100):
        backlog.add(kept(MINUTE_MS + n, 10**9))
    assert backlog.everything()[0].at >= MINUTE_MS
    assert not backlog.has_old


def test_a_row_larger_than_the_bound_is_no_reason_to_fail():
    backlog = Backlog(max_bytes=10)
    backlog.add(kept(1, *range(100)))
    assert backlog.batch() is None


@given(
    st.lists(
        st.tuples(st.integers(0, 200_000), st.sampled_from("ab"), st.integers(0, 3)), max_size=80
    ),
    st.integers(200, 3_000),
)
def test_whatever_comes_rows_stay_in_order_and_within_bounds(steps, most):
    backlog, now, pubs = Backlog(span_ms=5 * MINUTE_MS, max_bytes=most), 0, []
    for number, (wait, columns, what) in enumerate(steps):
        now += wait + 1
        if what == 3 and (batch := backlog.batch()):
            pubs.append(f"p{number}")
            backlog.sent(pubs[-1], batch)
        elif what == 2 and pubs:
            backlog.refused(pubs.pop(0))
        else:
            backlog.add(kept(now, number, columns=columns))
        waiting = [*backlog._minutes, *backlog._rows]
        assert waiting == sorted(waiting, key=lambda row: row.at)
        assert sum(len(row.json) for row in waiting) <= most
