"""Devices: which disks and interfaces are worth a column. Looked up once for each name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

MAX_DEVICES: Final = 64
_BLOCK: Final = Path("/sys/block")
_NET: Final = Path("/sys/class/net")
_UNREAL_DISKS: Final = ("loop", "ram", "zram", "sr", "fd")
# What passes over these is counted on the interface below or behind them too.
_DOUBLE: Final = ("lo", "veth", "ifb", "dummy", "docker", "br-", "virbr")


def is_disk(name: str) -> bool:
    """True for whole disks: a partition's traffic is its disk's already."""
    if sys.platform != "linux":
        return True
    return not name.startswith(_UNREAL_DISKS) and (_BLOCK / name.replace("/", "!")).exists()


def is_interface(name: str) -> bool:
    """True for interfaces whose traffic is not counted on another one."""
    if sys.platform != "linux":
        return not name.startswith("lo")
    if name.startswith(_DOUBLE):
        return False
    return not any((_NET / name / part).exists() for part in ("bridge", "bonding"))


class Chosen:
    """Remembers the answer of one of the questions above for every name."""

    def __init__(self, question: Callable[[str], bool]) -> None:
        self._question = question
        self._answers: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        answer = self._answers.get(name)
        if answer is None:
            if len(self._answers) > 16 * MAX_DEVICES:  # containers come and go under new names
                self._answers.clear()
            answer = self._answers[name] = self._question(name)
        return answer
