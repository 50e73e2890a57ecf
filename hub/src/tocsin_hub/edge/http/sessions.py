"""Requests about sessions: first set-up, joining a lab, who am I, leaving."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.edge.clock import digest_of, now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.closing import Close
from tocsin_wire.errors import BadField, Forbidden, LoginTaken
from tocsin_wire.texts import is_login


class SetUp(Struct, frozen=True, forbid_unknown_fields=True):
    """The key after `#k=` of the address the hub printed, and the login to have."""

    key: Annotated[str, Meta(min_length=1, max_length=64)]
    login: str = "admin"


class Join(Struct, frozen=True, forbid_unknown_fields=True):
    """The login to have.

    1 to 32 letters, digits, `.`, `_` or `-`, beginning with one of the first two.
    """

    login: str


class Me(Struct, frozen=True):
    """Who a session belongs to."""

    login: str
    role: str


class Joined(Struct, frozen=True):
    """A new session; the token is for programs, browsers have it as a cookie."""

    token: str
    login: str
    role: str


class Link(Struct, frozen=True):
    """An address for a browser."""

    url: str


async def set_up(call: Call) -> Response:
    """Use a set-up key: the browser gets the admin's session."""
    services, wanted = call.services, call.body
    login = _checked(wanted.login)
    _refuse_taken(call, login)  # before the key is used up
    code = services.find_code(wanted.key, "setup", call.network)
    said = AuditDeed("setup", login, str(Role.ADMIN), call.ip, login, "becomes admin by a key")
    await services.keep(said)
    code = services.find_code(wanted.key, "setup", call.network)  # who else had it may be done
    services.identities.save_account(login, Role.ADMIN)
    session, token = services.begin_session(login, Role.ADMIN)
    services.codes.use(code)
    response = answer.json(Me(session.login, str(session.role)), 201)
    return answer.with_session(response, call.cookie, token, secure=call.secure)


async def join(call: Call) -> Response:
    """Let a guest into a lab."""
    services = call.services
    if not services.lab:
        raise Forbidden("guests are let in only by a hub started with --lab")
    login = _checked(call.body.login)
    services.guests.take(call.network, now_ms())
    if login.lower() in services.identities.accounts():
        raise LoginTaken(f"the login {login} is taken: choose another")
    session, token = services.begin_session(login, Role.GUEST)
    response = answer.json(Joined(token, session.login, str(session.role)), 201)
    return answer.with_session(response, call.cookie, token, secure=call.secure)


async def who_am_i(call: Call) -> Response:
    """Tell whose session the request carries."""
    return answer.json(Me(call.who.name, str(call.who.role)))


async def leave(call: Call) -> Response:
    """End the session: its sockets close, its cookie goes, a guest's login is free again."""
    services, digest = call.services, digest_of(call.token)
    services.identities.delete_session(digest)
    services.sessions.end(digest)
    services.engine.end_session(digest, Close.SESSION_OVER, "you left")
    services.engine.apply(services.engine.hub.release(call.who))
    if call.who.role is not Role.GUEST:  # a guest proved nothing, and comes and goes
        services.note(AuditDeed("logout", call.who.name, str(call.who.role), call.ip))
    return answer.without_session(Response(status_code=204), call.cookie)


async def setup_link(call: Call) -> Response:
    """Make another set-up address, for `tocsin-hub open`."""
    return answer.json(Link(call.services.setup_url()), 201)


def _checked(login: str) -> str:
    if not is_login(login):
        raise BadField(
            "a login has 1 to 32 characters: letters and digits without accents, then also . _ -"
        )
    return login


def _refuse_taken(call: Call, login: str) -> None:
    """A guest who has that login keeps it."""
    admin = Principal(login, Role.ADMIN, "")
    if not call.services.engine.hub.people.is_free(admin, now_ms()):
        raise LoginTaken(f"the login {login} is taken: choose another")
