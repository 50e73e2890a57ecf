"""Passwd: names of users by number, from /etc/passwd alone.

The system's own look-up may ask a directory server and hang with it; a number is good enough then.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_MAX_BYTES: Final = 1024 * 1024


class Passwd:
    """Reads the file again when it has another time."""

    def __init__(self, path: Path = Path("/etc/passwd")) -> None:
        self._path = path
        self._read_at = -1.0
        self._names: dict[int, str] = {}

    def name(self, uid: int) -> str:
        return self._names.get(uid) or str(uid)

    def refresh(self) -> None:
        """Look whether the file changed. A file that cannot be read leaves numbers."""
        try:
            changed = self._path.stat().st_mtime
            if changed != self._read_at:
                self._names = _parse(self._path.read_bytes()[:_MAX_BYTES].decode(errors="replace"))
                self._read_at = changed
        except OSError:
            self._names = {}


def _parse(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in text.splitlines():
        fields = line.split(":")
        if len(fields) > 2 and fields[2].isdecimal():
            found.setdefault(int(fields[2]), fields[0])
    return found
