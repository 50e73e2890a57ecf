"""A slow disk: builds `slow_disk.c` and tells how a server is started with it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.crowd import FLAGS

SOURCE = Path(__file__).with_suffix(".c")
LIBRARY = SOURCE.parent / "build" / "slow_disk.so"


def slow_disk(sync_ms: float) -> dict[str, str]:
    """Return the environment of a server whose syncs take so much longer."""
    if not LIBRARY.exists() or LIBRARY.stat().st_mtime < SOURCE.stat().st_mtime:
        LIBRARY.parent.mkdir(exist_ok=True)
        shared = ["-shared", "-fPIC", "-o", str(LIBRARY), str(SOURCE), "-ldl"]
        subprocess.run(["cc", *FLAGS, *shared], check=True)
    return {"LD_PRELOAD": str(LIBRARY), "SLOW_SYNC_US": str(round(sync_ms * 1000))}
