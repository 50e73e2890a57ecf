"""Writer: the one thread that writes `stats.db`, by a connection of its own.

Minutes go first: all that wait, in one transaction. In between it makes coarser blocks and deletes
old ones. Every commit is on disk when it returns (`synchronous=FULL`): what is acknowledged here
exists nowhere else afterwards, because the agents forget it. That is affordable, as a commit holds
every minute that came due since the last: with a thousand hosts there are one or two a second, with
one host one a minute.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Final, NamedTuple

import apsw
import structlog

from tocsin_hub.core.history.levels import Levels
from tocsin_hub.core.history.open_minute import OpenMinute
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.history.hosts import WrittenHosts
from tocsin_hub.edge.history.layouts import WrittenLayouts
from tocsin_hub.edge.history.minutes import Minutes
from tocsin_hub.edge.history.retention import Retention
from tocsin_hub.edge.history.roller import Roller
from tocsin_hub.edge.history.transaction import transaction
from tocsin_wire.errors import StorageFull, TocsinError, Unavailable

PAUSE: Final = 1.0
"""Seconds between two looks for something to do."""

log = structlog.get_logger()


class Outcome(NamedTuple):
    """What became of a minute: on disk, refused for good, or (`again`) to be tried again."""

    minute: OpenMinute
    error: TocsinError | None
    again: bool = False


class Writer:
    """Writes until closed. `told` gets the outcomes of a transaction, on the loop's thread."""

    def __init__(
        self,
        db: apsw.Connection,
        levels: Levels,
        loop: asyncio.AbstractEventLoop,
        told: Callable[[list[Outcome]], None],
    ) -> None:
        self._db = db
        self._loop = loop
        self._told = told
        self._hosts = WrittenHosts()
        self._layouts = WrittenLayouts()
        self._minutes = Minutes(levels, self._hosts, self._layouts)
        self._roller = Roller(levels, self._layouts)
        self._retention = Retention(levels, self._layouts)
        self._queue: queue.SimpleQueue[OpenMinute | None] = queue.SimpleQueue()
        self._problem = ""
        self.blocks = 0
        self.commits = 0
        """Of minutes; counted since the start."""
        self._thread = threading.Thread(target=self._run, name="history")
        self._thread.start()

    @property
    def rolled(self) -> int:
        """How many blocks were made of finer ones."""
        return self._roller.blocks

    @property
    def waiting(self) -> int:
        """How many minutes wait for their transaction."""
        return self._queue.qsize()

    def submit(self, minutes: list[OpenMinute]) -> None:
        """Write minutes with whatever else waits."""
        for minute in minutes:
            self._queue.put(minute)

    def close(self) -> None:
        """Write what waits, then end. Blocks until then."""
        self._queue.put(None)
        self._thread.join()
        self._db.close()

    def _run(self) -> None:
        pause = PAUSE
        while True:
            group, is_last = self._next(pause)
            if group:
                self._write(group)
            if is_last:
                break
            pause = 0.0 if self._look_after() else PAUSE

    def _next(self, pause: float) -> tuple[list[OpenMinute], bool]:
        """Wait for something to write; return all there is, and whether it is the last."""
        group: list[OpenMinute] = []
        try:
            minute = self._queue.get(timeout=pause) if pause else self._queue.get_nowait()
            while minute is not None:
                group.append(minute)
                minute = self._queue.get_nowait()
        except queue.Empty:
            return group, False
        return group, True

    def _write(self, group: list[OpenMinute]) -> None:
        try:
            with transaction(self._db):
                refusals = self._minutes.write(self._db, group, now_ms())
        except apsw.Error as error:
            problem = self._failed(error)
            outcomes = [Outcome(minute, problem, again=True) for minute in group]
        else:
            self._worked()
            self.commits += 1
            self.blocks += len(group)
            outcomes = [Outcome(*pair) for pair in zip(group, refusals, strict=True)]
        self._loop.call_soon_threadsafe(self._told, outcomes)

    def _look_after(self) -> bool:
        """Do a little of what nobody waits for; tell whether there is more."""
        try:
            now = now_ms()
            rolled = self._roller.step(self._db, now)
            return self._retention.step(self._db, now) or rolled
        except apsw.Error as error:
            self._failed(error)
            return False

    def _failed(self, error: apsw.Error) -> TocsinError:
        self._hosts.forget()
        self._layouts.forget()
        if self._problem != repr(error):
            self._problem = repr(error)
            log.error("the history cannot be written: rows wait", error=repr(error))
        if isinstance(error, apsw.FullError | apsw.IOError | apsw.CantOpenError):
            return StorageFull("the hub's disk takes no more rows: make room")
        return Unavailable("the hub cannot write the history now")

    def _worked(self) -> None:
        if self._problem:
            self._problem = ""
            log.warning("the history is written again")
