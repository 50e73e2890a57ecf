"""Promises: what a store has answered, and whether what a power cut has left keeps all of it."""

import asyncio
import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import apsw
import msgspec

from tests.hub.store.writer_to import NOW
from tocsin_hub.core.store import Committed, Draft, Outcome
from tocsin_hub.edge.store.check import findings
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_hub.edge.store.schema import NAMELESS, PLACE_BITS
from tocsin_wire.ids import made_at

RESENT = 4
"""Drafts that are sent once more to each store that was cut."""


class Said(NamedTuple):
    """One acknowledged draft."""

    draft: Draft
    epoch: str
    seq: int
    at: int
    size: int


class Mark(NamedTuple):
    """How much was promised at a moment."""

    acked: int
    accounts: int


@dataclass
class Promises:
    """What was acknowledged, and what was to be forgotten."""

    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)
    """Everything that was ever said, by its producer and id."""
    acked: list[Said] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    """Logins that a commit with FULL has made safe."""
    dropped: set[str] = field(default_factory=set)
    """Epochs of logs that were to be dropped."""
    older: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """By topic: entries from before that time may be gone."""
    larger: dict[str, int] = field(default_factory=lambda: defaultdict(lambda: 1 << 60))
    """By topic: entries beyond so many bytes may be gone."""
    ids_before: int = 0
    """Ids from before that time may be forgotten."""
    _sizes: dict[tuple[str, int], int] = field(default_factory=dict)

    def answered(self, draft: Draft, outcome: Outcome) -> None:
        """Take in what the store answered."""
        if isinstance(outcome, Committed):
            place = (outcome.epoch, outcome.seq)
            size = self._sizes.setdefault(place, len(outcome.raw))
            self.acked.append(Said(draft, *place, outcome.at, size))

    @property
    def mark(self) -> Mark:
        return Mark(len(self.acked), len(self.accounts))

    @property
    def unanswered(self) -> list[Draft]:
        """What a client would send again now."""
        told = {(one.draft.producer, one.draft.id) for one in self.acked}
        missing = [draft for key, draft in self.drafts.items() if key not in told]
        return [draft for draft in missing if self.is_known(draft)]

    def is_known(self, draft: Draft) -> bool:
        """Tell whether an id is recent enough; the others a hub would refuse as expired."""
        return made_at(draft.id) >= self.ids_before

    def may_be_gone(self, one: Said) -> bool:
        """Tell whether retention was allowed to delete an entry."""
        if one.at < self.older[one.draft.topic]:
            return True
        kept = {said.seq: said.size for said in self.acked if said.epoch == one.epoch}
        left = sum(size for seq, size in kept.items() if seq >= one.seq)
        return left > self.larger[one.draft.topic]


class Row(NamedTuple):
    """A log as the file has it."""

    epoch: str
    first: int
    head: int
    entries: dict[int, bytes]


async def assert_kept(promises: Promises, mark: Mark, folder: Path, random: Random) -> None:
    """Open what a cut has left: what was promised up to `mark` holds, and it can be used."""
    acked = promises.acked[: mark.acked]
    numbers = itertools.count(1)
    store = LogStore(folder / "hub.db", asyncio.get_running_loop(), lambda: f"after{next(numbers)}")
    try:
        assert list(findings(store._here)) == []
        rows = _rows(store._here)
        _assert_entries(promises, acked, rows)
        _assert_nothing_else(promises, rows)
        _assert_accounts(promises.accounts[: mark.accounts], store._here)
        await _assert_known_again(promises, acked, rows, store, random)
        assert list(findings(store._here)) == []
    finally:
        await store.aclose()


def _rows(db: apsw.Connection) -> dict[str, Row]:
    found: dict[str, Row] = {}
    logs: Any = db.execute("SELECT id, name, epoch, first, head FROM topic").fetchall()
    for topic, name, epoch, first, head in logs:
        if name.startswith(NAMELESS):
            continue
        entries: Any = db.execute(
            "SELECT place & ((1 << ?) - 1), raw FROM entry WHERE place >> ? = ? ORDER BY place",
            (PLACE_BITS, PLACE_BITS, topic),
        ).fetchall()
        found[name] = Row(epoch, first, head, dict(entries))
    return found


def _assert_entries(promises: Promises, acked: list[Said], rows: dict[str, Row]) -> None:
    newest = {one.draft.topic: one.epoch for one in sorted(acked, key=_age)}
    for topic, epoch in newest.items():
        there = rows[topic].epoch if topic in rows else None
        if there == epoch:
            continue
        assert epoch in promises.dropped, f"{topic} lost its epoch {epoch}"
        older = {one.epoch for one in acked if one.draft.topic == topic}
        assert there not in older, f"{topic} went back to {there}"
    for one in acked:
        row = rows.get(one.draft.topic)
        if row is None or row.epoch != one.epoch:
            continue
        if one.seq < row.first:
            assert promises.may_be_gone(one), f"an entry is gone: {one}"
            continue
        assert one.seq <= row.head, f"an acknowledged entry is lost: {one}"
        entry = msgspec.json.decode(row.entries[one.seq])
        said = (one.draft.id, one.draft.producer, one.at, msgspec.json.decode(one.draft.body))
        assert (entry["id"], entry["by"], entry["at"], entry["body"]) == said


def _age(said: Said) -> int:
    """Epochs of a course are numbered."""
    return int(said.epoch[1:])


def _assert_nothing_else(promises: Promises, rows: dict[str, Row]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows.values():
        for raw in row.entries.values():
            entry = msgspec.json.decode(raw)
            key = (entry["by"], entry["id"])
            assert key not in seen, "one publish is two entries"
            assert key in promises.drafts, "nobody ever said that"
            seen.add(key)


def _assert_accounts(accounts: list[str], db: apsw.Connection) -> None:
    there = {login for (login,) in db.execute("SELECT login FROM account")}
    assert set(accounts) <= there


async def _assert_known_again(
    promises: Promises, acked: list[Said], rows: dict[str, Row], store: LogStore, random: Random
) -> None:
    """What is sent again gets its old number; what is new, the next one."""
    for one in random.sample(acked, min(RESENT, len(acked))):
        row = rows.get(one.draft.topic)
        if not promises.is_known(one.draft) or row is None or row.epoch != one.epoch:
            continue
        outcome = await _append(store, one.draft, one.at)
        assert isinstance(outcome, Committed)
        assert (outcome.dup, outcome.epoch, outcome.seq) == (True, one.epoch, one.seq)
    for draft in promises.unanswered[:RESENT]:
        before = rows.get(draft.topic)
        outcome = await _append(store, draft, NOW)
        assert isinstance(outcome, Committed)
        if not outcome.dup and before is not None:
            assert outcome.epoch == before.epoch
            assert outcome.seq > before.head


async def _append(store: LogStore, draft: Draft, at: int) -> Outcome:
    answered = asyncio.get_running_loop().create_future()
    store.append(draft, at, answered.set_result)
    outcome: Outcome = await answered
    return outcome
