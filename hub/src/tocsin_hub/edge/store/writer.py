"""Writer: group commit. Everything that waits goes into one transaction, and is told afterwards.

The rows are inserted on the loop's thread (4 us each) and only COMMIT, which waits for the disk,
runs in a thread of its own. Measured: with inserts in that thread too, each of them waits for the
interpreter's lock behind a busy loop, and 500 rows a second were left of 158,000.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Final, Protocol

import apsw
import structlog

from tocsin_wire.errors import Busy, StorageFull, TocsinError, Unavailable

MAX_ROWS: Final = 500
MAX_SECONDS: Final = 0.005
"""What one transaction takes in at most."""
MAX_WAITING: Final = 20_000
"""A second's work for the disk; 156 clients that have all in flight that they may."""
MAX_WAITING_BYTES: Final = 16 * 1024 * 1024
"""More than that is refused: `busy`, to be tried again."""
RETRY_MS: Final = 1_000

log = structlog.get_logger()


class Job(Protocol):
    """Something to write."""

    size: int
    """Bytes, about."""

    def write(self, db: apsw.Connection) -> None:
        """Write into the transaction that is open."""

    def done(self) -> None:
        """It is on disk."""

    def failed(self, error: TocsinError) -> None:
        """It is not, and nothing of it is left."""


class Ledger(Protocol):
    """What jobs share: it is written last, and goes back with a transaction that fails."""

    def write(self, db: apsw.Connection) -> None:
        """Write into the transaction that is about to be committed."""

    def settle(self, kept: bool) -> None:
        """The transaction is on disk, or nothing of it is."""


class _Culprit(Exception):
    """One job cannot be written, for a reason that is its own."""

    def __init__(self, job: Job, error: Exception) -> None:
        super().__init__(str(error))
        self.job = job
        self.error = error


_EVERYBODYS: Final = (
    apsw.FullError,
    apsw.IOError,
    apsw.CantOpenError,
    apsw.BusyError,
    apsw.LockedError,
    apsw.ReadOnlyError,
    apsw.NoMemError,
)
"""What no job is to blame for."""


class Writer:
    """The only one who writes to a database while the hub runs."""

    def __init__(
        self, db: apsw.Connection, ledger: Ledger, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._db = db
        self._ledger = ledger
        self._loop = loop
        self._waiting: deque[Job] = deque()
        self._bytes = 0
        self._thread = ThreadPoolExecutor(1, "commit")
        self._idle = asyncio.Event()
        self._idle.set()
        self._rest = asyncio.Event()
        self._rest.set()
        self._committing: Future[None] | None = None
        self._changes = 0  # rows that were written before the transaction that is open
        self._is_failing = False

    @property
    def waiting(self) -> int:
        """How many jobs are not in a transaction yet."""
        return len(self._waiting)

    def submit(self, job: Job) -> None:
        """Write `job` with whatever else waits. Raises Busy when too much does."""
        if len(self._waiting) >= MAX_WAITING or self._bytes + job.size > MAX_WAITING_BYTES:
            raise Busy("more is said than the disk can take: it goes out later", after_ms=RETRY_MS)
        self.force(job)

    def force(self, job: Job) -> None:
        """Write `job` however much waits: it is the hub's own."""
        self._waiting.append(job)
        self._bytes += job.size
        if self._idle.is_set():
            self._idle.clear()
            self._loop.call_soon(self._begin)

    async def idle(self) -> None:
        """Wait until nothing waits."""
        await self._idle.wait()

    async def at_rest(self) -> None:
        """Wait until no transaction is open: until the next `await` the file can be locked."""
        while not self._rest.is_set():
            await self._rest.wait()

    def finish(self, seconds: float) -> None:
        """Hold everything up, for so long at most, until the disk has taken what is committed."""
        if self._committing is not None:
            wait([self._committing], seconds)

    def close(self) -> None:
        """End the thread; what waits is not written any more."""
        self._thread.shutdown()

    def _begin(self) -> None:
        jobs: list[Job] = []
        self._rest.clear()
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._changes = self._db.total_changes()
            self._fill(jobs)
            self._ledger.write(self._db)
        except _Culprit as culprit:
            log.exception("something cannot be written")
            self._put_back(jobs)
            self._settle([culprit.job], culprit.error)
        except apsw.Error as error:
            self._fail(jobs, error)
        else:
            self._committing = self._thread.submit(self._commit, jobs)

    def _fill(self, jobs: list[Job]) -> None:
        until = time.monotonic() + MAX_SECONDS
        while self._waiting and len(jobs) < MAX_ROWS:
            jobs.append(self._take())
            try:
                jobs[-1].write(self._db)
            except _EVERYBODYS:
                raise
            except Exception as error:
                raise _Culprit(jobs.pop(), error) from error
            if time.monotonic() > until:
                break

    def _take(self) -> Job:
        job = self._waiting.popleft()
        self._bytes -= job.size
        return job

    def _put_back(self, jobs: list[Job]) -> None:
        """Let jobs that lost their transaction to another one's fault be the next."""
        self._waiting.extendleft(reversed(jobs))
        self._bytes += sum(job.size for job in jobs)

    def _take_all(self) -> list[Job]:
        jobs = list(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return jobs

    def _commit(self, jobs: list[Job]) -> None:
        """In the thread: the only place that waits for the disk."""
        try:
            self._db.execute("COMMIT")
        except apsw.Error as error:
            self._loop.call_soon_threadsafe(self._fail, jobs, error)
        else:
            self._loop.call_soon_threadsafe(self._succeed, jobs)

    def _succeed(self, jobs: list[Job]) -> None:
        if self._is_failing and self._db.total_changes() > self._changes:
            self._is_failing = False
            log.warning("the database is written again")
        self._settle(jobs, None)

    def _fail(self, jobs: list[Job], error: Exception) -> None:
        """Refuse all that waits as well: taken later, it would overtake what is sent again."""
        if not self._is_failing:  # said once, however often it is tried meanwhile
            self._is_failing = True
            log.error("the database cannot be written: what is said waits", error=repr(error))
        self._settle([*jobs, *self._take_all()], error)

    def _settle(self, jobs: list[Job], failure: Exception | None) -> None:
        if failure is not None and self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._rest.set()  # those who wait for it go before the next transaction
        self._ledger.settle(kept=failure is None)
        error = None if failure is None else refusal(failure)
        for job in jobs:
            _tell(job, error)
        if self._waiting:
            self._loop.call_soon(self._begin)
        else:
            self._idle.set()


def _tell(job: Job, error: TocsinError | None) -> None:
    try:
        if error is None:
            job.done()
        else:
            job.failed(error)
    except Exception:  # the others wait to be told too
        log.exception("what was written could not be told")


def refusal(error: Exception) -> TocsinError:
    """Return what publishers are told when the disk does not take their words."""
    if isinstance(error, apsw.FullError | apsw.IOError | apsw.CantOpenError):
        return StorageFull("the hub's disk takes no more: make room", after_ms=RETRY_MS)
    return Unavailable("the hub cannot write its database now", after_ms=RETRY_MS)
