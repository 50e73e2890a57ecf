"""Requests about hosts: the fleet, join codes, an agent's joining."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

import structlog
from msgspec import Meta, Struct, structs
from starlette.responses import Response

from tocsin_hub.core.host_name import MAX_NAME
from tocsin_hub.core.sessions import AgentKey
from tocsin_hub.edge.clock import digest_of, new_token, now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire import codec
from tocsin_wire.bodies import Host, Now
from tocsin_wire.errors import BadField
from tocsin_wire.texts import printable

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


class NewCode(Struct, frozen=True, forbid_unknown_fields=True):
    """How often and how long a join code may be used."""

    uses: Annotated[int, Meta(ge=1, le=1000)] = 1
    minutes: Annotated[int, Meta(ge=1, le=7 * 24 * 60)] = 15


class JoinCode(Struct, frozen=True):
    """A join code.

    Until when it holds (ms since 1970 UTC), and the line to paste on the machine.
    """

    code: str
    expires: int
    command: str


class AgentJoin(Struct, frozen=True, forbid_unknown_fields=True):
    """An agent's wish to belong to this hub."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Annotated[str, Meta(min_length=1, max_length=253)]


LabelKey = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,31}\Z")]
LabelValue = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,64}\Z")]


class Labels(Struct, frozen=True, forbid_unknown_fields=True):
    """All the labels of a host: `{"lab": "b12", "role": "db"}`."""

    labels: Annotated[dict[LabelKey, LabelValue], Meta(max_length=16)]


class AgentJoined(Struct, frozen=True):
    """The host's identity, the token its agent connects with, and what it is called.

    That is the name it asked for, or `name-2` and so on where another host has that.
    """

    host: str
    token: str
    name: str


async def fleet(call: Call) -> Response:
    """List every host with its newest numbers."""
    hosts = (codec.encode(_host_now(*row)) for row in call.services.engine.hub.hosts.each())
    return answer.streamed(
        chain((b'{"hosts":[',), answer.separated(hosts), (b"]}",)), zip_welcome=call.zip_welcome
    )


async def new_code(call: Call) -> Response:
    """Make a join code and the line to paste."""
    wanted = call.body
    text, code = call.services.begin_join_code(wanted.uses, wanted.minutes * 60_000)
    line = f"tocsin-agent run --hub {call.services.url} --join {text}"
    return answer.json(JoinCode(text, code.expires, line), 201)


async def join(call: Call) -> Response:
    """Let a machine in that has a join code."""
    services, wanted, now = call.services, call.body, now_ms()
    name = printable(wanted.name, MAX_NAME).strip()
    if not name:
        raise BadField("the host needs a name: --name NAME")
    code = services.find_code(wanted.code, "join", call.network)
    hosts = services.engine.hub.hosts
    token = new_token()
    host = hosts.named(name)
    key = AgentKey(digest_of(token), host.id)
    services.identities.enrol(host, key, code, now)
    services.codes.use(code)
    services.sessions.add_agent(key)
    hosts.add(host, now)
    services.engine.apply([])
    if host.name != name:
        log.warning("a host's name was taken", asked=name, host=host.id, name=host.name)
    return answer.json(AgentJoined(host.id, token, host.name), 201)


async def label(call: Call) -> Response:
    """Give a host other labels: what runs and lists are asked of by."""
    services, labels = call.services, call.body.labels
    host = services.engine.hub.hosts.get(call.path["id"])
    services.identities.save_labels(host.id, labels)
    services.engine.hub.hosts.label(host.id, labels)
    services.engine.apply([])
    return answer.json(services.engine.hub.hosts.get(host.id))


async def remove(call: Call) -> Response:
    """Forget a host that is down: what it did, and the token its agent connects with."""
    services, hub = call.services, call.services.engine.hub
    host = hub.hosts.removable(call.path["id"])
    services.identities.delete_host(host.id)
    services.sessions.remove_agent(host.id)
    services.engine.apply(hub.remove_host(host.id, now_ms()))
    services.history.forget(host.id)
    log.warning("a host was removed", host=host.id, name=host.name, by=call.who.name)
    return Response(status_code=204)


def _host_now(host: Host, recent: list[Now]) -> HostNow:
    columns = {field: [getattr(one, field) for one in recent] for field in Recent.__struct_fields__}
    newest = recent[-1] if recent else None
    return HostNow(**structs.asdict(host), now=newest, recent=Recent(**columns))
