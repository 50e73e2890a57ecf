"""CPU: how busy all processors are together, in which mode, and each logical one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import psutil

from tocsin_agent.core.rate import share, shares
from tocsin_agent.core.reading import Number, Reading
from tocsin_wire.bodies import Column

# proc_stat(5): guest time is counted in user and nice already, so it is left out here.
MODES: Final = {
    "user": "user",
    "nice": "nice",
    "system": "system",
    "idle": "idle",
    "iowait": "iowait",
    "irq": "interrupt",
    "softirq": "interrupt",
    "steal": "steal",
}
_IDLE: Final = ("idle", "iowait")
_NAME: Final = "system.cpu.utilization"


class Cpu:
    """Shares of the time since the last look; null at the first."""

    name = "cpu"
    every = 0.0

    def __init__(self) -> None:
        self._fields: list[str] = []
        self._modes: list[str] = []
        self._columns: tuple[Column, ...] = ()
        self._cores: list[list[float]] = []

    def read(self, now: float) -> Reading:
        times = psutil.cpu_times(percpu=True)
        if not self._fields:
            self._fields = [field for field in MODES if hasattr(times[0], field)]
            self._modes = list(dict.fromkeys(MODES[field] for field in self._fields))
        cores = [self._by_mode(core) for core in times]
        previous, self._cores = self._cores, cores
        if len(cores) != len(previous):  # processors can be switched on and off
            self._columns = _columns(self._modes, len(cores))
            previous = cores
        return Reading(self._columns, self._values(previous, cores))

    def _by_mode(self, core: Any) -> list[float]:
        found = dict.fromkeys(self._modes, 0.0)
        for field in self._fields:
            found[MODES[field]] += getattr(core, field)
        return list(found.values())

    def _values(self, before: Sequence[list[float]], after: Sequence[list[float]]) -> list[Number]:
        modes = shares(_sum(before), _sum(after))
        each = [self._busy(shares(old, new)) for old, new in zip(before, after, strict=True)]
        return [share(value) for value in (self._busy(modes), *modes, *each)]

    def _busy(self, modes: Sequence[float | None]) -> float | None:
        idle = [value for mode, value in zip(self._modes, modes, strict=True) if mode in _IDLE]
        known = [value for value in idle if value is not None]
        return max(0.0, 1.0 - sum(known)) if known else None


def _sum(cores: Sequence[list[float]]) -> list[float]:
    return [sum(values) for values in zip(*cores, strict=True)]


def _columns(modes: Sequence[str], cores: int) -> tuple[Column, ...]:
    return (
        Column(_NAME, "1"),
        *(Column(_NAME, "1", {"cpu.mode": mode}) for mode in modes),
        *(Column(_NAME, "1", {"cpu.logical_number": str(core)}) for core in range(cores)),
    )
