"""Runs: obeys orders, each at most once, and carries the answers. The policy decides what runs."""

from __future__ import annotations

import asyncio
import shlex
import signal
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from tocsin_agent.core.hubclock import HubClock
from tocsin_agent.core.journal import HORIZON_MS, MOST
from tocsin_agent.core.policy import Allowed, Denied
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.journalfile import JournalFile
from tocsin_agent.edge.log import say, say_whole
from tocsin_agent.edge.reaper import Reaper, end_leftovers
from tocsin_agent.edge.run import Run
from tocsin_wire.bodies import (
    RUN_FINAL,
    RUN_SIGNALS,
    CancelOrder,
    RunOrder,
    RunState,
    SignalOrder,
)
from tocsin_wire.topics import run_topic

TICK: Final = 0.05
MAX_AT_ONCE: Final = 8
REMEMBERED: Final = 1_024
_TOO_LATE: Final = RunState("expired", reason="the order came too late")


class Runs:
    """Every run of this process. What the journal knows is answered and never executed again."""

    def __init__(
        self,
        decide: Callable[[RunOrder], Allowed | Denied],
        publish: Callable[[str, Any], str],
        clock: SteadyClock,
        hub_clock: HubClock,
        journal: JournalFile,
    ) -> None:
        """`publish(topic, body)` returns the publish's id, whether or not the hub is there."""
        self._decide = decide
        self._append = publish
        self._is_away = True
        self._clock = clock
        self._hub_clock = hub_clock
        self._file = journal
        self._reaper = Reaper()
        self._active: dict[str, Run] = {}
        self._refused: OrderedDict[str, RunState] = OrderedDict()
        """Ends of runs that never began: the journal does not know them."""
        self._unheard: set[str] = set()
        self._publishes: dict[str, Run] = {}
        self._beginning: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.TimerHandle | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def recover(self) -> None:
        """Read the journal; what an earlier process began and did not end is told as lost."""
        self._file.load()
        self._unheard = set(self._file.journal.ended)
        lost = self._file.journal.unfinished
        if lost:
            end_leftovers(frozenset(lost))
        for run in lost:
            say(f"run {run} is lost: the agent was restarted while it ran")
            self._publish(run, RunState("lost", reason="the agent was restarted while it ran"))

    def order(self, order: RunOrder) -> None:
        """Obey an order, or say why not. A second delivery is answered with what happened."""
        end = self._end_of(order.run)
        if order.run in self._active:
            self._repeat(self._active[order.run])
        elif end:
            self._publish(order.run, end)
        else:
            refusal = self._refusal(order)
            if refusal:
                self._refuse(order, refusal)
            else:
                self._obey(order)

    def remind(self, order: RunOrder) -> None:
        """Answer an order from before this process, once, if one before it came to an end of it.

        It may have been killed before the hub heard. What it never began stays so: the hub knows.
        """
        end = self._file.journal.end_of(order.run)
        if end and order.run in self._unheard:
            self._unheard.discard(order.run)
            self._publish(order.run, end)

    def cancel(self, order: CancelOrder) -> None:
        """End a run; one that is over, or unknown, stays as it is."""
        run = self._active.get(order.run)
        if run:
            say(f"run {order.run} is canceled by {order.by}")
            run.cancel(f"canceled by {order.by}"[:1_000])

    def signal(self, order: SignalOrder) -> None:
        """Send a signal to a run; one that is over, or unknown, gets none."""
        if order.signal not in RUN_SIGNALS:
            say(f"{order.by} asked for the signal {order.signal}, which is none of {RUN_SIGNALS}")
            return
        run = self._active.get(order.run)
        if run and run.signal(signal.Signals[f"SIG{order.signal}"]):
            say(f"run {order.run} got the signal {order.signal} from {order.by}")

    def answered(self, pub: str) -> bool:
        """Take in the answer to a publish; tell whether it was one of a run."""
        run = self._publishes.pop(pub, None)
        if run is None:
            return False
        run.output.answered(pub)
        if not run.is_over:
            run.pump()
        return True

    def up(self) -> None:
        """The hub is there: output flows at its pace again."""
        self._set_away(False)

    def down(self) -> None:
        """The hub is away: what the commands write is kept, at both ends."""
        self._set_away(True)

    async def stop(self) -> None:
        """Kill everything that runs, with all it started, and say so."""
        for run in list(self._active.values()):
            run.kill("the agent was stopped")
        try:
            await asyncio.wait_for(self._idle.wait(), 3.0)
        except TimeoutError:
            say("some runs did not end in time")
        if self._ticker:
            self._ticker.cancel()
        self._reaper.close()
        if self._beginning:  # they wait for the disk, and what they then find is that it is over
            await asyncio.wait(self._beginning)
        await self._file.close()

    def _end_of(self, run: str) -> RunState | None:
        return self._file.journal.end_of(run) or self._refused.get(run)

    def _repeat(self, run: Run) -> None:
        """Tell again how far a run is; one that has not begun yet will tell by itself."""
        if run.is_told:
            self._publish(run.id, run.state)

    def _refusal(self, order: RunOrder) -> RunState | None:
        """Return why an order is not obeyed, whatever the policy says."""
        now = self._now()
        if now > order.not_after:
            return _TOO_LATE
        if order.not_after - now > HORIZON_MS:
            return _denied("it might begin more than an hour from now: no order is good for that")
        if len(self._active) >= MAX_AT_ONCE:
            return _denied(f"{MAX_AT_ONCE} commands run here already: try again when one is over")
        if not self._file.has_room(now):
            return _denied(f"{MOST} commands ran here within an hour: try again later")
        return None

    def _now(self) -> int:
        """Return the hub's time."""
        return self._hub_clock.read(self._clock.ms())

    def _refuse(self, order: RunOrder, state: RunState) -> None:
        say(f"run {order.run} of {order.by} is {state.state}: {state.reason}")
        self._publish(order.run, state)

    def _obey(self, order: RunOrder) -> None:
        decision = self._decide(order)
        if isinstance(decision, Denied):
            self._refuse(order, _denied(decision.reason))
            return
        say_whole(
            f"run {order.run} of {order.by} ({order.role or 'role unknown'}): "
            f"{shlex.join(decision.argv)}"
        )
        run = Run(
            order.run,
            lambda body: self._publish(order.run, body),
            self._clock.seconds,
            order.keep,
        )
        run.output.is_away = self._is_away
        self._active[order.run] = run
        self._idle.clear()
        task = asyncio.create_task(self._begin(run, order, decision))
        self._beginning.add(task)
        task.add_done_callback(self._beginning.discard)

    async def _begin(self, run: Run, order: RunOrder, allowed: Allowed) -> None:
        """Execute once it is on disk that it was begun; never without."""
        try:
            await self._file.begin(run.id, self._now())
        except OSError as error:
            reason = f"this host cannot write down that it began: {error.strerror or error}"
            say(f"run {run.id} is denied: {reason}")
            run.tell(_denied(reason))
            return
        if self._now() > order.not_after:
            run.tell(_TOO_LATE)
            return
        self._reaper.begin()
        run.tell(RunState("accepted"))
        child = run.start(allowed)
        if child:
            self._reaper.watch(child)
            self._tick_later()

    def _publish(self, run: str, body: Any) -> str:
        pub = self._append(run_topic(run), body)
        if run in self._active:
            self._publishes[pub] = self._active[run]
        if isinstance(body, RunState) and body.state in RUN_FINAL:
            self._ended(run, body)
        return pub

    def _ended(self, run: str, state: RunState) -> None:
        """Only remember a run from now on, for orders that come again."""
        self._active.pop(run, None)
        if run in self._file.journal:
            self._file.end(run, state)
        else:
            self._refused[run] = state
        if len(self._refused) > REMEMBERED:
            self._refused.popitem(last=False)
        if not self._active:
            self._idle.set()

    def _set_away(self, is_away: bool) -> None:
        self._is_away = is_away
        for run in list(self._active.values()):
            run.output.is_away = is_away
            run.pump()

    def _tick_later(self) -> None:
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().call_later(TICK, self._tick)

    def _tick(self) -> None:
        self._ticker = None
        for run in list(self._active.values()):
            run.tick()
        if self._active:
            self._reaper.sweep()
            self._tick_later()


def _denied(reason: str) -> RunState:
    return RunState("denied", reason=reason[:1_000])
