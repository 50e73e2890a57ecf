"""Records: the Structs of the wire as plain data, with what is written beside their fields.

A field's documentation is the string literal after it, which Python throws away: it is read from
the source. Everything else is what msgspec itself says of a Struct, so it is what is enforced.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, NamedTuple, get_args

import msgspec
from msgspec import inspect as introspect


class Field(NamedTuple):
    """One field, named as on the wire. A required one has no default."""

    name: str
    type: introspect.Type
    required: bool
    default: Any
    doc: str


class Record(NamedTuple):
    """One Struct: `tag` is (field, value) for those that are told apart by one."""

    name: str
    tag: tuple[str, str] | None
    doc: str
    fields: tuple[Field, ...]


@cache
def record(struct: type[msgspec.Struct]) -> Record:
    """Describe one Struct. Raises ValueError when it says nothing of itself."""
    if not (struct.__doc__ and "__doc__" in vars(struct)):
        raise ValueError(f"{struct.__name__} has no docstring: the reference is made of them")
    info = introspect.type_info(struct)
    assert isinstance(info, introspect.StructType)
    docs = _field_docs(struct)
    fields = tuple(
        Field(
            field.encode_name,
            field.type,
            field.required,
            _default(field),
            docs.get(field.name) or _description(field.type),
        )
        for field in info.fields
    )
    tag = (info.tag_field, str(info.tag)) if info.tag_field else None
    return Record(struct.__name__, tag, inspect.cleandoc(struct.__doc__), fields)


def structs(module: ModuleType) -> list[type[msgspec.Struct]]:
    """Return what `module` defines, in its order; bases, which have no fields, are left out."""
    return [
        found
        for found in vars(module).values()
        if isinstance(found, type)
        and issubclass(found, msgspec.Struct)
        and found.__module__ == module.__name__
        and found.__struct_fields__
    ]


def members(union: UnionType) -> tuple[type[msgspec.Struct], ...]:
    """Return the Structs of a union, in its order."""
    return get_args(union)


def bare(kind: introspect.Type) -> introspect.Type:
    """Return a type without the description that hangs on it."""
    return bare(kind.type) if isinstance(kind, introspect.Metadata) else kind


def options(kind: introspect.UnionType) -> tuple[list[introspect.Type], bool]:
    """Return what a union admits beside null, and whether it admits null."""
    rest = [one for one in kind.types if not isinstance(bare(one), introspect.NoneType)]
    return rest, len(rest) < len(kind.types)


def _default(field: introspect.Field) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return None if field.default is msgspec.NODEFAULT else field.default


def _description(kind: introspect.Type) -> str:
    """Return what a type's own Meta says; through null, not through lists."""
    if isinstance(kind, introspect.Metadata):
        return str((kind.extra_json_schema or {}).get("description", ""))
    if isinstance(kind, introspect.UnionType):
        rest, _ = options(kind)
        return _description(rest[0]) if len(rest) == 1 else ""
    return ""


def _field_docs(struct: type[msgspec.Struct]) -> dict[str, str]:
    """Return what stands after the fields of `struct` and of what it inherits from."""
    docs: dict[str, str] = {}
    for base in reversed(struct.__mro__):
        if issubclass(base, msgspec.Struct) and base is not msgspec.Struct:
            docs |= member_docs(base)
    return docs


@cache
def _syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _documented(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield each name of a class body that a string follows: a field or a constant."""
    for before, after in zip(node.body, node.body[1:], strict=False):
        if not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)):
            continue
        target = _target(before)
        if target and isinstance(after.value.value, str):
            yield target, inspect.cleandoc(after.value.value)


def _target(statement: ast.stmt) -> str:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return ""


def member_docs(owner: type) -> dict[str, str]:
    """Return what stands after the members of a class (fields, or those of an Enum), by name."""
    for node in _syntax(Path(inspect.getfile(owner))).body:
        if isinstance(node, ast.ClassDef) and node.name == owner.__name__:
            return dict(_documented(node))
    return {}
