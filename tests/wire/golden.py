"""The golden vectors: exact frames, valid and invalid, that the page's tests read too."""

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.repository.checkout import ROOT

FOLDER = ROOT / "wire" / "golden"


class Vector(NamedTuple):
    """One frame and what becomes of it. `canonical`: it is, byte for byte, what we would send."""

    file: str
    name: str
    direction: str
    frame: bytes
    valid: bool
    canonical: bool
    message: Any
    error: str | None


@cache
def vectors() -> tuple[Vector, ...]:
    """Every vector of every file."""
    return tuple(vector for path in sorted(FOLDER.glob("*.json")) for vector in _read(path))


def _read(path: Path) -> list[Vector]:
    return [
        Vector(
            path.name,
            raw["name"],
            raw["direction"],
            base64.b64decode(raw["frame_base64"])
            if "frame_base64" in raw
            else raw["frame"].encode(),
            raw["valid"],
            raw.get("canonical", True),
            raw["message"],
            raw["error"],
        )
        for raw in json.loads(path.read_text("ascii"))
    ]
