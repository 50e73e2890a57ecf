"""Identities made by publishers: UUIDv7 (RFC 9562 section 5.7). Time and chance are data."""

from __future__ import annotations

import re
from typing import Final

UUID7: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z"
_UUID7: Final = re.compile(UUID7)
RANDOM_BYTES: Final = 10


def uuid7(now_ms: int, random: bytes) -> str:
    """Return the UUIDv7 of `now_ms` (ms since 1970 UTC) and ten random bytes, in lower case."""
    tail = int.from_bytes(random[:RANDOM_BYTES], "big")
    rand_a = (tail >> 62) & 0xFFF
    rand_b = tail & ((1 << 62) - 1)
    value = (now_ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid7(text: str) -> bool:
    """Tell whether `text` is a UUIDv7 in lower case, and nothing else."""
    return _UUID7.match(text) is not None


def made_at(id: str) -> int:
    """Return when a UUIDv7 was made: ms since 1970 UTC, by its maker's clock."""
    return int(id[:8] + id[9:13], 16)
