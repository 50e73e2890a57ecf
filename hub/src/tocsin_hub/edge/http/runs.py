"""Requests about runs: ask for one, look at it, cancel it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct
from starlette.responses import Response

from tocsin_hub.core.access import require_proof
from tocsin_hub.core.principal import Role
from tocsin_hub.core.run import Actor, Asked, Run
from tocsin_hub.core.run_words import CANCEL
from tocsin_hub.core.shell import may_reach_shell
from tocsin_hub.core.targets import targets
from tocsin_hub.edge.clock import new_id, now_ms
from tocsin_hub.edge.http import answer
from tocsin_hub.edge.http.route import Call
from tocsin_wire import codec
from tocsin_wire.bodies import (
    MAX_TARGETS,
    Argument,
    Host,
    RunBody,
    RunOutput,
    RunSkipped,
    RunTarget,
)
from tocsin_wire.errors import BadField
from tocsin_wire.messages import Entry
from tocsin_wire.topics import Kind, form_of, run_topic

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_body: Final[msgspec.json.Decoder[RunBody]] = msgspec.json.Decoder(RunBody)


Word = Annotated[str, Meta(min_length=1, max_length=128)]


class NewRun(Struct, frozen=True, forbid_unknown_fields=True):
    """What to run where. Arguments are passed on one by one; no shell ever sees them."""

    hosts: Annotated[list[Word], Meta(min_length=1, max_length=MAX_TARGETS)]
    """Identities, names, patterns (`web-*`), labels (`role=db`), or `all` that is connected."""
    command: Annotated[str, Meta(min_length=1, max_length=4_096)]
    arguments: Annotated[list[Argument], Meta(max_length=64)] = []
    timeout: Annotated[float, Meta(gt=0, le=3_600)] = 30
    """Seconds."""
    room: Annotated[str, Meta(max_length=96)] = ""
    """The room that gets a card, `room/<name>`."""


class Act(Struct, frozen=True, forbid_unknown_fields=True):
    """On which host; without one, on all that are not done."""

    host: Annotated[str, Meta(max_length=96)] = ""


class Signal(Act, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A signal to the process group of the command."""

    signal: Literal["INT", "TERM", "QUIT", "KILL", "STOP", "CONT"]


class RunId(Struct, frozen=True):
    """The identity of a run; its log is the topic `run/<id>`."""

    id: str


class Output(Struct, frozen=True, omit_defaults=True):
    """A piece of output in the order it was written; `base64` when it is no UTF-8."""

    stream: str
    offset: int
    text: str = ""
    base64: str = ""
    skipped: int = 0


class HostPart(Struct, frozen=True):
    """One host's part of a run."""

    name: str
    state: str
    code: int | None
    signal: str
    reason: str
    ms: int
    output: list[Output]


class RunView(Struct, frozen=True):
    """A run and how far each host has come."""

    id: str
    command: str
    arguments: list[str]
    by: str
    at: int
    hosts: dict[str, HostPart]


async def new_run(call: Call) -> Response:
    """Ask hosts to run a command that their owners allow.

    What may come to a shell there (only admins get that far) wants a proof of not long ago: all
    but the bare name of a command, where the owner allows a shell.
    """
    wanted: NewRun = call.body
    hub, who = call.services.engine.hub, call.who
    if wanted.room:
        _check_room(wanted.room)
        call.services.engine.apply(hub.rooms.enter(who, wanted.room, now_ms()))
    found = targets(hub.hosts, wanted.hosts, who.scope)
    _require_proof_of_admin(call, found)
    asked = Asked(
        wanted.command,
        wanted.arguments,
        [RunTarget(host.id, host.name) for host in found],
        who.name,
        int(wanted.timeout * 1000),
        wanted.room,
        now_ms(),
        tuple(wanted.hosts),
        str(who.role),
        call.ip,
    )
    id = new_id()
    call.services.engine.apply(hub.runs.request(id, asked))
    await call.services.engine.settled()  # it is on disk, and in the list
    return answer.json(RunId(id), 201)


async def run(call: Call) -> Response:
    """Show a run with its output so far."""
    found = call.services.engine.hub.runs.find(call.path["id"])
    log = call.services.engine.hub.topics.log(run_topic(found.id))
    return answer.streamed(_pieces(found, log.raw_entries()))


async def cancel(call: Call) -> Response:
    """Ask the hosts of a run to stop it: TERM to its process group, KILL after 5 s."""
    asked: Act = call.body
    return _act(call, CANCEL, asked.host)


async def signal(call: Call) -> Response:
    """Send a signal to the process group of a run."""
    asked: Signal = call.body
    return _act(call, asked.signal, asked.host)


def _require_proof_of_admin(call: Call, hosts: Iterable[Host]) -> None:
    wanted: NewRun = call.body
    topics = call.services.engine.hub.topics
    if call.who.role is Role.ADMIN and any(
        may_reach_shell(topics, host.id, wanted.command, wanted.arguments) for host in hosts
    ):
        require_proof(call.who, now_ms(), "run what a shell may read")


def _act(call: Call, act: str, host: str) -> Response:
    id, who = call.path["id"], call.who
    actor = Actor(who.name, str(who.role), call.ip, who.scope)
    call.services.engine.apply(call.services.engine.hub.runs.act(id, act, actor, host, now_ms()))
    return answer.json(RunId(id), 202)


def _check_room(room: str) -> None:
    if not room.startswith("room/") or form_of(room).kind is not Kind.LOG:
        raise BadField("a room is called room/<name>")


def _pieces(run: Run, log: list[bytes]) -> Iterator[bytes]:
    """Yield the JSON of a RunView. `log` is what the run's topic holds, shared and not copied."""
    asked = run.asked
    view = RunView(run.id, asked.command, asked.arguments, asked.by, asked.at, {})
    yield codec.encode(view).removesuffix(b"}}")
    entries = yield from _by_host(run, log)
    for number, (host, part) in enumerate(_parts(run).items()):
        head = b"%s%s:" % (b"," if number else b"", codec.encode(host))
        yield head + codec.encode(part).removesuffix(b"]}")
        yield from answer.separated(_outputs(entries.get(host, ())))
        yield b"]}"
    yield b"}}"


def _by_host(run: Run, log: list[bytes]) -> Generator[bytes, None, dict[str, list[bytes]]]:
    """Return the log's entries by the host they are of; yields nothing but time."""
    if len(run.parts) == 1:
        return dict.fromkeys(run.parts, log)
    found: dict[str, list[bytes]] = {host: [] for host in run.parts}
    for raw in log:
        body = _body_of(raw)
        if isinstance(body, RunOutput | RunSkipped) and body.host in found:
            found[body.host].append(raw)
        yield b""
    return found


def _outputs(log: Iterable[bytes]) -> Iterator[bytes]:
    for raw in log:
        match _body_of(raw):
            case RunOutput() as body:
                yield codec.encode(Output(body.stream, body.offset, body.text, body.base64))
            case RunSkipped() as body:
                yield codec.encode(Output(body.stream, body.offset, skipped=body.bytes))


def _body_of(raw: bytes) -> RunBody:
    return _body.decode(_entry.decode(raw).body)


def _parts(run: Run) -> dict[str, HostPart]:
    """Return each host's part, still without its output."""
    names = {target.host: target.name for target in run.asked.targets}
    return {
        host: HostPart(
            names[host],
            part.state.state,
            part.state.code,
            part.state.signal,
            part.state.reason,
            part.state.ms,
            [],
        )
        for host, part in run.parts.items()
    }
