"""OpenAPI: the document of the HTTP interface, made of the table of routes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from tocsin_hub import __version__
from tocsin_hub.edge.http.route import Permission, Route
from tocsin_hub.edge.refusal import Refusal

_REFUSED: Final = {
    401: "No valid session",
    403: "Not allowed",
    404: "Not found",
    409: "In the way of something else",
    413: "Too large",
    422: "Malformed",
    429: "Too many",
    503: "Not now",
}
_SECURED: Final[list[dict[str, list[str]]]] = [{"cookie": []}, {"bearer": []}]


def openapi(routes: Iterable[Route]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of `routes`."""
    table = list(routes)
    types = [kind for route in table for kind in (route.takes, route.gives) if kind] + [Refusal]
    schemas, components = msgspec.json.schema_components(
        types, ref_template="#/components/schemas/{name}"
    )
    references = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in table:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tocsin hub", "version": __version__, "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": _tidy(components),
            "securitySchemes": {
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "tocsin-8765",
                    "description": "tocsin-PORT, where PORT is that of the hub's address.",
                },
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _tidy(schema: Any) -> Any:
    r"""Return a schema whose patterns are ECMA-262's: Python's `\Z` is the end and nothing else."""
    if isinstance(schema, list):
        return [_tidy(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {key: _tidy(value) for key, value in schema.items()}
    if isinstance(tidy.get("pattern"), str):
        tidy["pattern"] = tidy["pattern"].replace("\\Z", "$")
    return tidy


def _operation(route: Route, references: dict[Any, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.handler.__name__ + "_" + route.handler.__module__.rsplit(".", 1)[-1],
        "summary": route.summary,
        "description": f"{inspect.cleandoc(route.handler.__doc__ or '')} For: {route.permission}.",
        "responses": _responses(route, references),
    }
    parameters = [*_path_parameters(route), *_query_parameters(route)]
    if parameters:
        operation["parameters"] = parameters
    if route.takes:
        operation["requestBody"] = {
            "required": not route.may_be_empty,
            "content": _json(references[route.takes]),
        }
    if route.permission is not Permission.ANYBODY:
        operation["security"] = _SECURED
    return operation


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", route.path)
    ]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if not route.asks:
        return []
    _, components = msgspec.json.schema_components([route.asks])
    schema = components[route.asks.__name__]
    return [
        {"name": name, "in": "query", "required": name in schema["required"], "schema": one}
        for name, one in schema["properties"].items()
    ]


def _responses(route: Route, references: dict[Any, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if route.gives or route.also:
        good["content"] = {
            **(_json(references[route.gives]) if route.gives else {}),
            **{kind: {"schema": {"type": "string"}} for kind in route.also},
        }
    refusals = {403, 413, *route.refusals}
    if route.permission is not Permission.ANYBODY:
        refusals.add(401)
    if route.takes or route.asks:
        refusals.add(422)
    return {
        str(route.status): good,
        **{
            str(status): {"description": _REFUSED[status], "content": _json(references[Refusal])}
            for status in sorted(refusals)
        },
    }


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
