"""A simulated hub whose logs lie in a store: commits that wait, fail or crash, a past to fetch.

The store is the oracle: plain dicts that change only in a commit. What the hub keeps in memory of
them is the real `Log`, smaller than what it stands for; the rest is asked for and comes later.
"""

from collections import deque
from typing import Any, NamedTuple

import msgspec

from tests.wire.simulated_hub import Bounds, Row, Session, SimulatedHub, Stingy
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.ids import made_at
from tocsin_wire.log import Log
from tocsin_wire.state import State

REMEMBERED_MS = 2_000
"""A day, for this hub."""


class Published(NamedTuple):
    """What the store knows of an id."""

    topic: str
    epoch: str
    seq: int
    at: int
    body: Any


class StoredLog:
    """One log on disk."""

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.first = 1
        self.head = 0
        self.entries: dict[int, tuple[int, bytes]] = {}
        self.damaged: set[int] = set()

    def add(self, row: Row, at: int) -> tuple[int, int, bytes]:
        self.head += 1
        body = msgspec.Raw(codec.encode(row.body))
        raw = codec.encode(m.Entry(self.head, row.id, at, row.producer, body))
        self.entries[self.head] = (at, raw)
        return self.head, at, raw

    def is_whole(self, seq: int) -> bool:
        return seq in self.entries and seq not in self.damaged

    def trim(self, first: int) -> None:
        self.first = max(self.first, min(first, self.head + 1))
        self.entries = {seq: one for seq, one in self.entries.items() if seq >= self.first}

    def tail(self, count: int, size: int) -> list[tuple[int, bytes]]:
        """Return the newest entries within two bounds, down to one that is damaged."""
        found: list[tuple[int, bytes]] = []
        for seq in range(self.head, max(self.first, self.head - count + 1) - 1, -1):
            size -= len(self.entries[seq][1])
            if not self.is_whole(seq) or (found and size < 0):
                break
            found.append(self.entries[seq])
        return found[::-1]

    def piece(self, after: int, count: int) -> tuple[int, list[bytes]]:
        """Return the next entries that are whole and follow on."""
        seqs = [seq for seq in range(after + 1, self.head + 1) if self.is_whole(seq)]
        if not seqs:
            return after + 1, []
        first = seqs[0]
        raws: list[bytes] = []
        for seq in range(first, self.head + 1):
            if not self.is_whole(seq) or len(raws) == count:
                break
            raws.append(self.entries[seq][1])
        return first, raws

    def seek(self, at: int) -> int:
        later = [seq for seq, (when, _) in sorted(self.entries.items()) if when >= at]
        return later[0] if later else self.head + 1


class Waiting(NamedTuple):
    """A publish that no transaction has taken yet; the hub's own have no session."""

    session: Session | None
    topic: str
    row: Row


class Fetch(NamedTuple):
    """A piece of the past on its way from the disk."""

    log: Log
    after: int
    first: int
    raws: list[bytes]


