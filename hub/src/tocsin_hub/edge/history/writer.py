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
from itertools import groupby
from typing import Any, Final, NamedTuple

import apsw
import structlog

from tocsin_hub.core.history.levels import Levels
from tocsin_hub.core.history.open_minute import OpenMinute
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.history.hosts import WrittenHosts, forget_host
from tocsin_hub.edge.history.layouts import WrittenLayouts
from tocsin_hub.edge.history.minutes import Minutes
from tocsin_hub.edge.history.retention import Retention
from tocsin_hub.edge.history.roller import Roller
from tocsin_hub.edge.history.transaction import transaction
from tocsin_wire.errors import Refused, StorageFull, TocsinError, Unavailable

PAUSE: Final = 1.0
"""Seconds between two looks for something to do."""

log = structlog.get_logger()


class Removed(NamedTuple):
    """A host that is no more."""

    host: str


Job = OpenMinute | Removed | None
"""None: there is nothing more to come."""


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
        self._queue: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._is_closing = False
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

    def forget(self, host: str) -> None:
        """Delete what there is of a host, after all that was submitted."""
        self._queue.put(Removed(host))

    def close(self) -> None:
        """Write what waits, then end. Blocks until then."""
        self._queue.put(None)
        self._thread.join()
        self._db.close()

    def _run(self) -> None:
        pause = PAUSE
        while not self._is_closing:
            for kind, jobs in groupby(self._next(pause), type):
                self._do(kind, list(jobs))
            pause = 0.0 if self._look_after() else PAUSE

    def _next(self, pause: float) -> list[Job]:
        """Wait for something to do; return all there is, in order."""
        jobs: list[Job] = []
        try:
            jobs.append(self._queue.get(timeout=pause) if pause else self._queue.get_nowait())
            while True:
                jobs.append(self._queue.get_nowait())
        except queue.Empty:
            return jobs

    def _do(self, kind: type, jobs: list[Any]) -> None:
        if kind is OpenMinute:
            self._write(jobs)
        elif kind is Removed:
            self._forget(jobs)
        else:
            self._is_closing = True

    def _forget(self, hosts: list[Removed]) -> None:
        try:
            with transaction(self._db):
                for removed in hosts:
                    forget_host(self._db, removed.host)
        except apsw.Error as error:
            self._failed(error)
            for removed in hosts:
                self._queue.put(removed)
        else:
            self._hosts.forget()
            self._retention.hurry()

    def _write(self, group: list[OpenMinute]) -> None:
        try:
            with transaction(self._db):
                refusals = self._minutes.write(self._db, group, now_ms())
        except apsw.Error as error:
            problem = self._failed(error)
            self._tell([Outcome(minute, problem, again=True) for minute in group])
        except Exception as error:  # noqa: BLE001 - whatever it is, it is one minute's
            self._write_singly(group, error)
        else:
            self._worked()
            self.commits += 1
            self.blocks += len(group)
            self._tell([Outcome(*pair) for pair in zip(group, refusals, strict=True)])

    def _write_singly(self, group: list[OpenMinute], error: Exception) -> None:
        """Find the minute that is a mistake of ours, and let no other suffer for it."""
        self._forget_numbers()
        if len(group) > 1:
            for minute in group:
                self._write([minute])
            return
        (minute,) = group
        log.error("a minute could not be written", host=minute.host, exc_info=error)
        self._tell([Outcome(minute, Refused("the hub could not keep these rows: see its log"))])

    def _tell(self, outcomes: list[Outcome]) -> None:
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

    def _forget_numbers(self) -> None:
        """A transaction was taken back: what was numbered in it is not."""
        self._hosts.forget()
        self._layouts.forget()

    def _failed(self, error: apsw.Error) -> TocsinError:
        self._forget_numbers()
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
