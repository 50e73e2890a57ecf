"""The reference of the HTTP interface: the table of routes, as a page and as OpenAPI. No I/O."""

from __future__ import annotations

import inspect
import json
from typing import Any

import msgspec
from msgspec import inspect as introspect

from scripts.generators.markdown import NOTE, anchor, section, table
from scripts.generators.records import bare, options, record
from tocsin_hub.edge.http.openapi import openapi as document
from tocsin_hub.edge.http.route import Permission, Route
from tocsin_hub.edge.http.routes import ROUTES
from tocsin_hub.edge.refusal import Refusal

INTRODUCTION = """\
JSON in, JSON out. A request with a body has `Content-Type: application/json`. Whoever comes with
the cookie `tocsin-PORT`, where PORT is that of the hub's address (80 when it has none), sends the
hub's exact `Origin` with every `POST` and `DELETE`; whoever comes with `Authorization: Bearer
TOKEN` needs none. A refused request has one of the statuses below and a [`Refusal`](#refusal),
whose numbers are those of [the protocol](protocol.md#errors). `GET /api/openapi.json` gives this
page to machines, as does [`openapi.json`](openapi.json); every `GET` of another path gives the
page."""

WHO = {
    Permission.ANYBODY: "anybody",
    Permission.LOCAL: "who can read the data folder",
    Permission.SCREEN: "screens, guests and above",
    Permission.GUEST: "guests and above",
    Permission.VIEWER: "viewers and above",
    Permission.METRICS: "viewers and above, and who has the metrics token",
    Permission.OPERATOR: "operators and above",
    Permission.AUDITOR: "auditors and admins",
    Permission.ADMIN: "admins, and who can read the data folder",
}


def http() -> str:
    """Return `http.md`."""
    rows = [
        [f"[`{one.method} {one.path}`]({anchor(_title(one))})", WHO[one.permission], one.summary]
        for one in ROUTES
    ]
    parts = [
        "# The HTTP interface",
        NOTE,
        INTRODUCTION,
        "## Routes",
        table(["route", "for", "what"], rows),
        *map(_route, ROUTES),
        "## Bodies",
        *(section(record(struct), struct.__name__) for struct in _structs()),
    ]
    return "\n\n".join(parts) + "\n"


def openapi() -> str:
    """Return `openapi.json`: the document the hub itself serves."""
    return json.dumps(document(ROUTES), indent=2, ensure_ascii=False) + "\n"


def _title(route: Route) -> str:
    return f"{route.method} {route.path}"


def _route(route: Route) -> str:
    lines = [
        f"* For {WHO[route.permission]}.",
        f"* Takes {_link(route.takes)}.",
        *([f"* Asks by {_link(route.asks)} in the address."] if route.asks else []),
        f"* Gives {route.status}, {_gives(route)}.",
    ]
    if route.critical:
        lines.append("* Wants a proof of not long ago: `POST /api/session/proof`.")
    if route.refusals:
        lines.append(f"* May refuse with {', '.join(map(str, route.refusals))}.")
    doc = inspect.cleandoc(route.handler.__doc__ or route.summary)
    return "\n\n".join([f"### `{_title(route)}`", doc, "\n".join(lines)])


def _gives(route: Route) -> str:
    kinds = [_link(route.gives)] if route.gives or not route.also else []
    return " or ".join([*kinds, *(f"`{kind}`" for kind in route.also)])


def _link(struct: Any) -> str:
    return f"[`{struct.__name__}`]({anchor(struct.__name__)})" if struct else "no body"


def _structs() -> list[type[msgspec.Struct]]:
    """Return every Struct a route takes or gives, each followed by what stands inside it."""
    found: dict[type[msgspec.Struct], None] = {}
    for route in ROUTES:
        for one in (route.takes, route.asks, route.gives):
            if one is not None:
                _collect(introspect.type_info(one), found)
    return [*found, Refusal]


def _collect(kind: introspect.Type, found: dict[type[msgspec.Struct], None]) -> None:
    match bare(kind):
        case introspect.StructType(cls=cls, fields=fields):
            if cls not in found:
                found[cls] = None
                for field in fields:
                    _collect(field.type, found)
        case introspect.ListType(item_type=inner) | introspect.DictType(value_type=inner):
            _collect(inner, found)
        case introspect.UnionType() as union:
            for one in options(union)[0]:
                _collect(one, found)