class StoredHub(SimulatedHub):
    """Commits what waits, when told to; serves what is committed, when it has it."""

    def __init__(self, logs: list[str], states: list[str], bounds: Bounds) -> None:
        self.stored: dict[str, StoredLog] = {}
        self.published: dict[tuple[str, str], Published] = {}
        self.acked: dict[tuple[str, str, int], str] = {}
        """Every acknowledgement there ever was: the id, by topic, epoch and seq."""
        self.waiting: deque[Waiting] = deque()
        self.fetches: list[Fetch] = []
        self.trims: list[tuple[Log, int]] = []
        self.used: set[str] = set()
        super().__init__(logs, states, bounds)

    def _build(self) -> None:
        """Come up from what is on disk; states begin anew."""
        self.topics = {}
        self.waiting.clear()
        self.fetches.clear()
        self.trims.clear()
        for name in self.history:
            stored = self.stored.get(name) or self.stored.setdefault(name, self._begun())
            self.topics[name] = Stingy(self._opened(name, stored), self.bounds.read)
        epoch = self._new_epoch()
        for name in self.values:
            state = State(name, epoch, max_tombstones=self.bounds.tombstones)
            self.topics[name] = Stingy(state, self.bounds.read)

    def _begun(self) -> StoredLog:
        return StoredLog(self._new_epoch())

    def _new_epoch(self) -> str:
        self.epochs += 1
        epoch = f"e{self.epochs}"
        assert epoch not in self.used, "an epoch is used again"
        self.used.add(epoch)
        return epoch

    def _opened(self, name: str, stored: StoredLog) -> Log:
        log = Log(
            name,
            stored.epoch,
            first=stored.first,
            head=stored.head,
            backed=True,
            seek=stored.seek,
            max_entries=self.bounds.entries,
            max_bytes=self.bounds.bytes,
        )
        log.load(stored.tail(self.bounds.entries, self.bounds.bytes))
        return log

    # Publishing.

    def _publish(self, session: Session, pub: m.Pub) -> None:
        if self.busy:
            super()._publish(session, pub)
        else:
            row = Row(session.producer, pub.id, msgspec.json.decode(pub.body))
            self.waiting.append(Waiting(session, pub.topic, row))

    def append(self, name: str, row: Row) -> m.Ack:
        """Say something as the hub; nobody waits for the answer."""
        self.waiting.append(Waiting(None, name, row))
        return m.Ack(row.id, name, 0, "", self.now)

    def commit(self, count: int, *, told: bool = True) -> None:
        """Write what waits in one transaction, and answer; without `told` nobody hears of it."""
        taken = [self.waiting.popleft() for _ in range(min(count, len(self.waiting)))]
        answers = [self._write(one) for one in taken]
        for one, answer in zip(taken, answers, strict=True):
            if told:
                self._answer(one, answer)

    def _write(self, one: Waiting) -> m.Ack | m.Nack:
        key = (one.row.producer, one.row.id)
        seen = self.published.get(key)
        if seen is not None:
            if (seen.topic, seen.body) != (one.topic, one.row.body):
                return m.Nack(one.row.id, 402, "conflict", "another body", retryable=False)
            return m.Ack(one.row.id, one.topic, seen.seq, seen.epoch, seen.at, dup=True)
        if one.session is not None and made_at(one.row.id) < self.now - REMEMBERED_MS:
            return m.Nack(one.row.id, 406, "expired_id", "too old", retryable=False)
        stored = self.stored[one.topic]
        seq, at, _ = stored.add(one.row, self.now)
        self.published[key] = Published(one.topic, stored.epoch, seq, at, one.row.body)
        self.history[one.topic].append(one.row)
        assert (one.topic, stored.epoch, seq) not in self.told, "a number is used twice"
        self.told[one.topic, stored.epoch, seq] = one.row
        return m.Ack(one.row.id, one.topic, seq, stored.epoch, at)

    def _answer(self, one: Waiting, answer: m.Ack | m.Nack) -> None:
        if isinstance(answer, m.Ack):
            if not answer.dup:
                log = self.log(one.topic)
                log.add(answer.seq, *self.stored[one.topic].entries[answer.seq])
                self._mark(one.topic)
            if one.session in self.sessions:
                self.acked[answer.topic, answer.epoch, answer.seq] = answer.id
        if one.session is not None and one.session in self.sessions:
            one.session.to_client.append(codec.encode(answer))

    def refuse(self) -> None:
        """The disk takes nothing: all that waits is to be sent again, what the hub said too."""
        taken, self.waiting = self.waiting, deque()
        for one in taken:
            if one.session is None:
                self.waiting.append(one)
            elif one.session in self.sessions:
                nack = m.Nack(one.row.id, 504, "storage_full", "later", retryable=True, after_ms=50)
                one.session.to_client.append(codec.encode(nack))

    # The past.

    def fetch(self, count: int) -> bool:
        """Read from disk what somebody is behind; it arrives later."""
        wanted = {far for session in self.sessions for far in session.outbox.far.items()}
        under_way = {(one.log.name, one.after) for one in self.fetches}
        for topic, after in sorted(wanted - under_way):
            first, raws = self.stored[topic].piece(after, count)
            log = self.log(topic)
            self.fetches.append(Fetch(log, after, first if raws else log.tail, raws))
        return bool(self.fetches)

    def arrive(self, which: int) -> None:
        """One of the pieces is there, in whatever order."""
        if not self.fetches:
            return
        one = self.fetches.pop(which % len(self.fetches))
        one.log.recall(one.after, one.first, one.raws)
        for session in self.sessions:
            if session.outbox.far.get(one.log.name) == one.after:
                session.outbox.recalled(one.log.name)

    def trim(self, name: str, first: int) -> None:
        """Delete from disk; memory hears of it later."""
        self.stored[name].trim(first)
        self.trims.append((self.log(name), self.stored[name].first))

    def hear_of_trims(self) -> bool:
        trims, self.trims = self.trims, []
        for log, first in trims:
            log.trim(first)
        return bool(trims)

    def forget_ids(self) -> None:
        oldest = self.now - REMEMBERED_MS
        self.published = {key: one for key, one in self.published.items() if one.at >= oldest}

    # Crashes.

    def crash(self) -> None:
        """Come up again from the disk: same epochs, everybody cut, states empty."""
        self.sessions.clear()
        self.values = {name: {} for name in self.values}
        self.deadlines.clear()
        self._build()
        self._assert_acked_is_there()

    def restore(self, lost: int) -> set[str]:
        """Come up from a backup that lacks the last entries; return the ids that are gone."""
        gone: set[str] = set()
        for name, stored in self.stored.items():
            kept = max(stored.first - 1, stored.head - lost)
            history = self.history[name]
            gone |= {row.id for row in history[len(history) - (stored.head - kept) :]}
            del history[len(history) - (stored.head - kept) :]
            epoch = self._new_epoch()
            for seq in range(kept + 1, stored.head + 1):
                stored.entries.pop(seq, None)
            self._renew(name, stored.epoch, epoch, kept)
            stored.epoch, stored.head = epoch, kept
            stored.damaged = {seq for seq in stored.damaged if seq <= kept}
        self.crash()
        return gone

    def _renew(self, name: str, old: str, new: str, kept: int) -> None:
        for key, one in list(self.published.items()):
            if (one.topic, one.epoch) == (name, old):
                if one.seq > kept:
                    del self.published[key]
                else:
                    self.published[key] = one._replace(epoch=new)
        for (topic, epoch, seq), row in list(self.told.items()):
            if (topic, epoch) == (name, old) and seq <= kept:
                self.told[name, new, seq] = row

    def _assert_acked_is_there(self) -> None:
        for (topic, epoch, seq), id in self.acked.items():
            stored = self.stored[topic]
            if epoch == stored.epoch and seq >= stored.first:
                raw = stored.entries[seq][1]
                assert msgspec.json.decode(raw)["id"] == id, "what was acknowledged is lost"
