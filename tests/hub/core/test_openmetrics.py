"""OpenMetrics: names by OpenTelemetry's rules, and a text parsers take whatever a host says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tocsin_hub.core.openmetrics import END, Reading, exposition, family_of, heads_of
from tocsin_wire.bodies import Column


@pytest.mark.parametrize(
    ("name", "unit", "family"),
    [
        ("system.cpu.utilization", "1", "system_cpu_utilization_ratio"),
        ("system.network.io", "By/s", "system_network_io_bytes_per_second"),
        ("system.disk.operations", "{operation}/s", "system_disk_operations_per_second"),
        ("system.uptime", "s", "system_uptime_seconds"),
        ("system.memory.usage", "By", "system_memory_usage_bytes"),
        ("system.cpu.load_average.1m", "{thread}", "system_cpu_load_average_1m"),
        ("hw.temperature", "Cel", "hw_temperature_celsius"),
        ("system.process.count", "{process}", "system_process_count"),
        ("a.seconds", "s", "a_seconds"),
        ("a.ratio.b", "1", "a_b_ratio"),
        ("a", "", "a"),
        ("a", "%", "a_percent"),
        ("a", "furlong", "a_furlong"),
        ("a", "By/min", "a_bytes_per_min"),
        ("9.lives", "1", "_9_lives_ratio"),
        ("a..b--c", "1", "a_b_c_ratio"),
        ("é", "1", "ratio"),
        ("\n", "{x}", "_"),
    ],
)
def test_a_family_is_named_by_the_rules(name, unit, family):
    assert family_of(name, unit)[0] == family


def lines_of(*columns: Column, values=None, host="web-1") -> list[str]:
    heads = heads_of(columns)
    text = exposition([Reading(host, heads, values or [0.5] * len(columns))])
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_attributes_become_labels_after_the_host():
    column = Column("system.cpu.utilization", "1", {"cpu.mode": "user", "cpu.logical_number": "0"})
    assert lines_of(column) == [
        'system_cpu_utilization_ratio{host="web-1",cpu_logical_number="0",cpu_mode="user"} 0.5'
    ]


def test_what_is_not_known_is_left_out():
    columns = [Column("a", ""), Column("b", "")]
    assert lines_of(*columns, values=[None, 1.0]) == ['b{host="web-1"} 1.0']


def test_no_two_columns_say_the_same():
    columns = [Column("a.b", ""), Column("a_b", ""), Column("a.b", "", {"x": "1"})]
    assert lines_of(*columns) == ['a_b{host="web-1"} 0.5', 'a_b{host="web-1",x="1"} 0.5']


def test_a_host_speaks_neither_for_another_nor_for_the_hub():
    columns = [
        Column("a", "", {"host": "web-2"}),
        Column("tocsin.connections", ""),
        Column("process.cpu", "s"),
        Column("b", "", {"__name__": "c", "9": "d"}),
    ]
    assert lines_of(*columns) == [
        'a{host="web-1",key_host="web-2"} 0.5',
        'b{host="web-1",key_9="d",key_name_="c"} 0.5',
    ]


def test_values_of_labels_are_escaped():
    (line,) = lines_of(Column("a", "", {"x": 'say "no"\\\n'}))
    assert line == 'a{host="web-1",x="say \\"no\\"\\\\\\n"} 0.5'


anything = st.text(min_size=1, max_size=20)
columns = st.builds(
    Column,
    anything | st.sampled_from(["a.b", "a_b", "tocsin.x", "x.total", "x.info", "x.count"]),
    st.text(max_size=8) | st.sampled_from(["1", "By", "By/s", "{x}/s", "/s", "/", "{"]),
    st.dictionaries(anything | st.sampled_from(["host", "a.b", "a_b"]), st.text(max_size=8)),
)


@given(
    st.lists(st.tuples(st.lists(columns, max_size=6), anything), max_size=3),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_whatever_hosts_say_the_text_is_well_formed_and_has_no_doubles(hosts, value):
    readings = [
        Reading(f"h{number} {name}", heads_of(some), [value] * len(some))
        for number, (some, name) in enumerate(hosts)
    ]
    text = exposition(readings) + END
    seen = []
    for family in text_string_to_metric_families(text):
        assert re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]*", family.name)
        assert family.unit == "" or family.name.endswith(family.unit)
        for sample in family.samples:
            assert sample.value == value
            seen.append((sample.name, tuple(sorted(sample.labels.items()))))
    assert len(seen) == len(set(seen))
