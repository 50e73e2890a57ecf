"""Requests about the history: a chart of columns, as JSON or CSV, and what there is of a host."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.responses import Response

from tocsin_hub.core.history.export import csv_of
from tocsin_hub.core.history.levels import HOUR
from tocsin_hub.core.history.plan import Question
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.history.questions import Chart
from tocsin_hub.edge.http import answer, compression
from tocsin_hub.edge.http.route import Call
from tocsin_wire import codec
from tocsin_wire.errors import BadField
from tocsin_wire.messages import Time

MAX_POINTS: Final = 50_000
MAX_CELLS: Final = 50_000
"""Points times columns of one answer: a few ms of the loop to send, and a megabyte."""
CSV: Final = "text/csv"
Series = Annotated[str, Meta(min_length=1, max_length=4_096)]


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """Which columns, from when to when, in about how many points."""

    column: Annotated[list[Series], Meta(min_length=1, max_length=100)]
    """`name{key=value,key2=value2}`, keys in order; may be repeated."""
    from_: Time | None = msgspec.field(name="from", default=None)
    """By default an hour before `to`."""
    to: Time | None = None
    """By default now."""
    points: Annotated[int, Meta(ge=1, le=MAX_POINTS)] = 600
    """Points times columns are at most 50,000."""
    format: Literal["json", "csv"] | None = None
    """By default what the header `Accept` prefers."""


class Points(Struct, frozen=True):
    """One column: a number for each bucket, null where nothing is known."""

    name: str
    unit: str
    mean: list[float | None]
    min: list[float | None] | UnsetType = UNSET
    """Left out, as `max` is, where a bucket holds one row."""
    max: list[float | None] | UnsetType = UNSET


class History(Struct, frozen=True):
    """Bucket i goes from `start + i * step_ms` to before the next; the first may begin early."""

    host: str
    from_: int = msgspec.field(name="from")
    to: int
    resolution_ms: int
    """What one kept row stands for: a second, a minute, an hour."""
    step_ms: int
    start: int
    columns: list[Points]


class HeldColumn(Struct, frozen=True):
    """A column, and from when to when there is anything of it (ms since 1970 UTC)."""

    name: str
    unit: str
    first: int
    last: int


class Holdings(Struct, frozen=True):
    """What is kept of a host; `oldest` tells for each resolution (ms) how far back it goes."""

    columns: list[HeldColumn]
    bytes: int
    oldest: dict[str, int]


async def chart(call: Call) -> Response:
    """Return low, mean and high of columns over a stretch of time; also as CSV, of the means.

    The resolution is the coarsest that shows every point and is kept so long.
    """
    asked: Ask = call.query
    hosts = call.services.engine.hub.hosts
    host = hosts.find(call.path["id"])
    question = _question(asked, now_ms())
    is_csv = asked.format == "csv" or (asked.format is None and _prefers_csv(call.accept))
    write = _csv if is_csv else partial(_json, host.id, question)
    zipped = call.zip_welcome
    shape = partial(_packed, write) if zipped else write  # off the loop, as writing is
    live = hosts.layout(host.id)
    text = await call.services.history.chart(host.id, asked.column, question, live, shape)
    if is_csv:
        return answer.attachment(text, CSV, f"{host.id}.csv", zipped=zipped)
    return answer.encoded(text, zipped=zipped)


async def columns(call: Call) -> Response:
    """List the columns there ever were of a host, and what is kept of it."""
    host = call.services.engine.hub.hosts.find(call.path["id"])
    held = await call.services.history.holding(host.id)
    found = [HeldColumn(*one) for one in held.series]
    holdings = codec.encode(Holdings(found, held.bytes, held.oldest))
    return answer.streamed([holdings], zip_welcome=call.zip_welcome)


def _question(asked: Ask, now: int) -> Question:
    stop = now if asked.to is None else asked.to
    start = max(0, stop - HOUR) if asked.from_ is None else asked.from_
    if start >= stop:
        raise BadField(f"`from` ({start}) must be before `to` ({stop}), both ms since 1970 UTC")
    if asked.points * len(set(asked.column)) > MAX_CELLS:
        raise BadField(
            f"points times columns are at most {MAX_CELLS:,}: ask for fewer of one or the other, "
            "or for a shorter time"
        )
    return Question(start, stop, asked.points)


def _prefers_csv(accept: str) -> bool:
    """Tell whether CSV is named before JSON is, or instead of it."""
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return CSV in kinds and "application/json" not in kinds[: kinds.index(CSV)]


def _packed(write: Callable[[Chart], bytes], found: Chart) -> bytes:
    return compression.packed(write(found))


def _csv(found: Chart) -> bytes:
    return csv_of(found.grid, found.layout, found.buckets).encode()


def _json(host: str, question: Question, found: Chart) -> bytes:
    grid, buckets = found.grid, found.buckets
    is_one_row = grid.step_ms <= grid.spacing_ms
    columns = [
        Points(
            name,
            unit,
            buckets.mean[:, place].tolist(),
            UNSET if is_one_row else buckets.low[:, place].tolist(),
            UNSET if is_one_row else buckets.high[:, place].tolist(),
        )
        for place, (name, unit) in enumerate(found.layout.series)
    ]
    span = question.start, question.stop
    return codec.encode(History(host, *span, grid.spacing_ms, grid.step_ms, grid.start, columns))
