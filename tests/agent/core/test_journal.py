"""The journal: what was written comes back, torn or damaged as the file may be."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.journal import HORIZON_MS, KEPT, MOST, Began, Ended, Journal, line
from tocsin_wire.bodies import RunState

RUNS = st.text(max_size=8)
RECORDS = st.lists(
    st.one_of(
        st.builds(Began, RUNS, st.integers(0, 2**53 - 1)),
        st.builds(Ended, RUNS, st.builds(RunState, st.just("exited"), reason=st.text(max_size=9))),
    ),
    max_size=30,
)


def loaded(data):
    journal = Journal()
    damaged = journal.load(data)
    return journal, damaged


def told(records):
    journal = Journal()
    for record in records:
        journal.take(record)
    return journal


def contents(journal):
    return list(journal.dump())


@given(RECORDS)
def test_what_was_written_is_read(records):
    journal, damaged = loaded(b"".join(map(line, records)))
    assert damaged == 0
    assert contents(journal) == contents(told(records))


@given(RECORDS)
def test_a_file_written_anew_says_the_same(records):
    journal = told(records)
    again, damaged = loaded(b"".join(journal.dump()))
    assert damaged == 0
    assert contents(again) == contents(journal)
    assert again.unfinished == journal.unfinished


@given(RECORDS, st.data())
def test_a_torn_last_line_costs_that_line_and_no_other(records, data):
    text = b"".join(map(line, records))
    cut = data.draw(st.integers(0, len(text)))
    journal, damaged = loaded(text[:cut])
    assert damaged == 0
    assert contents(journal) == contents(told(records[: text[:cut].count(b"\n")]))


@given(RECORDS, st.binary(max_size=40), RECORDS)
def test_what_cannot_be_read_in_the_middle_is_counted_and_the_rest_is_known(before, noise, after):
    noise = noise.replace(b"\n", b"")
    text = b"".join(map(line, before)) + b"\xff" + noise + b"\n" + b"".join(map(line, after))
    journal, damaged = loaded(text)
    assert damaged == 1
    assert contents(journal) == contents(told([*before, *after]))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(data):
    loaded(data)


def test_a_run_without_an_end_is_unfinished_until_it_has_one():
    journal = told([Began("a", 1), Began("b", 2), Ended("b", RunState("exited", code=0))])
    assert journal.unfinished == ["a"]
    assert journal.ended == ["b"]
    journal.take(Ended("a", RunState("lost")))
    assert journal.unfinished == []
    assert journal.end_of("a") == RunState("lost")
    assert "a" in journal
    assert journal.end_of("never") is None


def test_an_end_without_a_beginning_says_nothing():
    assert "a" not in told([Ended("a", RunState("exited"))])


def test_what_could_be_ordered_again_is_never_forgotten():
    """An order is good for less than an hour, and so is whatever began within one."""
    now = 10 * HORIZON_MS
    journal = Journal()
    for n in range(3 * KEPT):
        journal.take(Began(f"r{n}", now - HORIZON_MS + n))
        journal.take(Ended(f"r{n}", RunState("exited")))
    journal.prune(now)
    assert len(journal) == 3 * KEPT


def test_older_runs_go_beyond_the_newest_of_them():
    journal = Journal()
    journal.take(Began("goes on", 0))
    for n in range(KEPT + 10):
        journal.take(Began(f"r{n}", n))
        journal.take(Ended(f"r{n}", RunState("exited")))
    journal.prune(10 * HORIZON_MS)
    assert len(journal) == KEPT + 1
    assert "r9" not in journal
    assert "r10" in journal
    assert "goes on" in journal


def test_runs_of_a_clock_that_was_years_ahead_go_too():
    journal = Journal()
    for n in range(MOST):
        journal.take(Began(f"r{n}", 2**50 + n))
        journal.take(Ended(f"r{n}", RunState("exited")))
    assert journal.is_full
    journal.prune(1_000)
    assert len(journal) == KEPT
    assert not journal.is_full
