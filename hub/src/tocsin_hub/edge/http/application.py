"""Application: Starlette around the table of routes. Every check and every error is here, once."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as StarletteRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tocsin_hub.core.access import require_proof, require_role
from tocsin_hub.core.network import network_of
from tocsin_hub.core.principal import ALWAYS, HUB, Principal, Role
from tocsin_hub.edge import safety
from tocsin_hub.edge.clock import digest_of, now_ms
from tocsin_hub.edge.entrance import Knock, cookie_in, knock_of
from tocsin_hub.edge.http import answer, body, compression
from tocsin_hub.edge.http.openapi import openapi
from tocsin_hub.edge.http.page import Page
from tocsin_hub.edge.http.query import read_query
from tocsin_hub.edge.http.route import LEAST, Call, Permission, Route
from tocsin_hub.edge.http.routes import ROUTES
from tocsin_hub.edge.http.services import Services
from tocsin_wire import codec
from tocsin_wire.errors import Forbidden, NotFound, TocsinError, Unauthorized
from tocsin_wire.texts import printable

_CONTROL: Final = frozenset({Permission.ADMIN, Permission.AUDITOR})
"""What the token of the data folder opens beside its own routes: all that is an admin's."""
_CLIENT: Final = 120


def application(services: Services, page: Page) -> ASGIApp:
    """Return the ASGI application: routes, the page for every other path, checks around both."""
    routes = [
        StarletteRoute(route.path, _endpoint(services, route), methods=[route.method])
        for route in ROUTES
    ]
    document = codec.encode(openapi(ROUTES))

    async def described(_request: Request) -> Response:
        return Response(document, media_type="application/json")

    async def anything_else(request: Request) -> Response:
        if request.scope["path"].startswith("/api/"):
            raise NotFound("there is no such route: see /api/openapi.json")
        return page.answer(request)

    app = Starlette(
        routes=[
            StarletteRoute("/api/openapi.json", described),
            *routes,
            StarletteRoute("/{path:path}", anything_else),
        ],
        exception_handlers={TocsinError: _refused, HTTPException: _not_so},
    )
    return Guard(app, services)


class Guard:
    """Checks Host and Origin of every request before anything else.

    And adds the headers of safety.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        knock = _knock(scope)
        is_strict = self._services.is_strict and knock.sender.scheme == "https"

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                strict = [safety.STRICT] if is_strict else []
                message["headers"] = [*message["headers"], *safety.RAW, *strict]
            await send(message)

        acts = scope["method"] not in ("GET", "HEAD")
        try:
            self._services.entrance.check(knock, by_cookie=acts and knock.by_cookie)
            if not acts:
                body.require_none(scope["headers"])
        except TocsinError as error:
            await answer.refusal(error)(scope, receive, send_safely)
            return
        await self._app(scope, receive, send_safely)


def _endpoint(services: Services, route: Route) -> Callable[[Request], Awaitable[Response]]:
    decoder = msgspec.json.Decoder(route.takes) if route.takes else None

    async def endpoint(request: Request) -> Response:
        knock = _knock(request.scope)
        try:
            response = await answered(request, knock)
        except Forbidden as error:
            _note_refusal(services, route, request, knock, error)
            raise
        if route.method != "GET":
            await services.engine.settled()  # no deed is answered that the audit could still lose
        return response

    async def answered(request: Request, knock: Knock) -> Response:
        principal = _require(services, route, knock)
        content = await _content(request, route, decoder)
        if route.method != "GET":
            await services.engine.at_rest()
            principal = _require(services, route, knock)  # they may be demoted by now
        query = read_query(request, route.asks) if route.asks else None
        secure = request.scope["scheme"] == "https"
        network = network_of(request.client.host if request.client else "")
        path = {name: str(value) for name, value in request.path_params.items()}
        return await route.handler(
            Call(
                services,
                principal,
                content,
                query,
                path,
                knock.cookie,
                knock.token,
                secure,
                network,
                request.client.host if request.client else "",
                request.headers.get("accept", ""),
                compression.is_welcome(request.headers.get("accept-encoding", "")),
                printable(request.headers.get("user-agent", ""), _CLIENT),
                cookie_in(
                    ";".join(request.headers.getlist("cookie")),
                    answer.transaction_cookie(knock.cookie),
                ),
                knock.hosts[0],
                partial(_require, services, route, knock),
            )
        )

    return endpoint


def _note_refusal(
    services: Services, route: Route, request: Request, knock: Knock, error: Forbidden
) -> None:
    """Have the audit tell of what somebody known was refused for lack of rights."""
    principal = services.entrance.identify(knock)
    if principal is not None:
        ip = request.client.host if request.client else ""
        note = services.engine.hub.refusals.note
        on = f"{route.method} {route.path}"
        services.engine.apply(note(principal, ip, on, error, now_ms()))


async def _content(
    request: Request, route: Route, decoder: msgspec.json.Decoder[Any] | None
) -> Any:
    """Return what a request carries; where nothing of it is required, nothing is fine."""
    headers = request.scope["headers"]
    if decoder is None or route.takes is None:
        body.require_none(headers)
        return None
    if route.may_be_empty and not body.is_announced(headers):
        return route.takes()
    return codec.decode(await body.read(request), decoder)


def _knock(scope: Scope) -> Knock:
    return knock_of(
        ((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]),
        scope["state"]["sender"],
    )


def _require(services: Services, route: Route, knock: Knock) -> Principal | None:
    """Return who asks, if anybody is known to. Raises unless the route's permission is met."""
    if route.permission is Permission.LOCAL or route.permission in _CONTROL:
        if _proves(knock, services.control):
            return Principal(HUB, Role.ADMIN, "", proved=ALWAYS)
        if route.permission is Permission.LOCAL:
            raise Unauthorized("only whoever can read the hub's data folder may do that")
    principal = services.entrance.identify(knock)
    if route.permission is Permission.ANYBODY:
        return principal
    if route.permission is Permission.METRICS and _proves(knock, services.metrics_token):
        return principal
    if principal is None:
        raise Unauthorized("no valid session: join or log in first")
    _require_rights(principal, route)
    return principal


def _require_rights(principal: Principal, route: Route) -> None:
    what = route.summary[0].lower() + route.summary[1:]
    if route.permission is Permission.AUDITOR:
        if not principal.reads_audit:
            raise Forbidden(f"you may not {what}: it needs the role auditor or admin")
    else:
        require_role(principal, LEAST[route.permission], what)
    if route.critical:
        require_proof(principal, now_ms(), what)


def _proves(knock: Knock, digest: str) -> bool:
    """Tell whether the token is the one with that digest; there is none where that is empty."""
    return bool(knock.token) and secrets.compare_digest(digest_of(knock.token), digest)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, TocsinError)
    return answer.refusal(error)


async def _not_so(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (a method a route does not have), in our form."""
    assert isinstance(error, HTTPException)
    response = answer.refusal(NotFound(f"{request.method} does not go with this address"))
    response.status_code = error.status_code
    return response
