"""JoinCode: how a join code leaves a command line, which every user of a machine can read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

FLAG: Final = "--join"
COMMAND: Final = "join"
STDIN: Final = "-"
"""As the code: read it from the standard input."""
MAX_LENGTH: Final = 256
_OPTION: Final = "--"


class Moved(NamedTuple):
    """A command line that asks for the code on its standard input, and the code."""

    words: list[str]
    code: str


def moved(words: Sequence[str]) -> Moved | None:
    """Take the code out of a command line; None when there is none on it."""
    left, code = list(words), ""
    for at, before in (*_flagged(words), *_placed(words)):
        found = words[at].removeprefix(before)
        if found and found != STDIN:
            left[at], code = before + STDIN, found[:MAX_LENGTH]
    return Moved(left, code) if code else None


def _flagged(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield where a code follows `--join`, and what stands before it in its word."""
    for at, word in enumerate(words):
        if word.startswith(f"{FLAG}="):
            yield at, f"{FLAG}="
        elif at and words[at - 1] == FLAG:
            yield at, ""


def _placed(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield where a code follows `join URL`. Each option that `join` knows takes a value."""
    if COMMAND in words:
        begin = words.index(COMMAND) + 1
        plain = [at for at in range(begin, len(words)) if _is_plain(words, at)]
        yield from ((at, "") for at in plain[1:2])


def _is_plain(words: Sequence[str], at: int) -> bool:
    before = words[at - 1]
    is_value = before.startswith(_OPTION) and "=" not in before
    return not words[at].startswith(_OPTION) and not is_value
