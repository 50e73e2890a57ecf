"""MemoryStore: logs for as long as the process lives.

The tail every topic keeps is all there is.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

from msgspec import Raw

from tocsin_hub.core.store import Committed, Done, Draft, Outcome
from tocsin_wire.errors import IdConflict
from tocsin_wire.messages import Entry

REMEMBERED_IDS: Final = 256
"""Publish ids kept per producer: more than any client of ours leaves unanswered."""
REMEMBERED_MS: Final = 24 * 3600 * 1000


class _Head:
    __slots__ = ("epoch", "seq")

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.seq = 0


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
        self._heads: dict[str, _Head] = {}
        self._seen: dict[str, OrderedDict[str, _Seen]] = {}

    def epoch(self, topic: str) -> str:
        return self._head(topic).epoch

    def append(self, draft: Draft, at: int, done: Done) -> None:
        known = self._seen.setdefault(draft.producer, OrderedDict())
        digest = hashlib.blake2b(draft.body, digest_size=16).digest()
        seen = known.get(draft.id)
        done(self._again(draft, seen, digest) if seen else self._commit(draft, at, digest, known))

    def drop(self, topic: str) -> None:
        self._heads.pop(topic, None)

    def _head(self, topic: str) -> _Head:
        if topic not in self._heads:
            self._heads[topic] = _Head(self._new_epoch())
        return self._heads[topic]

    def _commit(
        self, draft: Draft, at: int, digest: bytes, known: OrderedDict[str, _Seen]
    ) -> Committed:
        head = self._head(draft.topic)
        head.seq += 1
        known[draft.id] = _Seen(draft.topic, digest, head.epoch, head.seq, at)
        while len(known) > REMEMBERED_IDS or next(iter(known.values())).at < at - REMEMBERED_MS:
            known.popitem(last=False)
        return Committed(_entry(draft, head.seq, at), head.epoch, dup=False)

    def _again(self, draft: Draft, seen: _Seen, digest: bytes) -> Outcome:
        if (seen.topic, seen.digest) != (draft.topic, digest):
            return IdConflict("this id was published before with another body: make a new id")
        return Committed(_entry(draft, seen.seq, seen.at), seen.epoch, dup=True)


def _entry(draft: Draft, seq: int, at: int) -> Entry:
    return Entry(seq, draft.id, at, draft.producer, Raw(draft.body), draft.ip)
