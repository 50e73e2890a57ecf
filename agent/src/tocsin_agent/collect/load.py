"""Load: the run queue's averages over 1, 5 and 15 minutes."""

from __future__ import annotations

import os
from typing import Final

from tocsin_agent.core.reading import Reading
from tocsin_wire.bodies import Column

COLUMNS: Final = tuple(
    Column(f"system.cpu.load_average.{minutes}m", "{thread}") for minutes in (1, 5, 15)
)


class Load:
    """What uptime(1) prints; a system without it has no such columns."""

    name = "load"
    every = 0.0

    def read(self, now: float) -> Reading:
        return Reading(COLUMNS, [round(value, 2) for value in os.getloadavg()])
