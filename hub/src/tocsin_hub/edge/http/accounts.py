"""Requests about everybody's accounts, for admins."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.responses import Response

from tocsin_hub.core import passwords
from tocsin_hub.core.accounts import Account
from tocsin_hub.core.principal import Role
from tocsin_hub.core.scope import MAX_SELECTORS, SELECTOR
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.me import Secret, checked_login
from tocsin_hub.edge.http.route import Call
from tocsin_wire.errors import BadField, Refused

RoleName = Literal["viewer", "auditor", "operator", "admin"]
Scope = Annotated[list[Annotated[str, Meta(pattern=SELECTOR)]], Meta(max_length=MAX_SELECTORS)]


Expected = Annotated[str, Meta(max_length=255, pattern=r"^[ -~]*\Z")]


class NewAccount(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody to let in; without a password they get an invitation.

    `oidc`: whom the OpenID provider must vouch for to be this person, by an address it has
    verified, or by the subject it knows them as; they need no invitation.
    `scope`: the labels (`site=paris`, `role=web*`) of the hosts an operator may act on.
    """

    login: str
    role: RoleName
    scope: Scope = []
    password: Secret = ""
    oidc: Expected = ""


class AccountChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different. A scope ends with the role of operator.

    Another `oidc` expects somebody anew; the sessions and tokens of who it was end.
    """

    role: RoleName | UnsetType = UNSET
    scope: Scope | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    oidc: Expected | UnsetType = UNSET


class ShownAccount(Struct, frozen=True):
    """An account: how its person comes in, and by how many sessions and tokens."""

    login: str
    role: str
    scope: list[str]
    disabled: bool
    password: bool
    second_factor: bool
    oidc: bool
    expected: str
    created: int
    sessions: int
    tokens: int


class AccountList(Struct, frozen=True):
    """Every account, by login."""

    accounts: list[ShownAccount]


class Invitation(Struct, frozen=True):
    """An address by which the person chooses a password, and until when (ms since 1970 UTC)."""

    login: str
    url: str
    expires: int


async def accounts(call: Call) -> Response:
    """List everybody who has an account."""
    everybody = call.services.accounts.all
    return answer.json(AccountList([_shown(call, account) for account in everybody]))


async def add(call: Call) -> Response:
    """Let somebody in: with a password, or by an invitation."""
    services, wanted = call.services, call.body
    login = checked_login(wanted.login)
    account = _checked(Account(login, Role(wanted.role), tuple(wanted.scope), created=now_ms()))
    account = _expecting(call, account, wanted.oidc)
    services.operators.require_free(login)
    if wanted.password:
        hashed = await services.passwords.hash(passwords.check(wanted.password, login))
        account = account._replace(password=hashed)
    await call.keep("account", login, f"added as {account.rights}")
    services.operators.require_free(login)  # still
    services.operators.keep(_expecting(call, account, wanted.oidc))
    is_invited = not (account.password or account.expected)
    invitation = _invite(call, account) if is_invited else Invitation(login, "", 0)
    return answer.json(invitation, 201)


async def change(call: Call) -> Response:
    """Change what somebody may do, or whether they may come in; who is here follows at once."""
    accounts, login = call.services.accounts, call.path["login"]
    before = accounts.get(login)
    after = _changed(call, before)
    accounts.check(login, after)
    await call.keep("account", before.login, before.difference(after))
    before = accounts.get(login)
    after = _changed(call, before)
    call.services.operators.keep(after)
    if before.subject and not after.subject:
        call.services.operators.end_access(after.login, "your account is bound anew")
    return answer.json(_shown(call, after))


async def reset(call: Call) -> Response:
    """Take away password, second factor, sessions and tokens; the person is invited anew."""
    services, account = call.services, call.services.accounts.get(call.path["login"])
    await call.keep("account", account.login, "reset")
    services.operators.reset(account.login)
    _forget_proofs(call, account.login)
    return answer.json(_invite(call, account))


async def delete(call: Call) -> Response:
    """Delete an account with its sessions and tokens; its login is free then."""
    services, account = call.services, call.services.accounts.get(call.path["login"])
    services.accounts.check(account.login, None)
    await call.keep("account", account.login, "deleted")
    services.operators.delete(account.login)
    services.withdraw_invitations(account.login)
    _forget_proofs(call, account.login)
    return Response(status_code=204)


def _forget_proofs(call: Call, login: str) -> None:
    call.services.logins.forget(login)
    call.services.enrolments.pop(login.lower(), None)


def _expecting(call: Call, account: Account, expected: str) -> Account:
    """Return an account that expects somebody of the OpenID provider. Raises Refused."""
    if expected and call.services.sign_on is None:
        raise Refused("this hub has no OpenID provider: start it with --oidc-issuer")
    return call.services.accounts.expecting(account, expected)


def _invite(call: Call, account: Account) -> Invitation:
    url, code = call.services.begin_invitation(account.login)
    return Invitation(account.login, url, code.expires)


def _checked(account: Account) -> Account:
    if account.scope and account.role is not Role.OPERATOR:
        raise BadField(f"a scope limits operators: {account.login} is {account.role}")
    return account


def _changed(call: Call, account: Account) -> Account:
    change: AccountChange = call.body
    if not isinstance(change.role, UnsetType):
        account = account.with_role(Role(change.role))
    if not isinstance(change.scope, UnsetType):
        account = _checked(account._replace(scope=tuple(change.scope)))
    if not isinstance(change.disabled, UnsetType):
        account = account._replace(disabled=change.disabled)
    if not isinstance(change.oidc, UnsetType):
        account = _expecting(call, account, change.oidc)
    return account


def _shown(call: Call, account: Account) -> ShownAccount:
    return ShownAccount(
        account.login,
        str(account.role),
        list(account.scope),
        account.disabled,
        bool(account.password),
        bool(account.totp),
        bool(account.subject),
        account.expected,
        account.created,
        len(call.services.sessions.of(account.login)),
        len(call.services.tokens.of(account.login)),
    )
