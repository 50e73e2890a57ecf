"""Tether: becomes another program that is ended when the one that started it dies.

Run as `python -m tocsin_desktop.edge.tether PID PROGRAM ARGUMENT...`, PID being who starts it.
Between fork and exec the window could not ask for that itself: it has threads (fork(2)).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
"""prctl(2): kept over execve(2); it is sent when the thread ends that started this process."""


def main(arguments: Sequence[str]) -> None:
    """Ask for TERM at the end of the parent, then run the program in this one's place."""
    parent, *command = arguments
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):  # it died before the call above
        return
    os.execv(command[0], command)  # noqa: S606 - an argument vector, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
