"""AuditFile: a database with an audit in it, to be tampered with and verified."""

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from tocsin_hub.core.audit.link import Link
from tocsin_hub.edge.store.database import open_for_reading
from tocsin_hub.edge.store.schema import place
from tocsin_hub.edge.store.verification import Verdict, verify


class AuditFile:
    """Holds the path alone: every act opens it anew, as a stranger would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        found = self.ask("SELECT id, head FROM topic WHERE name = 'audit'")
        self.topic: int = found[0][0]
        self.head: int = found[0][1]

    def copy(self, path: Path) -> "AuditFile":
        shutil.copy(self.path, path)
        return AuditFile(path)

    def place(self, seq: int) -> int:
        return place(self.topic, seq)

    def raw(self, seq: int) -> bytes:
        found: bytes = self.ask("SELECT raw FROM entry WHERE place = ?", self.place(seq))[0][0]
        return found

    def ask(self, question: str, *values: Any) -> list[Any]:
        with self._opened() as db:
            return db.execute(question, values).fetchall()

    def change(self, *statements: tuple[str, Sequence[Any]]) -> None:
        """Run statements in one transaction."""
        with self._opened() as db, db:
            for statement, values in statements:
                db.execute(statement, tuple(values))
                assert db.changes(), "nothing was tampered with"

    def verdict(self, *expected: Link) -> Verdict:
        with contextlib.closing(open_for_reading(self.path)) as db:
            return verify(db, expected)

    def link(self, seq: int) -> Link:
        return Link(seq, self.ask("SELECT hash FROM chain WHERE seq = ?", seq)[0][0])

    @contextlib.contextmanager
    def _opened(self) -> Iterator[apsw.Connection]:
        with contextlib.closing(apsw.Connection(str(self.path))) as db:
            yield db
