"""Requests that prove who somebody is: by password, and a code of their second factor."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core.accounts import Account
from tocsin_hub.edge.http.me import Secret, checked_login, entered, given
from tocsin_hub.edge.http.route import Call
from tocsin_wire.errors import CodeNeeded, Refused, WrongLogin


class LogIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A login, its password, and a code of the authenticator or a recovery code."""

    login: Annotated[str, Meta(max_length=64)]
    password: Secret
    code: Annotated[str, Meta(max_length=64)] = ""


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """One's own password, and a code where the account wants one."""

    password: Secret
    code: Annotated[str, Meta(max_length=64)] = ""


async def log_in(call: Call) -> Response:
    """Log in: the browser gets a session."""
    wanted: LogIn = call.body
    account = await _proved(call, checked_login(wanted.login), wanted.password, wanted.code)
    return entered(call, account, "password")


async def prove(call: Call) -> Response:
    """Say again who one is: the session gets another token, and its sockets go on."""
    wanted: Proof = call.body
    account = call.services.accounts.find(call.who.name)
    if call.session is None:
        raise Refused("a token proves nothing beyond itself: make one that is for critical acts")
    if account is None or not account.password:
        where = "use `tocsin-hub open` on the hub's machine"
        if account is not None and account.subject:
            where = "say it at your provider, by /api/oidc/login?proof=1"
        raise Refused(f"you have no password: {where}")
    account = await _proved(call, account.login, wanted.password, wanted.code)
    session = call.session
    if session is None:
        raise WrongLogin("your session ended meanwhile: log in again")
    token = call.services.operators.renew(session)
    call.note("proof")
    return given(call, account, token, 200)


async def _proved(call: Call, login: str, password: str, code: str) -> Account:
    try:
        return await call.services.logins.prove(login, password, code, call.network)
    except (WrongLogin, CodeNeeded) as error:
        call.services.note_failed_login(login, call.network, call.ip, str(error))
        raise
