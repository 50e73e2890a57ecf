"""Portrait: the host's facts at the hub: all when a connection stands, then what changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from tocsin_agent.core.changes import Change, Mirror
from tocsin_agent.edge.uplink import Uplink
from tocsin_wire.bodies import Fact
from tocsin_wire.topics import host_topic

EVERY: Final = 300.0


class Portrait:
    """`look` returns what the machine is, `troubles` what is wrong with its collectors."""

    def __init__(
        self,
        uplink: Uplink,
        look: Callable[[], dict[str, str]],
        troubles: Callable[[], dict[str, str]],
    ) -> None:
        self._uplink = uplink
        self._look = look
        self._troubles = troubles
        self._facts: dict[str, str] = {}
        self._told_troubles: dict[str, str] = {}
        self._mirror: Mirror[str] = Mirror()
        self._host = ""
        self._is_stale = False
        self._timer: asyncio.TimerHandle | None = None

    def up(self, host: str) -> None:
        self._host = host
        self._facts = self._look()
        self._put(self._mirror.afresh(self._all()))
        self._plan()

    def check(self) -> None:
        """Tell what is known to have changed; cheap enough for every row."""
        if not self._uplink.is_ready:
            return
        if self._is_stale:
            self._is_stale = False
            self._facts = self._look()
            self._put(self._mirror.differ(self._all()))
        elif self._troubles() != self._told_troubles:
            self._put(self._mirror.differ(self._all()))

    def renew(self) -> None:
        """Look again, now or as soon as there is a connection: something may have changed."""
        self._is_stale = True
        self.check()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _all(self) -> dict[str, str]:
        self._told_troubles = self._troubles()
        return {**self._facts, **self._told_troubles}

    def _put(self, change: Change[str]) -> None:
        if change:
            values = {name: Fact(value) for name, value in change.set.items()}
            self._uplink.put(host_topic(self._host, "facts"), values, change.removed)

    def _plan(self) -> None:
        self.stop()
        self._timer = asyncio.get_running_loop().call_later(EVERY, self._again)

    def _again(self) -> None:
        self.renew()
        self._plan()
