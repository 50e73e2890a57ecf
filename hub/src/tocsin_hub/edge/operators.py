"""Operators: what changes who may come in and what they may do.

On disk, then in memory, then at the sockets that are open: those follow at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_hub.core.accounts import Account, Accounts
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.sessions import Session, Sessions
from tocsin_hub.core.tokens import Token, Tokens
from tocsin_hub.edge.clock import digest_of, new_token, now_ms
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.identities import Identities
from tocsin_wire.closing import Close
from tocsin_wire.errors import LoginTaken, Refused

MAX_SESSIONS: Final = 100
"""Of one person; the oldest ends for the next."""


class Visit(NamedTuple):
    """How and from where somebody came."""

    method: str
    ip: str
    client: str


class Operators:
    """Accounts, sessions and tokens, kept in step."""

    def __init__(
        self,
        engine: Engine,
        identities: Identities,
        accounts: Accounts,
        sessions: Sessions,
        tokens: Tokens,
    ) -> None:
        self._engine = engine
        self._identities = identities
        self._rows = identities.people
        self._accounts = accounts
        self._sessions = sessions
        self._tokens = tokens

    # Sessions.

    def enter(
        self, account: Account, visit: Visit, before: Session | None, proved: int | None = None
    ) -> str:
        """Begin a session of somebody who proved who they are; return its token.

        They did just now, or else when `proved` (ms) says, 0 for nobody knows when. It takes the
        place of the one `before` that their program had: sockets of the same person go on, those of
        another end.
        """
        now, token = now_ms(), new_token()
        when = now if proved is None else min(proved, now)
        session = Session(digest_of(token), account.login, account.role, now, when, *visit)
        is_same = before is not None and _is_of(before, account)
        self._identities.save_session(session, *([before.digest] if before else []))
        self._sessions.add(session, now)
        if before and is_same:
            self._replace(before, session)
        elif before:
            self.forget_session(before, "somebody else logged in there")
        self._bound_sessions(account.login)
        return token

    def renew(self, session: Session) -> str:
        """Rotate the session of somebody who proved again who they are; return the new token."""
        now, token = now_ms(), new_token()
        proved = session._replace(digest=digest_of(token), proved=now)
        self._identities.save_session(proved, session.digest)
        self._sessions.add(proved, now)
        self._replace(session, proved)
        return token

    def _replace(self, before: Session, after: Session) -> None:
        self._sessions.end(before.digest)
        self._engine.renew_session(before.digest, after.digest, after.proved)

    def end_session(self, session: Session, reason: str) -> None:
        """End one session and close its sockets."""
        self._identities.delete_session(session.digest)
        self.forget_session(session, reason)

    def forget_session(self, session: Session, reason: str) -> None:
        """End a session of which the disk knows nothing any more."""
        self._sessions.end(session.digest)
        self._engine.end_session(session.digest, Close.SESSION_OVER, reason)
        person = Principal(session.login, session.role, session.digest)
        if person.is_person:
            self._engine.apply(self._engine.hub.release(person))

    def end_sessions(self, login: str, reason: str, *, but: str = "") -> None:
        """End all sessions of a person but the one with that digest."""
        ended = [session for session in self._sessions.of(login) if session.digest != but]
        self._rows.end_sessions(session.digest for session in ended)
        for session in ended:
            self.forget_session(session, reason)

    def end_access(self, login: str, reason: str) -> None:
        """End all sessions and tokens of an account that is somebody else's from now on."""
        self.end_sessions(login, reason)
        self.end_tokens([token.digest for token in self._tokens.of(login)], reason)

    def _bound_sessions(self, login: str) -> None:
        for session in self._sessions.of(login)[:-MAX_SESSIONS]:
            self.end_session(session, "you have logged in too often since")

    # Accounts.

    def require_free(self, login: str) -> None:
        """Raise Refused where there is such an account, LoginTaken where a guest has the login."""
        if self._accounts.find(login):
            raise Refused(f"there is an account {login} already")
        self.require_no_guest(login)

    def require_no_guest(self, login: str) -> None:
        """Raise LoginTaken where a guest has a login: they keep it while they are here."""
        account = Principal(login, Role.VIEWER, "")
        if not self._engine.hub.people.is_free(account, now_ms()):
            raise LoginTaken(f"the login {login} is taken: choose another")

    def keep(self, account: Account) -> None:
        """Make or change an account; who is here by it follows at once."""
        before = self._accounts.find(account.login)
        if before:
            self._accounts.check(account.login, account)
        else:
            self.require_no_guest(account.login)
        self._rows.save(account)
        self._accounts.set(account)
        self._engine.apply(
            self._engine.hub.claim(Principal(account.login, account.role, ""), now_ms())
        )
        if account.disabled:
            self._shut_out(account.login, "your account was disabled")
        elif before and (before.role, before.scope) != (account.role, account.scope):
            self._engine.end_person(account.login, Close.RENEWED, "what you may do has changed")

    def set_password(self, account: Account, *, but: str) -> None:
        """Keep an account with another password; sessions end but the one with that digest."""
        self._rows.save(account)
        self._accounts.set(account)
        self.end_sessions(account.login, "your password was changed", but=but)

    def reset(self, login: str) -> Account:
        """Take away everything by which somebody could prove to be an account's person."""
        account = self._accounts.get(login)._replace(
            password="", totp="", totp_step=0, subject="", expected=""
        )
        self._rows.reset(account)
        self._accounts.set(account)
        self._forget(account.login, "your account was reset")
        return account

    def delete(self, login: str) -> Account:
        """Delete an account; its login is free. Raises UnknownLogin, Refused for the last admin."""
        account = self._accounts.get(login)
        self._accounts.check(login, None)
        self._rows.delete(account.login)
        self._accounts.remove(login)
        self._forget(account.login, "your account was deleted")
        person = Principal(account.login, account.role, "")
        self._engine.apply(self._engine.hub.forget_account(person))
        return account

    def _forget(self, login: str, reason: str) -> None:
        for session in self._sessions.of(login):
            self._sessions.end(session.digest)
        for token in self._tokens.of(login):
            self._tokens.remove(token.digest)
        self._engine.end_person(login, Close.SESSION_OVER, reason)

    def _shut_out(self, login: str, reason: str) -> None:
        """End a person's sessions, and the sockets of their tokens too."""
        self.end_sessions(login, reason)
        self._engine.end_person(login, Close.SESSION_OVER, reason)

    # Tokens.

    def add_token(self, token: Token) -> None:
        self._tokens.check_room(token.login)
        self._rows.save_token(token)
        self._tokens.add(token)

    def end_tokens(self, digests: Iterable[str], reason: str) -> None:
        """Delete tokens and close their sockets."""
        gone = list(digests)
        self._rows.delete_tokens(gone)
        for digest in gone:
            self._tokens.remove(digest)
            self._engine.end_session(digest, Close.SESSION_OVER, reason)


def _is_of(session: Session, account: Account) -> bool:
    has_account = session.role not in (Role.GUEST, Role.SCREEN)
    return has_account and session.login.lower() == account.login.lower()
