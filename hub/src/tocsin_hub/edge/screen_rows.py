"""ScreenRows: the links of screens in `hub.db`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import apsw
import msgspec

from tocsin_hub.core.screens import Screen
from tocsin_wire import codec

_COLUMNS: Final = "digest, id, name, by, created, expires, views, seconds"
_views: Final[msgspec.json.Decoder[tuple[str, ...]]] = msgspec.json.Decoder(tuple[str, ...])


class ScreenRows:
    """What cannot be written raises Unavailable, and nothing is changed."""

    def __init__(self, db: apsw.Connection, write: Callable[..., None]) -> None:
        self._db = db
        self._write = write

    def all(self) -> list[Screen]:
        rows: Any = self._db.execute(f"SELECT {_COLUMNS} FROM screen")  # noqa: S608 - constant
        return [
            Screen(digest, id, name, by, created, expires, _views.decode(views), seconds)
            for digest, id, name, by, created, expires, views, seconds in rows
        ]

    def save(self, screen: Screen) -> None:
        views = codec.encode(list(screen.views)).decode()
        row = (*screen[:6], views, screen.seconds)
        self._write((f"INSERT INTO screen ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row))  # noqa: S608

    def delete(self, screen: Screen) -> None:
        """Forget a link, with the sessions that were begun by it."""
        self._write(
            ("DELETE FROM screen WHERE id = ?", (screen.id,)),
            ("DELETE FROM session WHERE login = ?", (screen.login,)),
        )
