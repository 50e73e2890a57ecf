"""Requests about hosts: the fleet, names and labels, pausing's end, removal."""

from __future__ import annotations

from itertools import chain
from typing import Annotated, Final

import structlog
from msgspec import Meta, Struct, structs
from starlette.responses import Response

from tocsin_hub.core.host_name import MAX_NAME
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire import codec
from tocsin_wire.bodies import AuditDeed, Host, Now
from tocsin_wire.errors import BadField
from tocsin_wire.texts import printable

MOST_ASKED: Final = 100
"""Hosts in one question: as many as there are on a large screen."""

log = structlog.get_logger()


class Recent(Struct, frozen=True):
    """A host's last summaries as columns of equal length, oldest first; units as in `Now`."""

    at: list[int]
    cpu: list[float | None]
    memory: list[float | None]
    disk: list[float | None]
    receive: list[float | None]
    transmit: list[float | None]


class HostNow(Host, frozen=True, kw_only=True):
    """A host, its newest numbers and the two minutes before them."""

    now: Now | None
    recent: Recent


class Fleet(Struct, frozen=True):
    """Every host the hub knows."""

    hosts: list[HostNow]


LabelKey = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,31}\Z")]
LabelValue = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,64}\Z")]


class HostChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What a host is to be called, and all its labels: `{"lab": "b12", "role": "db"}`.

    What is left out stays.
    """

    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)] | None = None
    labels: Annotated[dict[LabelKey, LabelValue], Meta(max_length=16)] | None = None


class Which(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which hosts: repeated for each; of every one without it. Who is not there is left out."""

    id: Annotated[list[Annotated[str, Meta(max_length=96)]], Meta(max_length=MOST_ASKED)] = []


async def fleet(call: Call) -> Response:
    """List every host, or those asked for, with its newest numbers."""
    hub_hosts = call.services.engine.hub.hosts
    rows = hub_hosts.some(call.query.id) if call.query.id else hub_hosts.each()
    hosts = (codec.encode(_host_now(*row)) for row in rows)
    return answer.streamed(
        chain((b'{"hosts":[',), answer.separated(hosts), (b"]}",)), zip_welcome=call.zip_welcome
    )


async def change(call: Call) -> Response:
    """Give a host another name or other labels: what runs and lists are asked of by."""
    hosts, wanted = call.services.engine.hub.hosts, call.body
    host = hosts.get(call.path["id"])
    if wanted.name is not None:
        _rename(call, host, wanted.name)
    if wanted.labels is not None:
        _label(call, host, wanted.labels)
    call.services.engine.apply([])
    return answer.json(hosts.get(host.id))


def _rename(call: Call, host: Host, asked: str) -> None:
    services, name = call.services, printable(asked, MAX_NAME).strip()
    if not name:
        raise BadField("a name has letters or digits")
    services.engine.hub.hosts.require_free(host.id, name)
    services.identities.save_name(host.id, name)
    services.engine.hub.hosts.rename(host.id, name)
    services.note(_deed(call, host.id, f"renamed: {host.name} -> {name}"))


def _label(call: Call, host: Host, labels: dict[str, str]) -> None:
    services = call.services
    services.identities.save_labels(host.id, labels)
    services.engine.hub.hosts.label(host.id, labels)
    told = ", ".join(f"{key}={value}" for key, value in labels.items()) or "none"
    services.note(_deed(call, host.id, f"labeled: {told}"))


async def resume(call: Call) -> Response:
    """Let a paused host go on: its agent may connect, with whatever counter it has."""
    services = call.services
    host = services.engine.hub.hosts.get(call.path["id"])
    services.identities.save_pause(host.id, "")
    services.entrance.agents.keys.recount(host.id)
    services.engine.hub.hosts.resume(host.id)
    services.note(_deed(call, host.id, "resumed"))
    return answer.json(services.engine.hub.hosts.get(host.id))


async def remove(call: Call) -> Response:
    """Forget a host, up or down: what it did, and the key its agent connects with."""
    services, hub = call.services, call.services.engine.hub
    host = hub.hosts.get(call.path["id"])
    services.identities.delete_host(host.id)
    services.entrance.agents.keys.remove(host.id)
    services.engine.apply(hub.remove_host(host.id, now_ms()))
    services.history.forget(host.id)
    services.note(_deed(call, host.id, f"removed: {host.name}"))
    log.warning("a host was removed", host=host.id, name=host.name, by=call.who.name)
    return Response(status_code=204)


def _deed(call: Call, host: str, detail: str) -> AuditDeed:
    who = call.who
    return AuditDeed("host", who.name, str(who.role), call.ip, host, detail)


def _host_now(host: Host, recent: list[Now]) -> HostNow:
    columns = {field: [getattr(one, field) for one in recent] for field in Recent.__struct_fields__}
    newest = recent[-1] if recent else None
    return HostNow(**structs.asdict(host), now=newest, recent=Recent(**columns))
