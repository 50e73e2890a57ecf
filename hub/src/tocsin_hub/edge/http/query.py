"""Query: the parameters after the `?`, read into a struct. Every parameter is declared."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from msgspec import inspect as introspect
from starlette.requests import Request

from tocsin_wire.errors import BadField


def read_query(request: Request, kind: type[Struct]) -> Any:
    """Return the request's parameters as a `kind`; a list takes each of its repetitions.

    Raises BadField for one that is unknown, missing, given twice or out of bounds.
    """
    lists = {field.encode_name for field in fields_of(kind) if _is_list(field.type)}
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name in lists:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise BadField(f"the parameter {name[:40]!r} is given twice")
        else:
            given[name] = value
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadField(f"the address's parameters: {str(error)[:300]}") from None


def fields_of(kind: type[Struct]) -> tuple[introspect.Field, ...]:
    """Return the parameters of a query."""
    described = introspect.type_info(kind)
    assert isinstance(described, introspect.StructType)
    return described.fields


def _is_list(kind: introspect.Type) -> bool:
    return isinstance(kind, introspect.ListType)
