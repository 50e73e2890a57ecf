"""Packing: a table to the bytes of a block, and back. Pure.

A block is the version and one zlib stream. In the stream: how many planes, rows and columns; of
each column its kind, its base and how many bytes its largest code has; then the lowest byte of
every code, column by column, then the next of those that have one: what is alike stands together.
The first column is the times. zlib's own Adler-32 tells a flipped bit (RFC 1950 section 2.2).
"""

from __future__ import annotations

import struct
import zlib
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin_hub.core.history.coding import Coded, Codes, coded, decoded
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.table import SAMPLES, SUMMARIES, Table, select

VERSION: Final = 1
LEVEL: Final = 6
_HEADER: Final = struct.Struct("<BII")
_BYTES: Final = 8
_COLUMN: Final = 1 + 1 + _BYTES
"""Kind, width, base."""
MAX_CELLS: Final = 2_400_000
"""Numbers of one plane of a block: ten minutes at 10 Hz of 400 columns, or at 1 Hz of 4,000."""


class BadBlock(Exception):
    """These bytes are no block that can be read; the message says why."""


class Choice(NamedTuple):
    """Which columns of blocks of one layout are wanted."""

    layout: Layout
    places: list[int]
    kept: Layout


def choice(layout: Layout, wanted: Layout | None = None) -> Choice:
    """Choose what a layout has of `wanted`, in the layout's order; all of it by default."""
    names = layout.places if wanted is None else wanted.places
    places = [place for place, name in enumerate(layout.names) if name in names]
    if len(places) == len(layout):
        return Choice(layout, places, layout)
    return Choice(layout, places, Layout(layout.series[place] for place in places))


class Header(NamedTuple):
    """What the stream of a block begins with."""

    planes: int
    rows: int
    columns: int

    @property
    def width(self) -> int:
        """Columns of the matrix: the times, then those of each plane."""
        return 1 + self.planes * self.columns


def fitting(table: Table) -> Table:
    """Return a table as a block can hold it: without the last columns, if there are too many."""
    room = MAX_CELLS // max(1, table.rows)
    return table if len(table.layout) <= room else select(table, Layout(table.layout.series[:room]))


def pack(table: Table, start: int) -> bytes:
    """Return a table of at least one row as a block that begins at `start` (ms since 1970)."""
    header = Header(len(table.planes), table.rows, len(table.layout))
    offsets = (table.times - start).astype(np.float64)
    matrix = np.concatenate([offsets[None], *(plane.T for plane in table.planes)])
    kinds, bases, codes = coded(matrix)
    widths = _widths(codes)
    deflater = zlib.compressobj(LEVEL, strategy=zlib.Z_FILTERED)
    parts = [
        deflater.compress(part)
        for part in (
            _HEADER.pack(*header),
            kinds.tobytes(),
            widths.tobytes(),
            bases.astype("<i8").view(np.uint8).reshape(-1, _BYTES).T.tobytes(),
            *_planes(codes, widths),
        )
    ]
    return b"".join([bytes([VERSION]), *parts, deflater.flush()])


def unpack(data: bytes, choice: Choice, start: int) -> Table:
    """Return the chosen columns of a block.

    Raises BadBlock: what is damaged is found out here, and never drawn.
    """
    header, raw = _inflated(data)
    if header.columns != len(choice.layout):
        raise BadBlock(f"it has {header.columns} columns, its layout {len(choice.layout)}")
    chosen = [0] + [
        1 + plane * header.columns + place
        for plane in range(header.planes)
        for place in choice.places
    ]
    matrix = decoded(_chosen(raw, header, np.array(chosen)))
    values = matrix[1:].reshape(header.planes, len(choice.places), header.rows)
    times = matrix[0].astype(np.int64) + start
    return Table(choice.kept, times, tuple(plane.T for plane in values))


def _widths(codes: Codes) -> NDArray[np.uint8]:
    """Return how many bytes the largest code of each column has."""
    largest = codes.max(axis=1, initial=0)
    shifts = np.arange(0, 8 * _BYTES, 8, dtype=np.uint64)
    widths: NDArray[np.uint8] = (largest[:, None] >> shifts > 0).sum(axis=1).astype(np.uint8)
    return widths


def _planes(codes: Codes, widths: NDArray[np.uint8]) -> list[bytes]:
    whole = codes.astype("<u8").view(np.uint8).reshape(*codes.shape, _BYTES)
    return [whole[widths > byte, :, byte].tobytes() for byte in range(_BYTES)]


def _chosen(raw: bytes, header: Header, chosen: NDArray[np.int64]) -> Coded:
    """Take the codes of some columns out of a stream."""
    width, rows = header.width, header.rows
    kinds = np.frombuffer(raw, np.uint8, width)
    widths = np.frombuffer(raw, np.uint8, width, width)
    bases = np.frombuffer(raw, np.uint8, _BYTES * width, 2 * width).reshape(_BYTES, width)
    codes = np.zeros((len(chosen), rows, _BYTES), np.uint8)
    at = _COLUMN * width
    for byte in range(_BYTES):
        stored = widths > byte
        count = int(stored.sum())
        plane = np.frombuffer(raw, np.uint8, count * rows, at).reshape(count, rows)
        has = stored[chosen]
        codes[has, :, byte] = plane[np.cumsum(stored)[chosen[has]] - 1]
        at += count * rows
    return Coded(kinds[chosen], _words(bases.T[chosen]), _words(codes).view(np.uint64))


def _words(octets: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Read the last axis, eight bytes, as one number."""
    return np.ascontiguousarray(octets).view("<i8")[..., 0].astype(np.int64)


def _inflated(data: bytes) -> tuple[Header, bytes]:
    """Return the header and what follows it. A header that lies makes nobody take memory for it."""
    if data[:1] != bytes([VERSION]):
        raise BadBlock(f"it begins with {data[:1].hex() or 'nothing'}: this hub reads {VERSION:02}")
    inflater = zlib.decompressobj()
    try:
        head = inflater.decompress(data[1:], _HEADER.size)
        header = _header(head)
        most = (_COLUMN + _BYTES * header.rows) * header.width
        raw = inflater.decompress(inflater.unconsumed_tail, most + 1)
    except zlib.error as error:
        raise BadBlock(str(error)) from None
    if not inflater.eof or inflater.unused_data or len(raw) != _size(raw, header):
        raise BadBlock("it unpacks to what its header does not say")
    return header, raw


def _header(head: bytes) -> Header:
    if len(head) < _HEADER.size:
        raise BadBlock("it is shorter than a header")
    header = Header(*_HEADER.unpack(head))
    if header.planes not in (SAMPLES, SUMMARIES) or header.rows * header.columns > MAX_CELLS:
        raise BadBlock("its header is damaged")
    return header


def _size(raw: bytes, header: Header) -> int:
    """Return how many bytes a stream that begins like this has."""
    if len(raw) < _COLUMN * header.width:
        return -1
    widths = np.frombuffer(raw, np.uint8, header.width, header.width)
    return _COLUMN * header.width + header.rows * int(widths.sum(dtype=np.int64))
