"""Logins: whether somebody is who they say, by password and second factor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from tocsin_hub.core.accounts import Account, Accounts
from tocsin_hub.core.known_networks import KnownNetworks
from tocsin_hub.core.login_throttle import LoginThrottle
from tocsin_hub.core.passwords import is_bounded, normal
from tocsin_hub.edge.account_rows import AccountRows
from tocsin_hub.edge.clock import code_digest_of, now_ms
from tocsin_hub.edge.passwords import Passwords
from tocsin_hub.edge.second_factor import step_of
from tocsin_wire.errors import CodeNeeded, WrongLogin

_WRONG: Final = "the login or the password is wrong"


class Logins:
    """Looks at passwords and codes; slows down who guesses."""

    def __init__(
        self,
        accounts: Accounts,
        rows: AccountRows,
        passwords: Passwords,
        settled: Callable[[], Awaitable[None]],
    ) -> None:
        """`settled` waits until the logs are on disk: then nothing else writes for a moment."""
        self._accounts = accounts
        self._rows = rows
        self._passwords = passwords
        self._settled = settled
        self._throttle = LoginThrottle()
        self._known = KnownNetworks(rows.known_networks())

    async def prove(self, login: str, password: str, code: str, network: str) -> Account:
        """Return the account of whoever has its password, and its code where it wants one.

        Raises WrongLogin, CodeNeeded, TooFast, Unavailable. Who has no account learns that neither
        by the words nor by the time it takes.
        """
        known = self._known.knows(login, network, now_ms())
        hashed = self._hash_of(login)
        fits = await self._fits(login, hashed, password, network, known=known)
        if fits:
            await self._settled()  # what is written next must not wait for a commit, in the loop
        account = self._accounts.find(login)  # as it is now: it may have been changed meanwhile
        if not fits or account is None or self._hash_of(login) != hashed:
            self._throttle.failed(login.lower(), network, now_ms(), known=known)
            raise WrongLogin(_WRONG)
        account = self._with_code(account, code, network, known=known)
        self.succeeded(account.login, network)
        return await self._renewed(account, password)

    def succeeded(self, login: str, network: str) -> None:
        """Note that somebody proved who they are: their network is known from now on."""
        now = now_ms()
        if self._known.learn(login, network, now):
            self._rows.save_known_network(login, network, now)

    def forget(self, login: str) -> None:
        """Forget the networks of an account that begins anew."""
        self._known.forget(login)

    def _hash_of(self, login: str) -> str:
        account = self._accounts.find(login)
        return account.password if account and not account.disabled else ""

    async def _fits(
        self, login: str, hashed: str, password: str, network: str, *, known: bool
    ) -> bool:
        def allowed() -> None:
            self._throttle.check(login.lower(), network, now_ms(), known=known)

        allowed()
        secret = normal(password)
        if not is_bounded(secret):
            hashed = secret = ""
        return await self._passwords.fits(hashed, secret, known=known, allowed=allowed)

    def _with_code(self, account: Account, code: str, network: str, *, known: bool) -> Account:
        """Use a code up; return the account as it is then."""
        if not account.totp:
            return account
        if not code:
            raise CodeNeeded("the password is right: add the code of your authenticator")
        login, now = account.login.lower(), now_ms()
        self._throttle.check_code(login, network, now, known=known)
        step = step_of(account.totp, code.replace(" ", ""), account.totp_step, now)
        if step is not None:
            return self._keep(account._replace(totp_step=step))
        if not self._rows.take_recovery(account.login, code_digest_of(code)):
            self._throttle.failed_code(login, network, now, known=known)
            raise CodeNeeded("this code is wrong, or was used before: wait for the next one")
        return account

    async def _renewed(self, account: Account, password: str) -> Account:
        """Hash a password anew that was hashed with parameters of before."""
        if not self._passwords.is_outdated(account.password):
            return account
        hashed = await self._passwords.hash(normal(password))
        now = self._accounts.find(account.login)
        if now is None or now.disabled or now.password != account.password:
            raise WrongLogin(_WRONG)
        return self._keep(now._replace(password=hashed))

    def _keep(self, account: Account) -> Account:
        self._rows.save(account)
        self._accounts.set(account)
        return account
