"""History: rows go in on the loop, a thread writes them, other threads answer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.hub.history.history_file import NOTHING
from tocsin_hub.core.history import open_minute
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import HOUR, MINUTE, levels
from tocsin_hub.core.history.plan import Question
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.history.history import History
from tocsin_hub.edge.history.questions import Chart
from tocsin_hub.edge.history.readers import MAX_WAITING
from tocsin_wire.errors import Busy, Refused, TocsinError

A = Layout([("a", "1")])


@pytest.fixture
async def start_history(tmp_path: Path) -> AsyncIterator[Callable[[], History]]:
    started: list[History] = []

    def start() -> History:
        loop = asyncio.get_running_loop()
        started.append(History(tmp_path / "stats.db", levels(), loop))
        return started[-1]

    yield start
    for one in started:
        await one.aclose()


@pytest.fixture
async def history(start_history) -> History:
    one = start_history()
    assert isinstance(one, History)
    return one


def record(
    history: History, *times: int, host: str = "web"
) -> "asyncio.Future[TocsinError | None]":
    answer = asyncio.get_running_loop().create_future()
    history.record(host, A, [[float(at), 1.0] for at in times], answer.set_result)
    return answer


async def charted(history: History, host: str = "web", **names: Any) -> int:
    """Count the known points of the last two hours."""
    now = now_ms()
    question = Question(now - 2 * HOUR, now + HOUR, 10_800)

    def count(found: Chart) -> int:
        return int((found.buckets.mean == found.buckets.mean).sum())

    return await history.chart(host, ["a"], question, A, count)


async def until(condition: Callable[[], Any]) -> None:
    """Wait for what another thread does, at its pace."""
    while True:
        if condition():
            return
        await asyncio.sleep(0.005)


async def due(history: History, answer: "asyncio.Future[TocsinError | None]") -> TocsinError | None:
    """Let the time come at which everything is due."""

    def answered() -> bool:
        history.tick(now_ms() + HOUR)
        return answer.done()

    await until(answered)
    return answer.result()


async def test_rows_are_answered_for_when_they_are_written(history, tmp_path):
    first = (now_ms() - HOUR) // MINUTE * MINUTE
    answer = record(history, *range(first, first + 5_000, 1_000))
    assert await charted(history) == 5, "seen before they are written"
    assert not answer.done()
    assert history.waiting_rows == 5
    assert await due(history, answer) is None
    assert history.waiting_rows == history.waiting_bytes == 0
    assert await charted(history) == 5
    assert (history.writer.blocks, history.writer.commits) == (1, 1)


async def test_many_minutes_share_a_commit(history):
    first = (now_ms() - HOUR) // MINUTE * MINUTE
    answers = [record(history, first, host=f"host-{number}") for number in range(50)]
    assert await asyncio.gather(*(due(history, answer) for answer in answers)) == [None] * 50
    assert history.writer.blocks == 50
    assert history.writer.commits <= 3


async def test_a_stop_writes_what_is_not_due(start_history):
    history = start_history()
    answer = record(history, now_ms())
    await history.settle()
    assert answer.result() is None
    assert await charted(start_history()) == 1


async def test_what_comes_while_its_minute_is_written_is_written_too(history):
    at = now_ms() - HOUR
    first = record(history, at)
    history.tick(now_ms() + HOUR)
    second = record(history, at + 1)
    await history.settle()
    assert (first.result(), second.result()) == (None, None)


async def test_a_disk_that_refuses_is_asked_again(history, monkeypatch, capsys):
    def full(*_: Any) -> None:
        raise apsw.FullError("database or disk is full")

    minutes = history.writer._minutes
    write = minutes.write
    monkeypatch.setattr(minutes, "write", full)
    answer = record(history, now_ms() - HOUR)
    history.tick(now_ms() + HOUR)
    await until(lambda: history._minutes.problem)
    assert not answer.done()
    assert history.waiting_rows == 1
    monkeypatch.setattr(minutes, "write", write)
    assert await due(history, answer) is None


async def test_one_minute_that_is_a_mistake_harms_no_other(history, monkeypatch):
    minutes = history.writer._minutes
    kept = minutes._kept

    def wrong(db: apsw.Connection, minute: open_minute.OpenMinute) -> Any:
        if minute.host == "bad":
            raise ZeroDivisionError
        return kept(db, minute)

    monkeypatch.setattr(minutes, "_kept", wrong)
    at = now_ms() - HOUR
    good, bad, other = (record(history, at, host=host) for host in ("good", "bad", "other"))
    assert await due(history, good) is None
    assert isinstance(await due(history, bad), Refused)
    assert await due(history, other) is None
    assert await due(history, record(history, at + 1, host="good")) is None


async def test_a_removed_host_is_gone_and_another_of_its_name_is_new(history):
    at = now_ms() - HOUR
    assert await due(history, record(history, at)) is None
    dropped = record(history, at + MINUTE)
    history.forget("web")
    assert not dropped.done()
    assert await due(history, record(history, at + 2 * MINUTE)) is None
    assert await charted(history) == 1
    assert (await history.holding("web")).bytes > 0


async def test_questions_that_pile_up_are_refused(history):
    asked = [asyncio.create_task(charted(history)) for _ in range(MAX_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await charted(history)
    assert await asyncio.gather(*asked) == [0] * MAX_WAITING
    assert await charted(history) == 0


async def test_nothing_is_known_of_a_host_that_never_spoke(history):
    question = Question(0, now_ms(), 10)
    assert await history.chart("nobody", ["a"], question, A, lambda found: found.grid.buckets) <= 13
    with pytest.raises(TocsinError, match="never had a column"):
        await history.chart("nobody", ["a"], question, NOTHING, lambda found: found)
