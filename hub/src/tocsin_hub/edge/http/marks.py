"""Requests about what lies on a host's time axis."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field
from starlette.responses import Response

from tocsin_hub.core.marks import MAX_MARKS, Mark
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_hub.edge.store.mark_search import MarksAsked
from tocsin_wire.errors import BadField
from tocsin_wire.messages import Time


class AskMarks(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which host, and of which time."""

    host: Annotated[str, Meta(min_length=1, max_length=128)]
    """Its identity."""
    from_: Time = field(name="from")
    to: Time
    limit: Annotated[int, Meta(ge=1, le=MAX_MARKS)] = MAX_MARKS


class Marks(Struct, frozen=True):
    """What happened, in the order of time."""

    marks: list[Mark]
    more: bool
    """True when there was too much: some of each kind was left out, from all over."""


async def marks(call: Call) -> Response:
    """Tell runs on a host, its changes of status, its spikes, and what was said in `main`."""
    asked: AskMarks = call.query
    if asked.to < asked.from_:
        raise BadField("the time ends (`to`) before it begins (`from`)")
    host = call.services.engine.hub.hosts.get(asked.host)
    found = await call.services.search.marks(
        MarksAsked(host.id, asked.from_, asked.to, asked.limit)
    )
    return answer.json(Marks(found.marks, found.more))
