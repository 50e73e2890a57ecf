"""ProcessWatch: the process table, every two seconds, for as long as somebody's interest lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from tocsin_agent.core.changes import Change, Mirror
from tocsin_agent.core.lease import Lease
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.uplink import Uplink
from tocsin_wire.bodies import Process
from tocsin_wire.topics import host_topic

EVERY: Final = 2.0
FIRST: Final = 0.5
"""Seconds between the two looks that make the first shares."""

Look = Callable[[float], dict[str, Process]]


class ProcessWatch:
    """`make` builds what looks at the processes, so that nothing is kept while nobody watches."""

    def __init__(self, uplink: Uplink, clock: SteadyClock, make: Callable[[], Look]) -> None:
        self._uplink = uplink
        self._clock = clock
        self._make = make
        self._look: Look | None = None
        self._lease = Lease()
        self._mirror: Mirror[Process] = Mirror()
        self._is_afresh = False
        self._host = ""
        self._timer: asyncio.TimerHandle | None = None

    def up(self, host: str) -> None:
        """Another connection: the next look tells everything."""
        self._host = host
        self._is_afresh = True

    def interest(self, seconds: float) -> None:
        """Somebody watches, for so long at least."""
        now = self._clock.seconds()
        self._lease.extend(now, seconds)
        if self._look is None:
            self._look = self._make()
            self._look(now)
            self._plan(FIRST)

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _plan(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._again)

    def _again(self) -> None:
        now = self._clock.seconds()
        if not self._lease.holds(now) or self._look is None:
            self._look = None
            self._put(self._mirror.differ({}))
            return
        if self._uplink.is_ready:
            found = self._look(now)
            self._put(self._mirror.afresh(found) if self._is_afresh else self._mirror.differ(found))
            self._is_afresh = False
        self._plan(EVERY)

    def _put(self, change: Change[Process]) -> None:
        if change and self._uplink.is_up:
            self._uplink.put(host_topic(self._host, "processes"), change.set, change.removed)
