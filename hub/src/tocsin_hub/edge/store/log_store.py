"""LogStore: logs in `hub.db`. Implements `Store`; what was acknowledged survives a power cut."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import apsw
import structlog

from tocsin_hub.core.audit.link import Link
from tocsin_hub.core.fate import Fate
from tocsin_hub.core.store import OUTPUT, Done, Draft, Opening, Told
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.store.append import Append
from tocsin_hub.edge.store.chain import CHAINED, begin_chain, head_of
from tocsin_hub.edge.store.database import is_large, open_database, open_for_reading
from tocsin_hub.edge.store.examination import Examination
from tocsin_hub.edge.store.heads import Head, Heads, read_head
from tocsin_hub.edge.store.indexing import Indexing, is_complete
from tocsin_hub.edge.store.jobs import DropLog, Then, Trim
from tocsin_hub.edge.store.mark import leave_mark, take_mark
from tocsin_hub.edge.store.piece import DAMAGE, Piece, entry_at, is_whole
from tocsin_hub.edge.store.readers import Readers
from tocsin_hub.edge.store.schema import MIGRATIONS, PLACE_BITS, place
from tocsin_hub.edge.store.seek import seek
from tocsin_hub.edge.store.talk import fate_at, twin_of
from tocsin_hub.edge.store.writer import Writer
from tocsin_wire.errors import Busy, Unavailable

_LISTED = """
SELECT id, name, first, head, bytes, coalesce(
    (SELECT at FROM entry WHERE place >= (id << :bits | first) ORDER BY place LIMIT 1), 0)
FROM topic WHERE id > :after ORDER BY id LIMIT :limit
"""
_ROOMS = """
SELECT name, coalesce(
    (SELECT at FROM entry WHERE place >= (id << :bits | first) ORDER BY place LIMIT 1), 0)
