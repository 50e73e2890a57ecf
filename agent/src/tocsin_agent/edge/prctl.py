"""prctl(2): two things of Linux that Python does not wrap. ctypes is loaded at the first run."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent dies, so that it can be ended."""
    if sys.platform == "linux":
        _prctl()(_PR_SET_CHILD_SUBREAPER, 1)


def dies_with_parent() -> Callable[[], None]:
    """Return what a child calls between fork and exec, to be killed when this process dies."""
    if sys.platform != "linux":
        return lambda: None
    prctl, parent = _prctl(), os.getpid()

    def die_with_parent() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the call above
            os._exit(1)

    return die_with_parent


def end_with(parent: int) -> bool:
    """Have this process sent TERM when its parent ends; return False when it has ended already."""
    if sys.platform == "linux":
        _prctl()(_PR_SET_PDEATHSIG, signal.SIGTERM)
    return sys.platform == "win32" or os.getppid() == parent


def _prctl() -> Callable[[int, int], int]:
    import ctypes  # noqa: PLC0415 - a megabyte that an agent without runs does not need

    prctl: Callable[[int, int], int] = ctypes.CDLL(None).prctl
    return prctl
