"""Requests about sessions: joining a lab, who am I, leaving, and where else one is logged in."""

from __future__ import annotations

from msgspec import Struct
from starlette.responses import Response

from tocsin_hub.core.principal import Role
from tocsin_hub.core.sessions import Session
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.me import checked_login, me
from tocsin_hub.edge.http.route import Call
from tocsin_wire.errors import Forbidden, Refused


class Join(Struct, frozen=True, forbid_unknown_fields=True):
    """The login to have.

    1 to 32 letters, digits, `.`, `_` or `-`, beginning with one of the first two.
    """

    login: str


class Joined(Struct, frozen=True):
    """A new session; the token is for programs, browsers have it as a cookie."""

    token: str
    login: str
    role: str


class Seen(Struct, frozen=True):
    """One session. Times in ms since 1970 UTC; `method`: `password`, `key`, `invite` or `oidc`."""

    id: str
    created: int
    seen: int
    ip: str
    client: str
    method: str
    current: bool


class SessionList(Struct, frozen=True):
    """One's sessions, the oldest first."""

    sessions: list[Seen]


async def join(call: Call) -> Response:
    """Let a guest into a lab."""
    services = call.services
    if not services.lab:
        raise Forbidden("guests are let in only by a hub started with --lab")
    login = checked_login(call.body.login)
    services.guests.take(call.network, now_ms())
    session, token = services.begin_guest(login, call.visit("guest"))
    response = answer.json(Joined(token, session.login, str(session.role)), 201)
    return answer.with_session(response, call.cookie, token, secure=call.secure)


async def who_am_i(call: Call) -> Response:
    """Tell whose session the request carries."""
    return answer.json(me(call, call.who))


async def leave(call: Call) -> Response:
    """End the session: its sockets close, its cookie goes, a guest's login is free again."""
    session = call.session
    if session is None:
        raise Refused("a token is not left but deleted: DELETE /api/tokens/{id}")
    call.services.operators.end_session(session, "you left")
    if call.who.role not in (Role.GUEST, Role.SCREEN):  # they proved nothing, and come and go
        call.note("logout")
    return answer.without_session(Response(status_code=204), call.cookie)


async def sessions(call: Call) -> Response:
    """List where one is logged in."""
    own = call.services.sessions.of(call.who.name)
    return answer.json(SessionList([_seen(call, session) for session in own]))


async def end(call: Call) -> Response:
    """End one of one's sessions."""
    session = call.services.sessions.get(call.who.name, call.path["id"])
    call.services.operators.end_session(session, "this session was ended")
    call.note("session", call.who.name, f"ended one of {session.client or session.ip}"[:1000])
    return Response(status_code=204)


async def end_others(call: Call) -> Response:
    """End all of one's sessions but this."""
    who = call.who
    call.services.operators.end_sessions(who.name, "this session was ended", but=who.session)
    call.note("session", who.name, "ended all others")
    return Response(status_code=204)


def _seen(call: Call, session: Session) -> Seen:
    return Seen(
        session.id,
        session.created,
        call.services.sessions.seen(session.digest),
        session.ip,
        session.client,
        session.method,
        session.digest == call.who.session,
    )
