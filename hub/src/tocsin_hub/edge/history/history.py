"""History: every row of every host, from its arrival to the answer that shows it.

Rows that are not on disk yet are kept in memory, and nothing else: what was written is read from
the file, which the system's page cache holds. A question is answered from both.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import Levels
from tocsin_hub.core.history.open_minutes import OpenMinutes, Rows
from tocsin_hub.core.history.plan import Question
from tocsin_hub.core.history.receipt import Answer
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.history import questions
from tocsin_hub.edge.history.questions import Asked, Chart, Holding
from tocsin_hub.edge.history.readers import Readers
from tocsin_hub.edge.history.schema import APPLICATION_ID, MIGRATIONS
from tocsin_hub.edge.history.writer import Outcome, Writer
from tocsin_hub.edge.store.database import open_database

LAST_SECONDS: Final = 10.0
"""So long a stop waits for the disk to take the last rows."""
WAL_LIMIT: Final = 64 * 1024 * 1024

T = TypeVar("T")


class History:
    """Takes rows in, tells when they are kept, answers questions. All calls come from the loop."""

    def __init__(self, path: Path, levels: Levels, loop: asyncio.AbstractEventLoop) -> None:
        """Open or make the file. Raises BadData."""
        db = open_database(path, MIGRATIONS, owner=APPLICATION_ID)
        db.pragma("journal_size_limit", WAL_LIMIT)
        self._loop = loop
        self._minutes = OpenMinutes(max(level.keep_ms for level in levels))
        self._told: deque[Outcome] = deque()
        self._quiet = asyncio.Event()
        """Set when the last of what was handed on has come back."""
        self._readers = Readers(path, levels)
        self.writer = Writer(db, levels, loop, self._tell)

    @property
    def waiting_rows(self) -> int:
        """Rows that are not on disk yet."""
        return self._minutes.rows

    @property
    def waiting_bytes(self) -> int:
        """The memory they take, about."""
        return self._minutes.bytes

    def record(self, host: str, layout: Layout, rows: Rows, answer: Answer) -> None:
        """Keep rows; `answer` is called once all of them are on disk, or with why not.

        Raises a TocsinError when they are not taken now, or never.
        """
        self._minutes.add(host, layout, rows, now_ms(), answer)

    def tick(self, now: int) -> None:
        """Hand on what is due; call it about once a second."""
        if due := self._minutes.take_due(now):
            self.writer.submit(due)

    async def chart(
        self,
        host: str,
        series: list[str],
        question: Question,
        live: Layout,
        shape: Callable[[Chart], T],
    ) -> T:
        """Answer a question, in the shape that `shape` gives it in the reading thread.

        `live` is what the host measures now. Raises BadField, Busy, Unavailable.
        """
        now = now_ms()
        asked = Asked(host, series, question, now, live, self._minutes.tables(host))
        return await self._readers.ask(lambda reading: shape(questions.chart(reading, asked)))

    async def holding(self, host: str) -> Holding:
        """Return what is kept of a host. Raises Busy, Unavailable."""
        now = now_ms()
        waiting = self._minutes.tables(host)
        return await self._readers.ask(
            lambda reading: questions.holding(reading, host, now, waiting)
        )

    def forget(self, host: str) -> None:
        """Delete all there is of a host; another one that gets its name begins anew."""
        self._minutes.forget(host)
        self.writer.forget(host)

    async def settle(self) -> None:
        """Write all that waits, whatever minute it is of, and tell who waits for it.

        What the disk refuses stays with those who sent it.
        """
        for _ in range(2):  # again for what came while its minute was being written
            self.writer.submit(self._minutes.take_all())
            if self._minutes.are_being_written:
                self._quiet.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._quiet.wait(), LAST_SECONDS)

    async def aclose(self) -> None:
        """End; what waits is not written any more."""
        await asyncio.to_thread(self.writer.close)
        await asyncio.to_thread(self._readers.close)

    def _tell(self, outcomes: list[Outcome]) -> None:
        """Take in what became of minutes, one in each turn of the loop: each answers many."""
        if not self._told:
            self._loop.call_soon(self._tell_next)
        self._told += outcomes

    def _tell_next(self) -> None:
        minute, error, again = self._told.popleft()
        if self._told:
            self._loop.call_soon(self._tell_next)
        if error is None:
            self._minutes.written(minute)
        elif again:
            self._minutes.failed(minute, error, now_ms())
        else:
            self._minutes.refused(minute, error)
        if not self._minutes.are_being_written:
            self._quiet.set()
