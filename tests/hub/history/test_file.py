"""The file of the history, step by step: minutes, what is made of them, what is deleted."""

import random
import sqlite3
import tempfile
from pathlib import Path

import apsw
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hub.core.history.tables import rows_of
from tests.hub.history.history_file import NOW, HistoryFile, known, seconds
from tocsin_hub.core.history.grouping import rolled
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import DAY, HOUR, MINUTE, levels
from tocsin_hub.core.history.open_minute import MAX_ROWS
from tocsin_hub.core.history.table import merged, samples
from tocsin_hub.edge.history.schema import TABLES
from tocsin_hub.edge.history.transaction import transaction
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.store.database import BadData
from tocsin_wire.errors import BadField, StorageFull

A = Layout([("a", "1")])
B = Layout([("b", "By"), ("a", "1")])
SHORT = levels(rows_ms=2 * HOUR, minutes_ms=2 * DAY, hours_ms=10 * DAY)


def test_rows_are_there_when_they_are_answered(file):
    file.receive("web", A, seconds(NOW, 60))
    assert file.answers == []
    file.write()
    assert file.answers == [None]
    file.reopen()
    assert known(file.read("web", 1, NOW, NOW + MINUTE)) == {
        NOW + n * 1_000: float(n) for n in range(60)
    }
    assert file.read("other", 1, NOW, NOW + MINUTE).rows == 0


def test_rows_in_memory_and_on_disk_are_one(file):
    file.receive("web", A, seconds(NOW - MINUTE, 60))
    file.write()
    file.receive("web", A, seconds(NOW, 30))
    assert len(known(file.read("web", 1, NOW - HOUR, NOW + HOUR))) == 90
    assert sum(known(file.read("web", 2, NOW - HOUR, NOW + HOUR), plane=3).values()) == 90


def test_what_is_there_is_not_replaced(file):
    file.receive("web", A, [[float(NOW), 1.0]])
    file.write()
    file.receive("web", A, [[float(NOW), 2.0], [float(NOW + 1), 3.0]])
    file.write()
    assert known(file.read("web", 1, NOW, NOW + MINUTE)) == {NOW: 1.0, NOW + 1: 3.0}
    assert file.blocks(0) == 1


def test_a_column_that_appears_late_is_a_gap_before(file):
    file.receive("web", A, [[float(NOW), 1.0]])
    file.write()
    file.receive("web", B, [[float(NOW + 1), 2.0, 3.0]])
    file.write()
    table = file.read("web", 1, NOW, NOW + MINUTE)
    assert rows_of(table) == [(NOW, {"a": 1.0}), (NOW + 1, {"b": 2.0, "a": 3.0})]


def test_a_full_minute_takes_no_more(file):
    for first in range(0, MAX_ROWS, 400):
        file.receive("web", A, seconds(NOW + first * 10, 400, 10))
        file.write()
    file.receive("web", A, [[float(NOW + 59_999), 1.0]])
    file.write()
    assert [getattr(answer, "name", None) for answer in file.answers] == [None] * 3 + ["too_many"]
    assert file.read("web", 1, NOW, NOW + MINUTE).rows == MAX_ROWS


def test_coarser_blocks_are_made_when_their_time_is_over(file):
    start = NOW - NOW % DAY
    for minute in range(0, 24 * 60, 7):
        file.now = start + minute * MINUTE
        file.receive("web", A, seconds(file.now, 3))
        file.write()
        file.roll()
        if minute < 10:
            assert file.blocks(1) == 0, "not before all is there"
    assert file.blocks(1) > 100
    assert file.blocks(3) == 0
    file.now = start + 3 * DAY
    file.roll()
    assert [file.blocks(level) for level in (1, 2, 3)] == [144, 24, 1]
    (day,) = file.stored("web", 3, start, start + DAY)
    assert day.rows == 24
    assert day.planes[3].sum() == 3 * len(range(0, 24 * 60, 7))


def test_late_rows_are_counted_in(file):
    start = NOW - NOW % HOUR
    file.receive("web", A, seconds(start, 60))
    file.write()
    file.now += 2 * DAY
    file.roll()
    assert known(file.read("web", 2, start, start + HOUR), plane=3) == {start: 60}
    file.receive("web", A, seconds(start + 30 * MINUTE, 60))
    want = {start: 60, start + 30 * MINUTE: 60}
    assert known(file.read("web", 2, start, start + HOUR), plane=3) == want, "in memory"
    file.write()
    assert known(file.read("web", 2, start, start + HOUR), plane=3) == want, "on disk, not rolled"
    file.now += 2 * DAY
    file.roll()
    (hour,) = file.stored("web", 2, start, start + HOUR)
    assert known(hour, plane=3) == want, "rolled"


