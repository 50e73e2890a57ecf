"""Log: short lines to stderr. Whatever they quote cannot move the cursor or begin another line."""

from __future__ import annotations

import re
import sys
from typing import Final

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MAX_LINE: Final = 500


def escaped(text: str) -> str:
    """Return `text` as one line, each control character written as its number."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str) -> None:
    """Write one line for the machine's owner. A closed stderr is nobody's fault."""
    say_whole(text[:_MAX_LINE])


def say_whole(text: str) -> None:
    """Write one line, however long: who ran what must not be cut by what they ran."""
    try:
        sys.stderr.write(f"tocsin-agent: {escaped(text)}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return
