"""Tokens: what terminals and bots of a person prove themselves by. Holds only hashes; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_hub.core.principal import Role
from tocsin_wire.errors import NotFound, TooMany

PREFIX: Final = "tocsin_"
"""How a token begins, so that whoever finds one somewhere knows what it is."""
MAX_TOKENS: Final = 100
"""Of one person."""
KEEP_USE_MS: Final = 60_000
"""The last use is written down when it moved by so much: not at each request."""


class Token(NamedTuple):
    """The SHA-256 of a token, whose it is, and what of their rights it carries. Times in ms."""

    digest: str
    id: str
    login: str
    name: str
    role: Role
    """At most this, and at most the person's own."""
    critical: bool
    """May it do what a person must prove again who they are for?"""
    created: int
    expires: int
    used: int = 0
    """When it was last used; 0: never."""


class Tokens:
    """Every personal token."""

    def __init__(self, tokens: Iterable[Token] = ()) -> None:
        self._tokens = {token.digest: token for token in tokens}
        self._kept = {digest: token.used for digest, token in self._tokens.items()}

    def find(self, digest: str, now: int) -> Token | None:
        """Return the token of a digest, and note its use; None when it is over."""
        token = self._tokens.get(digest)
        if token is None or token.expires <= now:
            return None
        self._tokens[digest] = token._replace(used=now)
        return token

    def of(self, login: str) -> list[Token]:
        """Return a person's, the oldest first."""
        found = [one for one in self._tokens.values() if one.login.lower() == login.lower()]
        return sorted(found, key=lambda token: token.created)

    def get(self, login: str, id: str) -> Token:
        """Return a person's token by its public name. Raises NotFound."""
        found = next((token for token in self.of(login) if token.id == id), None)
        if found is None:
            raise NotFound(f"you have no token {id[:32]!r}")
        return found

    def check_room(self, login: str) -> None:
        """Raise TooMany when a person has as many as one may have."""
        if len(self.of(login)) >= MAX_TOKENS:
            raise TooMany(f"you have {MAX_TOKENS} tokens: delete one")

    def add(self, token: Token) -> None:
        self._tokens[token.digest] = token
        self._kept[token.digest] = token.used

    def remove(self, digest: str) -> None:
        self._tokens.pop(digest, None)
        self._kept.pop(digest, None)

    def expired(self, now: int) -> list[str]:
        """Return the digests of those that are over by time."""
        return [digest for digest, token in self._tokens.items() if token.expires <= now]

    def to_keep(self) -> list[Token]:
        """Return those whose last use is to be written down by now."""
        return [
            token
            for digest, token in self._tokens.items()
            if token.used - self._kept[digest] >= KEEP_USE_MS
        ]

    def kept(self, tokens: Iterable[Token]) -> None:
        """Note that the last use of these is written down."""
        for token in tokens:
            if token.digest in self._kept:
                self._kept[token.digest] = token.used
