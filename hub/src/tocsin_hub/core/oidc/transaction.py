"""Transaction: one log-in under way, between leaving for the provider and coming back.

What is secret in it never leaves the hub, but for the state and the nonce in the address.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import Final, NamedTuple

from tocsin_hub.core.oidc.problem import NoEntry, Problem

LASTS_MS: Final = 10 * 60_000
MOST: Final = 10_000
"""Log-ins under way; beyond that the oldest is given up."""


class Transaction(NamedTuple):
    """What the answer must fit to."""

    state: str
    """Comes back with the code: it was asked for by this browser (RFC 6749 section 10.12)."""
    nonce: str
    """Comes back in the ID token: it was made for this log-in (OpenID Connect Core 3.1.2.1)."""
    verifier: str
    """Goes with the code: whoever steals that cannot use it (RFC 7636)."""
    next: str
    """Where to go on."""
    begun: int
    """When (ms)."""
    session: str = ""
    """The digest of the session the browser had; empty when it had none."""
    is_proof: bool = False
    """True where the person of that session says again who they are."""


class Transactions:
    """The log-ins under way, by the digest of what only the browser that began one holds."""

    def __init__(self) -> None:
        self._by_key: dict[str, Transaction] = {}

    def __len__(self) -> int:
        return len(self._by_key)

    def begin(self, key: str, transaction: Transaction) -> None:
        """Remember one; what was begun too long before it is forgotten."""
        self._forget(transaction.begun)
        self._by_key[key] = transaction

    def take(self, key: str, state: str, now: int) -> Transaction:
        """Return a transaction, once. Raises NoEntry.

        A wrong state uses nothing up: any page can send a browser here with one.
        """
        found = self._by_key.get(key)
        if found is None or found.begun + LASTS_MS <= now:
            raise NoEntry(Problem.EXPIRED, "no log-in of this browser is under way")
        if not compare_digest(found.state.encode(), state.encode()):
            raise NoEntry(Problem.EXPIRED, "the state is not that of this browser's log-in")
        del self._by_key[key]
        return found

    def _forget(self, now: int) -> None:
        """Give up what is over, and the oldest of too many: they stand first."""
        while self._by_key:
            oldest = next(iter(self._by_key))
            if self._by_key[oldest].begun + LASTS_MS > now and len(self._by_key) < MOST:
                return
            del self._by_key[oldest]
