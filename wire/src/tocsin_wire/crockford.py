"""Crockford: bits as letters and digits that people read aloud and type (Crockford, "Base 32")."""

from __future__ import annotations

from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L and O, which look like digits, and no U."""
_BITS: Final = 5
_GROUP: Final = 5
_READ_AS: Final = str.maketrans("ILO", "110", "- \t")


def written(number: int, bits: int) -> str:
    """Return a number of so many bits, a multiple of five, as symbols."""
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(bits - _BITS, -1, -_BITS))


def grouped(symbols: str) -> str:
    """Return symbols in groups of five joined by hyphens.

    Never with a leading hyphen, which a command line would take for an option.
    """
    return "-".join(symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))


def read(text: str) -> str:
    """Return the one form of what people may write in any case, with or without hyphens.

    Look-alikes are read as the digit that was meant. What is no code stays none.
    """
    return text.upper().translate(_READ_AS)


def is_symbols(text: str) -> bool:
    """Tell whether a text that was `read` holds nothing but symbols."""
    return all(symbol in _ALPHABET for symbol in text)
