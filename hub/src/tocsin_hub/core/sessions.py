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


class AgentKey(NamedTuple):
    """A machine's proof."""

    digest: str
    host: str


class Sessions:
    """Looks up principals by the digest of their token; ends what is too old."""

    def __init__(self, sessions: Iterable[Session], agents: Iterable[AgentKey], now: int) -> None:
        self._sessions = {session.digest: session for session in sessions}
        self._seen = dict.fromkeys(self._sessions, now)
        self._agents = {agent.digest: agent for agent in agents}

    def add(self, session: Session, now: int) -> None:
        self._sessions[session.digest] = session
        self._seen[session.digest] = now

    def add_agent(self, agent: AgentKey) -> None:
        self._agents[agent.digest] = agent

    def remove_agent(self, host: str) -> None:
        """Let no machine in any more as `host`."""
        self._agents = {key: one for key, one in self._agents.items() if one.host != host}

    def end(self, digest: str) -> Session | None:
        """Take a session away and return it."""
        self._seen.pop(digest, None)
        return self._sessions.pop(digest, None)

    def find(self, digest: str, now: int) -> Principal | None:
        """Return whom a token's digest proves, None when nobody (any more)."""
        agent = self._agents.get(digest)
        if agent:
            return Principal(agent.host, Role.AGENT, digest)
        session = self._sessions.get(digest)
        if session is None or self._is_over(session, now):
            return None
        self._seen[digest] = now
        return Principal(session.login, session.role, digest)

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
