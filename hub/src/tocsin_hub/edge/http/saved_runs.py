"""Requests about saved runs: keep one by a name, change it, forget it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, structs
from starlette.responses import Response

from tocsin_hub.edge.clock import new_id
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.bodies import MAX_TARGETS, Argument, Name, SavedRun
from tocsin_wire.errors import BadField
from tocsin_wire.texts import printable


class NewSavedRun(Struct, frozen=True, forbid_unknown_fields=True):
    """A run to be asked for again. `where` is what `hosts` of a new run is."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    command: Annotated[str, Meta(min_length=1, max_length=4_096)]
    where: Annotated[list[Name], Meta(min_length=1, max_length=MAX_TARGETS)]
    arguments: Annotated[list[Argument], Meta(max_length=64)] = []
    timeout_ms: Annotated[int, Meta(ge=1, le=3_600_000)] = 30_000


class SavedRunId(Struct, frozen=True):
    """The identity of a saved run: its key in the topic `saved-runs`."""

    id: str


class SavedRunList(Struct, frozen=True):
    """Every saved run by its identity."""

    runs: dict[str, SavedRun]


async def saved_runs(call: Call) -> Response:
    """List the saved runs."""
    return answer.json(SavedRunList(dict(call.services.engine.hub.saved_runs.all)))


async def save(call: Call) -> Response:
    """Save a run."""
    return _put(call, new_id(), 201)


async def change(call: Call) -> Response:
    """Change a saved run."""
    id = call.path["id"]
    call.services.engine.hub.saved_runs.find(id)
    return _put(call, id, 200)


async def forget(call: Call) -> Response:
    """Delete a saved run."""
    services, id = call.services, call.path["id"]
    saved = services.engine.hub.saved_runs
    saved.find(id)
    services.identities.delete_saved_run(id)
    saved.delete(id)
    services.engine.apply([])
    return Response(status_code=204)


def _put(call: Call, id: str, status: int) -> Response:
    """Keep it on disk, then show it. Raises Refused, TooMany, Unavailable."""
    services, wanted = call.services, call.body
    name = printable(wanted.name, 80).strip()
    if not name:
        raise BadField("a saved run needs a name")
    run = SavedRun(**structs.asdict(wanted) | {"name": name, "by": call.who.name})
    saved = services.engine.hub.saved_runs
    saved.check(id, run)
    services.identities.save_run(id, run)
    saved.put(id, run)
    services.engine.apply([])
    return answer.json(SavedRunId(id), status)
