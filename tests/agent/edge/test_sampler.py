"""Rows are taken on time whatever a collector does."""

import asyncio
from itertools import pairwise

from tocsin_agent.core.backlog import values_of
from tocsin_agent.core.hubclock import HubClock
from tocsin_agent.core.reading import Reading
from tocsin_agent.core.shelf import Kept
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.sampler import Sampler, Slot
from tocsin_wire.bodies import Column, Columns

UPTIME = (Column("system.uptime", "s"),)
MEMORY = (Column("system.memory.limit", "By"),)


class Fake:
    """A collector that answers what it is told to."""

    def __init__(self, columns, *, every=0.0, answer=1):
        self.name = columns[0].name
        self.every = every
        self.columns = columns
        self.answer = answer
        self.looks = 0

    def read(self, now):
        self.looks += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return Reading(self.columns, [self.answer])


class Crowd(Fake):
    """A collector that finds more than it can tell of."""

    def read(self, now):
        return Reading(self.columns, [0] * len(self.columns), left_out=7)


def sampler_of(*fakes, rows, lists, interval=1.0):
    return Sampler(
        fakes, interval, 0.0, SteadyClock(), HubClock(), on_columns=lists.append, on_row=rows.append
    )


def test_one_that_fails_is_null_and_reported_and_the_others_go_on():
    rows: list[Kept] = []
    lists: list[Columns] = []
    good, bad = Fake(UPTIME), Fake(MEMORY)
    sampler = sampler_of(good, bad, rows=rows, lists=lists)
    sampler.sample()
    bad.answer = OSError("gone")
    sampler.sample()
    sampler.sample()
    assert [values_of(row)[1:] for row in rows] == [[1, 1], [1, None], [1, None]]
    assert good.looks == 3
    assert bad.looks == 2  # the third was too soon
    assert len(lists) == 1
    assert sampler.troubles == {
        "collector.system.memory.limit": "failed: OSError: gone; asked again every 5 s"
    }


def test_one_that_fails_from_the_start_has_no_columns():
    rows: list[Kept] = []
    lists: list[Columns] = []
    sampler = sampler_of(Fake(UPTIME), Fake(MEMORY, answer=ValueError()), rows=rows, lists=lists)
    sampler.sample()
    assert lists[0].columns == list(UPTIME)


def test_what_is_left_out_is_told_in_the_facts():
    rows: list[Kept] = []
    lists: list[Columns] = []
    many = tuple(Column(f"{n:0100}", "1") for n in range(1_000))
    few, crowd = Fake(UPTIME), Crowd(many)
    sampler = sampler_of(few, crowd, rows=rows, lists=lists)
    sampler.sample()
    assert UPTIME[0] in lists[0].columns
    left = 1_001 - len(lists[0].columns)
    assert left > 0
    assert sampler.troubles == {
        f"collector.{crowd.name}": f"left out, there are too many: 7 devices, {left} columns"
    }


def test_nan_becomes_null():
    rows: list[Kept] = []
    lists: list[Columns] = []
    sampler_of(Fake(UPTIME, answer=float("nan")), rows=rows, lists=lists).sample()
    assert values_of(rows[0])[1:] == [None]


def test_a_reading_that_stands_for_longer_is_not_asked_each_time():
    fake = Fake(UPTIME, every=10.0, answer=1)
    slot = Slot(fake, 1.0)
    for now in range(100, 130):
        slot.read(float(now))
    assert fake.looks == 3


def test_rows_have_rising_times():
    rows: list[Kept] = []
    lists: list[Columns] = []
    sampler = sampler_of(Fake(UPTIME), rows=rows, lists=lists)
    for _ in range(50):
        sampler.sample()
    times = [row.at for row in rows]
    assert times == sorted(set(times))


async def test_it_takes_rows_by_itself_until_stopped():
    rows: list[Kept] = []
    lists: list[Columns] = []
    enough = asyncio.Event()

    def on_row(row):
        rows.append(row)
        if len(rows) == 5:
            enough.set()

    sampler = Sampler(
        [Fake(UPTIME)], 0.1, 0.5, SteadyClock(), HubClock(), on_columns=lists.append, on_row=on_row
    )
    sampler.start()
    async with asyncio.timeout(10):
        await enough.wait()
    sampler.stop()
    gaps = [later.at - row.at for row, later in pairwise(rows)]
    assert all(50 <= gap <= 250 for gap in gaps)
    assert len(lists) == 1
