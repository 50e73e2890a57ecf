"""Readings side by side make a row, and the list of its columns has a name."""

import math

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.layout import MAX_LIST_BYTES, Layout, fair_shares, finite, list_id
from tocsin_agent.core.parcels import pack
from tocsin_agent.core.reading import Reading
from tocsin_wire import codec
from tocsin_wire.bodies import MAX_COLUMNS, Column

ONE = (Column("system.uptime", "s"),)
TWO = (Column("system.memory.limit", "By"), Column("system.memory.utilization", "1"))


def test_the_list_changes_only_with_the_columns():
    layout = Layout(1000)
    assert layout.arrange([Reading(ONE, [1]), Reading(TWO, [2, 3])])
    first = layout.columns
    assert not layout.arrange([Reading(ONE, [9]), Reading(TWO, [9, 9])])
    assert layout.columns is first
    assert layout.arrange([Reading(ONE, [1])])
    assert layout.columns.id != first.id


def test_equal_lists_have_equal_names_wherever_they_are_made():
    copy = [Column("system.uptime", "s")]
    assert list_id(ONE, 1000) == list_id(copy, 1000)
    assert list_id(ONE, 1000) != list_id(ONE, 2000)
    assert list_id(ONE, 1000) != list_id(TWO, 1000)


def test_a_new_tuple_of_the_same_columns_is_the_same_list():
    layout = Layout(1000)
    layout.arrange([Reading(ONE, [1])])
    assert not layout.arrange([Reading((Column("system.uptime", "s"),), [1])])


def test_a_row_is_its_time_and_a_value_for_each_column():
    layout = Layout(1000)
    readings = [Reading(ONE, [1]), Reading(TWO, [2, None])]
    layout.arrange(readings)
    assert layout.row(77, readings) == [77, 1, 2, None]


@given(st.one_of(st.none(), st.integers(), st.floats()))
def test_what_is_no_finite_number_leaves_as_null(value):
    found = finite(value)
    assert found is None or math.isfinite(found)
    assert found == value or not math.isfinite(value)


def columns_of(name, count, size):
    return tuple(Column(name, "By/s", {"system.device": f"{n:0{size}}"}) for n in range(count))


def test_many_columns_of_one_collector_push_out_none_of_the_others():
    layout = Layout(1000)
    parts = [columns_of("a", 900, 60), ONE, columns_of("b", 900, 20), TWO]
    readings = [Reading(part, [n] * len(part)) for n, part in enumerate(parts)]
    layout.arrange(readings)
    names = [column.name for column in layout.columns.columns]
    assert names.count("system.uptime") == 1
    assert names.count("system.memory.limit") == 1
    assert 100 < names.count("a") < names.count("b")
    assert layout.left_out == [900 - names.count("a"), 0, 900 - names.count("b"), 0]


@given(st.lists(st.integers(0, 1_000), max_size=8), st.integers(0, 3_000))
def test_shares_are_fair(sizes, room):
    shares = fair_shares(sizes, room)
    assert sum(shares) <= room
    assert all(share <= size for share, size in zip(shares, sizes, strict=True))
    if sum(sizes) <= room:
        assert shares == sizes
    cut = [share for share, size in zip(shares, sizes, strict=True) if share < size]
    assert all(share <= max(cut, default=room) + 1 for share in shares)


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(1, 80), st.sampled_from('aé\N{PILE OF POO}"\\')),
        min_size=1,
        max_size=6,
    )
)
def test_any_list_fits_into_a_message_and_its_rows_into_it(parts):
    layout = Layout(1000)
    readings = []
    for number, (count, size, letter) in enumerate(parts):
        names = [f"{number}.{letter * size}.{n}" for n in range(count)]
        columns = tuple(Column("system.disk.io", "By/s", {"d": name}) for name in names)
        readings.append(Reading(columns, list(range(count))))
    layout.arrange(readings)
    put = pack({"columns": layout.columns})
    assert len(put.parcels) == 1
    assert not put.too_large
    assert len(layout.columns.columns) <= MAX_COLUMNS
    row = layout.row(7, readings)
    assert len(row) == len(layout.columns.columns) + 1
    for column, value in zip(layout.columns.columns, row[1:], strict=True):
        assert column.attributes["d"].endswith(f".{value}"), "each value is under its own column"
    assert sum(layout.left_out) + len(row) - 1 == sum(count for count, _, _ in parts)


def test_a_list_too_long_for_a_message_is_cut_and_rows_with_it():
    many = tuple(Column("system.disk.io", "By/s", {"system.device": "d" * 60}) for _ in range(1999))
    layout = Layout(1000)
    readings = [Reading(many, [0] * len(many))]
    layout.arrange(readings)
    count = len(layout.columns.columns)
    assert 100 < count < 1999
    assert len(codec.encode(layout.columns)) < MAX_LIST_BYTES + 200
    assert len(layout.row(1, readings)) == count + 1
