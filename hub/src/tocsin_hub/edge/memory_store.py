"""MemoryStore: logs for as long as the process lives. The model that other stores are held to."""

from __future__ import annotations

import contextlib
import hashlib
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import msgspec

from tocsin_hub.core.fate import Fate
from tocsin_hub.core.references import base_id
from tocsin_hub.core.store import OUTPUT, Committed, Done, Draft, Opening, Outcome, Told, raw_entry
from tocsin_wire.bodies import Deleted, Edited, Reacted, RoomBody
from tocsin_wire.errors import IdConflict, IdExpired
from tocsin_wire.ids import made_at
from tocsin_wire.messages import Entry

REMEMBERED_MS: Final = 24 * 3600 * 1000
READ_ENTRIES: Final = 64

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_body: Final[msgspec.json.Decoder[RoomBody]] = msgspec.json.Decoder(RoomBody)


class _Log:
    __slots__ = ("entries", "epoch")

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.entries: list[tuple[int, bytes]] = []


class _Seen(NamedTuple):
    topic: str
    digest: bytes
    epoch: str
    seq: int
    at: int


class MemoryStore:
    """Implements `Store` without durability: a restart begins new epochs."""

    def __init__(self, new_epoch: Callable[[], str]) -> None:
        self._new_epoch = new_epoch
        self._logs: dict[str, _Log] = {}
        self._seen: dict[str, OrderedDict[str, _Seen]] = {}

    def open(self, topic: str, max_entries: int, max_bytes: int) -> Opening:
        log = self._log(topic)
        newest = log.entries[-max_entries:]
        while len(newest) > 1 and sum(len(raw) for _, raw in newest) > max_bytes:
            del newest[0]
        return Opening(log.epoch, 1, len(log.entries), newest)

    def has(self, topic: str) -> bool:
        return topic in self._logs and bool(self._logs[topic].entries)

    def seek(self, topic: str, at: int) -> int:
        return bisect_left(self._log(topic).entries, at, key=lambda entry: entry[0]) + 1

    def entry(self, topic: str, seq: int) -> bytes | None:
        entries = self._log(topic).entries
        return entries[seq - 1][1] if 1 <= seq <= len(entries) else None

    def fate(self, topic: str, seq: int) -> Fate:
        fate = Fate(is_deleted=False)
        for _, raw in self._log(topic).entries[seq:]:
            entry = _entry.decode(raw)
            with contextlib.suppress(msgspec.ValidationError):
                body = _body.decode(entry.body)
                if isinstance(body, Edited | Deleted | Reacted) and body.seq == seq:
                    fate.take(body, entry.by)
        return fate

    def twin(self, topic: str, seq: int, other: str) -> int:
        raw = self.entry(topic, seq)
        id = base_id(_entry.decode(raw).id) if raw else ""
        ids = [base_id(_entry.decode(raw).id) for _, raw in self._log(other).entries]
        return ids.index(id) + 1 if id in ids else 0

    def was_published(self, producer: str, id: str) -> bool:
        return id in self._seen.get(producer, ())

    def lifecycle(self, topic: str) -> Sequence[bytes]:
        return [raw for _, raw in self._log(topic).entries if OUTPUT not in raw]

    def append(self, draft: Draft, at: int, done: Done) -> None:
        known = self._seen.setdefault(draft.producer, OrderedDict())
        digest = hashlib.blake2b(draft.body, digest_size=16).digest()
        seen = known.get(draft.id)
        done(_again(draft, seen, digest) if seen else self._commit(draft, at, digest, known))

    def read(self, topic: str, after: int, told: Told) -> None:
        raws = [raw for _, raw in self._log(topic).entries[after : after + READ_ENTRIES]]
        told(after + 1, raws)

    def settled(self, done: Callable[[], None]) -> None:
        done()

    async def at_rest(self) -> None:
        pass

    def drop(self, topic: str) -> None:
        self._logs.pop(topic, None)

    def _log(self, topic: str) -> _Log:
        if topic not in self._logs:
            self._logs[topic] = _Log(self._new_epoch())
        return self._logs[topic]

    def _commit(
        self, draft: Draft, at: int, digest: bytes, known: OrderedDict[str, _Seen]
    ) -> Outcome:
        if made_at(draft.id) < at - REMEMBERED_MS:
            return IdExpired("this id is more than 24 hours old: make a new one")
        log = self._log(draft.topic)
        at = max(at, log.entries[-1][0]) if log.entries else at
        seq = len(log.entries) + 1
        raw = raw_entry(draft, seq, at)
        log.entries.append((at, raw))
        known[draft.id] = _Seen(draft.topic, digest, log.epoch, seq, at)
        while next(iter(known.values())).at < at - REMEMBERED_MS:
            known.popitem(last=False)
        return Committed(log.epoch, seq, at, raw)


def _again(draft: Draft, seen: _Seen, digest: bytes) -> Outcome:
    if (seen.topic, seen.digest) != (draft.topic, digest):
        return IdConflict("this id was published before with another body: make a new id")
    return Committed(seen.epoch, seen.seq, seen.at, dup=True)
