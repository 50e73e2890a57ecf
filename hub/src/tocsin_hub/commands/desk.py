"""Desk: where `tocsin-hub user` changes accounts: at the hub that runs, or in its folder.

A hub that runs holds the lock of its folder, and has to hear of every change: it does it then.
"""

from __future__ import annotations

import asyncio
import contextlib
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tocsin_hub.core.accounts import Account, Accounts
from tocsin_hub.core.principal import HUB, Role
from tocsin_hub.core.store import Draft, Outcome
from tocsin_hub.edge.clock import new_id, new_name, now_ms
from tocsin_hub.edge.control import ask
from tocsin_hub.edge.data import Control, DataBusy, DataFolder, read_control
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.passwords import hasher
from tocsin_hub.edge.store.log_store import LogStore
from tocsin_wire import codec
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.errors import Refused, TocsinError
from tocsin_wire.topics import AUDIT


class Row(NamedTuple):
    """One account as it is listed."""

    login: str
    role: str
    scope: list[str]
    disabled: bool
    password: bool
    second_factor: bool
    oidc: bool
    expected: str


class Desk(Protocol):
    """What can be done with accounts. Raises Refused with what stands in the way."""

    can_invite: bool

    def rows(self) -> list[Row]:
        """Return every account, by login."""

    def add(self, login: str, role: str, scope: list[str], password: str, oidc: str) -> str:
        """Make an account; return an invitation's address where nothing proves who somebody is.

        `oidc` is whom the OpenID provider must vouch for, empty for nobody.
        """

    def change(self, login: str, changes: dict[str, Any]) -> None:
        """Change `role`, `scope`, `disabled` or `oidc`."""

    def reset(self, login: str, password: str) -> str:
        """Take away all proofs; return an invitation's address, or set a password."""

    def delete(self, login: str) -> None:
        """Delete an account."""

    def close(self) -> None:
        """Leave the desk."""


def desk_of(data: Path) -> Desk:
    """Return where accounts of a folder are changed now. Raises DataBusy, BadData."""
    try:
        folder = DataFolder(data)
    except DataBusy as busy:
        try:
            return HubDesk(read_control(data))
        except DataBusy:
            raise busy from None
    return FolderDesk(folder)


class HubDesk:
    """Asks the hub that runs."""

    can_invite = True

    def __init__(self, control: Control) -> None:
        self._control = control

    def rows(self) -> list[Row]:
        found = self._ask("GET", "/api/accounts")["accounts"]
        return [Row(*(one[field] for field in Row._fields)) for one in found]

    def add(self, login: str, role: str, scope: list[str], password: str, oidc: str) -> str:
        proofs = {"password": password, "oidc": oidc}
        body = {"login": login, "role": role, "scope": scope, **proofs}
        return str(self._ask("POST", "/api/accounts", body)["url"])

    def change(self, login: str, changes: dict[str, Any]) -> None:
        self._ask("PATCH", f"/api/accounts/{login}", changes)

    def reset(self, login: str, password: str) -> str:
        del password  # an invitation lets the person choose their own
        return str(self._ask("POST", f"/api/accounts/{login}/reset")["url"])

    def delete(self, login: str) -> None:
        self._ask("DELETE", f"/api/accounts/{login}")

    def close(self) -> None:
        """Nothing is held."""

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        try:
            status, answer = ask(self._control, method, path, body)
        except (OSError, HTTPException) as error:
            raise DataBusy(f"the hub does not answer: {error}") from None
        if status >= 300:
            raise Refused((answer or {}).get("message", "the hub refused"))
        return answer


class FolderDesk:
    """Changes the folder of a hub that does not run, and holds its lock meanwhile."""

    can_invite = False

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        try:
            asyncio.run(_opened(folder.database))
            self._identities = Identities(folder.database)
        except BaseException:
            folder.close()
            raise
        self._accounts = Accounts(self._identities.people.accounts())

    def rows(self) -> list[Row]:
        return [
            Row(
                one.login,
                str(one.role),
                list(one.scope),
                one.disabled,
                bool(one.password),
                bool(one.totp),
                bool(one.subject),
                one.expected,
            )
            for one in self._accounts.all
        ]

    def add(self, login: str, role: str, scope: list[str], password: str, oidc: str) -> str:
        if self._accounts.find(login):
            raise Refused(f"there is an account {login} already")
        hashed = hasher().hash(password) if password else ""
        account = Account(login, Role(role), tuple(scope), created=now_ms(), password=hashed)
        account = self._accounts.expecting(account, oidc)
        self._note(login, f"added as {account.rights}")
        self._identities.people.save(account)
        return ""

    def change(self, login: str, changes: dict[str, Any]) -> None:
        before = self._accounts.get(login)
        after = before.with_role(Role(changes.get("role", before.role)))
        after = after._replace(
            scope=tuple(changes.get("scope", after.scope)),
            disabled=changes.get("disabled", after.disabled),
        )
        if "oidc" in changes:
            after = self._accounts.expecting(after, changes["oidc"])
        self._accounts.check(login, after)
        self._note(before.login, before.difference(after))
        self._identities.people.save(after)
        if after.disabled or (before.subject and not after.subject):
            self._identities.people.delete_sessions_of(after.login)

    def reset(self, login: str, password: str) -> str:
        account = self._accounts.get(login)
        hashed = hasher().hash(password)
        self._note(account.login, "reset")
        self._identities.people.reset(
            account._replace(password=hashed, totp="", totp_step=0, subject="", expected="")
        )
        return ""

    def delete(self, login: str) -> None:
        account = self._accounts.get(login)
        self._accounts.check(login, None)
        self._note(account.login, "deleted")
        self._identities.people.delete(account.login)

    def close(self) -> None:
        self._identities.close()
        self._folder.close()

    def _note(self, login: str, detail: str) -> None:
        deed = AuditDeed("account", HUB, str(Role.ADMIN), on=login, detail=detail[:1_000])
        asyncio.run(_noted(self._folder.database, deed))


async def _opened(database: Path) -> None:
    """Make or look at the file as the hub does when it starts. Raises BadData."""
    await LogStore(database, asyncio.get_running_loop(), new_name).aclose()


async def _noted(database: Path, deed: AuditDeed) -> None:
    """Write a deed into the audit; it is on disk on return. Raises Unavailable."""
    loop = asyncio.get_running_loop()
    written: asyncio.Future[Outcome] = loop.create_future()
    async with contextlib.aclosing(LogStore(database, loop, new_name)) as store:
        draft = Draft(AUDIT, new_id(), HUB, codec.encode(deed))
        store.append(draft, now_ms(), written.set_result)
        outcome = await written
    if isinstance(outcome, TocsinError):
        raise outcome
