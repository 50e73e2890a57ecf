"""MarkSearch: finds in the logs what lies on a host's time axis. Runs in a thread that reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import apsw
import msgspec

from tocsin_hub.core.marks import Mark, evenly, thinned
from tocsin_hub.edge.store.heads import Head, read_head
from tocsin_hub.edge.store.schema import PLACE_BITS, place
from tocsin_hub.edge.store.seek import seek
from tocsin_hub.edge.store.talk import DELETED, spoken_at, stands_for
from tocsin_wire.bodies import Busiest, HostStatus, Joined, Left, RoomBody, RunListed, RunsBody
from tocsin_wire.messages import Entry
from tocsin_wire.topics import MAIN_ROOM, RUNS, host_topic

SCANNED: Final = 20_000
"""Entries of one log that are looked at; of more, pieces from all over."""
PIECES: Final = 20
KEPT: Final = 4_000
"""Entries of one log that are read."""
LATER_MS: Final = 60_000
"""So much later than it happened something may be written."""
MAX_TEXT: Final = 200
MAX_NAMED: Final = 64

_Needles = tuple[bytes, ...]
_PLACES: Final = """
SELECT place FROM entry WHERE place >= ? AND place < ? AND ({wanted}) ORDER BY place
"""

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_room: Final[msgspec.json.Decoder[RoomBody]] = msgspec.json.Decoder(RoomBody)
_runs: Final[msgspec.json.Decoder[RunsBody]] = msgspec.json.Decoder(RunsBody)
_events: Final[msgspec.json.Decoder[HostStatus]] = msgspec.json.Decoder(HostStatus)
_busiest: Final[msgspec.json.Decoder[Busiest]] = msgspec.json.Decoder(Busiest)
_NO_MARK: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class MarksAsked(NamedTuple):
    """The marks of a host in a time (ms, both ends included)."""

    host: str
    since: int
    until: int
    limit: int


class MarksFound(NamedTuple):
    """Marks in the order of time; `more` when some were left out."""

    marks: list[Mark]
    more: bool


class MarkSearch:
    """One look through the logs a host's marks are in."""

    def __init__(self, db: apsw.Connection, asked: MarksAsked, check: Callable[[], None]) -> None:
        """`check` raises when the time is up."""
        self._db = db
        self._asked = asked
        self._check = check
        self._more = False

    def run(self) -> MarksFound:
        host = self._asked.host
        looks: tuple[tuple[str, _Needles, Callable[[int, bytes], Mark | None]], ...] = (
            (MAIN_ROOM, (b'"kind":"chat"', b'"kind":"join"', b'"kind":"leave"'), self._said),
            (RUNS, (b'"host":"%b"' % host.encode(),), self._run),
            (host_topic(host, "events"), (b'"kind":"status"',), self._status),
            (host_topic(host, "busiest"), (b'"reason":"spike"',), self._spike),
        )
        found = [
            mark
            for topic, needles, read in looks
            for at, raw in self._entries(topic, needles)
            if (mark := _read(read, at, raw)) and self._is_inside(mark)
        ]
        marks = thinned(found, self._asked.limit)
        return MarksFound(marks, self._more or len(marks) < len(found))

    def _is_inside(self, mark: Mark) -> bool:
        return self._asked.since <= mark.at <= self._asked.until

    def _entries(self, topic: str, needles: _Needles) -> Iterator[tuple[int, bytes]]:
        """Yield the entries of a log in the time that have one of the texts, by their place."""
        head = read_head(self._db, topic)
        wanted = " OR ".join("instr(raw, ?)" for _ in needles)
        places: list[int] = []
        for bounds in self._ranges(head) if head else ():
            self._check()
            rows: Any = self._db.execute(_PLACES.format(wanted=wanted), (*bounds, *needles))
            places += [at for (at,) in rows]
        self._more = self._more or len(places) > KEPT
        for at in evenly(places, min(len(places), KEPT)):
            self._check()
            row: Any = self._db.execute("SELECT raw FROM entry WHERE place = ?", (at,)).fetchone()
            yield at, row[0]

    def _ranges(self, head: Head) -> list[tuple[int, int]]:
        first = seek(self._db, head, self._asked.since)
        end = min(seek(self._db, head, self._asked.until + LATER_MS), head.head + 1)
        if end - first <= SCANNED:
            return [(place(head.topic, first), place(head.topic, end))]
        self._more = True
        step, size = (end - first) / PIECES, SCANNED // PIECES
        starts = [first + int(number * step) for number in range(PIECES)]
        return [(place(head.topic, at), place(head.topic, at + size)) for at in starts]

    def _said(self, at: int, raw: bytes) -> Mark | None:
        entry = _entry.decode(raw)
        body = _room.decode(entry.body)
        if isinstance(body, Joined | Left):
            kind = "join" if isinstance(body, Joined) else "leave"
            return self._mark(entry.at, kind, MAIN_ROOM, at, by=body.login)
        said = None if stands_for(self._db, at) == DELETED else spoken_at(self._db, at, raw)
        if said is None:
            return None
        return self._mark(entry.at, "chat", MAIN_ROOM, at, by=entry.by, text=said.text)

    def _run(self, at: int, raw: bytes) -> Mark | None:
        entry = _entry.decode(raw)
        body = _runs.decode(entry.body)
        host = self._asked.host
        if not isinstance(body, RunListed) or host not in [one.host for one in body.targets]:
            return None
        line = " ".join([body.command, *body.arguments])
        return self._mark(entry.at, "run", RUNS, at, by=body.by, text=line, run=body.run)

    def _status(self, at: int, raw: bytes) -> Mark | None:
        body = _events.decode(_entry.decode(raw).body)
        return self._mark(body.at, body.status, host_topic(self._asked.host, "events"), at)

    def _spike(self, at: int, raw: bytes) -> Mark | None:
        body = _busiest.decode(_entry.decode(raw).body)
        topic = host_topic(self._asked.host, "busiest")
        return self._mark(body.at, "spike", topic, at, text=body.series)

    def _mark(
        self,
        when: int,
        kind: str,
        topic: str,
        at: int,
        *,
        by: str = "",
        text: str = "",
        run: str = "",
    ) -> Mark:
        seq = at & ((1 << PLACE_BITS) - 1)
        host = "" if topic == MAIN_ROOM else self._asked.host
        return Mark(when, kind, topic, seq, by[:MAX_NAMED], text[:MAX_TEXT], run, host)


def _read(read: Callable[[int, bytes], Mark | None], at: int, raw: bytes) -> Mark | None:
    try:
        return read(at, raw)
    except _NO_MARK:
        return None
