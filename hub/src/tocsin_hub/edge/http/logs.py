"""Requests about logs: a piece of what was said, from wherever it is."""

from __future__ import annotations

from itertools import chain
from typing import Annotated, Final

from msgspec import Meta, Raw, Struct
from starlette.responses import Response

from tocsin_hub.core import access
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_hub.edge.store.talk import TALK
from tocsin_wire import codec
from tocsin_wire.errors import BadField
from tocsin_wire.log import Log
from tocsin_wire.messages import Count, Time, Topic

MAX_ENTRIES: Final = 500


class Entries(Struct, frozen=True, forbid_unknown_fields=True):
    """Which entries: at most one of `before`, `after` and `at`; without any, the newest."""

    topic: Topic
    before: Count | None = None
    """The newest entries with a lower seq."""
    after: Count | None = None
    """The oldest entries with a higher seq."""
    at: Time | None = None
    """The oldest entries not older than this time."""
    limit: Annotated[int, Meta(ge=1, le=MAX_ENTRIES)] = 100


class Piece(Struct, frozen=True):
    """Entries of a log, oldest first; `first` and `head` tell what there is in all."""

    topic: str
    epoch: str
    first: int
    head: int
    amendments: list[Raw]
    """Of what people said: the later entries that edit, delete or mark something in this piece."""
    entries: list[Raw]
    """Each an `Entry` of the protocol."""


async def entries(call: Call) -> Response:
    """Return a piece of a log. A hole in the seqs is what the disk has lost."""
    asked: Entries = call.query
    access.require_reading(call.who, asked.topic)
    engine = call.services.engine
    log = engine.hub.topics.find(asked.topic)
    if not isinstance(log, Log):
        raise BadField(f"{asked.topic} is a state: it has no entries")
    after, limit = _place(asked, log)
    raws = await engine.read(log, after, limit)
    later = await _amendments(call, asked.topic, after + 1, after + limit)
    head = Piece(asked.topic, log.epoch, log.first, log.head, later, [])
    start = codec.encode(head).removesuffix(b"]}")
    return answer.streamed(chain((start,), answer.separated(raws), (b"]}",)))


async def _amendments(call: Call, topic: str, first: int, last: int) -> list[Raw]:
    """Return what changes a piece of a log: read alone, it would tell what nobody stands by."""
    if not topic.startswith(TALK):
        return []
    return [Raw(raw) for raw in await call.services.search.amendments(topic, first, last)]


def _place(asked: Entries, log: Log) -> tuple[int, int]:
    """Return after which seq to read, and how many entries."""
    if sum(place is not None for place in (asked.before, asked.after, asked.at)) > 1:
        raise BadField("name one of before, after and at")
    oldest = log.first - 1
    if asked.after is not None:
        return max(asked.after, oldest), asked.limit
    if asked.at is not None:
        return log.start(None, None, asked.at).cursor.number, asked.limit
    end = log.head if asked.before is None else min(asked.before - 1, log.head)
    after = max(end - asked.limit, oldest)
    return after, max(end - after, 0)
