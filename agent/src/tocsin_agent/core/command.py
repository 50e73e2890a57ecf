"""Command: a named command of a machine's owner: an argument vector with holes. Pure.

A value fills a whole element and is one argument, whatever it holds; no shell ever reads it.
"""

from __future__ import annotations

from typing import NamedTuple

from tocsin_agent.core.parameter import Parameter
from tocsin_wire.texts import printable


class BadUseError(ValueError):
    """The words do not fit the parameters; the message says how it is used."""


class Command(NamedTuple):
    """`argv` begins with an absolute path; an element `{name}` stands for the parameter `name`."""

    name: str
    argv: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    timeout: float | None = None
    """Seconds, at most."""
    role: str = "operator"
    """Of whoever may run it, at least."""

    @property
    def usage(self) -> str:
        """Say how it is written and what its parameters may be."""
        holes = " ".join(f"<{one.name}>" for one in self.parameters)
        rules = "; ".join(f"{one.name} {one.kind.title}" for one in self.parameters)
        return f"{self.name} {holes}: {rules}" if self.parameters else f"{self.name}, no parameters"

    def fill(self, words: list[str]) -> tuple[str, ...]:
        """Return the argument vector for `words`, each a value or `name=value`.

        Raises BadUseError.
        """
        values = self._values(words)
        return tuple(values.get(element, element) for element in self.argv)

    def _values(self, words: list[str]) -> dict[str, str]:
        """Return values by hole, `{name}`."""
        named, rest = self._sorted(words)
        open_ones = [one for one in self.parameters if one.name not in named]
        if len(rest) != len(open_ones):
            few = "one is missing" if len(rest) < len(open_ones) else "these are too many"
            raise BadUseError(f"{few}: write {self.usage}")
        named |= {one.name: value for one, value in zip(open_ones, rest, strict=True)}
        for one in self.parameters:
            if not one.admits(named[one.name]):
                shown = printable(named[one.name], 60)
                raise BadUseError(f"{one.name} cannot be {shown!r}: write {self.usage}")
        return {f"{{{name}}}": value for name, value in named.items()}

    def _sorted(self, words: list[str]) -> tuple[dict[str, str], list[str]]:
        """Return what is named, by name, and what is not, in order."""
        names = {one.name for one in self.parameters}
        named: dict[str, str] = {}
        rest: list[str] = []
        for word in words:
            name, equals, value = word.partition("=")
            if not equals or name not in names:
                rest.append(word)
            elif name in named:
                raise BadUseError(f"{name} is given twice: write {self.usage}")
            else:
                named[name] = value
        return named, rest
