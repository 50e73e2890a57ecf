"""Requests about what was said: where a word is."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct, field
from starlette.responses import Response

from tocsin_hub.core import access
from tocsin_hub.core.search import MAX_TEXT, Part
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_hub.edge.store.search_reader import Asked, Cursor, Hit
from tocsin_wire.bodies import RunCard
from tocsin_wire.errors import BadField
from tocsin_wire.messages import Time
from tocsin_wire.topics import MAX_TOPIC_LENGTH, form_of, private, room

MAX_HITS: Final = 50


class Search(Struct, frozen=True, forbid_unknown_fields=True):
    """What to look for: `text`, `by`, or both; the others narrow it down."""

    text: Annotated[str, Meta(max_length=MAX_TEXT)] = ""
    """Words, each as the beginning of one, without case and accents; `"a phrase"` as it is."""
    topic: Annotated[str, Meta(max_length=MAX_TOPIC_LENGTH)] = ""
    """One room, or one's own private log; empty: all of them."""
    by: Annotated[str, Meta(max_length=64)] = ""
    """The login of who said it."""
    from_: Time | None = field(default=None, name="from")
    to: Time | None = None
    before: Annotated[str, Meta(max_length=64)] = ""
    """The `next` of an answer: what is older."""
    limit: Annotated[int, Meta(ge=1, le=MAX_HITS)] = 20


class Said(Struct, frozen=True):
    """Something that was said, or a run that was asked for, as it reads now."""

    topic: str
    seq: int
    id: str
    at: int
    by: str
    ip: str
    kind: str
    """`chat` or `run`."""
    run: str
    """Of a run: its identity."""
    text: str
    """All of it; of a run: its command."""
    parts: list[Part]
    """What to show of it, cut into hits and what is between them."""


class SearchResult(Struct, frozen=True):
    """What was found, newest first."""

    found: list[Said]
    next: str
    """The `before` of what is older; empty when nothing is."""
    complete: bool
    """False while the hub still brings what was said long ago into its index."""


async def search(call: Call) -> Response:
    """Search rooms and one's own private messages. What was edited is found as it reads now."""
    asked: Search = call.query
    topics = call.services.engine.hub.topics
    logs = {one: topics.log(one).epoch for one in _topics(call, asked.topic) if topics.exists(one)}
    found = await call.services.search.search(
        Asked(
            logs,
            asked.text,
            asked.by,
            asked.from_,
            asked.to,
            Cursor.read(asked.before) if asked.before else None,
            asked.limit,
        )
    )
    following = str(found.hits[-1].cursor) if found.has_more else ""
    said = [_said(hit) for hit in found.hits]
    return answer.json(SearchResult(said, following, found.is_complete))


def _topics(call: Call, topic: str) -> list[str]:
    """Return the logs to look in. Raises Forbidden, BadField, BadTopic."""
    if not topic:
        rooms = [room(one.name) for one in call.services.engine.hub.rooms.all]
        return [*rooms, private(call.who.name)]
    if form_of(topic).pattern not in ("room/*", "private/*"):
        raise BadField(f"nobody talks in {topic}: search rooms, or your private log")
    access.require_reading(call.who, topic)
    return [topic]


def _said(hit: Hit) -> Said:
    entry, body = hit.said.entry, hit.said.body
    kind, run = ("run", body.run) if isinstance(body, RunCard) else ("chat", "")
    return Said(
        hit.topic,
        hit.seq,
        entry.id,
        entry.at,
        entry.by,
        entry.ip,
        kind,
        run,
        hit.said.text,
        hit.parts,
    )
