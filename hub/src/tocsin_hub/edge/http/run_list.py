"""Requests about all runs: which there were, whose, where, and how they ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire.bodies import RunEnded, RunListed, RunsBody, RunTarget
from tocsin_wire.log import Log
from tocsin_wire.messages import Count, Entry
from tocsin_wire.topics import RUNS

PIECE: Final = 500
"""Entries read at a time."""
SEARCHED: Final = 10_000
"""Entries one request looks through: about 20 ms. The answer says where to go on."""

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_body: Final[msgspec.json.Decoder[RunsBody]] = msgspec.json.Decoder(RunsBody)


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """Which runs; all that is given must be so."""

    host: Annotated[str, Meta(max_length=128)] = ""
    """Identity, or the name it had."""
    by: Annotated[str, Meta(max_length=64)] = ""
    text: Annotated[str, Meta(max_length=256)] = ""
    """Stands in the command line, in upper or lower case."""
    failed: bool = False
    """Only those that did not exit with 0 everywhere."""
    before: Count | None = None
    """Older ones only: the `next` of an earlier answer."""
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class Listed(Struct, frozen=True):
    """A run. `states` counts its hosts by how it ended there; null while it goes on."""

    seq: int
    at: int
    run: str
    command: str
    arguments: list[str]
    by: str
    where: list[str]
    timeout_ms: int
    targets: list[RunTarget]
    states: dict[str, int] | None
    failed: list[str]
    """The hosts, by identity, that did not exit with 0."""
    ms: int


class RunList(Struct, frozen=True):
    """Runs, newest first. `next` is the `before` of what is older; null when nothing is."""

    runs: list[Listed]
    next: int | None


async def runs(call: Call) -> Response:
    """List the runs there were, newest first."""
    asked: Ask = call.query
    engine = call.services.engine
    return answer.json(await _Search(engine, asked).find())


class _Search:
    """Goes back through the list of runs. An end stands behind its beginning, often right there."""

    def __init__(self, engine: Engine, asked: Ask) -> None:
        self._engine = engine
        self._asked = asked
        self._log: Log = engine.hub.topics.log(RUNS)
        self._known = engine.hub.runs.in_memory
        self._ends: dict[str, RunEnded] = {}
        self._found: list[Listed] = []

    async def find(self) -> RunList:
        before = self._log.head + 1 if self._asked.before is None else self._asked.before
        least = max(self._log.first, before - SEARCHED)
        while before > least and len(self._found) < self._asked.limit:
            before = await self._look(max(least, before - PIECE), before)
        return RunList(self._found, before if before > self._log.first else None)

    async def _look(self, start: int, before: int) -> int:
        """Take what is wanted from `start` to before `before`; return where that ended."""
        entries = await self._entries(start - 1, before - start)
        self._ends |= {body.run: body for _, body in entries if isinstance(body, RunEnded)}
        for entry, body in reversed(entries):
            if not isinstance(body, RunListed) or not self._is_of(body):
                continue
            listed = _listed(entry, body, await self._end(body.run, entry.seq))
            if listed.failed or not self._asked.failed:
                self._found.append(listed)
            if len(self._found) >= self._asked.limit:
                return entry.seq
        return start

    async def _entries(self, after: int, count: int) -> list[tuple[Entry, RunListed | RunEnded]]:
        raws = await self._engine.read(self._log, after, count)
        entries = map(_entry.decode, raws)
        return [
            (entry, _body.decode(entry.body)) for entry in entries if entry.seq <= after + count
        ]

    def _is_of(self, run: RunListed) -> bool:
        asked = self._asked
        line = " ".join([run.command, *run.arguments]).casefold()
        return (
            asked.text.casefold() in line
            and asked.by.casefold() in ("", run.by.casefold())
            and (not asked.host or any(asked.host in target for target in _names(run)))
        )

    async def _end(self, run: str, seq: int) -> RunEnded | None:
        """Return the end of a run; it may lie behind where this answer begins."""
        known = self._known.get(run)
        if known is not None:
            return known.ending() if known.is_over else None
        while run not in self._ends and seq < self._log.head:
            entries = await self._entries(seq, PIECE)
            self._ends |= {body.run: body for _, body in entries if isinstance(body, RunEnded)}
            seq += PIECE
        return self._ends.get(run)


def _names(run: RunListed) -> Iterator[tuple[str, str]]:
    return ((target.host, target.name) for target in run.targets)


def _listed(entry: Entry, run: RunListed, end: RunEnded | None) -> Listed:
    return Listed(
        entry.seq,
        entry.at,
        run.run,
        run.command,
        run.arguments,
        run.by,
        run.where,
        run.timeout_ms,
        run.targets,
        end.states if end else None,
        end.failed if end else [],
        end.ms if end else 0,
    )
