"""SearchReader: looks for what was said and done, in a thread of its own, for a bounded time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import apsw
import structlog

from tocsin_hub.core.search import Part, Token, excerpt, expression, terms_of
from tocsin_hub.edge.store.database import open_for_reading
from tocsin_hub.edge.store.heads import Head, read_head
from tocsin_hub.edge.store.indexing import is_complete
from tocsin_hub.edge.store.mark_search import MarksAsked, MarkSearch, MarksFound
from tocsin_hub.edge.store.schema import PLACE_BITS, place
from tocsin_hub.edge.store.seek import seek
from tocsin_hub.edge.store.talk import Spoken, amendments, spoken_at
from tocsin_wire.errors import BadField, Busy, TocsinError, Unavailable

MAX_SECONDS: Final = 2.0
"""What one search may take."""
MAX_WAITING: Final = 32
STEPS: Final = 10_000
"""Steps of SQLite's machine between two looks at the clock."""
RETRY_MS: Final = 2_000

_FOUND: Final = """
SELECT rowid FROM spoken WHERE spoken MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC
"""

T = TypeVar("T")

log = structlog.get_logger()


class Cursor(NamedTuple):
    """Where a search goes on: with what came before this."""

    at: int
    place: int

    def __str__(self) -> str:
        return f"{self.at}.{self.place}"

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Read what `str` made. Raises BadField."""
        at, _, number = text.partition(".")
        if not (text.isascii() and at.isdecimal() and number.isdecimal() and len(text) < 40):
            raise BadField("before: give the `next` of the answer before, or leave it out")
        return cls(min(int(at), 1 << 60), min(int(number), 1 << 60))


class Asked(NamedTuple):
    """A search in some logs: by words, by whom, in a time (ms); None: no bound."""

    logs: Mapping[str, str]
    """The epoch of each: nothing is found of an earlier history, of somebody else's private log."""
    text: str
    by: str
    since: int | None
    until: int | None
    before: Cursor | None
    limit: int


class Hit(NamedTuple):
    """Something that was found."""

    topic: str
    seq: int
    said: Spoken
    parts: list[Part]
    cursor: Cursor


class Found(NamedTuple):
    """What a search found, newest first."""

    hits: list[Hit]
    has_more: bool
    is_complete: bool
    """False while not all of what was said long ago is in the index."""


class SearchReader:
    """One thread, with a connection that cannot write."""

    def __init__(self, path: Path) -> None:
        """`path` is a file that the store of logs has opened before."""
        self._path = path
        self._pool = ThreadPoolExecutor(1, "search")
        self._db: apsw.Connection | None = None
        self._deadline = 0.0
        self._waiting = 0

    async def search(self, asked: Asked) -> Found:
        """Search. Raises BadField, Busy when it takes too long or too many wait, Unavailable."""
        return await self._run(lambda db: _Search(db, asked, self._check).run())

    async def marks(self, asked: MarksAsked) -> MarksFound:
        """Find what lies on a host's time axis. Raises Busy, Unavailable."""
        return await self._run(lambda db: MarkSearch(db, asked, self._check).run())

    async def amendments(self, topic: str, first: int, last: int) -> list[bytes]:
        """Return the entries of later that change what stands in a piece of a log.

        Raises Busy, Unavailable.
        """

        def look(db: apsw.Connection) -> list[bytes]:
            head = read_head(db, topic)
            if head is None or first > head.head:
                return []
            return amendments(db, head.topic, first, min(last, head.head))

        return await self._run(look)

    async def _run(self, look: Callable[[apsw.Connection], T]) -> T:
        if self._waiting >= MAX_WAITING:
            raise Busy("too many search at the moment: try again soon", after_ms=RETRY_MS)
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, self._in_thread, look)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._pool.shutdown()
        if self._db is not None:
            self._db.close()

    def _in_thread(self, look: Callable[[apsw.Connection], T]) -> T:
        self._deadline = time.monotonic() + MAX_SECONDS
        try:
            if self._db is None:
                self._db = open_for_reading(self._path)
                self._db.set_progress_handler(self._is_late, STEPS)
            with self._db:  # one moment
                found = look(self._db)
        except apsw.InterruptError:
            raise _too_long() from None
        except (apsw.Error, OSError) as error:
            log.exception("the search cannot read the database")
            raise Unavailable("the hub cannot read its database now") from error
        return found

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _check(self) -> None:
        """Raise Busy when the time of the search is up."""
        if self._is_late():
            raise _too_long()


class _Search:
    """One search, log by log; what is newest of all of them is what was found."""

    def __init__(self, db: apsw.Connection, asked: Asked, check: Callable[[], None]) -> None:
        """`check` raises when the time is up."""
        self._db = db
        self._asked = asked
        self._check = check
        self._tokenizer = db.fts5_tokenizer("unicode61", ["remove_diacritics", "2"])
        self._terms = terms_of(asked.text, self._tokens) if asked.text.strip() else []
        author = [token.word for token in self._tokens(asked.by.encode())]
        self._expression = expression(self._terms, author)
        if not self._expression:
            raise BadField("say what to search for: words, or by whom")

    def run(self) -> Found:
        hits = [hit for topic in self._asked.logs for hit in self._in_log(topic)]
        hits.sort(key=lambda hit: hit.cursor, reverse=True)
        limit = self._asked.limit
        shown = [hit._replace(parts=self._excerpt(hit)) for hit in hits[:limit]]
        return Found(shown, len(hits) > limit, is_complete(self._db))

    def _in_log(self, topic: str) -> list[Hit]:
        """Return the newest of one log: one more than is asked for."""
        head = read_head(self._db, topic)
        found: list[Hit] = []
        if head is None or head.epoch != self._asked.logs[topic]:
            return found
        for at in self._places(head):
            self._check()
            hit = self._hit(topic, at)
            if hit is not None:
                found.append(hit)
            if len(found) > self._asked.limit:
                break
        return found

    def _places(self, head: Head) -> Iterator[int]:
        asked, first, end = self._asked, head.first, head.head + 1
        if asked.since is not None:
            first = seek(self._db, head, asked.since)
        until = [one for one in (asked.until, asked.before and asked.before.at) if one is not None]
        if until:
            end = seek(self._db, head, min(until) + 1)
        bounds = (self._expression, place(head.topic, first), place(head.topic, end))
        rows: Any = self._db.execute(_FOUND, bounds)
        for (at,) in rows:
            yield at

    def _hit(self, topic: str, at: int) -> Hit | None:
        row: Any = self._db.execute("SELECT raw FROM entry WHERE place = ?", (at,)).fetchone()
        said = spoken_at(self._db, at, row[0]) if row else None
        if said is None or self._asked.by.casefold() not in ("", said.entry.by.casefold()):
            return None
        cursor = Cursor(said.entry.at, at)
        if self._asked.before is not None and cursor >= self._asked.before:
            return None
        return Hit(topic, at & ((1 << PLACE_BITS) - 1), said, [], cursor)

    def _excerpt(self, hit: Hit) -> list[Part]:
        return excerpt(hit.said.text, self._terms, self._tokens)

    def _tokens(self, text: bytes) -> list[Token]:
        found: Any = self._tokenizer(text, apsw.FTS5_TOKENIZE_DOCUMENT, None)
        return [Token(start, end, word) for start, end, word, *_ in found]


def _too_long() -> TocsinError:
    return Busy(
        "this search took too long: give more letters, one room, or a shorter time",
        after_ms=RETRY_MS,
    )
