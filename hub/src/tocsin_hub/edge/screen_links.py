"""ScreenLinks: links are made, opened by browsers, and revoked. Disk, then memory, then sockets."""

from __future__ import annotations

from typing import Final

from tocsin_hub.core.audit.deed import noted
from tocsin_hub.core.principal import Role
from tocsin_hub.core.screens import MAX_BROWSERS, Screen, Screens
from tocsin_hub.core.sessions import Session, Sessions
from tocsin_hub.edge.clock import digest_of, new_id, new_token, now_ms
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.identities import RETRY_MS, Identities
from tocsin_hub.edge.operators import Visit
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.closing import Close
from tocsin_wire.errors import Unavailable

_METHOD: Final = "screen"


class ScreenLinks:
    """The screens, with their sessions kept in step."""

    def __init__(
        self, engine: Engine, identities: Identities, sessions: Sessions, screens: Screens
    ) -> None:
        self._engine = engine
        self._identities = identities
        self._sessions = sessions
        self._screens = screens
        self._due = 0

    def add(self, screen: Screen) -> None:
        """Make a link. Raises TooMany, Unavailable."""
        self._screens.check_room()
        self._identities.screens.save(screen)
        self._screens.add(screen)

    def enter(self, screen: Screen, visit: Visit, before: Session | None) -> str:
        """Begin a session of a browser that has the link; return its token.

        It takes the place of the one `before` that the browser had by a link.
        """
        now, token = now_ms(), new_token()
        session = Session(
            digest_of(token), screen.login, Role.SCREEN, now, 0, _METHOD, visit.ip, visit.client
        )
        others = [one for one in self._sessions.of(screen.login) if one != before]
        too_many = max(0, len(others) - MAX_BROWSERS + 1)
        gone = [*([before] if before else []), *others[:too_many]]
        self._identities.save_session(session, *(one.digest for one in gone))
        self._sessions.add(session, now)
        for one in gone:
            self._forget(one, "this screen was opened anew")
        return token

    def revoke(self, screen: Screen, reason: str) -> None:
        """Let a link show nothing any more: its sockets close. Raises Unavailable."""
        self._identities.screens.delete(screen)
        self._screens.remove(screen.id)
        for session in self._sessions.of(screen.login):
            self._forget(session, reason)

    def tick(self, now: int) -> None:
        """End the links whose time is over; call it about once a second."""
        if now < self._due:
            return
        for screen in self._screens.expired(now):
            try:
                self.revoke(screen, "the time of this screen is over")
            except Unavailable:  # told where it was raised; it shows nothing as it is
                self._due = now + RETRY_MS
                return
            deed = AuditDeed("screen", screen.by, on=screen.name, detail="its time was over")
            self._engine.apply([noted(new_id(), deed)])

    def _forget(self, session: Session, reason: str) -> None:
        self._sessions.end(session.digest)
        self._engine.end_session(session.digest, Close.SESSION_OVER, reason)
