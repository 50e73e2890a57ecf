"""Codes: set-up keys and join codes. Each opens one door, so many times, until a time (ms).

A code is drawn, pasted, and now and then read aloud or typed on a console without a clipboard.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_wire.errors import BadCode

SETUP_MS: Final = 10 * 60 * 1000
JOIN_MS: Final = 15 * 60 * 1000
UNLIMITED: Final = 0
BITS: Final = 100
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L and O, which look like digits, and no U."""
_GROUP: Final = 5
_READ_AS: Final = str.maketrans("ILO", "110", "- \t")


class Code(NamedTuple):
    """The SHA-256 of a code, what it opens and what is left of it."""

    digest: str
    opens: str
    """`setup` or `join`."""
    uses: int
    """0 is without limit."""
    expires: int
    """0 is never."""


def written(number: int) -> str:
    """Return the code of a number of 100 bits: four groups of five letters and digits.

    Never with a leading hyphen, which a command line would take for an option.
    """
    symbols = [_ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5)]
    groups = ["".join(symbols[at : at + _GROUP]) for at in range(0, len(symbols), _GROUP)]
    return "-".join(groups)


def read(text: str) -> str:
    """Return the one form of a code that people may write in any case, with or without hyphens.

    Look-alikes are read as the digit that was meant. What is no code stays none.
    """
    return text.upper().translate(_READ_AS)


class Codes:
    """The codes that still open something."""

    def __init__(self, codes: Iterable[Code] = ()) -> None:
        self._codes = {code.digest: code for code in codes}

    def add(self, code: Code) -> None:
        self._codes[code.digest] = code

    def find(self, digest: str, opens: str, now: int) -> Code:
        """Return a code that opens something now.

        Raises BadCode when it is wrong, used up, too old or for something else.
        """
        code = self._codes.get(digest)
        if code is None or code.opens != opens or _is_over(code, now):
            raise BadCode("this code is wrong, already used or too old: ask for a new one")
        return code

    def use(self, code: Code) -> Code | None:
        """Use a code that was found; return what is left of it, None when that was the last use."""
        left = used(code)
        if left is None:
            del self._codes[code.digest]
        else:
            self._codes[code.digest] = left
        return left

    def purge(self, now: int) -> None:
        """Forget the codes whose time is over."""
        self._codes = {one.digest: one for one in self._codes.values() if not _is_over(one, now)}


def used(code: Code) -> Code | None:
    """Return what is left of a code after one more use, None when nothing is."""
    if code.uses == UNLIMITED:
        return code
    return code._replace(uses=code.uses - 1) if code.uses > 1 else None


def _is_over(code: Code, now: int) -> bool:
    return bool(code.expires) and code.expires <= now
