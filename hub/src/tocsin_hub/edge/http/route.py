"""Route: one row of the table of routes. What it does not declare, nobody may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple

import msgspec
from starlette.responses import Response

from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.sessions import Session
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.http.services import Services
from tocsin_hub.edge.operators import Visit
from tocsin_wire.bodies import AuditDeed


class Permission(StrEnum):
    """Who may call a route."""

    ANYBODY = "anybody"
    LOCAL = "local"
    """Whoever can read the data folder: the control token."""
    SCREEN = "screen"
    """Whoever may watch: screens on walls too."""
    GUEST = "guest"
    VIEWER = "viewer"
    METRICS = "metrics"
    """Viewers, and whoever has the token for Prometheus."""
    OPERATOR = "operator"
    AUDITOR = "auditor"
    """Auditors and admins."""
    ADMIN = "admin"


LEAST: Final = {
    Permission.SCREEN: Role.SCREEN,
    Permission.GUEST: Role.GUEST,
    Permission.VIEWER: Role.VIEWER,
    Permission.METRICS: Role.VIEWER,
    Permission.OPERATOR: Role.OPERATOR,
    Permission.ADMIN: Role.ADMIN,
}
"""The least role of the permissions that are a matter of rank."""


MAX_DETAIL: Final = 1_000
"""Characters of what the audit says of a deed."""


class Call(NamedTuple):
    """One request, checked and decoded."""

    services: Services
    principal: Principal | None
    body: Any
    query: Any
    path: dict[str, str]
    cookie: str
    """The name of the session's cookie, as this browser knows the hub."""
    token: str
    secure: bool
    network: str
    """Where it comes from, as tries are counted."""
    ip: str
    """Whose address it comes from; empty where that is not known."""
    accept: str
    """The header `Accept`."""
    zip_welcome: bool
    """May the answer be compressed with gzip?"""
    client: str = ""
    """The program that asks, as it calls itself: printable and short."""
    transaction: str = ""
    """What this browser's log-in by the OpenID provider is known by."""
    host: str = ""
    """What the hub was called, which is one of its names."""
    require: Callable[[], object] = lambda: None
    """Raises unless whoever asks still may."""

    @property
    def who(self) -> Principal:
        assert self.principal is not None, "the route's permission promises somebody"
        return self.principal

    @property
    def session(self) -> Session | None:
        """The session of whoever asks; None for a stranger and for a token."""
        who = self.principal
        return self.services.sessions.session(who.session, now_ms()) if who else None

    def visit(self, method: str) -> Visit:
        return Visit(method, self.ip, self.client)

    def note(self, deed: str, on: str = "", detail: str = "") -> None:
        """Write into the audit what whoever asks has done."""
        self.services.note(self._deed(deed, on, detail))

    def note_of(self, by: str, role: str, deed: str, on: str = "", detail: str = "") -> None:
        """Write into the audit what somebody did who becomes known only by that."""
        self.services.note(AuditDeed(deed, by, role, self.ip, on, detail[:MAX_DETAIL]))

    async def keep(self, deed: str, on: str = "", detail: str = "") -> None:
        """Write into the audit what whoever asks is about to do; it is on disk on return.

        Raises Unavailable, and Forbidden when whoever asks may not any more. Others had their turn
        meanwhile: look again before doing it.
        """
        await self.services.keep(self._deed(deed, on, detail))
        self.require()

    def _deed(self, deed: str, on: str, detail: str) -> AuditDeed:
        by, role = self.who.by, str(self.who.role)
        return AuditDeed(deed, by, role, self.ip, on, detail[:MAX_DETAIL])


Handler = Callable[[Call], Awaitable[Response]]


class Route(NamedTuple):
    """`takes` is the struct of the request's body, `gives` that of the answer (None: no body).

    `asks` is the struct of the parameters in the address, `also` other media types of the answer.
    """

    method: str
    path: str
    permission: Permission
    summary: str
    handler: Handler
    status: int = 200
    takes: Any = None
    gives: Any = None
    refusals: tuple[int, ...] = ()
    asks: Any = None
    also: tuple[str, ...] = ()
    critical: bool = False
    """True where the person must have said a short while ago who they are."""

    @property
    def may_be_empty(self) -> bool:
        """Tell whether the body may be left out: nothing in it is required."""
        fields = msgspec.structs.fields(self.takes) if self.takes else ()
        return bool(fields) and not any(field.required for field in fields)
