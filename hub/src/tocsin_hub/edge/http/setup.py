"""Requests with a key: the first set-up, and invitations to an account."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core import passwords
from tocsin_hub.core.accounts import Account
from tocsin_hub.core.codes import Code
from tocsin_hub.core.principal import Role
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.me import Secret, checked_login, entered
from tocsin_hub.edge.http.route import Call
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.errors import BadField

Key = Annotated[str, Meta(min_length=1, max_length=64)]


class SetUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What comes after `#k=` of the address that was shown, and the login and password to have.

    An invitation has its login already and needs a password; without one a set-up key makes an
    admin who comes in by such keys alone.
    """

    key: Key
    login: str = "admin"
    password: Secret = ""


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    """What comes after `#k=` of the address that was shown."""

    key: Key


class Looked(Struct, frozen=True):
    """Whom a key is for: `login` is empty when it can be chosen."""

    login: str
    role: str


class Link(Struct, frozen=True):
    """An address for a browser."""

    url: str


async def look(call: Call) -> Response:
    """Tell whom a key is for, without using it."""
    code = call.services.find_entry(call.body.key, call.network)
    account = call.services.accounts.get(code.invites) if code.invites else None
    looked = Looked(account.login, str(account.role)) if account else Looked("", str(Role.ADMIN))
    return answer.json(looked)


async def set_up(call: Call) -> Response:
    """Use a key: the browser gets the session of the account it makes or opens."""
    services, wanted = call.services, call.body
    account = _account(call, services.find_entry(wanted.key, call.network))
    if wanted.password:
        chosen = passwords.check(wanted.password, account.login)
        hashed = await services.passwords.hash(chosen)
    said = AuditDeed("setup", account.login, str(account.role), call.ip, account.login)
    await services.keep(said)
    code = services.find_entry(wanted.key, call.network)  # who else had it may be done
    account = _account(call, code)
    services.operators.keep(account._replace(password=hashed) if wanted.password else account)
    services.use_entry(code)
    services.logins.succeeded(account.login, call.network)
    return entered(call, account, "invite" if code.invites else "key", 201)


async def setup_link(call: Call) -> Response:
    """Make another set-up address, for `tocsin-hub open`."""
    call.note("code", detail="a set-up address")
    return answer.json(Link(call.services.setup_url()), 201)


def _account(call: Call, code: Code) -> Account:
    """Return the account a key opens."""
    if not code.invites:
        return _admin(call)
    if not call.body.password:
        raise BadField("choose a password: that is what you will log in with")
    return call.services.accounts.get(code.invites)


def _admin(call: Call) -> Account:
    """Return the admin there will be; a guest who has that login keeps it."""
    login = checked_login(call.body.login)
    account = call.services.accounts.find(login)
    if account:
        return account._replace(role=Role.ADMIN, disabled=False, scope=())
    call.services.operators.require_no_guest(login)
    return Account(login, Role.ADMIN, created=now_ms())
