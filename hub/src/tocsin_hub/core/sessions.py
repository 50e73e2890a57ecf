"""Sessions: which token proves which principal. Holds only hashes; times are the hub's, in ms.

A session or token says who somebody is; what they may do is asked of their account each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_hub.core.accounts import Account, Accounts
from tocsin_hub.core.principal import ALWAYS, Principal, Role, common
from tocsin_hub.core.screens import Screens
from tocsin_hub.core.tokens import Token, Tokens
from tocsin_wire.errors import NotFound

IDLE_MS: Final = 12 * 3600 * 1000
ABSOLUTE_MS: Final = 7 * 24 * 3600 * 1000
_ID: Final = 16


class Session(NamedTuple):
    """A person's proof: the SHA-256 of a token only they hold."""

    digest: str
    login: str
    role: Role
    """A guest's or a screen's; what an account may do stands in the account."""
    created: int
    """When it began; a new proof does not make it younger."""
    proved: int = 0
    """When the person last said who they are."""
    method: str = ""
    """How they did: `password`, `key`, `invite`, `oidc`; `guest` or `screen` for who did not."""
    ip: str = ""
    client: str = ""
    """The program, as it calls itself."""

    @property
    def id(self) -> str:
        """How it is named to its owner. From a digest nobody comes to the token."""
        return self.digest[:_ID]


class Sessions:
    """Looks up principals by the digest of their token; ends what is too old."""

    def __init__(
        self,
        sessions: Iterable[Session],
        now: int,
        accounts: Accounts | None = None,
        tokens: Tokens | None = None,
        screens: Screens | None = None,
    ) -> None:
        self._sessions = {session.digest: session for session in sessions}
        self._seen = dict.fromkeys(self._sessions, now)
        self._accounts = accounts or Accounts()
        self._tokens = tokens or Tokens()
        self._screens = screens or Screens()

    def add(self, session: Session, now: int) -> None:
        self._sessions[session.digest] = session
        self._seen[session.digest] = now

    def end(self, digest: str) -> Session | None:
        """Take a session away and return it."""
        self._seen.pop(digest, None)
        return self._sessions.pop(digest, None)

    def find(self, digest: str, now: int) -> Principal | None:
        """Return whom a token's digest proves, None when nobody (any more)."""
        session = self.session(digest, now)
        if session:
            self._seen[digest] = now
            return self._person(session)
        token = self._tokens.find(digest, now)
        return self._bearer(token) if token else None

    def session(self, digest: str, now: int) -> Session | None:
        """Return a session that is not over by time."""
        session = self._sessions.get(digest)
        return None if session is None or self._is_over(session, now) else session

    def touch(self, digest: str, now: int) -> None:
        """Note that a session is in use without being looked up: a socket of it is open."""
        if digest in self._seen:
            self._seen[digest] = now

    def seen(self, digest: str) -> int:
        """Return when a session was last in use, 0 when it is over."""
        return self._seen.get(digest, 0)

    def of(self, login: str) -> list[Session]:
        """Return a person's sessions, the oldest first."""
        found = [one for one in self._sessions.values() if one.login.lower() == login.lower()]
        return sorted(found, key=lambda session: session.created)

    def get(self, login: str, id: str) -> Session:
        """Return a person's session by its public name. Raises NotFound."""
        found = next((session for session in self.of(login) if session.id == id), None)
        if found is None:
            raise NotFound(f"you have no session {id[:32]!r}: it may have ended by now")
        return found

    def people(self) -> list[Principal]:
        """Return whose sessions these are, the newest first."""
        newest = sorted(self._sessions.values(), key=lambda session: -session.created)
        persons = (self._person(session) for session in newest)
        return [person for person in persons if person and person.is_person]

    def expired(self, now: int) -> list[str]:
        """Return the digests of sessions that are over by time."""
        return [digest for digest, one in self._sessions.items() if self._is_over(one, now)]

    def _is_over(self, session: Session, now: int) -> bool:
        if session.role is Role.SCREEN:  # it lasts as long as its link
            return self._screens.of(session.login, now) is None
        return now - self._seen[session.digest] > IDLE_MS or now - session.created > ABSOLUTE_MS

    def _person(self, session: Session) -> Principal | None:
        if session.role in (Role.GUEST, Role.SCREEN):
            return Principal(session.login, session.role, session.digest, since=session.created)
        account = self._accounts.find(session.login)
        return account and _principal(account, account.role, session.digest, session.proved)

    def _bearer(self, token: Token) -> Principal | None:
        account = self._accounts.find(token.login)
        if account is None:
            return None
        role = common(account.role, token.role)
        return _principal(account, role, token.digest, ALWAYS if token.critical else 0)


def _principal(account: Account, role: Role, digest: str, proved: int) -> Principal | None:
    if account.disabled:
        return None
    return Principal(account.login, role, digest, account.scope, proved, account.created)
