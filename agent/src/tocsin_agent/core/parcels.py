"""Parcels: state entries in messages that a hub reads, however many and however large. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from msgspec import Raw

from tocsin_wire import codec
from tocsin_wire.messages import MAX_PUT

ROOM: Final = 60 * 1024
"""Bytes of entries in one message of 64 KiB, with room for what stands around them."""


class Parcel(NamedTuple):
    """What one message sets and removes."""

    set: dict[str, Raw]
    removed: list[str]


class Packed(NamedTuple):
    """The messages, and the keys of what is too large for any."""

    parcels: list[Parcel]
    too_large: list[str]


class _Packing:
    """Fills one parcel after the other."""

    def __init__(self) -> None:
        self.parcels = [Parcel({}, [])]
        self._room = ROOM

    def parcel(self, size: int) -> Parcel:
        """Return where an entry of so many bytes goes."""
        last = self.parcels[-1]
        if size > self._room or MAX_PUT in (len(last.set), len(last.removed)):
            last = Parcel({}, [])
            self.parcels.append(last)
            self._room = ROOM
        self._room -= size
        return last


def pack(values: Mapping[str, Any], removed: Sequence[str] = ()) -> Packed:
    """Distribute entries over as few messages as their order allows. Removals go first."""
    packing = _Packing()
    too_large = []
    for key in removed:
        packing.parcel(len(codec.encode(key)) + 1).removed.append(key)
    for key, value in values.items():
        raw = codec.encode(value)
        size = len(codec.encode(key)) + len(raw) + 2
        if size > ROOM:
            too_large.append(key)
        else:
            packing.parcel(size).set[key] = Raw(raw)
    return Packed([parcel for parcel in packing.parcels if any(parcel)], too_large)
