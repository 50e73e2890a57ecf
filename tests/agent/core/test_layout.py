"""Readings side by side make a row, and the list of its columns has a name."""

import math

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.layout import MAX_LIST_BYTES, Layout, finite, list_id
from tocsin_agent.core.reading import Reading
from tocsin_wire import codec
from tocsin_wire.bodies import Column

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


def test_a_list_too_long_for_a_message_is_cut_and_rows_with_it():
    many = tuple(Column("system.disk.io", "By/s", {"system.device": "d" * 60}) for _ in range(1999))
    layout = Layout(1000)
    readings = [Reading(many, [0] * len(many))]
    layout.arrange(readings)
    count = len(layout.columns.columns)
    assert 100 < count < 1999
    assert len(codec.encode(layout.columns)) < MAX_LIST_BYTES + 200
    assert len(layout.row(1, readings)) == count + 1
