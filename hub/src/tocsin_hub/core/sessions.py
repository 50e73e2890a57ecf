"""Sessions: which token proves which principal. Holds only hashes; times are the hub's, in ms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_hub.core.principal import Principal, Role

IDLE_MS: Final = 12 * 3600 * 1000
ABSOLUTE_MS: Final = 7 * 24 * 3600 * 1000


class Session(NamedTuple):
    """A person's proof: the SHA-256 of a token only they hold."""

    digest: str
    login: str
    role: Role
    created: int


class Sessions:
    """Looks up principals by the digest of their token; ends what is too old."""

    def __init__(self, sessions: Iterable[Session], now: int) -> None:
        self._sessions = {session.digest: session for session in sessions}
        self._seen = dict.fromkeys(self._sessions, now)

    def add(self, session: Session, now: int) -> None:
        self._sessions[session.digest] = session
        self._seen[session.digest] = now

    def end(self, digest: str) -> Session | None:
        """Take a session away and return it."""
        self._seen.pop(digest, None)
        return self._sessions.pop(digest, None)

    def find(self, digest: str, now: int) -> Principal | None:
        """Return whom a token's digest proves, None when nobody (any more)."""
        session = self._sessions.get(digest)
        if session is None or self._is_over(session, now):
            return None
        self._seen[digest] = now
        return Principal(session.login, session.role, digest, proved=session.created)

    def touch(self, digest: str, now: int) -> None:
        """Note that a session is in use without being looked up: a socket of it is open."""
        if digest in self._seen:
            self._seen[digest] = now

    def people(self) -> list[Principal]:
        """Return whose sessions these are, the newest first."""
        newest = sorted(self._sessions.values(), key=lambda session: -session.created)
        return [Principal(session.login, session.role, session.digest) for session in newest]

    def accounts(self) -> set[str]:
        """Return the logins (lower case) that are no guests'."""
        return {
            session.login.lower()
            for session in self._sessions.values()
            if session.role is not Role.GUEST
        }

    def expired(self, now: int) -> list[str]:
        """Return the digests of sessions that are over by time."""
        return [digest for digest, one in self._sessions.items() if self._is_over(one, now)]

    def _is_over(self, session: Session, now: int) -> bool:
        return now - self._seen[session.digest] > IDLE_MS or now - session.created > ABSOLUTE_MS
