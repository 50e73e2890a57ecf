"""Loads for the lab's agents, in slow waves, so that a chart has something to show.

`load.py cpu` keeps a part of one core busy; `load.py storage` fills and frees memory, and disk in
the working directory. Both are bounded and leave nothing behind. Standard library only.
"""

import math
import os
import sys
import tempfile
import time

MIB = 1024 * 1024
# Short against the agent's second, so that every sample sees the same share of work and rest.
SLICE = 0.1


def wave(seconds: float, period: float, low: float, high: float) -> float:
    """Return where a wave between `low` and `high` stands; it starts low and is high half-way."""
    return low + (high - low) * (1 - math.cos(2 * math.pi * seconds / period)) / 2


def burn(seconds: float) -> None:
    """Keep one core busy for that long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def cpu(lifetime: float) -> None:
    """Burn and rest in turn: 5 to 70 % of one core, in a wave of ninety seconds."""
    start = time.monotonic()
    while (now := time.monotonic() - start) < lifetime:
        busy = SLICE * wave(now, period=90, low=0.05, high=0.7)
        burn(busy)
        time.sleep(SLICE - busy)


def storage(lifetime: float) -> None:
    """Hold 8 to 128 MiB of memory and write it to disk each second, in a wave of two minutes."""
    start = time.monotonic()
    # Without a name in any folder, the file is gone with this process, however it ends.
    with tempfile.TemporaryFile(dir=".") as file:
        while (now := time.monotonic() - start) < lifetime:
            held = os.urandom(MIB) * round(wave(now, period=120, low=8, high=128))
            file.seek(0)
            file.write(held)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
            time.sleep(min(1, lifetime))


LOADS = {"cpu": cpu, "storage": storage}

if __name__ == "__main__":
    LOADS[sys.argv[1]](float(sys.argv[2]) if len(sys.argv) > 2 else math.inf)
