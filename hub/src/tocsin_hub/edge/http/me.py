"""Me: what a person is told of themselves, and the answer that gives them their session."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core.accounts import Account
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.screens import Screen
from tocsin_hub.edge.clock import digest_of, now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.errors import BadField
from tocsin_wire.texts import is_login

Secret = Annotated[str, Meta(max_length=256)]


class ScreenView(Struct, frozen=True):
    """What a screen shows in turn, each view for so many seconds.

    `expires` in ms since 1970 UTC.
    """

    name: str
    views: list[str]
    seconds: int
    expires: int


class Me(Struct, frozen=True):
    """Who asks, and what they may do.

    `scope`: the labels of the hosts they may act on, empty for all. `proved`: when (ms since 1970
    UTC) they last said who they are, 0 for never.
    """

    login: str
    role: str
    scope: list[str] = []
    proved: int = 0
    password: bool = False
    second_factor: bool = False
    oidc: bool = False
    """Do they say who they are at the OpenID provider?"""
    screen: ScreenView | None = None
    """What is to be shown, for a screen."""


def me(call: Call, who: Principal) -> Me:
    """Describe a person by their account, a guest or a screen by their session."""
    if who.role is Role.SCREEN:
        screen = call.services.screens.of(who.name, now_ms())
        return Me(who.name, str(who.role), screen=screen and screen_view(screen))
    account = None if who.role is Role.GUEST else call.services.accounts.find(who.name)
    if account is None:
        return Me(who.name, str(who.role))
    proved = min(who.proved, now_ms())  # of a token made for critical acts it is now
    return Me(
        account.login,
        str(who.role),
        list(who.scope),
        proved,
        bool(account.password),
        bool(account.totp),
        bool(account.subject),
    )


def screen_view(screen: Screen) -> ScreenView:
    return ScreenView(screen.name, list(screen.views), screen.seconds, screen.expires)


def entered(call: Call, account: Account, method: str, status: int = 200) -> Response:
    """Give somebody who proved who they are a session of their own.

    The one their browser had is rotated; a session of somebody else there ends.
    """
    token = call.services.operators.enter(account, call.visit(method), call.session)
    call.note_of(account.login, str(account.role), "login", detail=method)
    return given(call, account, token, status)


def given(call: Call, account: Account, token: str, status: int) -> Response:
    """Return who somebody is now, with the cookie of their session."""
    session = call.services.sessions.session(digest_of(token), now_ms())
    proved = session.proved if session else 0
    who = Principal(account.login, account.role, "", account.scope, proved)
    response = answer.json(me(call, who), status)
    return answer.with_session(response, call.cookie, token, secure=call.secure)


def checked_login(login: str) -> str:
    """Return what may be a login. Raises BadField."""
    if not is_login(login):
        raise BadField(
            "a login has 1 to 32 characters: letters and digits without accents, then also . _ -"
        )
    return login
