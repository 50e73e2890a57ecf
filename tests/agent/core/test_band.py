"""What is normal, and the moment something is not."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.band import Band
from tocsin_agent.core.busiest import MOST, busiest
from tocsin_agent.core.spikes import QUIET_MS, Spike, Spikes
from tocsin_wire.bodies import Column, Columns, Process

CPU = "system.cpu.utilization"
COLUMNS = Columns(
    "c1", 1_000, [Column(CPU, "1", {"cpu.mode": "user"}), Column(CPU, "1"), Column("x", "1")]
)


def test_a_step_up_is_a_spike_once_until_it_is_normal():
    band = Band(0.1)
    assert not any(band.leaves(0.2) for _ in range(60))
    assert [band.leaves(0.9) for _ in range(5)] == [True, False, False, False, False]
    assert not any(band.leaves(0.9) for _ in range(600)), "it has become normal"
    assert not band.leaves(0.2), "down is no spike"


def test_noise_is_normal():
    band = Band(0.05)
    values = [0.2, 0.6, 0.3, 0.7, 0.25, 0.5] * 50
    assert not any(band.leaves(value) for value in values)
    assert not band.leaves(0.8)


@given(st.floats(0, 1), st.integers(0, 29))
def test_who_has_just_come_knows_nothing_unusual(value, count):
    band = Band(0.0)
    for _ in range(count):
        assert not band.leaves(0.0)
    assert not band.leaves(value) or count >= 30


@given(st.lists(st.floats(0, 1), max_size=400))
def test_a_band_takes_any_course_of_values(values):
    band = Band(0.1)
    assert all(value > min(values) + 0.1 for value in values if band.leaves(value))


def rows(*values: float | None, start: int = 0) -> list[list[float | None]]:
    return [[start + 1_000 * second, 0.0, value, 5.0] for second, value in enumerate(values)]


def test_a_spike_names_its_series_its_value_and_its_moment():
    spikes = Spikes()
    spikes.layout(COLUMNS)
    course = rows(*[0.1] * 60, 0.95, 0.95, None, 0.95)
    found = [spike for row in course if (spike := spikes.of(row))]
    assert found == [Spike(60_000, CPU, 0.95)]


def test_after_a_spike_there_is_quiet():
    spikes = Spikes()
    spikes.layout(COLUMNS)
    course = rows(*[0.1] * 60, *[0.95, 0.1] * 60)
    times = [spike.at for row in course if (spike := spikes.of(row))]
    assert times[0] == 60_000
    assert all(b - a >= QUIET_MS for a, b in itertools.pairwise(times))


def test_a_new_list_of_columns_moves_the_places_not_what_is_normal():
    spikes = Spikes()
    spikes.layout(COLUMNS)
    for row in rows(*[0.1] * 60):
        assert spikes.of(row) is None
    spikes.layout(Columns("c2", 1_000, [Column(CPU, "1")]))
    assert spikes.of([60_000, 0.95]) == Spike(60_000, CPU, 0.95)


def test_the_busiest_and_the_largest_are_remembered():
    found = {str(pid): Process(f"p{pid}", "u", pid / 100, 1_000 - pid) for pid in range(50)}
    chosen = busiest(found)
    assert [one.pid for one in chosen[:MOST]] == list(range(49, 39, -1))
    assert {one.pid for one in chosen[MOST:]} == set(range(10))
    assert busiest({}) == []
