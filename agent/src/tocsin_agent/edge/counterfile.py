"""CounterFile: how many connections this identity has made. A number that falls shows a copy."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from tocsin_agent.edge.log import say

_DIGITS: Final = 15
"""Always so many: the next number takes the place of the last, also on a full disk."""


class CounterFile:
    """A number that rises, over restarts of the process and of the machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = 0
        self._is_silent = False

    def next(self) -> int:
        """Return the next number, once it is on disk.

        Where the disk takes nothing at all the machine is still seen, with a number of memory only.
        Then the next process begins too low, and the hub asks an admin what that is about.
        """
        self._last = max(self._last, self._stored()) + 1
        try:
            self._store(self._last)
        except OSError as error:
            self._complain(error)
        return self._last

    def _stored(self) -> int:
        try:
            text = self._path.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return 0
        return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0

    def _store(self, number: int) -> None:
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(self._path, flags, 0o600)
        try:
            written = os.write(descriptor, f"{number:0{_DIGITS}}\n".encode())
            os.ftruncate(descriptor, written)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _complain(self, error: OSError) -> None:
        if not self._is_silent:
            self._is_silent = True
            why = f"{self._path} cannot be written ({error.strerror})"
            say(f"{why}: after a restart the hub will take this host for a copy")
