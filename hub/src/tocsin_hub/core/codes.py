"""Codes: set-up keys and join codes. Each opens one door, so many times, until a time (ms)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_wire.errors import BadCode

SETUP_MS: Final = 10 * 60 * 1000
JOIN_MS: Final = 15 * 60 * 1000
UNLIMITED: Final = 0


class Code(NamedTuple):
    """The SHA-256 of a code, what it opens and what is left of it."""

    digest: str
    opens: str
    """`setup` or `join`."""
    uses: int
    """0 is without limit."""
    expires: int
    """0 is never."""


class Codes:
    """The codes that still open something."""

    def __init__(self, codes: Iterable[Code] = ()) -> None:
        self._codes = {code.digest: code for code in codes}

    def add(self, code: Code) -> None:
        self._codes[code.digest] = code

    def use(self, digest: str, opens: str, now: int) -> Code | None:
        """Use a code once. Returns what is left of it, None when that was the last use.

        Raises BadCode when it is wrong, used up, too old or for something else.
        """
        code = self._codes.get(digest)
        if code is None or code.opens != opens or (code.expires and code.expires <= now):
            raise BadCode("this code is wrong, already used or too old: ask for a new one")
        if code.uses == 1:
            del self._codes[digest]
            return None
        left = code if code.uses == UNLIMITED else code._replace(uses=code.uses - 1)
        self._codes[digest] = left
        return left
