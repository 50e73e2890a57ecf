"""Admission: which account a proven identity comes in by, and as what.

A name is no proof: at many a provider people choose their own. Only an account that is bound to
the subject counts, or one an admin has told whom to expect, which is bound then for good.
"""

from __future__ import annotations

from tocsin_hub.core.accounts import Account, Accounts
from tocsin_hub.core.oidc.client import Client
from tocsin_hub.core.oidc.identity import Identity
from tocsin_hub.core.oidc.problem import NoEntry, Problem
from tocsin_hub.core.principal import Role
from tocsin_wire.texts import is_login


def admit(identity: Identity, accounts: Accounts, client: Client, now: int) -> Account:
    """Return the account to come in by, as it is to be from now on. Raises NoEntry."""
    account = accounts.of_subject(identity.subject) or _expecting(identity, accounts)
    if account is None:
        return _newcomer(identity, accounts, client, now)
    if account.disabled:
        raise NoEntry(Problem.DISABLED, "the account is disabled", account.login)
    role = _claimed(identity, client, account) if client.role_claim else account.role
    return account._replace(role=role, subject=identity.subject, expected="")


def _expecting(identity: Identity, accounts: Accounts) -> Account | None:
    """Return the one unbound account that expects this person."""
    found = [one for one in accounts.all if not one.subject and _expects(one, identity)]
    return found[0] if len(found) == 1 else None


def _expects(account: Account, identity: Identity) -> bool:
    """By an address the provider has verified, or else by its subject, exactly."""
    expected = account.expected
    return bool(expected) and (expected.lower() == identity.email or expected == identity.sub)


def _claimed(identity: Identity, client: Client, account: Account) -> Role:
    role = client.role_of(identity.values)
    if role is None:
        detail = f"the claim {client.role_claim!r} names no role of --oidc-map"
        raise NoEntry(Problem.NO_ROLE, detail, account.login)
    return role


def _newcomer(identity: Identity, accounts: Accounts, client: Client, now: int) -> Account:
    role = client.role_of(identity.values)
    if role is None:
        raise NoEntry(
            Problem.UNKNOWN,
            f"no account expects the subject {identity.sub!r}: tocsin-hub user add LOGIN --oidc",
        )
    login = _login_of(identity)
    if not login or accounts.find(login):
        raise NoEntry(
            Problem.TAKEN, f"the name of the subject {identity.sub!r} is no login that is free"
        )
    return Account(login, role, created=now, subject=identity.subject)


def _login_of(identity: Identity) -> str:
    """Return what a newcomer is called here, empty where none of their names is a login."""
    names = (
        identity.username,
        identity.username.partition("@")[0],
        identity.email.partition("@")[0],
    )
    return next((name for name in names if is_login(name)), "")
