"""Retention: what is too old or too much goes, in small steps; readers are told where it ends."""

import asyncio

import pytest

from tests.hub.store.writer_to import NOW, TOPIC, WriterTo
from tocsin_hub.edge.store.jobs import BATCH
from tocsin_hub.edge.store.log_store import Keep, LogStore
from tocsin_hub.edge.store.retention import DAY_MS, Retention, rule_of, rules

MINUTE = 60_000


@pytest.fixture
async def kept(open_store):
    return open_store()


@pytest.fixture
async def store(kept):
    return WriterTo(kept)


class Watch:
    """Holds a retention and what it told."""

    def __init__(self, store: LogStore, keep: Keep) -> None:
        self.told: list[tuple[str, int]] = []
        self._store = store
        self._retention = Retention(
            store, {"room": keep}, lambda topic, first: self.told.append((topic, first))
        )

    async def ticks(self, count: int, now: int) -> None:
        for _ in range(count):
            self._retention.tick(now)
            await self._store.writer.idle()


async def test_what_is_too_old_goes(store, kept):
    for number in range(10):
        await store.said(number, at=NOW + number * MINUTE)
    watch = Watch(kept, Keep(5 * MINUTE, 1 << 30))
    await watch.ticks(1, NOW + 10 * MINUTE)
    assert watch.told == [(TOPIC, 6)]
    assert [one.seq for one in await store.read(5)] == [6, 7, 8, 9, 10]
    assert kept.open(TOPIC, 100, 1 << 30).first == 6
    await watch.ticks(3, NOW + 10 * MINUTE)
    assert watch.told == [(TOPIC, 6)], "there was nothing more to do"


async def test_what_is_too_much_goes_oldest_first_in_small_steps(store, kept):
    await asyncio.gather(*(store.said(number, body="x" * 100) for number in range(3 * BATCH)))
    size = len((await store.said(3 * BATCH, body="x" * 100)).raw)
    watch = Watch(kept, Keep(DAY_MS, 10 * size))
    await watch.ticks(1, NOW)
    assert watch.told == [(TOPIC, BATCH + 1)]
    await watch.ticks(5, NOW)
    assert watch.told[-1] == (TOPIC, 3 * BATCH + 1 - 10 + 1)
    (listed,) = kept.listed(0, 10)
    assert listed.head - listed.first + 1 == 10
    assert listed.bytes <= 10 * size


async def test_a_log_whose_time_is_over_goes_on_after_it(store, kept):
    await store.said(1)
    watch = Watch(kept, Keep(MINUTE, 1 << 30))
    await watch.ticks(1, NOW + 2 * MINUTE)
    opening = kept.open(TOPIC, 10, 1 << 30)
    assert (opening.first, opening.head, list(opening.tail)) == (2, 1, [])
    assert (await store.said(2)).seq == 2


async def test_a_dropped_log_is_erased_behind_everybody_s_back(store, kept):
    await asyncio.gather(*(store.said(number) for number in range(BATCH + 5)))
    kept.drop(TOPIC)
    await store.said(BATCH + 6)
    watch = Watch(kept, Keep(DAY_MS, 1 << 30))
    await watch.ticks(3, NOW)
    assert [one.name for one in kept.listed(0, 10)] == [TOPIC]
    assert await store.read(0) == [(1, "x")]


async def test_what_no_rule_is_for_stays(store, kept):
    await store.said(1, topic="run/r1")
    await Watch(kept, Keep(1, 1)).ticks(2, NOW + DAY_MS)
    assert kept.has("run/r1")


async def test_ids_are_forgotten_after_a_day(store, kept):
    await store.said(1)
    await Watch(kept, Keep(100 * DAY_MS, 1 << 30)).ticks(1, NOW + DAY_MS + 1)
    late = NOW + DAY_MS + 1
    again = await store.append(1, at=late)
    assert again.name == "expired_id", "it is too old to be taken for new"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("room/main", "room"),
        ("private/ann", "private"),
        ("run/r1", "run"),
        ("host/h1/inbox", "inbox"),
        ("host/h1/busiest", "busiest"),
    ],
)
def test_every_log_has_a_rule(name, rule):
    assert rule_of(name) == rule
    assert rule in rules(1, 1, 16)
