"""Coding: columns of float64 to whole numbers as small as they can be, and back, bit by bit. Pure.

Most metrics are decimals of few digits: 0.5396 is 5396 at exponent 4. Measured on real rows of a
busy machine, a value packs to less than a byte so, and to 2.4 bytes as a byte-shuffled float64.
A column that is no such thing keeps the bits of its floats.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

MAX_EXPONENT: Final = 6
_EXACT: Final = 2.0**52
"""Below it every whole number is a float64, and the distance of two fits as well."""
_FLOATS: Final = 15
"""In the place of an exponent: the codes are the bits of the floats."""
_STEPS: Final = 16
"""Added: codes are the steps from row to row, else the distances from the column's least number."""
_GAPS: Final = 32
"""Added: the code 0 is a gap, and every distance is one more."""
_SCALES: Final = 10.0 ** np.arange(_FLOATS + 1)

Matrix = NDArray[np.float64]
Kinds = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Codes = NDArray[np.uint64]


class Coded(NamedTuple):
    """A matrix as whole numbers, columns x rows; a kind and a base for each column."""

    kinds: Kinds
    bases: Numbers
    codes: Codes


def coded(columns: Matrix) -> Coded:
    """Code a matrix that lies column by column: its first axis is the column."""
    exponents, numbers = _whole(columns)
    floats = exponents == _FLOATS
    gaps = np.isnan(columns) & ~floats[:, None]
    gappy = gaps.any(axis=1)
    least = _least(numbers, gaps)
    distances = np.where(gaps, 0, numbers - least[:, None] + gappy[:, None])
    steps = np.zeros_like(numbers)
    steps[:, 1:] = _zigzag(np.diff(numbers, axis=1))
    stepwise = ~gappy & (_bits(steps) < _bits(distances))
    codes = np.where(stepwise[:, None], steps, distances).view(np.uint64)
    codes[floats] = columns[floats].view(np.uint64)
    kinds = exponents + _STEPS * stepwise + _GAPS * gappy
    bases = np.where(stepwise, numbers[:, :1].max(axis=1, initial=-(1 << 62)), least)
    return Coded(kinds.astype(np.uint8), bases, codes)


def decoded(matrix: Coded) -> Matrix:
    """Return the matrix that was coded, column by column."""
    kinds, bases, codes = matrix
    floats, gappy = kinds % _STEPS == _FLOATS, kinds & _GAPS > 0
    stepwise = kinds & _STEPS > 0
    numbers = codes.view(np.int64).copy()
    numbers[stepwise] = np.cumsum(_unzigzag(numbers[stepwise]), axis=1)
    numbers += (bases - gappy)[:, None]
    values: Matrix = numbers / _SCALES[kinds % _STEPS][:, None]
    values[gappy[:, None] & (codes == 0)] = np.nan
    values[floats] = codes[floats].view(np.float64)
    return values


def _whole(columns: Matrix) -> tuple[NDArray[np.int64], Numbers]:
    """Return for each column the least exponent at which it is whole, and it at that exponent."""
    exponents = np.full(len(columns), _FLOATS)
    numbers = np.zeros(columns.shape, np.int64)
    for exponent in range(MAX_EXPONENT + 1):
        left = np.flatnonzero(exponents == _FLOATS)
        if not len(left):
            break
        some = columns[left]
        known = np.where(np.isnan(some), 0.0, some)
        with np.errstate(over="ignore"):
            scaled = np.rint(known * _SCALES[exponent])
        small = np.abs(scaled) < _EXACT
        whole = np.where(small, scaled, 0.0).astype(np.int64)
        back = whole / _SCALES[exponent]  # rounded as whoever wrote the decimal rounded it
        fits = (small & (back.view(np.int64) == known.view(np.int64))).all(axis=1)
        exponents[left[fits]] = exponent
        numbers[left[fits]] = whole[fits]
    return exponents, numbers


def _least(numbers: Numbers, gaps: NDArray[np.bool_]) -> Numbers:
    """Return the least number of each column, 0 where all is a gap."""
    most = np.int64(1) << 62
    least: Numbers = np.where(gaps, most, numbers).min(axis=1, initial=most)
    return np.where(least == most, 0, least)


def _bits(codes: Numbers) -> NDArray[np.float64]:
    """Return about how many bits the codes of each column hold."""
    bits: NDArray[np.float64] = np.log2(1.0 + codes).sum(axis=1)
    return bits


def _zigzag(numbers: Numbers) -> Numbers:
    """Return 0, 2, 4 for 0, 1, 2 and 1, 3 for -1, -2: small codes for small numbers."""
    return (numbers << 1) ^ (numbers >> 63)


def _unzigzag(codes: Numbers) -> Numbers:
    return (codes >> 1) ^ -(codes & 1)