def test_late_rows_of_a_time_whose_rows_are_gone_replace_nothing(tmp_path):
    file = HistoryFile(tmp_path / "stats.db", SHORT)
    start = NOW - NOW % HOUR
    file.receive("web", A, seconds(start, 60))
    file.write()
    file.now += DAY
    file.keep_up()
    assert [file.blocks(level) for level in (0, 1)] == [0, 0]
    file.receive("web", A, [[float(start + 500), 1e6], [float(start + 5 * MINUTE), 7.0]])
    file.write()
    file.now += DAY
    file.keep_up()
    (hour,) = file.stored("web", 2, start, start + HOUR)
    assert known(hour, plane=3) == {start: 60, start + 5 * MINUTE: 1}
    assert known(hour, plane=2)[start] == 59.0
    file.close()


def test_what_is_over_is_deleted_by_the_block(tmp_path):
    file = HistoryFile(tmp_path / "stats.db", SHORT)
    start = NOW - NOW % DAY
    for hour in range(24):
        for host in ("web", "db"):
            file.receive(host, A, seconds(start + hour * HOUR, 60))
    file.now = start + DAY
    file.write()
    assert file.blocks(0) == 48
    file.now = start + DAY + 13 * HOUR
    file.keep_up()
    assert [file.blocks(level) for level in range(4)] == [0, 0, 48, 2]
    file.now = start + 5 * DAY
    file.keep_up()
    assert [file.blocks(level) for level in range(4)] == [0, 0, 0, 2]
    file.now = start + 12 * DAY
    file.keep_up()
    assert [file.blocks(level) for level in range(4)] == [0, 0, 0, 0]
    assert file.db.execute("SELECT count(*) FROM layout").fetchall() == [(1,)]
    file.now += 10 * DAY
    file.keep_up()
    assert file.db.execute("SELECT count(*) FROM layout").fetchall() == [(0,)]
    file.receive("web", A, seconds(file.now, 5))
    file.write()
    assert file.read("web", 1, file.now, file.now + MINUTE).rows == 5
    file.close()


def test_nothing_is_deleted_that_something_is_still_to_be_made_of(tmp_path):
    file = HistoryFile(tmp_path / "stats.db", SHORT)
    file.receive("web", A, seconds(NOW, 60))
    file.write()
    file.now += DAY
    while file.retention.step(file.db, file.now):
        pass
    assert file.blocks(0) == 1, "no roll-up has read it"
    file.keep_up()
    assert file.blocks(0) == 0
    file.close()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_any_course_ends_with_what_was_sent(seed):
    """Rows in any order, rolled up at any time, the file closed in between: against one table."""
    chance = random.Random(seed)
    start = NOW - NOW % DAY
    with tempfile.TemporaryDirectory() as folder:
        file = HistoryFile(Path(folder) / "stats.db")
        file.now = start + 2 * DAY
        sent = []
        for _ in range(chance.randrange(1, 12)):
            layout = chance.choice([A, B])
            at = start + chance.randrange(26 * HOUR)
            rows: list[list[float | None]] = [
                [
                    float(at + n * chance.choice([1, 1_000, 20_000])),
                    *(float(chance.randrange(100)) for _ in layout.names),
                ]
                for n in range(chance.randrange(1, 50))
            ]
            sent.append((layout, rows))
            file.receive("web", layout, rows)
            for action in chance.sample([file.write, file.roll, lambda: _wait(file, chance)], 2):
                action()
            if file.open_minutes.is_empty:
                file.reopen()
        whole = merged(
            [
                samples(
                    layout,
                    np.array([row[0] for row in rows], np.int64),
                    np.array([row[1:] for row in rows], np.float64),
                )
                for layout, rows in sent
            ]
        )
        for final in (False, True):
            for level in (1, 2, 3):
                got = file.read("web", level, start, start + 2 * DAY)
                want = rolled(whole, file.levels[level].row_ms) if level > 1 else whole
                assert got.times.tolist() == want.times.tolist(), (level, final)
                for name in want.layout.names:
                    for one, other in zip(got.planes, want.planes, strict=True):
                        np.testing.assert_allclose(
                            one[:, got.layout.places[name]],
                            other[:, want.layout.places[name]],
                            rtol=1e-6,
                        )
            file.write()
            file.now += 5 * DAY
            file.roll()
        assert file.db.execute("SELECT count(*) FROM stale").fetchall() == [(0,)]
        file.close()


def _wait(file: HistoryFile, chance: random.Random) -> None:
    file.now += chance.randrange(12 * HOUR)


def test_of_a_removed_host_nothing_is_left(file):
    for host in ("web", "db"):
        file.receive(host, A, seconds(NOW, 60))
    file.write()
    file.now += 2 * DAY
    file.roll()
    file.receive("web", A, seconds(NOW + HOUR, 60))
    file.write()
    file.remove("web")
    assert file.read("web", 1, 0, file.now).rows == 0, "out of sight at once"
    assert file.holding("web").series == []
    file.receive("web", A, seconds(NOW + DAY, 5))
    file.write()
    file.keep_up()
    assert file.db.execute("SELECT name FROM host ORDER BY id").fetchall() == [("db",), ("web",)]
    assert file.read("web", 1, 0, file.now).rows == 5, "another host of that name"
    assert file.read("db", 2, 0, file.now).rows == 1
    assert file.blocks(2) == 1


