"""RunRecorder: stands where the hub is for `Runs`: keeps what is published, answers when told."""

import asyncio
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tocsin_agent.core.hubclock import HubClock
from tocsin_agent.core.policy import Allowed, Denied
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.journalfile import JournalFile
from tocsin_agent.edge.runs import Runs
from tocsin_wire.bodies import RUN_FINAL, RunOrder, RunOutput, RunSkipped, RunState

WAIT_SECONDS = 30


def shell(order: RunOrder) -> Allowed | Denied:
    """Let anything run, as no policy of the agent ever would: the runner is what is tested."""
    return Allowed(("/bin/sh", "-c", order.command, *order.arguments), order.timeout_ms / 1000)


def direct(order: RunOrder) -> Allowed | Denied:
    """Execute the order's words as they are."""
    return Allowed((order.command, *order.arguments), order.timeout_ms / 1000)


class RunRecorder:
    """A `Runs` and all it said. `answers` false is a hub that acknowledges nothing."""

    def __init__(
        self, folder: Path, decide: Callable[[RunOrder], Allowed | Denied] = shell
    ) -> None:
        """`folder` is where the journal is kept."""
        self.clock = SteadyClock()
        self.answers = True
        self.published: list[tuple[str, Any]] = []
        self.unanswered: list[str] = []
        self._changed = asyncio.Event()
        self.file = JournalFile(folder)
        self.runs = Runs(decide, self._publish, self.clock, HubClock(), self.file)
        self.runs.recover()
        self.runs.up()

    def _publish(self, topic: str, body: Any) -> str:
        pub = str(len(self.published))
        self.published.append((topic.removeprefix("run/"), body))
        self._changed.set()
        if self.answers:
            asyncio.get_running_loop().call_soon(self.runs.answered, pub)
        else:
            self.unanswered.append(pub)
        return pub

    def order(self, run: str, command: str, *arguments: str, seconds: float = 30) -> None:
        not_after = int(self.clock.ms()) + 60_000
        timeout = round(seconds * 1000)
        self.runs.order(RunOrder(run, command, timeout, not_after, "alice", list(arguments)))

    def answer_all(self) -> None:
        """Acknowledge everything, from now on at once."""
        self.answers = True
        pubs, self.unanswered = self.unanswered, []
        for pub in pubs:
            self.runs.answered(pub)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something published makes `condition` true."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def end_of(self, run: str) -> RunState:
        await self.until(lambda: self.final(run))
        final = self.final(run)
        assert final is not None
        return final

    def bodies(self, run: str) -> list[Any]:
        return [body for name, body in self.published if name == run]

    def states(self, run: str) -> list[str]:
        return [body.state for body in self.bodies(run) if isinstance(body, RunState)]

    def final(self, run: str) -> RunState | None:
        found = (body for body in self.bodies(run) if isinstance(body, RunState))
        return next((body for body in found if body.state in RUN_FINAL), None)

    def output(self, run: str, stream: str = "out") -> bytes:
        """Return what was written, each gap as `[skipped N]`; offsets must be contiguous."""
        found, at = b"", 0
        for body in self.bodies(run):
            if isinstance(body, (RunOutput, RunSkipped)) and body.stream == stream:
                assert body.offset == at
                if isinstance(body, RunSkipped):
                    found += b"[skipped %d]" % body.bytes
                    at += body.bytes
                else:
                    data = body.text.encode() if body.text else b64decode(body.base64)
                    found += data
                    at += len(data)
        return found
