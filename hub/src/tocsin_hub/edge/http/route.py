"""Route: one row of the table of routes. What it does not declare, nobody may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple

import msgspec
from starlette.responses import Response

from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.edge.http.services import Services


class Permission(StrEnum):
    """Who may call a route."""

    ANYBODY = "anybody"
    LOCAL = "local"
    """Whoever can read the data folder: the control token."""
    GUEST = "guest"
    METRICS = "metrics"
    """Viewers, and whoever has the token for Prometheus."""
    OPERATOR = "operator"
    AUDITOR = "auditor"
    """Auditors and admins."""
    ADMIN = "admin"


LEAST: Final = {
    Permission.GUEST: Role.GUEST,
    Permission.METRICS: Role.VIEWER,
    Permission.OPERATOR: Role.OPERATOR,
    Permission.ADMIN: Role.ADMIN,
}
"""The least role of the permissions that are a matter of rank."""


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

    @property
    def who(self) -> Principal:
        assert self.principal is not None, "the route's permission promises somebody"
        return self.principal


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
