"""Transaction: all or nothing, also when SQLite has taken everything back by itself.

apsw's own `with db` uses savepoints, and those are gone after SQLITE_FULL or SQLITE_IOERR: leaving
them then fails with another error than the one that counts (https://sqlite.org/lang_transaction.html
section 3).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import apsw


@contextlib.contextmanager
def transaction(db: apsw.Connection) -> Iterator[None]:
    """Write within one transaction. Raises what went wrong, with nothing written."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