# What is asked.


def test_a_chart_of_an_hour_by_the_second(file):
    file.receive("web", B, [[float(NOW + n * 1_000), 1.0, float(n)] for n in range(300)])
    file.now = NOW + HOUR
    file.write()
    found = file.chart("web", ["a", "b"], NOW, NOW + 5 * MINUTE, 300)
    assert found.grid.spacing_ms == found.grid.step_ms == 1_000
    assert found.layout.series == [("a", "1"), ("b", "By")]
    mean = found.buckets.mean[:, 0]
    assert mean[~np.isnan(mean)].tolist() == [float(n) for n in range(300)]


def test_a_chart_of_a_day_by_the_minute_shows_the_spike(file):
    start = NOW - NOW % DAY
    for minute in range(24 * 60):
        value = 99.0 if minute == 700 else 1.0
        file.receive("web", A, [[float(start + minute * MINUTE + n), value] for n in range(2)])
        file.write()
    file.now = start + DAY + 5 * HOUR
    file.roll()
    found = file.chart("web", ["a"], start, start + DAY)
    assert (found.grid.spacing_ms, found.grid.step_ms) == (MINUTE, 3 * MINUTE)
    assert np.nanmax(found.buckets.high) == 99.0
    assert np.nanmax(found.buckets.mean) == pytest.approx((99 + 1 + 1) / 3)
    assert not np.isnan(found.buckets.mean).any()


def test_a_series_the_host_never_had_is_refused_with_what_to_do(file):
    file.receive("web", A, seconds(NOW, 5))
    with pytest.raises(BadField, match="history/columns"):
        file.chart("web", ["nothing"], NOW, NOW + MINUTE)


def test_a_series_of_another_time_is_a_gap_with_its_unit(file):
    file.receive("web", B, [[float(NOW - DAY), 1.0, 2.0]])
    file.write()
    found = file.chart("web", ["b"], NOW, NOW + MINUTE)
    assert found.layout.series == [("b", "By")]
    assert np.isnan(found.buckets.mean).all()


def test_what_is_held_is_listed(file):
    file.receive("web", A, seconds(NOW - DAY, 5))
    file.receive("web", B, [[float(NOW), 1.0, 2.0]])
    file.write()
    file.now = NOW + HOUR
    file.receive("web", A, seconds(NOW + HOUR, 5))
    held = file.holding("web")
    assert [tuple(one) for one in held.series] == [
        ("a", "1", NOW - DAY, NOW + HOUR + 4_000),
        ("b", "By", NOW, NOW),
    ]
    assert held.oldest == {"1000": NOW - DAY}
    assert 50 < held.bytes < 1_000
    assert file.holding("other").series == []


def test_hosts_with_the_same_columns_share_a_layout(file):
    for host in ("web", "db"):
        file.receive(host, Layout(A.series), seconds(NOW, 5))
    file.write()
    assert file.db.execute("SELECT count(*) FROM layout").fetchall() == [(1,)]


# What is wrong with the file.


def test_a_damaged_block_is_a_gap_and_nothing_else(file):
    file.receive("web", A, seconds(NOW - MINUTE, 60))
    file.receive("web", A, seconds(NOW, 60))
    file.write()
    file.db.execute(f"UPDATE {TABLES[0]} SET data = zeroblob(50) WHERE start = ?", (NOW - MINUTE,))
    assert set(known(file.read("web", 1, NOW - HOUR, NOW + HOUR))) == {
        NOW + n * 1_000 for n in range(60)
    }


def test_a_transaction_that_failed_leaves_nothing(file):
    pages = file.db.pragma("page_count")
    file.db.pragma("max_page_count", pages)
    for host in range(50):
        noise = [[float(NOW + n), random.Random(n).random()] for n in range(100)]
        file.receive(f"host-{host}", A, noise)
    minutes = file.open_minutes.take_all()
    with pytest.raises(apsw.FullError), transaction(file.db):
        file.minutes.write(file.db, minutes, file.now)
    assert not file.db.in_transaction
    assert file.blocks(0) == 0
    file.db.pragma("max_page_count", 1 << 30)
    for minute in minutes:
        file.open_minutes.failed(minute, StorageFull("full"), NOW)
    file.now += HOUR
    file.forget()
    file.write()
    assert file.answers == [None] * 50
    assert file.read("host-7", 1, NOW, NOW + MINUTE).rows == 100


def test_the_other_file_of_the_hub_is_not_taken_for_this_one(tmp_path):
    Identities(tmp_path / "stats.db").close()
    with pytest.raises(BadData, match=str(tmp_path / "stats.db")):
        HistoryFile(tmp_path / "stats.db")


def test_a_newer_file_is_refused(tmp_path):
    HistoryFile(tmp_path / "stats.db").close()
    other = sqlite3.connect(tmp_path / "stats.db")
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(BadData, match="newer Tocsin"):
        HistoryFile(tmp_path / "stats.db")
