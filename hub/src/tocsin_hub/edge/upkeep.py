"""Upkeep: what time does to sessions, tokens and codes.

Ends what is over, deletes it, and keeps what is in use.
"""

from __future__ import annotations

from typing import Final

from tocsin_hub.core.audit.deed import noted
from tocsin_hub.core.codes import Codes
from tocsin_hub.core.principal import Role
from tocsin_hub.core.sessions import Session, Sessions
from tocsin_hub.core.tokens import Tokens
from tocsin_hub.edge.clock import new_id
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.identities import RETRY_MS, Identities
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.closing import Close
from tocsin_wire.errors import Unavailable

EVERY_MS: Final = 60_000


class Upkeep:
    """Looks after sessions and codes as time passes."""

    def __init__(
        self,
        engine: Engine,
        sessions: Sessions,
        codes: Codes,
        identities: Identities,
        tokens: Tokens,
    ) -> None:
        self._engine = engine
        self._sessions = sessions
        self._codes = codes
        self._identities = identities
        self._tokens = tokens
        self._ended_tokens: list[str] = []
        self._ended: list[str] = []
        self._due = 0

    def tick(self, now: int) -> None:
        """Let time pass; call it about once a second."""
        self._end_sessions(now)
        self._end_tokens(now)
        if now >= self._due:
            self._due = now + EVERY_MS
            self._touch(now)
            self._purge(now)

    def _end_sessions(self, now: int) -> None:
        for digest in self._sessions.expired(now):
            session = self._sessions.end(digest)
            if session is not None and session.role not in (Role.GUEST, Role.SCREEN):
                self._note(session)
            self._engine.end_session(digest, Close.SESSION_OVER, "the session is over")
            self._ended.append(digest)
            self._due = now

    def _end_tokens(self, now: int) -> None:
        for digest in self._tokens.expired(now):
            self._tokens.remove(digest)
            self._engine.end_session(digest, Close.SESSION_OVER, "this token is over")
            self._ended_tokens.append(digest)
            self._due = now

    def _note(self, session: Session) -> None:
        deed = AuditDeed("logout", session.login, str(session.role), detail="its time was over")
        self._engine.apply([noted(new_id(), deed)])

    def _touch(self, now: int) -> None:
        """Whoever has the page open all day is not idle, though no request says so."""
        for socket in self._engine.sockets:
            digest = socket.connection.principal.session
            self._sessions.touch(digest, now)
            self._tokens.find(digest, now)

    def _purge(self, now: int) -> None:
        self._codes.purge(now)
        used = self._tokens.to_keep()
        try:
            self._identities.purge(self._ended, now)
            self._identities.people.delete_tokens(self._ended_tokens)
            self._identities.people.save_uses(used)
        except Unavailable:  # told where it was raised
            self._due = now + RETRY_MS
        else:
            self._ended.clear()
            self._ended_tokens.clear()
            self._tokens.kept(used)
