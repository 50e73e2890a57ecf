"""Run: one command asked of some hosts, and how far each has come. The state machine is here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from tocsin_hub.core.store import OUTPUT
from tocsin_wire.bodies import (
    MAX_KEPT,
    RUN_FINAL,
    RunBody,
    RunEnded,
    RunRequested,
    RunState,
    RunTarget,
)
from tocsin_wire.messages import Entry

_ORDER: Final = {"requested": 0, "sent": 1, "accepted": 2, "running": 3}
FROM_AGENT: Final = RUN_FINAL | {"accepted", "running"}
ACCEPT_MS: Final = 30_000
"""An agent that has not begun by then must not begin any more; nor is it sent later."""
LEAST_SHARE: Final = 64 * 1024
"""Bytes of output that a host may tell however many there are."""
GRACE_MS: Final = 10_000
"""So long may an agent be silent about a part whose time is up, before the hub ends it."""
OVERTIME_MS: Final = 15 * 60_000
"""So long may it go on speaking: what a command wrote last comes even over a slow line in that."""

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_body: Final[msgspec.json.Decoder[RunBody]] = msgspec.json.Decoder(RunBody)


class Actor(NamedTuple):
    """Who does something to a run."""

    name: str
    role: str
    ip: str
    scope: Sequence[str] = ()
    """The labels of the hosts they may act on; empty: all."""


class Asked(NamedTuple):
    """What was asked for, by whom, of which hosts. Times in ms."""

    command: str
    arguments: list[str]
    targets: list[RunTarget]
    by: str
    timeout_ms: int
    room: str
    at: int
    where: Sequence[str] = ()
    """The hosts as they were asked for."""
    role: str = ""
    ip: str = ""


class Part:
    """One host's part of a run."""

    __slots__ = ("heard", "instance", "left_at", "state")

    def __init__(self) -> None:
        self.state = RunState("requested")
        self.instance = ""
        """The agent process it was sent to: another one knows nothing of it."""
        self.left_at = 0
        """When another process of the agent came (ms); 0 when none did."""
        self.heard = 0
        """When the agent last told anything of this part (ms)."""

    @property
    def is_over(self) -> bool:
        return self.state.state in RUN_FINAL

    @property
    def succeeded(self) -> bool:
        return self.state.state == "exited" and self.state.code == 0

    @property
    def waits(self) -> bool:
        """True before it is sent."""
        return self.state.state == "requested"

    def is_of(self, instance: str) -> bool:
        """Tell whether that agent process may have it, or get it still."""
        return self.waits or self.instance == instance

    def advance(self, state: RunState) -> bool:
        """Move on to `state`; False when the machine does not allow it (over, or backwards)."""
        if self.is_over:
            return False
        forward = _rank(state) > _rank(self.state)
        if forward:
            self.state = state
            self.instance = state.instance or self.instance
        return forward

    def fall_back(self, state: RunState) -> None:
        """Go back to an earlier state."""
        if _rank(state) < _rank(self.state):
            self.state = state


def _rank(state: RunState) -> int:
    return len(_ORDER) if state.state in RUN_FINAL else _ORDER.get(state.state, -1)


class Run:
    """A run: `parts` by host."""

    __slots__ = ("asked", "ended_at", "id", "not_after", "parts")

    def __init__(self, id: str, asked: Asked, parts: dict[str, Part], not_after: int) -> None:
        self.id = id
        self.asked = asked
        self.parts = parts
        self.not_after = not_after
        self.ended_at = 0
        """When the last part ended (ms), as far as that was seen."""

    @property
    def is_over(self) -> bool:
        return all(part.is_over for part in self.parts.values())

    @property
    def share(self) -> int:
        """Return how many bytes of output one host may tell: of many, each less."""
        return max(MAX_KEPT // len(self.parts), LEAST_SHARE)

    def ending(self) -> RunEnded:
        """Return what became of it on how many hosts."""
        failed = [host for host, part in self.parts.items() if not part.succeeded]
        states = Counter(
            part.state.state for host, part in self.parts.items() if host not in failed
        )
        states.update(_failure(self.parts[host].state) for host in failed)
        return RunEnded(self.id, dict(states), failed, max(0, self.ended_at - self.asked.at))

    @property
    def deadline(self) -> int:
        """By then (ms) an agent, which times its part out by itself, has ended it."""
        return self.not_after + self.asked.timeout_ms

    def lost_after(self, part: Part) -> int:
        """Return until when (ms) word of a part is waited for.

        A grace beyond the deadline, or beyond the last word while the agent goes on telling of it.
        """
        heard = min(part.heard, self.deadline + OVERTIME_MS)
        return max(self.deadline, heard) + GRACE_MS


def _failure(state: RunState) -> str:
    return "failed" if state.state == "exited" else state.state


def recalled(id: str, entries: Iterable[bytes]) -> Run | None:
    """Return the run that a log tells of, None when its first entry is not there any more."""
    run: Run | None = None
    for raw in entries:
        if OUTPUT in raw:
            continue
        entry = _entry.decode(raw)
        match _body.decode(entry.body):
            case RunRequested() as requested:
                run = _asked(id, requested, entry.at)
            case RunState() as state if run and state.host in run.parts:
                run.parts[state.host].advance(state)
                run.ended_at = entry.at
    return run


def begun(id: str, asked: Asked) -> Run:
    """Return a run none of whose parts was sent yet."""
    parts = {target.host: Part() for target in asked.targets}
    return Run(id, asked, parts, asked.at + ACCEPT_MS)


def _asked(id: str, said: RunRequested, at: int) -> Run:
    asked = Asked(
        said.command,
        said.arguments,
        said.targets,
        said.by,
        said.timeout_ms,
        said.room,
        at,
        tuple(said.where),
    )
    return begun(id, asked)
