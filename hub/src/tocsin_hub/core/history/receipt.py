"""Receipt: what is owed to whoever sent rows: one answer, once all of them are on disk. Pure."""

from __future__ import annotations

from collections.abc import Callable

from tocsin_wire.errors import TocsinError

Answer = Callable[[TocsinError | None], None]


class Receipt:
    """Counts the minutes that hold rows of one publish; answers once, with the first failure."""

    __slots__ = ("_answer", "_error", "_minutes")

    def __init__(self, minutes: int, answer: Answer) -> None:
        self._minutes = minutes
        self._answer = answer
        self._error: TocsinError | None = None

    def settle(self, error: TocsinError | None) -> bool:
        """A minute is on disk, or refused for good; tell whether it was the last."""
        self._minutes -= 1
        self._error = self._error or error
        if self._minutes:
            return False
        self._answer(self._error)
        return True
