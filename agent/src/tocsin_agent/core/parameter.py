"""Parameter: a part of a named command that who asks may choose, within what its owner wrote. Pure.

No kind takes a value that begins with `-` (a program would read it as an option), holds a NUL (no
argument can) or is longer than MAX_LENGTH.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MAX_LENGTH: Final = 4_096
_INTEGER: Final = re.compile("0|[1-9][0-9]{0,17}")


class Pattern(NamedTuple):
    """A text that matches a regular expression from its first character to its last."""

    expression: re.Pattern[str]

    def admits(self, value: str) -> bool:
        return self.expression.fullmatch(value) is not None

    @property
    def title(self) -> str:
        return f"matches {self.expression.pattern}"


class Choices(NamedTuple):
    """One of some words."""

    words: tuple[str, ...]

    def admits(self, value: str) -> bool:
        return value in self.words

    @property
    def title(self) -> str:
        return f"is one of {', '.join(self.words)}"


class Integer(NamedTuple):
    """A whole number from `least` to `most`, in the only way to write it: not 007."""

    least: int
    most: int

    def admits(self, value: str) -> bool:
        return _INTEGER.fullmatch(value) is not None and self.least <= int(value) <= self.most

    @property
    def title(self) -> str:
        return f"is a whole number from {self.least} to {self.most}"


Kind = Pattern | Choices | Integer


class Parameter(NamedTuple):
    """A name and what may stand for it."""

    name: str
    kind: Kind

    def admits(self, value: str) -> bool:
        is_safe = len(value) <= MAX_LENGTH and "\0" not in value and not value.startswith("-")
        return is_safe and self.kind.admits(value)
