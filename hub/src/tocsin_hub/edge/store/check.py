"""Check: everything there is to find wrong in a `hub.db`, in plain words. Reads only."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple, cast

import apsw

from tocsin_hub.edge.store.database import faults
from tocsin_hub.edge.store.heads import Head
from tocsin_hub.edge.store.schema import NAMELESS, PLACE_BITS, place
from tocsin_hub.edge.store.verification import verify

TOLD: Final = 5
"""Entries of one log that are named one by one; the others are counted."""


def findings(db: apsw.Connection) -> Iterator[str]:
    """Tell what is wrong with a database of logs, a line each; nothing when all is well.

    Each log is read in a transaction of its own, so a hub may write meanwhile.
    """
    structure = faults(db)
    yield from structure
    if not structure:  # what cannot be walked cannot be read
        logs = db.execute("SELECT id FROM topic ORDER BY id").fetchall()
        for (topic,) in cast(list[tuple[int]], logs):
            yield from _log(db, topic)
        yield from _strays(db)
        yield from _beside(db)
        broken = verify(db).fault
        if broken:
            yield f"the chain of the audit: {broken}"


class _Found(NamedTuple):
    """What reading every entry of a log came to."""

    entries: int
    bytes: int
    damaged: list[int]
    missing: list[range]
    newest: int
    beyond: int


def _log(db: apsw.Connection, topic: int) -> Iterator[str]:
    with db:  # one snapshot of the row and of the entries
        row = db.execute(
            "SELECT name, id, epoch, first, head, at, bytes FROM topic WHERE id = ?", (topic,)
        ).fetchone()
        if row is None or row[0].startswith(NAMELESS):
            return  # gone meanwhile, or on its way out
        name, head = row[0], Head(*row[1:])
        found = _read(db, head)
    yield from (f"{name}: {fault}" for fault in _faults(head, found))


def _read(db: apsw.Connection, head: Head) -> _Found:
    damaged: list[int] = []
    missing: list[range] = []
    count = size = newest = beyond = 0
    due = head.first
    rows = db.execute(
        "SELECT place, at, crc, raw FROM entry WHERE place >= ? AND place < ? ORDER BY place",
        (place(head.topic, 0), place(head.topic + 1, 0)),
    )
    for at_place, at, crc, raw in rows:
        seq = at_place - place(head.topic, 0)
        if not head.first <= seq <= head.head:
            beyond += 1
            continue
        if seq > due:
            missing.append(range(due, seq))
        if zlib.crc32(raw) != crc:
            damaged.append(seq)
        due, count, size, newest = seq + 1, count + 1, size + len(raw), at
    if due <= head.head:
        missing.append(range(due, head.head + 1))
    return _Found(count, size, damaged, missing, newest, beyond)


def _faults(head: Head, found: _Found) -> Iterator[str]:
    if head.first < 1 or head.first > head.head + 1:
        yield f"it is said to begin at {head.first} and to end at {head.head}"
    yield from _named("entry {} is damaged", found.damaged)
    yield from _named("entries {} are missing", [f"{r.start} to {r[-1]}" for r in found.missing])
    if found.beyond:
        yield f"{found.beyond} entries lie outside {head.first} to {head.head}"
    if not found.missing and not found.damaged:
        if found.bytes != head.bytes:
            yield f"its entries have {found.bytes} bytes, not {head.bytes}"
        if found.entries and found.newest != head.at:
            yield f"its newest entry is of {found.newest}, not of {head.at} (ms since 1970)"


def _named(sentence: str, what: list[int] | list[str]) -> Iterator[str]:
    yield from (sentence.format(one) for one in what[:TOLD])
    if len(what) > TOLD:
        yield sentence.format(f"... and {len(what) - TOLD} more")


def _strays(db: apsw.Connection) -> Iterator[str]:
    """Look for entries of no log, and for ids that became rows there are not."""
    with db:
        known = {topic for (topic,) in db.execute("SELECT id FROM topic")}
        strays = [topic for topic in _topics_with_entries(db) if topic not in known]
        ahead = db.execute(
            "SELECT published.id, name FROM published "
            "JOIN topic ON topic.id = topic AND topic.epoch = published.epoch WHERE seq > head"
        ).fetchall()
    yield from chain(
        (f"entries of a log {topic} that is not there" for topic in strays),
        (f"{name}: the id {id} is known, its entry is not there" for id, name in ahead),
    )


def _beside(db: apsw.Connection) -> Iterator[str]:
    """Look for what is noted of entries that are not there."""
    notes = {
        "revision": ("place", "edits or deletions"),
        "reaction": ("place", "reactions to"),
        "twin": ("place", "copies of"),
        "amendment": ("chat", "changes of"),
        "spoken_docsize": ("id", "places in the search of"),
    }
    for table, (key, what) in notes.items():
        row = db.execute(
            f"SELECT count(*) FROM {table} WHERE {key} NOT IN (SELECT place FROM entry)"  # noqa: S608
        ).fetchone()
        count = cast(tuple[int], row)[0]
        if count:
            yield f"there are {count} {what} entries that are not there"


def _topics_with_entries(db: apsw.Connection) -> Iterator[int]:
    """Skip from log to log; the entries themselves are not read."""
    after = -1
    while True:
        row = db.execute(
            "SELECT min(place) >> ? FROM entry WHERE place >= ?", (PLACE_BITS, place(after + 1, 0))
        ).fetchone()
        if row is None or row[0] is None:
            return
        after = cast(int, row[0])
        yield after
