"""Layouts: the column lists of blocks, each written once, whichever hosts have it."""

from __future__ import annotations

import hashlib
from typing import Final

import apsw
import msgspec

from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import DAY

REMEMBERED: Final = 4_096
_pairs: Final[msgspec.json.Decoder[list[tuple[str, str]]]] = msgspec.json.Decoder(
    list[tuple[str, str]]
)


class KnownLayouts:
    """The layouts one connection has read, by number. A number is never used again."""

    def __init__(self) -> None:
        self._known: dict[int, Layout] = {}

    def get(self, db: apsw.Connection, number: int) -> Layout:
        """Return a layout by its number."""
        known = self._known.get(number)
        if known is None:
            ((series,),) = db.execute("SELECT series FROM layout WHERE id = ?", (number,))
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[number] = Layout(_pairs.decode(str(series)))
        return known


class WrittenLayouts:
    """Gives layouts their numbers, within the transaction that is open."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, tuple[int, int]] = {}

    def number(self, db: apsw.Connection, layout: Layout, now: int) -> int:
        """Return the number of a layout, written if there is none, and note once a day its use."""
        series = msgspec.json.encode(layout.series)
        digest = hashlib.blake2b(series, digest_size=16).digest()
        number, used = self._numbers.get(digest, (0, 0))
        if not number or used < now - DAY:
            number = self._written(db, digest, series, now)
            if len(self._numbers) >= REMEMBERED:
                self._numbers.clear()
            self._numbers[digest] = number, now
        return number

    def forget(self) -> None:
        """A transaction was taken back, or layouts were deleted."""
        self._numbers.clear()

    @staticmethod
    def _written(db: apsw.Connection, digest: bytes, series: bytes, now: int) -> int:
        ((number,),) = db.execute(
            "INSERT INTO layout (digest, series, used) VALUES (?, ?, ?) "
            "ON CONFLICT (digest) DO UPDATE SET used = excluded.used RETURNING id",
            (digest, series.decode(), now),
        )
        assert isinstance(number, int)
        return number
