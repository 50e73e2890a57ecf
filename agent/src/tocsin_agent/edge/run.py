"""Run: one order from `accepted` to its one final state."""

from __future__ import annotations

import signal
from collections.abc import Callable
from subprocess import SubprocessError
from typing import Any, Final

from tocsin_agent.core.output import Output
from tocsin_agent.core.policy import Allowed
from tocsin_agent.edge.child import Child
from tocsin_wire.bodies import MAX_KEPT, RUN_FINAL, RunState

GRACE: Final = 5.0
"""Seconds from TERM to KILL."""
DRAIN: Final = 2.0
"""Seconds the pipes are still read after the command has exited."""
INTAKE: Final = 1024 * 1024
"""Bytes read in one tick: endless output costs the command its time, not the machine."""

Publish = Callable[[Any], str]


class Run:
    """One command. `publish(body)` appends to its log and returns the publish's id.

    `clock` returns monotonic seconds; of the output `keep` bytes are told.
    """

    def __init__(
        self, id: str, publish: Publish, clock: Callable[[], float], keep: int = MAX_KEPT
    ) -> None:
        self.id = id
        self.state = RunState("accepted")
        """What was told last, or will be told first."""
        self.is_told = False
        self.output = Output(keep)
        self.child: Child | None = None
        self._publish = publish
        self._clock = clock
        self._began = clock()
        self._kill_at: float | None = None
        self._ends_at = float("inf")
        self._cause: tuple[str, str] | None = None
        self._status: int | None = None
        self._exited_at = 0.0
        self._intake = 0

    @property
    def is_over(self) -> bool:
        return self.state.state in RUN_FINAL

    def tell(self, state: RunState) -> None:
        self.state = state
        self.is_told = True
        self._publish(state)

    def start(self, allowed: Allowed) -> Child | None:
        """Execute; None when that fails, which is told as `denied`, or it was canceled before."""
        if self._cause:
            self.tell(RunState(self._cause[0], reason=self._cause[1]))
            return None
        self._began = self._clock()
        try:
            self.child = Child(self.id, allowed, self._wrote, self._exited)
        except (OSError, ValueError, SubprocessError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self.tell(RunState("denied", reason=f"it cannot be executed: {reason}"))
            return None
        self._ends_at = self._began + allowed.timeout
        self.tell(RunState("running"))
        return self.child

    def cancel(self, reason: str) -> None:
        """End it: TERM to its process group, KILL after the grace."""
        self._end("canceled", reason)

    def kill(self, reason: str) -> None:
        """End it at once."""
        if self.child and self._status is None:
            self._cause = self._cause or ("canceled", reason)
            self.child.signal(signal.SIGKILL)
        elif self.child:
            self.child.close()
            self.pump()
        else:
            self._cause = self._cause or ("canceled", reason)

    def signal(self, number: signal.Signals) -> bool:
        """Send a signal to its process group; tell whether there is one, still."""
        if self.child is None or self._status is not None:
            return False
        self.child.signal(number)
        return True

    def tick(self) -> None:
        """Let time pass: about twenty times a second while it runs."""
        now = self._clock()
        self._intake = 0
        if self._status is None:
            if now >= self._ends_at:
                self._end("timeout", "its time was up")
            if self._kill_at is not None and now >= self._kill_at and self.child:
                self.child.signal(signal.SIGKILL)
        elif self.child and self.child.is_open and now >= self._exited_at + DRAIN:
            self.child.close()
        self.output.ripen(now)
        self.pump()

    def pump(self) -> None:
        """Publish what may be published, read on if there is room, and end when all is said."""
        if self._status is not None and self.child and not self.child.is_open:
            self.output.end()
        while (found := self.output.next()) is not None:
            body, size = found
            self.output.sent(self._publish(body), size)
        self._regulate()
        if self.output.is_drained and not self.is_over:
            self.tell(self._final())

    def _regulate(self) -> None:
        if self.child and self.child.is_open:
            if self.output.is_clogged or self._intake >= INTAKE:
                self.child.pause()
            else:
                self.child.resume()

    def _wrote(self, stream: str, data: bytes) -> None:
        self._intake += len(data)
        self.output.feed(stream, data, self._clock())
        self.pump()

    def _exited(self, status: int) -> None:
        self._status = status
        self._exited_at = self._clock()
        self.pump()

    def _end(self, state: str, reason: str) -> None:
        if self._cause or self._status is not None:
            return
        self._cause = state, reason
        if self.child:
            self._kill_at = self._clock() + GRACE
            self.child.signal(signal.SIGTERM)
            self.child.signal(signal.SIGCONT)  # a stopped process gets TERM only when it goes on

    def _final(self) -> RunState:
        """Return what became of it (wait(2)). A cause of ours outweighs how it died of it."""
        assert self._status is not None
        ms = max(0, round((self._exited_at - self._began) * 1000))
        code, number = _decoded(self._status)
        name = _signal_name(number) if number else ""
        if self._cause:
            state, reason = self._cause
            return RunState(state, code=code, signal=name, reason=reason, ms=ms)
        if number:
            return RunState("signaled", signal=name, ms=ms)
        return RunState("exited", code=code, ms=ms)


def _decoded(status: int) -> tuple[int | None, int]:
    """Return exit code and signal number of a wait status; one of them is None or 0."""
    low = status & 0x7F
    return (None, low) if low else (status >> 8 & 0xFF, 0)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"
