"""Requests about join codes: make one, see those that hold, delete one."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.bodies import AuditDeed

_MINUTE = 60_000


class NewCode(Struct, frozen=True, forbid_unknown_fields=True):
    """How often and how long a join code may be used."""

    uses: Annotated[int, Meta(ge=1, le=1000)] = 1
    minutes: Annotated[int, Meta(ge=1, le=7 * 24 * 60)] = 15


class JoinCode(Struct, frozen=True):
    """A join code, shown this once, and until when it holds (ms since 1970 UTC).

    `command` is the line to paste on the machine, `install` the one that makes a service of it too.
    """

    id: str
    code: str
    expires: int
    command: str
    install: str


class KnownCode(Struct, frozen=True):
    """A join code that still lets machines in. Times in ms since 1970 UTC."""

    id: str
    uses: int
    """How many machines it still lets in."""
    expires: int
    created: int
    by: str
    """Who made it."""


class KnownCodes(Struct, frozen=True):
    """The join codes that hold, oldest first."""

    codes: list[KnownCode]


async def codes(call: Call) -> Response:
    """List the join codes that hold; what they are is not kept."""
    found = call.services.codes.listed("join", now_ms())
    listed = [KnownCode(one.id, one.uses, one.expires, one.created, one.by) for one in found]
    return answer.json(KnownCodes(listed))


async def new_code(call: Call) -> Response:
    """Make a join code and the line to paste."""
    services, wanted = call.services, call.body
    text, code = services.begin_join_code(wanted.uses, wanted.minutes * _MINUTE, call.who.name)
    detail = f"made, for {wanted.uses} machines, {wanted.minutes} min"
    services.note(_deed(call, code.id, detail))
    line = f"tocsin-agent join {services.url} {text}"
    install = f"{line} && tocsin-agent install"
    return answer.json(JoinCode(code.id, text, code.expires, line, install), 201)


async def delete_code(call: Call) -> Response:
    """Let a join code open nothing any more."""
    services = call.services
    code = services.codes.named(call.path["id"], "join")
    services.identities.delete_code(code.digest)
    services.codes.delete(code)
    services.note(_deed(call, code.id, "deleted"))
    return Response(status_code=204)


def _deed(call: Call, code: str, detail: str) -> AuditDeed:
    who = call.who
    return AuditDeed("code", who.name, str(who.role), call.ip, code, detail)
