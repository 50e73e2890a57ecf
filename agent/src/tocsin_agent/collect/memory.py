"""Memory: how much there is, who has it, and the share that programs cannot have any more."""

from __future__ import annotations

from typing import Final

import psutil

from tocsin_agent.core.rate import share
from tocsin_agent.core.reading import Number, Reading
from tocsin_wire.bodies import Column

_STATES: Final = ("used", "free", "cached", "buffers")


class Memory:
    """Bytes by state; what the system does not tell apart is absent."""

    name = "memory"
    every = 0.0

    def __init__(self) -> None:
        self._states: list[str] = []
        self._columns: tuple[Column, ...] = ()

    def read(self, now: float) -> Reading:
        memory = psutil.virtual_memory()
        if not self._columns:
            self._states = [state for state in _STATES if hasattr(memory, state)]
            self._columns = _columns(self._states)
        sizes = {state: getattr(memory, state) for state in self._states}
        if "cached" in sizes:  # so that the states add up to the limit, as the conventions ask
            others = sum(sizes.values()) - sizes["used"]
            sizes["used"] = max(0, memory.total - others)
        taken = (memory.total - memory.available) / memory.total if memory.total else None
        values: list[Number] = [memory.total, *sizes.values(), share(taken)]
        return Reading(self._columns, values)


def _columns(states: list[str]) -> tuple[Column, ...]:
    return (
        Column("system.memory.limit", "By"),
        *(Column("system.memory.usage", "By", {"system.memory.state": state}) for state in states),
        Column("system.memory.utilization", "1"),
    )
