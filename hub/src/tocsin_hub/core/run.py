"""Run: one command asked of some hosts, and how far each has come. The state machine is here."""

from __future__ import annotations

from typing import Final, NamedTuple

from tocsin_wire.bodies import RUN_FINAL, RunState, RunTarget

_ORDER: Final = {"requested": 0, "sent": 1, "accepted": 2, "running": 3}
FROM_AGENT: Final = RUN_FINAL | {"accepted", "running"}
GRACE_MS: Final = 10_000
"""So long may an agent be silent about a part whose time is up, before the hub ends it."""
OVERTIME_MS: Final = 15 * 60_000
"""So long may it go on speaking: what a command wrote last comes even over a slow line in that."""


class Asked(NamedTuple):
    """What was asked for, by whom, of which hosts. Times in ms."""

    command: str
    arguments: list[str]
    targets: list[RunTarget]
    by: str
    timeout_ms: int
    room: str
    at: int


class Part:
    """One host's part of a run."""

    __slots__ = ("heard", "instance", "state")

    def __init__(self, instance: str) -> None:
        self.state = RunState("requested")
        self.instance = instance
        """The agent process it was sent to: another one knows nothing of it."""
        self.heard = 0
        """When the agent last told anything of this part (ms)."""

    @property
    def is_over(self) -> bool:
        return self.state.state in RUN_FINAL

    def advance(self, state: RunState) -> bool:
        """Move on to `state`; False when the machine does not allow it (over, or backwards)."""
        if self.is_over:
            return False
        forward = _rank(state) > _rank(self.state)
        if forward:
            self.state = state
        return forward


def _rank(state: RunState) -> int:
    return len(_ORDER) if state.state in RUN_FINAL else _ORDER.get(state.state, -1)


class Run:
    """A run: `parts` by host."""

    __slots__ = ("asked", "id", "not_after", "parts")

    def __init__(self, id: str, asked: Asked, parts: dict[str, Part], not_after: int) -> None:
        self.id = id
        self.asked = asked
        self.parts = parts
        self.not_after = not_after

    @property
    def is_over(self) -> bool:
        return all(part.is_over for part in self.parts.values())

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
