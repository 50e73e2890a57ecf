"""The TypeScript of the wire: interfaces, unions and constants for the page. No I/O."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable

import msgspec
from msgspec import inspect as introspect

from scripts.generators.limits import LIMITS, NAMES, PATTERNS, Limit, ecmascript
from scripts.generators.records import (
    Field,
    Record,
    bare,
    member_docs,
    members,
    options,
    record,
    structs,
)
from tocsin_wire import bodies, messages
from tocsin_wire.closing import RETRY, Close
from tocsin_wire.errors import tree
from tocsin_wire.position import Position
from tocsin_wire.topics import FORMS, Kind

WIDTH = 100
HEADER = """\
// Generated from tocsin_wire by `python -m scripts.generate` (`make generate`): do not edit.
"""

UNIONS = (
    ("FromClient", messages.FromClient, "What a client sends."),
    ("FromHub", messages.FromHub, "What the hub sends."),
    ("RoomBody", bodies.RoomBody, "What `room/<name>` and `private/<login>` hold."),
    ("RunBody", bodies.RunBody, "What `run/<id>` holds."),
    ("RunsBody", bodies.RunsBody, "What `runs` holds."),
    ("AuditBody", bodies.AuditBody, "What `audit` holds."),
    ("InboxBody", bodies.InboxBody, "What `host/<id>/inbox` holds."),
)

# Whose JSON the wire carries unread: the page says what is in it.
GENERIC = {"Pub": "B", "Entry": "B", "LogFrame": "B"}


def typescript() -> str:
    """Return `messages.gen.ts`."""
    parts = [
        HEADER.rstrip(),
        "\n".join(_constant(limit) for limit in (*LIMITS, *NAMES)),
        "\n".join(_pattern(limit) for limit in PATTERNS),
        _kind(),
        *(_interface(record(one)) for one in _all()),
        *(_union(name, [one.__name__ for one in members(of)], doc) for name, of, doc in UNIONS),
        _closes(),
        _errors(),
        _topics(),
        _final(),
    ]
    return "\n\n".join(parts) + "\n"


def _all() -> list[type[msgspec.Struct]]:
    return [Position, *structs(messages), *structs(bodies)]


def _comment(text: str, indent: str = "") -> str:
    """Return a doc comment: on one line where it fits, else wrapped."""
    if not text:
        return ""
    text = text.replace("*/", "*\\/")
    one = f"{indent}/** {text} */"
    if "\n" not in text and len(one) <= WIDTH:
        return one + "\n"
    lines = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines += [*textwrap.wrap(" ".join(paragraph.split()), WIDTH - len(indent) - 3), ""]
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines[:-1])
    return f"{indent}/**\n{body}{indent} */\n"


def _constant(limit: Limit) -> str:
    return f"{_comment(limit.doc)}export const {limit.name} = {_literal(limit.value)};"


def _pattern(limit: Limit) -> str:
    return f"{_comment(limit.doc)}export const {limit.name} = /{ecmascript(str(limit.value))}/;"


def _literal(value: float | str) -> str:
    if isinstance(value, str):
        return json.dumps(value)
    return f"{value:_}" if isinstance(value, int) else f"{value:g}"


def _kind() -> str:
    doc = _comment((Kind.__doc__ or "").strip())
    return f"{doc}export type Kind = {' | '.join(json.dumps(kind.value) for kind in Kind)};"


def _interface(of: Record) -> str:
    generic = GENERIC.get(of.name)
    head = f"{of.name}<{generic} = unknown>" if generic else of.name
    tag = f'  {of.tag[0]}: "{of.tag[1]}";\n' if of.tag else ""
    fields = "".join(_field(field, generic) for field in of.fields)
    return f"{_comment(of.doc)}export interface {head} {{\n{tag}{fields}}}"


def _field(field: Field, generic: str | None) -> str:
    kind = _type(field.type, generic)
    optional = "" if field.required else "?"
    return f"{_comment(field.doc, '  ')}  {field.name}{optional}: {kind};\n"


def _type(kind: introspect.Type, generic: str | None = None) -> str:
    kind = bare(kind)
    match kind:
        case introspect.StrType():
            return "string"
        case introspect.BoolType():
            return "boolean"
        case introspect.IntType() | introspect.FloatType():
            return "number"
        case introspect.NoneType():
            return "null"
        case introspect.RawType():
            return generic or "unknown"
        case introspect.EnumType(cls=cls) | introspect.StructType(cls=cls):
            return f"{cls.__name__}<{generic}>" if cls.__name__ in GENERIC else cls.__name__
        case introspect.ListType(item_type=item):
            name = _type(item, generic)
            return f"({name})[]" if " | " in name else f"{name}[]"
        case introspect.DictType(value_type=value):
            return f"Record<string, {_type(value, generic)}>"
        case introspect.UnionType():
            rest, null = options(kind)
            return " | ".join([*(_type(one, generic) for one in rest), *["null"] * null])
    raise TypeError(f"no TypeScript is known for {kind}")


def _union(name: str, of: Iterable[str], doc: str) -> str:
    one = f"export type {name} = {' | '.join(of)};"
    if len(one) > WIDTH:
        one = f"export type {name} =" + "".join(f"\n  | {member}" for member in of) + ";"
    return _comment(doc) + one


def _closes() -> str:
    docs = member_docs(Close)
    lines = "".join(
        f"{_comment(docs.get(code.name, ''), '  ')}  {code.name}: {code.value},\n" for code in Close
    )
    codes = ", ".join(str(int(code)) for code in sorted(RETRY))
    return (
        f"{_comment('What the end of a connection tells the client to do.')}"
        f"export const CLOSE = {{\n{lines}}} as const;\n\n"
        f"{_comment('After these, and only these, a client comes back by itself.')}"
        f"export const RETRY_CLOSES: readonly number[] = [{codes}];"
    )


def _errors() -> str:
    lines = "".join(
        f"{_comment((error.__doc__ or '').strip(), '  ')}  {error.name}: {error.code},\n"
        for error in tree()
        if error.code
    )
    doc = _comment("The numbers of the errors, by name. From FIRST_RETRYABLE on: try again later.")
    return f"{doc}export const ERRORS = {{\n{lines}}} as const;"


def _topics() -> str:
    """Who writes and what it holds are comments: the page would carry them for nothing."""
    lines = "".join(
        f"{_comment(f'Written by {form.writer}: {form.holds}.', '  ')}"
        f"  {{ pattern: {json.dumps(form.pattern)}, kind: {json.dumps(form.kind)} }},\n"
        for form in FORMS
    )
    doc = _comment("Every form of topic name; `*` stands for exactly one segment.")
    return f"{doc}export const TOPIC_FORMS = [\n{lines}] as const;"


def _final() -> str:
    lines = "".join(f"  {json.dumps(state)},\n" for state in sorted(bodies.RUN_FINAL))
    doc = _comment("The states of a run that no other follows.")
    signals = ", ".join(json.dumps(name) for name in bodies.RUN_SIGNALS)
    return (
        f"{doc}export const RUN_FINAL = [\n{lines}] as const;\n\n"
        f"{_comment('The signals one may send to a run.')}"
        f"export const RUN_SIGNALS = [{signals}] as const;"
    )
