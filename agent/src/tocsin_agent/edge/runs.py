"""Runs: obeys orders, each at most once, and carries the answers. The policy decides what runs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from tocsin_agent.core.hubclock import HubClock
from tocsin_agent.core.policy import Allowed, Denied
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.log import say
from tocsin_agent.edge.reaper import Reaper
from tocsin_agent.edge.run import Run
from tocsin_wire.bodies import RUN_FINAL, CancelOrder, RunOrder, RunState
from tocsin_wire.topics import run_topic

TICK: Final = 0.05
MAX_AT_ONCE: Final = 8
REMEMBERED: Final = 1_024


class Runs:
    """Every run of this process. Finished ones are remembered, so that an order is obeyed once."""

    def __init__(
        self,
        decide: Callable[[RunOrder], Allowed | Denied],
        publish: Callable[[str, Any], str],
        clock: SteadyClock,
        hub_clock: HubClock,
    ) -> None:
        """`publish(topic, body)` returns the publish's id, whether or not the hub is there."""
        self._decide = decide
        self._append = publish
        self._is_away = True
        self._clock = clock
        self._hub_clock = hub_clock
        self._reaper = Reaper()
        self._active: dict[str, Run] = {}
        self._told: OrderedDict[str, RunState] = OrderedDict()
        self._publishes: dict[str, Run] = {}
        self._ticker: asyncio.TimerHandle | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def order(self, order: RunOrder) -> None:
        """Obey an order, or say why not. A second delivery is answered with what happened."""
        if order.run in self._active:
            self._publish(order.run, self._active[order.run].state)
        elif order.run in self._told:
            self._publish(order.run, self._told[order.run])
        elif self._hub_clock.read(self._clock.ms()) > order.not_after:
            self._publish(order.run, RunState("expired", reason="the order came too late"))
        elif len(self._active) >= MAX_AT_ONCE:
            reason = f"{MAX_AT_ONCE} commands run here already: try again when one is over"
            self._publish(order.run, RunState("denied", reason=reason))
        else:
            self._obey(order)

    def cancel(self, order: CancelOrder) -> None:
        """End a run; one that is over, or unknown, stays as it is."""
        run = self._active.get(order.run)
        if run:
            say(f"run {order.run} is canceled by {order.by}")
            run.cancel(f"canceled by {order.by}"[:1_000])

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

    def _obey(self, order: RunOrder) -> None:
        decision = self._decide(order)
        if isinstance(decision, Denied):
            say(f"run {order.run} of {order.by} is denied: {decision.reason}")
            self._publish(order.run, RunState("denied", reason=decision.reason[:1_000]))
            return
        say(f"run {order.run} of {order.by}: {' '.join(decision.argv)}")
        self._reaper.begin()
        run = Run(order.run, lambda body: self._publish(order.run, body), self._clock.seconds)
        run.output.is_away = self._is_away
        self._active[order.run] = run
        self._idle.clear()
        run.tell(RunState("accepted"))
        child = run.start(decision)
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
        self._told[run] = state
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
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
