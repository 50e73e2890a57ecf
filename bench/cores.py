"""Who runs where: the measured server has one core to itself, the load and the driver the other."""

from __future__ import annotations

import os
from collections.abc import Sequence

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = CORES[0]
LOAD_CORE = CORES[-1]


def pinned(core: int, command: Sequence[str]) -> list[str]:
    return ["taskset", "--cpu-list", str(core), *command]


def pin_driver() -> None:
    """Keep this process, and what it starts unpinned, off the server's core."""
    os.sched_setaffinity(0, {LOAD_CORE})


def free_driver() -> None:
    """Let this process, and what it starts, run anywhere: a browser is no load program."""
    os.sched_setaffinity(0, CORES)
