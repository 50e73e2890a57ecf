"""Accounts: the people an admin has let in, by login, and what each may do. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_hub.core.principal import Role
from tocsin_wire.errors import Refused, UnknownLogin

ROLES: Final = (Role.VIEWER, Role.AUDITOR, Role.OPERATOR, Role.ADMIN)
"""What an account may be; a guest has none, and a machine is no person."""


class Account(NamedTuple):
    """One person. Times in ms."""

    login: str
    role: Role
    scope: tuple[str, ...] = ()
    """The labels of the hosts they may act on (`core/scope.py`); empty: all."""
    disabled: bool = False
    created: int = 0
    password: str = ""
    """The argon2id hash with its parameters and salt; empty: they cannot log in by password."""
    totp: str = ""
    """The secret of the second factor in base 32 (RFC 6238); empty: there is none."""
    totp_step: int = 0
    """The last time step a code was used of: none is used twice (RFC 6238 section 5.2)."""
    subject: str = ""
    """Who they are to the OpenID provider: `issuer subject`."""
    expected: str = ""
    """Whom the provider must vouch for to be bound: a verified address, or the subject's name."""

    @property
    def rights(self) -> str:
        """What they may do, in words for the audit."""
        return f"{self.role} on {' '.join(self.scope)}" if self.scope else str(self.role)

    def with_role(self, role: Role) -> Account:
        """Return the account in another role; a scope ends with the role of operator."""
        return self._replace(role=role, scope=self.scope if role is Role.OPERATOR else ())

    def difference(self, after: Account) -> str:
        """Say what changes when it becomes `after`, in words for the audit."""
        said = []
        if self.role is not after.role:
            said.append(f"role {self.role} -> {after.role}")
        if self.scope != after.scope:
            said.append(f"scope {_told(self.scope)} -> {_told(after.scope)}")
        if (self.subject, self.expected) != (after.subject, after.expected):
            said.append(f"expects {after.expected!r} of the OpenID provider")
        if self.disabled != after.disabled:
            said.append("disabled" if after.disabled else "enabled")
        return ", ".join(said) or "nothing changed"

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN and not self.disabled

    @property
    def may_return(self) -> bool:
        """Tell whether they can log in by themselves, without a key from the hub's folder."""
        return not self.disabled and bool(self.password or self.subject)


class Accounts:
    """Every account, by its login whatever the case."""

    def __init__(self, accounts: Iterable[Account] = ()) -> None:
        self._accounts = {account.login.lower(): account for account in accounts}

    @property
    def all(self) -> list[Account]:
        """Every account, by login."""
        return [self._accounts[login] for login in sorted(self._accounts)]

    @property
    def has_admin(self) -> bool:
        """Tell whether an admin can log in, or will be able to once a provider vouches for them."""
        admins = [account for account in self._accounts.values() if account.is_admin]
        return any(account.may_return or account.expected for account in admins)

    @property
    def has_password(self) -> bool:
        """Tell whether anybody can log in by password."""
        return any(one.password and not one.disabled for one in self._accounts.values())

    def find(self, login: str) -> Account | None:
        return self._accounts.get(login.lower())

    def get(self, login: str) -> Account:
        """Return an account. Raises UnknownLogin."""
        account = self.find(login)
        if account is None:
            raise UnknownLogin(f"there is no account {login[:32]!r}")
        return account

    def of_subject(self, subject: str) -> Account | None:
        """Return whose account an OpenID provider's `issuer subject` is."""
        return next((one for one in self._accounts.values() if one.subject == subject), None)

    def set(self, account: Account) -> None:
        self._accounts[account.login.lower()] = account

    def remove(self, login: str) -> None:
        self._accounts.pop(login.lower(), None)

    def expecting(self, account: Account, expected: str) -> Account:
        """Return an account that somebody of the OpenID provider is bound to at their first log-in.

        `expected` is an address the provider must call verified, or the subject it knows them as;
        empty for nobody. Who was bound before is no more. Raises Refused where another account
        expects the same.
        """
        for other in self.all:
            is_other = other.login.lower() != account.login.lower()
            if expected and is_other and other.expected.lower() == expected.lower():
                raise Refused(f"the account {other.login} expects the same person")
        return account._replace(subject="", expected=expected)

    def check(self, login: str, after: Account | None) -> None:
        """Raise Refused when an account that becomes `after` (None: is deleted) leaves no admin.

        Of the admins who can log in by themselves one must stay; where there is none, any admin.
        """
        before = self.get(login)
        others = [one for key, one in self._accounts.items() if key != login.lower()]
        then = [one for one in (*others, after) if one is not None and one.is_admin]
        is_last = before.is_admin and not then
        is_last_to_return = (
            before.is_admin and before.may_return and not any(one.may_return for one in then)
        )
        if is_last or is_last_to_return:
            raise Refused(
                f"{before.login} is the last admin who can log in: make another one first"
            )


def _told(scope: Iterable[str]) -> str:
    return " ".join(scope) or "all"
