"""The names of series: what the history is asked for is what the page and the agent say."""

import pytest

from tocsin_wire.bodies import Column
from tocsin_wire.series import series_name


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ({}, "x"),
        ({"cpu.mode": "user"}, "x{cpu.mode=user}"),
        ({"b": "2", "a": "1"}, "x{a=1,b=2}"),
        ({"system.filesystem.mountpoint": "/srv/a b"}, "x{system.filesystem.mountpoint=/srv/a b}"),
        ({"k": ""}, "x{k=}"),
        ({"k": "é\n"}, "x{k=é\n}"),
    ],
)
def test_a_series_is_named_by_its_attributes_in_order(attributes, name):
    assert series_name(Column("x", "1", attributes)) == name


def test_the_unit_is_no_part_of_it():
    assert series_name(Column("x", "1")) == series_name(Column("x", "By"))
