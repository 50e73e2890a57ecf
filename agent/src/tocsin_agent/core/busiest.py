"""Busiest: the processes to remember of a look at all of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tocsin_wire.bodies import BusyProcess, Process

MOST: Final = 10
"""By CPU, and as many by memory."""


def busiest(found: Mapping[str, Process]) -> list[BusyProcess]:
    """Return the busiest and the largest of what was found by pid, the busiest first."""
    by_cpu = sorted(found.items(), key=lambda one: (-one[1].cpu, -one[1].memory))
    by_memory = sorted(found.items(), key=lambda one: -one[1].memory)
    chosen = dict((*by_cpu[:MOST], *by_memory[:MOST]))
    return [
        BusyProcess(one.name, one.user, one.cpu, one.memory, one.command, pid=int(pid))
        for pid, one in chosen.items()
    ]
