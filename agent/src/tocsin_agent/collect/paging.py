"""Paging: how full the swap space is, and pages going in and out. Absent where there is no swap."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, NamedTuple

import psutil

from tocsin_agent.collect.procfile import ProcFile, number_after
from tocsin_agent.core.rate import Meter, share, tenth
from tocsin_agent.core.reading import NOTHING, Reading
from tocsin_wire.bodies import Column

_SIZES: Final = (Column("system.paging.usage", "By"), Column("system.paging.utilization", "1"))
COLUMNS: Final = (
    *_SIZES,
    *(
        Column("system.paging.operations", "{operation}/s", {"system.paging.direction": direction})
        for direction in ("in", "out")
    ),
)


class Swap(NamedTuple):
    """Bytes of swap space, and how many pages went in and out since the start (None: unknown)."""

    total: int
    used: int
    pages: tuple[int, int] | None


class LinuxSwap:
    """Reads two files held open: a sixth of the time `psutil.swap_memory()` takes."""

    def __init__(self) -> None:
        self._meminfo = ProcFile("/proc/meminfo")
        self._vmstat = ProcFile("/proc/vmstat")

    def __call__(self) -> Swap:
        meminfo = self._meminfo.read()
        total = (number_after(meminfo, b"SwapTotal:") or 0) * 1024
        if not total:
            return Swap(0, 0, None)
        free = (number_after(meminfo, b"SwapFree:") or 0) * 1024
        vmstat = self._vmstat.read()
        pages_in, pages_out = number_after(vmstat, b"pswpin "), number_after(vmstat, b"pswpout ")
        pages = None if pages_in is None or pages_out is None else (pages_in, pages_out)
        return Swap(total, total - free, pages)


def any_swap() -> Swap:
    """Look by psutil, which knows sizes on every system but counts pages in units of its own."""
    found = psutil.swap_memory()
    return Swap(found.total, found.used, None)


class Paging:
    """Sizes in bytes, operations a second."""

    name = "paging"
    every = 0.0

    def __init__(self) -> None:
        self._look: Callable[[], Swap] | None = None
        self._meter = Meter()

    def read(self, now: float) -> Reading:
        if self._look is None:
            self._look = LinuxSwap() if sys.platform == "linux" else any_swap
        swap = self._look()
        if not swap.total:
            return NOTHING
        used = [swap.used, share(swap.used / swap.total)]
        if swap.pages is None:
            return Reading(_SIZES, used)
        rates = self._meter.rates(now, {"swap": swap.pages})
        return Reading(COLUMNS, [*used, *map(tenth, rates)])
