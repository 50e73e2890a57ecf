"""Requests about the output of a run: whole or from an offset, as text or as JSON lines."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct
from starlette.responses import Response, StreamingResponse

from tocsin_hub.core.run import Run
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.http.route import Call
from tocsin_wire import codec
from tocsin_wire.bodies import RunBody, RunOutput, RunSkipped
from tocsin_wire.errors import BadField, UnknownHost
from tocsin_wire.messages import Count, Entry
from tocsin_wire.topics import run_topic

PIECE: Final = 200
"""Entries read at a time: what a slow reader holds here is a few MB at most."""
TEXT: Final = "text/plain"
LINES: Final = "application/x-ndjson"

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_body: Final[msgspec.json.Decoder[RunBody]] = msgspec.json.Decoder(RunBody)


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """Which output, and how."""

    host: Annotated[str, Meta(max_length=128)] = ""
    """Identity or name; without one, of all hosts."""
    stream: Literal["", "out", "err"] = ""
    """Without one, both, as they came."""
    offset: Count = 0
    """Bytes of the stream that are left out; takes a host and a stream."""
    format: Literal["text", "jsonl"] = "text"
    """`text`: the very bytes, with a line where some were not kept."""
    download: bool = False


class OutputLine(Struct, frozen=True, omit_defaults=True):
    """A line of `jsonl`: a piece of output; `base64` when it is no UTF-8."""

    host: str
    stream: str
    offset: int
    at: int
    """When the hub got it (ms since 1970 UTC)."""
    text: str = ""
    base64: str = ""
    skipped: int = 0
    """So many bytes were not kept."""


async def output(call: Call) -> Response:
    """Return what a run wrote, as far as it is kept."""
    asked: Ask = call.query
    engine = call.services.engine
    run = engine.hub.runs.find(call.path["id"])
    if asked.offset and not (asked.host and asked.stream):
        raise BadField("an offset is one of a stream of a host: name both")
    host = _host_of(run, asked.host)
    write = _text if asked.format == "text" else _line
    headers = {"cache-control": "no-store"}
    if asked.download:
        name = f"{run.id}{'-' + host if host else ''}.{'txt' if write is _text else 'jsonl'}"
        headers["content-disposition"] = f'attachment; filename="{name}"'
    pieces = _pieces(engine, run, asked, host)
    written = (write(*piece) async for piece in pieces)
    kind = f"{TEXT}; charset=utf-8" if write is _text else LINES
    return StreamingResponse(written, headers=headers, media_type=kind)


def _host_of(run: Run, name: str) -> str:
    """Return a host of a run by identity or by the name it had. Raises UnknownHost."""
    found = [one.host for one in run.asked.targets if name in (one.host, one.name)]
    if name and not found:
        raise UnknownHost(f"the run {run.id} was not asked of {name[:96]!r}")
    return found[0] if name else ""


_Piece = tuple[Entry, RunOutput | RunSkipped]


async def _pieces(engine: Engine, run: Run, asked: Ask, host: str) -> AsyncIterator[_Piece]:
    log = engine.hub.topics.log(run_topic(run.id))
    after, head = log.first - 1, log.head
    while after < head:
        raws = await engine.read(log, after, PIECE)
        for raw in raws:
            entry = _entry.decode(raw)
            body = _body.decode(entry.body)
            if isinstance(body, RunOutput | RunSkipped) and _is_wanted(body, asked, host):
                yield entry, _from(body, asked.offset)
        after = _entry.decode(raws[-1]).seq if raws else head


def _is_wanted(body: RunOutput | RunSkipped, asked: Ask, host: str) -> bool:
    return (
        host in ("", body.host)
        and asked.stream in ("", body.stream)
        and (not asked.offset or _end(body) > asked.offset)
    )


def _end(body: RunOutput | RunSkipped) -> int:
    size = body.bytes if isinstance(body, RunSkipped) else len(_bytes(body))
    return body.offset + size


def _from(body: RunOutput | RunSkipped, offset: int) -> RunOutput | RunSkipped:
    """Return a body without what lies before an offset."""
    missing = offset - body.offset
    if missing <= 0:
        return body
    if isinstance(body, RunSkipped):
        return RunSkipped(body.stream, offset, body.bytes - missing, body.host)
    rest = base64.b64encode(_bytes(body)[missing:]).decode("ascii")
    return RunOutput(body.stream, offset, body.host, base64=rest)


def _bytes(body: RunOutput) -> bytes:
    return base64.b64decode(body.base64) if body.base64 else body.text.encode()


def _text(_entry: Entry, body: RunOutput | RunSkipped) -> bytes:
    if isinstance(body, RunSkipped):
        return f"\n[{body.bytes} bytes were not kept]\n".encode()
    return _bytes(body)


def _line(entry: Entry, body: RunOutput | RunSkipped) -> bytes:
    if isinstance(body, RunSkipped):
        line = OutputLine(body.host, body.stream, body.offset, entry.at, skipped=body.bytes)
    else:
        line = OutputLine(body.host, body.stream, body.offset, entry.at, body.text, body.base64)
    return codec.encode(line) + b"\n"
