"""Requests about the audit: search it, and take it away in a file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct, field
from starlette.responses import Response, StreamingResponse

from tocsin_hub.core.audit.export import FORMS, Form
from tocsin_hub.core.audit.line import line_of, parts_of
from tocsin_hub.core.audit.link import Link, Linked
from tocsin_hub.core.audit.search import Wanted
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_hub.edge.store.audit_pieces import Extent, Span
from tocsin_hub.edge.store.audit_reader import Asked, AuditReader
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.messages import Count, Time

Word = Annotated[str, Meta(max_length=128)]


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """Which entries; all that is given must be so, in upper or lower case."""

    text: Annotated[str, Meta(max_length=256)] = ""
    """Stands in who, what, to what, from where or the detail."""
    by: Word = ""
    """A login, `host/<id>`, `@hub`."""
    on: Word = ""
    """A login, a host or its name, a run."""
    deed: Annotated[str, Meta(max_length=64)] = ""
    """The name of a deed, or `run`, `act`, `result`."""
    from_: Time | None = field(name="from", default=None)
    to: Time | None = None
    """Before this time."""
    before: Count | None = None
    """Older ones only: the `next` of an earlier answer."""
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class Export(Struct, frozen=True, forbid_unknown_fields=True):
    """In which form, and of what time."""

    format: Literal["jsonl", "csv"] = "jsonl"
    """`jsonl` can be verified, `csv` is for a spreadsheet."""
    from_: Time | None = field(name="from", default=None)
    to: Time | None = None
    """Before this time."""


class Head(Struct, frozen=True):
    """The end of the chain; seq 0 without a hash when there is nothing in the audit."""

    seq: int
    hash: str


class Noted(Struct, frozen=True):
    """An entry; `hash` is one of it and of all before it."""

    seq: int
    at: int
    by: str
    ip: str
    hash: str
    body: Raw
    """An `AuditBody` of the protocol; null where somebody has made it unreadable."""


class Audit(Struct, frozen=True):
    """Entries, newest first. `next` is the `before` with which a search goes on."""

    entries: list[Noted]
    more: bool
    """There is older that was not looked at, also where nothing was found."""
    next: int | None
    head: Head


async def search(call: Call) -> Response:
    """Search the audit backwards. One answer looks at 2,000 entries, then tells where to go on."""
    asked: Ask = call.query
    wanted = Wanted(asked.text, asked.by, asked.on, asked.deed).folded()
    found = await call.services.audit.search(
        Asked(wanted, asked.from_, asked.to, asked.before, asked.limit)
    )
    entries = [_noted(entry) for entry in found.entries]
    more = found.next is not None
    return answer.json(Audit(entries, more, found.next, _head(found.head)))


async def export(call: Call) -> Response:
    """Write the audit out, once it is written down that somebody does."""
    asked: Export = call.query
    services, who = call.services, call.who
    span = f"from {_moment(asked.from_)} to {_moment(asked.to)}"
    await services.keep(
        AuditDeed("export", who.by, str(who.role), call.ip, "audit", f"{asked.format}, {span}")
    )
    form = FORMS[asked.format]
    extent = await services.audit.extent(asked.from_, asked.to)
    named = f'attachment; filename="audit.{asked.format}"'
    headers = {"cache-control": "no-store", "content-disposition": named}
    written = _written(services.audit, form, extent)
    return StreamingResponse(written, headers=headers, media_type=form.media_type)


async def _written(audit: AuditReader, form: Form, extent: Extent) -> AsyncIterator[bytes]:
    """Write piece by piece: who does not read holds one of them here."""
    span = extent.span
    yield form.start(extent.before)
    while piece := await audit.piece(span):
        yield b"".join(map(form.entry, piece))
        span = Span(piece[-1].seq + 1, span.end)
    yield form.end(extent.head)


def _noted(entry: Linked) -> Noted:
    line, parts = line_of(entry), parts_of(entry)
    body = parts.body if parts else Raw(b"null")
    return Noted(entry.seq, entry.at, line.by, line.ip, entry.hash.hex(), body)


def _head(head: Link | None) -> Head:
    return Head(head.seq, head.hash.hex()) if head else Head(0, "")


def _moment(at: int | None) -> str:
    return "either end" if at is None else str(at)
