"""Readers: a few threads that ask `stats.db`, each by a connection that cannot write."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

import apsw

from tocsin_hub.core.history.levels import Levels
from tocsin_hub.edge.history.layouts import KnownLayouts
from tocsin_hub.edge.store.database import open_for_reading
from tocsin_wire.errors import Busy, Unavailable

THREADS: Final = 2
MAX_WAITING: Final = 64
"""Questions that may wait for a thread."""

T = TypeVar("T")


class Reading:
    """What a question is asked of: a connection and what it knows already."""

    def __init__(self, db: apsw.Connection, levels: Levels) -> None:
        self.db = db
        self.levels = levels
        self.layouts = KnownLayouts()


class Readers:
    """Answers questions off the loop."""

    def __init__(self, path: Path, levels: Levels) -> None:
        self._path = path
        self._levels = levels
        self._mine = threading.local()
        self._opened: list[Reading] = []
        self._waiting = 0
        self._pool = ThreadPoolExecutor(THREADS, "history-read")

    async def ask(self, question: Callable[[Reading], T]) -> T:
        """Ask within one short transaction, so that all that is read is of one moment.

        Raises Busy when too many wait, Unavailable when the file cannot be read.
        """
        if self._waiting >= MAX_WAITING:
            raise Busy("too many questions about the history wait: ask again", after_ms=1_000)
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, self._ask, question)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._pool.shutdown()
        for reading in self._opened:
            reading.db.close()

    def _ask(self, question: Callable[[Reading], T]) -> T:
        try:
            reading = self._reading()
            with reading.db:
                answer = question(reading)
        except apsw.Error as error:
            raise Unavailable(f"the history cannot be read: {error}") from error
        return answer

    def _reading(self) -> Reading:
        if not hasattr(self._mine, "reading"):
            self._mine.reading = Reading(open_for_reading(self._path), self._levels)
            self._opened.append(self._mine.reading)
        reading: Reading = self._mine.reading
        return reading
