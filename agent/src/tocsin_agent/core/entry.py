"""Entry: one command of the catalogue, and the only arguments it takes. Pure.

Everything is a list of what is allowed; nothing is a list of what is not. An argument becomes one
element of an argument vector; no shell ever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

POSIX: Final = frozenset({"linux", "darwin"})
LINUX: Final = frozenset({"linux"})
_MAX_LETTERS: Final = 16


class Operand(NamedTuple):
    """What an argument that is no option may look like."""

    title: str
    """For a person: `a path`."""
    pattern: str
    """A regular expression the whole argument matches. None admits a leading `-` or a space at an
    end: the first would be read as an option."""
    ending: str = ""
    """What the program gets behind it."""

    def take(self, word: str) -> str | None:
        """Return what the program gets for `word`, None when it is not one of these."""
        return word + self.ending if re.match(self.pattern, word) else None


def some_of(*words: str) -> str:
    """Return a pattern for some of these words with commas between."""
    one = f"(?:{'|'.join(map(re.escape, words))})"
    return rf"{one}(?:,{one}){{0,{len(words)}}}\Z"


class Entry(NamedTuple):
    """One command of the catalogue."""

    name: str
    """What the machine's owner enables it by."""
    program: str
    fixed: tuple[str, ...] = ()
    """Arguments that are always there."""
    also: tuple[tuple[str, ...], ...] = ()
    """Other ways to write `program fixed...`."""
    letters: str = ""
    """Short options, which may stand together: `-al`."""
    options: frozenset[str] = frozenset()
    """Long options and whole words taken as they are."""
    instead: Mapping[str, tuple[str, ...]] = {}
    """Words a person may write, and what the program gets for them."""
    valued: Mapping[str, Operand] = {}
    """Options followed by a value."""
    operand: Operand | None = None
    """What any other argument looks like; None when it takes none."""
    operands: int = 0
    """At most how many."""
    systems: frozenset[str] = POSIX
    summary: str = ""
    """What `takes` says where the options are too many to list."""

    @property
    def spelled(self) -> tuple[str, ...]:
        return (self.program, *self.fixed)

    @property
    def takes(self) -> str:
        """Say in a few words which arguments are accepted."""
        parts = [self.summary or ", ".join(sorted({*self.options, *self.instead}))]
        if self.letters:
            parts.insert(0, "the options -" + self.letters)
        parts += [f"{option} with {value.title}" for option, value in self.valued.items()]
        if self.operand:
            parts.append(f"{self.operand.title}, at most {self.operands}")
        return "; ".join(filter(None, parts)) or "no arguments"

    def arguments(self, words: list[str]) -> tuple[str, ...] | None:
        """Return what the program gets for `words`, None when one of them is not accepted."""
        found: list[str] = []
        left = self.operands
        rest = iter(words)
        for word in rest:
            taken = self._option(word, rest)
            if taken is None:
                taken = self._operand(word) if left else None
                left -= 1
            if taken is None:
                return None
            found += taken
        return tuple(found)

    def _option(self, word: str, rest: Iterator[str]) -> tuple[str, ...] | None:
        words = self.instead.get(word, (word,))
        if value := self.valued.get(words[-1]):
            taken = value.take(next(rest, ""))
            return None if taken is None else (*words, taken)
        known = word in self.instead or word in self.options or self._is_letters(word)
        return words if known else None

    def _operand(self, word: str) -> tuple[str, ...] | None:
        taken = self.operand.take(word) if self.operand else None
        return None if taken is None else (taken,)

    def _is_letters(self, word: str) -> bool:
        letters = word[1:]
        return (
            word[:1] == "-"
            and 0 < len(letters) < _MAX_LETTERS
            and set(letters) <= set(self.letters)
        )
