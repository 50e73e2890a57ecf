"""Uptime: whole seconds since the machine started."""

from __future__ import annotations

import time
from typing import Final

import psutil

from tocsin_agent.core.reading import Reading
from tocsin_wire.bodies import Column

COLUMNS: Final = (Column("system.uptime", "s"),)


class Uptime:
    """Counts sleep too, where the system can tell."""

    name = "uptime"
    every = 0.0

    def read(self, now: float) -> Reading:
        return Reading(COLUMNS, [seconds()])


def seconds() -> int:
    if hasattr(time, "CLOCK_BOOTTIME"):
        return int(time.clock_gettime(time.CLOCK_BOOTTIME))
    return int(time.time() - psutil.boot_time())
