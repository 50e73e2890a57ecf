"""SignOn: log-ins by OpenID Connect, from the first click to a proven identity."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from tocsin_hub.core.allowance import Allowance
from tocsin_hub.core.oidc.client import Client, is_loopback
from tocsin_hub.core.oidc.identity import Identity
from tocsin_hub.core.oidc.problem import NoEntry, Problem
from tocsin_hub.core.oidc.transaction import Transaction, Transactions
from tocsin_hub.edge.clock import digest_of, new_token, now_ms
from tocsin_hub.edge.oidc.provider import Provider
from tocsin_hub.edge.oidc.requests import Requests
from tocsin_wire.errors import TooFast

AT_ONCE: Final = 60
"""Log-ins one network may begin at once, and as many again each minute."""
CALLBACK: Final = "/api/oidc/callback"
"""Where the OpenID provider sends browsers back to, at this hub's address."""
_OUR_FAULT: Final = frozenset({"server_error", "temporarily_unavailable"})


class Begun(NamedTuple):
    """A log-in that was begun."""

    address: str
    """Where the browser goes now."""
    key: str
    """What the browser keeps, and nobody else has."""


class Answer(NamedTuple):
    """What a browser brings back (OpenID Connect Core 3.1.2.5 and 3.1.2.6)."""

    state: str
    code: str
    error: str
    issuer: str


class SignOn:
    """The way to the provider and back."""

    def __init__(self, provider: Provider, callback: str) -> None:
        """`callback` is the address of this hub that the provider sends browsers back to."""
        self.client = provider.client
        self._provider = provider
        self._callback = callback
        self.host = urlsplit(callback).netloc.lower()
        """How the hub is called there."""
        self._transactions = Transactions()
        self._begun = Allowance(AT_ONCE, "log-ins")

    async def begin(self, path: str, session: str, network: str, *, is_proof: bool) -> Begun:
        """Begin a log-in that goes on at `path`. Raises NoEntry.

        `session` is the digest of the one the browser has, empty for none.
        """
        now, key = now_ms(), new_token()
        try:
            self._begun.take(network, now)
        except TooFast as error:
            raise NoEntry(Problem.BUSY, error.message) from None
        transaction = Transaction(
            state=new_token(),
            nonce=new_token(),
            verifier=new_token(),
            next=path,
            begun=now,
            session=session,
            is_proof=is_proof,
        )
        address = await self._provider.address(transaction, self._callback)
        self._transactions.begin(digest_of(key), transaction)
        return Begun(address, key)

    def take(self, key: str, answer: Answer) -> Transaction:
        """Return the log-in an answer belongs to; there is no second one. Raises NoEntry."""
        return self._transactions.take(digest_of(key), answer.state, now_ms())

    async def identify(self, transaction: Transaction, answer: Answer) -> Identity:
        """Return who logged in at the provider. Raises NoEntry."""
        await self._provider.require_issuer(answer.issuer)
        if answer.error:
            problem = Problem.AWAY if answer.error in _OUR_FAULT else Problem.DENIED
            raise NoEntry(problem, f"the provider answers {answer.error[:80]!r}")
        return await self._provider.identify(answer.code, transaction, self._callback)


@contextlib.asynccontextmanager
async def signing_on(client: Client | None, url: str) -> AsyncIterator[SignOn | None]:
    """Have what is needed for log-ins by the provider; it is not asked anything yet.

    `url` is the address of this hub; without a `client` there is no provider.
    """
    if client is None:
        yield None
        return
    requests = Requests(is_local=is_loopback(client.issuer))
    try:
        yield SignOn(Provider(client, requests), f"{url}{CALLBACK}")
    finally:
        await requests.close()
