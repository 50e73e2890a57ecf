"""Requests about rooms: begin one, call it otherwise."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core.rooms import LONGEST
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.texts import printable

MAX_TITLE: Final = 80

Title = Annotated[str, Meta(max_length=MAX_TITLE)]


class NewRoom(Struct, frozen=True, forbid_unknown_fields=True):
    """A room to begin."""

    name: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    """Letters a-z, digits and `.`, `_`, `-`. `room/<name>` is its log."""
    title: Title = ""
    """What people call it; empty: as its name."""


class RoomChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What to call a room from now on; empty: as its name."""

    title: Title


async def begin(call: Call) -> Response:
    """Begin a room. Everybody may read it and speak in it."""
    hub, wanted = call.services.engine.hub, call.body
    begun = hub.rooms.begin(call.who, wanted.name, _title(wanted.title), now_ms())
    call.services.engine.apply(begun)
    call.note("room", wanted.name, "begun")
    return answer.json(hub.rooms.get(wanted.name), 201)


async def rename(call: Call) -> Response:
    """Give a room another title. Its name, and so its log, stays."""
    hub, name = call.services.engine.hub, call.path["name"]
    title = _title(call.body.title)
    call.services.engine.apply(hub.rooms.rename(name, title))
    call.note("room", name, f"called {title!r}" if title else "called as its name")
    return answer.json(hub.rooms.get(name))


def _title(text: str) -> str:
    return " ".join(printable(text, MAX_TITLE).split())
