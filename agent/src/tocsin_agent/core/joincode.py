"""JoinCode: how a join code leaves a command line, which every user of a machine can read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

FLAG: Final = "--join"
STDIN: Final = "-"
"""As the code: read it from the standard input."""
MAX_LENGTH: Final = 256


class Moved(NamedTuple):
    """A command line that asks for the code on its standard input, and the code."""

    words: list[str]
    code: str


def moved(words: Sequence[str]) -> Moved | None:
    """Take the code out of a command line; None when there is none on it."""
    left: list[str] = []
    code = ""
    is_code = False
    for word in words:
        flag, equals, value = word.partition("=")
        found = word if is_code else value if flag == FLAG and equals else ""
        is_code = word == FLAG and not is_code
        if found and found != STDIN:
            code = found[:MAX_LENGTH]
            left.append(f"{FLAG}={STDIN}" if equals and flag == FLAG else STDIN)
        else:
            left.append(word)
    return Moved(left, code) if code else None