FROM topic WHERE name GLOB 'room/*' ORDER BY id
"""

AGAIN_SECONDS: Final = 1.0
"""After so long a reader tries once more what could not be read just then."""

Trimmed = Callable[[str, int], None]

log = structlog.get_logger()


class Keep(NamedTuple):
    """What one log may hold."""

    ms: int
    bytes: int


class Listed(NamedTuple):
    """One log as retention sees it."""

    topic: int
    name: str
    first: int
    head: int
    bytes: int
    oldest: int
    """When (ms) its first entry came."""


class LogStore:
    """Every log of the hub. One writer, readers beside it."""

    def __init__(
        self,
        path: Path,
        loop: asyncio.AbstractEventLoop,
        new_epoch: Callable[[], str],
        *,
        vfs: str = "",
    ) -> None:
        """Open or make the file. Raises BadData."""
        self._loop = loop
        self._new_epoch = new_epoch
        self._begun: dict[str, str] = {}  # epochs that were told of logs that have no row yet
        self._db = open_database(path, MIGRATIONS, vfs=vfs)
        begin_chain(self._db)
        self._here = open_for_reading(path, vfs=vfs)
        self._readers = Readers(path, vfs=vfs)
        self._heads = Heads(new_epoch)
        self.writer = Writer(self._db, self._heads, loop)
        self._indexing = Indexing(self.writer, loop)
        if not is_complete(self._here):
            self._indexing.begin()
        self._examination = None if take_mark(self._db) else self._after_a_crash(path, vfs)
        self.closed = False

    def open(self, topic: str, max_entries: int, max_bytes: int) -> Opening:
        with _told_as_unavailable():
            head = self._head(topic)
            if head is None:
                return Opening(self._epoch_of(topic))
            tail = self._tail(head.topic, head.head, max_entries, max_bytes)
            return Opening(head.epoch, head.first, head.head, tail)

    def has(self, topic: str) -> bool:
        with _told_as_unavailable():
            return self._head(topic) is not None

    def seek(self, topic: str, at: int) -> int:
        with _told_as_unavailable():
            head = self._head(topic)
            return 1 if head is None else seek(self._here, head, at)

    def append(self, draft: Draft, at: int, done: Done) -> None:
        try:
            self.writer.submit(Append(self._heads, draft, at, done))
        except Busy as error:
            done(error)

    def read(self, topic: str, after: int, told: Told) -> None:
        if self.closed:
            return

        def done(piece: Piece | None) -> None:
            if piece is None:
                self._loop.call_soon_threadsafe(again)
            else:
                self._loop.call_soon_threadsafe(told, piece.first, piece.raws)

        def again() -> None:
            self._loop.call_later(AGAIN_SECONDS, self.read, topic, after, told)

        try:
            head = self._head(topic)
        except apsw.Error:
            again()
        else:
            if head is None:
                self._loop.call_soon(told, after + 1, ())
            else:
                self._readers.read(head.topic, after, done)

    def settled(self, done: Callable[[], None]) -> None:
        self.writer.force(Then(done))

    async def at_rest(self) -> None:
        await self.writer.at_rest()

    def drop(self, topic: str) -> None:
        _require_deletable(topic)
        epoch = self._begun[topic] = self._new_epoch()
        self.writer.force(DropLog(self._heads, topic, epoch))

    def listed(self, after: int, limit: int) -> list[Listed]:
        """Return some logs, from the one after the row `after` on."""
        rows = self._here.execute(_LISTED, {"bits": PLACE_BITS, "after": after, "limit": limit})
        return [Listed(*cast(Any, row)) for row in rows.fetchall()]

    def rooms(self) -> list[tuple[str, int]]:
        """Return the name of each room that has a log, and when (ms) its oldest entry came."""
        rows: Any = self._here.execute(_ROOMS, {"bits": PLACE_BITS})
        return [(name.removeprefix("room/"), oldest) for name, oldest in rows.fetchall()]

    def runs_since(self, at: int) -> list[tuple[str, list[bytes]]]:
        """Return the runs that something was said of since `at`, and their entries but output."""
        rows = self._here.execute(
            "SELECT id, name FROM topic WHERE at >= ? AND name GLOB 'run/*'", (at,)
        )
        return [(cast(str, name), self._lifecycle(cast(int, id))) for id, name in rows.fetchall()]

    def entry(self, topic: str, seq: int) -> bytes | None:
        with _told_as_unavailable():
            head = self._head(topic)
            return None if head is None else entry_at(self._here, place(head.topic, seq))

    def fate(self, topic: str, seq: int) -> Fate:
        with _told_as_unavailable():
            head = self._head(topic)
            return fate_at(self._here, place(head.topic, seq) if head else 0)

    def twin(self, topic: str, seq: int, other: str) -> int:
        with _told_as_unavailable():
            here, there = self._head(topic), self._head(other)
            if here is None or there is None:
                return 0
            found = twin_of(self._here, place(here.topic, seq)) - place(there.topic, 0)
            return found if there.first <= found <= there.head else 0

    def was_published(self, producer: str, id: str) -> bool:
        with _told_as_unavailable():
            row = self._here.execute(
                "SELECT 1 FROM published WHERE producer = ? AND id = ?", (producer, id)
            ).fetchone()
            return row is not None

    def lifecycle(self, topic: str) -> Sequence[bytes]:
        """Return the entries of a run but its output."""
        head = read_head(self._here, topic)
        return self._lifecycle(head.topic) if head else ()

    def _lifecycle(self, topic: int) -> list[bytes]:
        start, end = place(topic, 0), place(topic + 1, 0)
        found: list[bytes] = []
        with contextlib.suppress(*DAMAGE):
            rows: Any = self._here.execute(
                "SELECT place, crc, raw FROM entry WHERE place >= ? AND place < ? "
                "AND NOT instr(raw, ?) ORDER BY place",
                (start, end, OUTPUT),
            )
            found += [raw for at, crc, raw in rows if is_whole(at - start, crc, raw)]
        return found

    def trim(self, topic: str, keep: Keep, now: int, trimmed: Trimmed) -> None:
        """Delete some of what a log may not hold any more; `trimmed` is told its new first seq."""
        _require_deletable(topic)
        self.writer.force(Trim(self._heads, topic, now - keep.ms, keep.bytes, trimmed))

    def audit_head(self) -> Link | None:
        """Return where the chain of the audit ends; None when nothing is in it yet."""
        with _told_as_unavailable():
            return head_of(self._here)

    async def aclose(self) -> None:
        """Write what waits, and leave the file as after a clean stop."""
        self._indexing.close()
        await self.writer.idle()
        self._indexing.close()  # it may have given itself the next
        self.closed = True
        self.writer.close()
        self._readers.close()
        if self._examination:
            self._examination.close()
        self._here.close()
        with contextlib.suppress(apsw.Error):  # a full disk: the next start looks more closely
            leave_mark(self._db, now_ms())
        self._db.close()

    def _after_a_crash(self, path: Path, vfs: str) -> Examination | None:
        logs: Any = self._here.execute("SELECT count(*), max(at) FROM topic").fetchone()
        is_looked_at = is_large(path)
        log.warning(
            "the hub was not stopped properly; what it had acknowledged is here",
            logs=logs[0],
            newest=datetime.fromtimestamp(logs[1] / 1000, UTC).isoformat(timespec="seconds"),
            looked_through=is_looked_at,
        )
        return Examination(path, vfs=vfs) if is_looked_at else None

    def _head(self, topic: str) -> Head | None:
        head = read_head(self._here, topic)
        begun = self._begun.get(topic)
        if head is None or begun is None:
            return head
        if head.epoch != begun:
            return None  # it was dropped, and the writer has not come to that yet
        del self._begun[topic]
        return head

    def _epoch_of(self, topic: str) -> str:
        if topic not in self._begun:
            self._begun[topic] = self._heads.next_epoch(topic)
        return self._begun[topic]

    def _tail(
        self, topic: int, head: int, max_entries: int, max_bytes: int
    ) -> list[tuple[int, bytes]]:
        """Return the newest entries, down to the bounds or to one that is damaged."""
        found: list[tuple[int, bytes]] = []
        size = 0
        with contextlib.suppress(*DAMAGE):
            for at_place, at, crc, raw in self._downwards(topic, head):
                seq = head - len(found)
                size += len(raw)
                if len(found) >= max_entries or (found and size > max_bytes):
                    break
                if at_place != place(topic, seq) or not is_whole(seq, crc, raw):
                    break  # who reads on from before it is told of a gap
                found.append((at, raw))
        return found[::-1]

    def _downwards(self, topic: int, head: int) -> Iterator[tuple[int, int, int, bytes]]:
        rows: Any = self._here.execute(
            "SELECT place, at, crc, raw FROM entry WHERE place > ? AND place <= ? "
            "ORDER BY place DESC",
            (place(topic, 0), place(topic, head)),
        )
        with contextlib.closing(rows):
            yield from rows


def _require_deletable(topic: str) -> None:
    """Whose fault it would be is the hub's: nobody outside can ask for it."""
    if topic == CHAINED:
        raise ValueError(f"nothing of the log {topic} is ever deleted")


@contextlib.contextmanager
def _told_as_unavailable() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        raise _unavailable(error) from error


def _unavailable(error: apsw.Error) -> Unavailable:
    log.error("the database cannot be read", error=repr(error))
    return Unavailable("the hub cannot read its database now")
