"""Examination: a large file is looked through after a crash, while the hub runs already."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

import apsw
import structlog

from tocsin_hub.edge.store.database import REMEDY, fault, open_for_reading

ROWS: Final = 10_000
"""Steps of SQLite's machine between two looks at whether the hub stops."""

log = structlog.get_logger()


class Examination:
    """A thread that reads a whole file and says so when it is damaged."""

    def __init__(self, path: Path, *, vfs: str = "") -> None:
        self._path = path
        self._vfs = vfs
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="examination")
        self._thread.start()

    def close(self) -> None:
        """End it, done or not."""
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            found = self._look()
        except apsw.InterruptError:
            return
        except apsw.Error as error:
            found = str(error)
        if found:
            path = str(self._path)
            log.error("the database is damaged", file=path, found=found, remedy=REMEDY)

    def _look(self) -> str:
        db = open_for_reading(self._path, vfs=self._vfs)
        try:
            db.set_progress_handler(self._is_over.is_set, ROWS)
            return fault(db)
        finally:
            db.close()
