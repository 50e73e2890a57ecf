"""AuditReader: searches the audit on disk, in a thread of its own, a bounded piece at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import apsw
import structlog

from tocsin_hub.core.audit.line import line_of
from tocsin_hub.core.audit.link import Link, Linked
from tocsin_hub.core.audit.search import Wanted
from tocsin_hub.edge.store import audit_pieces
from tocsin_hub.edge.store.audit_pieces import Extent, Span
from tocsin_hub.edge.store.chain import head_of
from tocsin_hub.edge.store.database import open_for_reading
from tocsin_wire.errors import Unavailable

LOOKED_AT: Final = 2_000
LOOKED_AT_BYTES: Final = 2 * 1024 * 1024
"""What one search looks at; it tells where the next one is to go on."""

T = TypeVar("T")

log = structlog.get_logger()


class Asked(NamedTuple):
    """A search, backwards from before the seq `before`, in a time (ms); None: no bound."""

    wanted: Wanted
    since: int | None
    until: int | None
    before: int | None
    limit: int


class Found(NamedTuple):
    """What a search found, newest first."""

    entries: list[Linked]
    next: int | None
    """The `before` of the search that goes on; None when there is nothing older."""
    head: Link | None


class AuditReader:
    """One thread, with a connection that cannot write."""

    def __init__(self, path: Path) -> None:
        """`path` is a file that the store of logs has opened before."""
        self._path = path
        self._pool = ThreadPoolExecutor(1, "audit")
        self._db: apsw.Connection | None = None

    async def search(self, asked: Asked) -> Found:
        """Return entries; few or none where nothing is found in what one search looks at."""
        return await self._run(lambda db: _search(db, asked))

    async def extent(self, since: int | None, until: int | None) -> Extent:
        """Return where the entries of a time (ms) are, as of one moment."""
        return await self._run(lambda db: audit_pieces.extent_of(db, since, until))

    async def piece(self, span: Span) -> list[Linked]:
        """Return the first entries of a span."""
        return await self._run(lambda db: audit_pieces.upwards(db, span))

    def close(self) -> None:
        self._pool.shutdown()
        if self._db is not None:
            self._db.close()

    async def _run(self, look: Callable[[apsw.Connection], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._pool, self._in_thread, look
            )
        except (apsw.Error, OSError) as error:
            log.exception("the audit cannot be read")
            raise Unavailable("the hub cannot read its database now") from error

    def _in_thread(self, look: Callable[[apsw.Connection], T]) -> T:
        if self._db is None:
            self._db = open_for_reading(self._path)
        return look(self._db)


def _search(db: apsw.Connection, asked: Asked) -> Found:
    head, span = head_of(db), audit_pieces.span_of(db, asked.since, asked.until)
    end = span.end if asked.before is None else min(asked.before, span.end)
    found: list[Linked] = []
    looked = size = 0
    while looked < LOOKED_AT and size < LOOKED_AT_BYTES:
        piece = audit_pieces.downwards(db, Span(span.start, end))
        if not piece:
            return Found(found, None, head)
        for entry in piece:
            looked, size, end = looked + 1, size + len(entry.raw), entry.seq
            if asked.wanted.is_all or asked.wanted.matches(line_of(entry)):
                found.append(entry)
            if len(found) >= asked.limit:
                return Found(found, end if end > span.start else None, head)
    return Found(found, end if end > span.start else None, head)
