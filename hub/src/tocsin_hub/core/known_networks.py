"""KnownNetworks: from which networks somebody logged in not long ago. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

KNOWN_MS: Final = 30 * 24 * 3600 * 1000
KEEP_MS: Final = 24 * 3600 * 1000
"""That one is still in use is written down once in so long."""


class KnownNetworks:
    """Networks by login. Times are the hub's, in ms."""

    def __init__(self, rows: Iterable[tuple[str, str, int]] = ()) -> None:
        """`rows` are login, network and when it was last logged in from."""
        self._seen = {(login.lower(), network): seen for login, network, seen in rows}

    def knows(self, login: str, network: str, now: int) -> bool:
        seen = self._seen.get((login.lower(), network))
        return seen is not None and now - seen <= KNOWN_MS

    def learn(self, login: str, network: str, now: int) -> bool:
        """Note a log-in; tell whether that is worth writing down."""
        seen = self._seen.get((login.lower(), network), 0)
        is_news = now - seen > KEEP_MS
        if is_news:
            self._seen[login.lower(), network] = now
        return is_news

    def forget(self, login: str) -> None:
        """Forget where somebody logged in from: the account is reset, or gone."""
        self._seen = {key: seen for key, seen in self._seen.items() if key[0] != login.lower()}
