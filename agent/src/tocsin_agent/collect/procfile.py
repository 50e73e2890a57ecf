"""ProcFile: a file of /proc held open, so that reading it again is one system call."""

from __future__ import annotations

import os
from typing import Final

_SIZE: Final = 64 * 1024
_DIGITS: Final = 40  # with the spaces before them


class ProcFile:
    """Reads a whole small file of /proc or /sys from its start each time.

    Measured on Linux 6.18: `os.pread` of /proc/vmstat takes 28 us; `psutil.swap_memory()`, which
    opens it and /proc/meminfo anew and walks their lines, 175 us.
    """

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def read(self) -> bytes:
        return os.pread(self._descriptor, _SIZE, 0)

    def __del__(self) -> None:
        os.close(self._descriptor)


def number_after(data: bytes, label: bytes) -> int | None:
    """Return the decimal number that follows `label` at the start of a line, None without one."""
    start = data.find(label)
    if start > 0:
        start = data.find(b"\n" + label)
        start += start >= 0
    if start < 0:
        return None
    start += len(label)
    return int(data[start : start + _DIGITS].split(None, 1)[0])
