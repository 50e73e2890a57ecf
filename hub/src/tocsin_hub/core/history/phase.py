"""Phase: what a thousand hosts owe at the same moment, each does at a moment of its own. Pure."""

from __future__ import annotations

import zlib
from typing import Final

from tocsin_hub.core.history.levels import MINUTE, Level

GRACE_MS: Final = MINUTE
"""After the end of a block, until the last of what it is made of is on disk."""


def share_of(host: str, spread_ms: int) -> int:
    """Return a host's own part of a stretch of time, always the same."""
    return zlib.crc32(host.encode()) % spread_ms


def roll_due(level: Level, host: str, start: int, now: int) -> int:
    """Return when a block is to be made of finer ones, if one of those is written `now`."""
    over = max(start + level.block_ms, now)
    return over + GRACE_MS + share_of(host, level.block_ms // 2)
