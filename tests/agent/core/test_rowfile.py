"""The file of unsent rows comes back as it was, and a damaged one as far as it can be read."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.backlog import keep
from tocsin_agent.core.rowfile import MAX_BYTES, dump, load
from tocsin_wire.bodies import Column, Columns

LISTS = {
    "a": Columns("a", 1000, [Column("x", "1")]),
    "b": Columns("b", 1000, [Column("x", "1"), Column("y", "By", {"k": "v"})]),
}
ROWS = [keep("a", [1, 0.5]), keep("b", [2, None, 7]), keep("a", [3, 1])]
WHOLE = b"".join(dump(LISTS, ROWS))


def test_what_was_written_is_read():
    assert load(WHOLE) == (LISTS, ROWS, 0)


def test_only_needed_lists_are_written():
    assert list(load(b"".join(dump(LISTS, ROWS[:1]))).lists) == ["a"]


@given(st.integers(0, len(WHOLE)), st.binary(max_size=20), st.integers(0, 40))
def test_damage_costs_rows_but_never_an_exception(place, junk, cut):
    damaged = WHOLE[:place] + junk + WHOLE[place + cut :]
    lists, rows, _ = load(damaged)
    for row in rows:
        assert row.columns in lists


def test_damage_is_counted():
    assert load(WHOLE + b"junk\n{}\n").damaged == 2
    assert load(WHOLE[:-3]).damaged == 1


def test_a_row_that_does_not_fit_its_list_is_left_out():
    text = b"".join(dump(LISTS, ROWS[:1]))
    bad = b'["a",[5,1,2]]\n["zz",[5,1]]\n["a",[null,1]]\n["a",[]]\n["a",[-4,1]]\n'
    assert load(text + bad) == ({"a": LISTS["a"]}, ROWS[:1], 5)


def test_a_row_whose_list_is_not_known_is_not_written():
    assert load(b"".join(dump({"a": LISTS["a"]}, ROWS))) == ({"a": LISTS["a"]}, ROWS[::2], 0)


def test_of_too_many_rows_the_newest_are_written(monkeypatch):
    monkeypatch.setattr("tocsin_agent.core.rowfile.MAX_BYTES", 2_000)
    rows = [keep("a", [n, 1]) for n in range(1_000)]
    written = b"".join(dump(LISTS, rows))
    assert 1_950 < len(written) <= 2_000
    loaded = load(written)
    assert loaded.damaged == 0
    assert loaded.rows == rows[-len(loaded.rows) :]


def test_a_file_that_is_too_long_is_read_to_the_bound():
    loaded = load(WHOLE + b" " * MAX_BYTES)
    assert loaded.rows == ROWS
    assert loaded.damaged > 0


def test_nesting_and_bad_utf8_are_damage_like_any_other():
    assert load(b"[" * 100_000 + b"\n\xff\xfe\n" + WHOLE).rows == ROWS
