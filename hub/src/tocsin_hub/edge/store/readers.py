"""Readers: what lies behind a log's tail, read in threads of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import apsw
import structlog

from tocsin_hub.edge.store.database import open_for_reading
from tocsin_hub.edge.store.piece import Piece, next_piece

THREADS: Final = 2

log = structlog.get_logger()


class Readers:
    """A few threads, each with a connection that cannot write."""

    def __init__(self, path: Path, *, vfs: str = "") -> None:
        self._path = path
        self._vfs = vfs
        self._mine = threading.local()
        self._connections: list[apsw.Connection] = []
        self._pool = ThreadPoolExecutor(THREADS, "read")

    def read(self, topic: int, after: int, done: Callable[[Piece | None], None]) -> None:
        """Read what a log has after a seq; `done` is called in the reading thread.

        It gets None when nothing can be read now, which may pass.
        """
        future: Future[Piece] = self._pool.submit(self._read, topic, after)
        future.add_done_callback(lambda read: done(_outcome(read)))

    def close(self) -> None:
        self._pool.shutdown()
        for connection in self._connections:
            connection.close()

    def _read(self, topic: int, after: int) -> Piece:
        return next_piece(self._connection(), topic, after)

    def _connection(self) -> apsw.Connection:
        if not hasattr(self._mine, "db"):
            self._mine.db = open_for_reading(self._path, vfs=self._vfs)
            self._connections.append(self._mine.db)
        db: apsw.Connection = self._mine.db
        return db


def _outcome(read: Future[Piece]) -> Piece | None:
    error = read.exception()
    if error is None:
        return read.result()
    log.error("the database cannot be read now: it is tried again", error=repr(error))
    return None
