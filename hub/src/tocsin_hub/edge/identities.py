"""Identities: sessions, hosts and join codes on disk (`hub.db`, SQLite through apsw).

Written at once, read when the hub starts; what is looked up while it runs lives in the core.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import apsw
import msgspec
import structlog
from msgspec import structs

from tocsin_hub.core.agent_keys import AgentKey
from tocsin_hub.core.codes import Code, used
from tocsin_hub.core.host_name import KnownHost
from tocsin_hub.core.principal import Role
from tocsin_hub.core.sessions import ABSOLUTE_MS, Session
from tocsin_hub.edge.account_rows import AccountRows
from tocsin_hub.edge.screen_rows import ScreenRows
from tocsin_hub.edge.store.database import open_database
from tocsin_hub.edge.store.schema import MIGRATIONS
from tocsin_wire import codec
from tocsin_wire.bodies import Room, SavedRun
from tocsin_wire.errors import Unavailable

RETRY_MS: Final = 5_000
DISK_SECONDS: Final = 2.0
"""So long everything is held up for a disk that is busy with what the logs wrote."""

_DELETE_CODE: Final = "DELETE FROM code WHERE digest = ?"
_DELETE_SESSION: Final = "DELETE FROM session WHERE digest = ?"
_SESSION: Final = "digest, login, role, created, proved, method, ip, client"
_SAVE_CODE: Final = (
    "INSERT OR REPLACE INTO code (digest, opens, uses, expires, id, by, created) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_SAVE_HOST: Final = (
    "INSERT INTO host (id, name, digest, joined, labels, key) VALUES (?, ?, ?, ?, ?, ?)"
)

_labels: Final[msgspec.json.Decoder[dict[str, str]]] = msgspec.json.Decoder(dict[str, str])
_run: Final[msgspec.json.Decoder[SavedRun]] = msgspec.json.Decoder(SavedRun)

log = structlog.get_logger()


class Identities:
    """The file of who is who.

    What cannot be written now raises Unavailable, and nothing is changed.
    A session row is worth no fsync: after a power cut one logs in again.
    """

    def __init__(self, path: Path, let_finish: Callable[[float], None] | None = None) -> None:
        """Open `path`, which the store of logs has opened before. Raises BadData.

        `let_finish` waits, for some seconds at most, until the logs' writer holds no lock on it.
        """
        self._let_finish = let_finish
        self._db = open_database(path, MIGRATIONS, is_checked=True)
        self._db.execute("PRAGMA synchronous = NORMAL")
        self.people = AccountRows(self._db, self._write)
        self.screens = ScreenRows(self._db, self._write)

    def close(self) -> None:
        self._db.close()

    def sessions(self) -> list[Session]:
        rows: Any = self._db.execute(f"SELECT {_SESSION} FROM session")  # noqa: S608 - constant
        return [Session(digest, login, Role(role), *rest) for digest, login, role, *rest in rows]

    def save_session(self, session: Session, *instead: str) -> None:
        """Keep a session, in the place of those with the digests `instead`."""
        row = (session.digest, session.login, str(session.role), *session[3:])
        self._write(
            *((_DELETE_SESSION, (digest,)) for digest in instead),
            (f"INSERT INTO session ({_SESSION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row),  # noqa: S608
        )

    def delete_session(self, digest: str) -> None:
        self._write((_DELETE_SESSION, (digest,)))

    def delete_guests(self) -> None:
        """End every guest's session: the hub that starts is no lab. Raises apsw.Error."""
        self._db.execute("DELETE FROM session WHERE role = ?", (str(Role.GUEST),))

    def purge(self, ended: Iterable[str], now: int) -> None:
        """Delete the sessions that ended, and those and the codes whose time is over."""
        self._write(
            *((_DELETE_SESSION, (digest,)) for digest in ended),
            # A screen's lasts as long as its link.
            (
                "DELETE FROM session WHERE created < ? AND role != ?",
                (now - ABSOLUTE_MS, str(Role.SCREEN)),
            ),
            ("DELETE FROM code WHERE expires AND expires <= ?", (now,)),
        )

    def hosts(self) -> list[tuple[KnownHost, AgentKey]]:
        rows = self._db.execute(
            "SELECT id, name, labels, paused, joined, key, counter FROM host ORDER BY joined"
        )
        return [
            (
                KnownHost(id, name, _labels.decode(labels), paused, joined, counter == 0),
                AgentKey(id, bytes.fromhex(key), counter),
            )
            for id, name, labels, paused, joined, key, counter in rows
        ]

    def save_labels(self, host: str, labels: Mapping[str, str]) -> None:
        self._write(("UPDATE host SET labels = ? WHERE id = ?", (_text(dict(labels)), host)))

    def save_name(self, host: str, name: str) -> None:
        self._write(("UPDATE host SET name = ? WHERE id = ?", (name, host)))

    def save_counter(self, host: str, counter: int) -> None:
        self._write(("UPDATE host SET counter = ? WHERE id = ?", (counter, host)))

    def save_pause(self, host: str, why: str) -> None:
        """Keep why a host is paused; when it is no more, take whatever counter it shows next."""
        if why:
            self._write(("UPDATE host SET paused = ? WHERE id = ?", (why, host)))
        else:
            self._write(("UPDATE host SET paused = '', counter = 0 WHERE id = ?", (host,)))

    def enrol(self, host: KnownHost, key: bytes, code: Code) -> None:
        """Keep a new host and what is left of the join code it came with, together."""
        left = used(code)
        digest = hashlib.sha256(key).hexdigest()
        self._write(
            (
                _SAVE_HOST,
                (host.id, host.name, digest, host.joined, _text(dict(host.labels)), key.hex()),
            ),
            ("UPDATE code SET uses = ? WHERE digest = ?", (left.uses, code.digest))
            if left
            else (_DELETE_CODE, (code.digest,)),
        )

    def delete_host(self, id: str) -> None:
        self._write(("DELETE FROM host WHERE id = ?", (id,)))

    def codes(self) -> list[Code]:
        rows = self._db.execute("SELECT digest, opens, uses, expires, id, by, created FROM code")
        return [Code(*row) for row in rows]

    def save_code(self, code: Code) -> None:
        self._write((_SAVE_CODE, tuple(code)))

    def delete_code(self, digest: str) -> None:
        self._write((_DELETE_CODE, (digest,)))

    def delete_codes(self, opens: str) -> None:
        self._write(("DELETE FROM code WHERE opens = ?", (opens,)))

    def saved_runs(self) -> list[tuple[str, SavedRun]]:
        rows = self._db.execute("SELECT id, run FROM saved_run ORDER BY id")
        return [(id, _run.decode(run)) for id, run in rows]

    def save_run(self, id: str, run: SavedRun) -> None:
        self._write(("INSERT OR REPLACE INTO saved_run VALUES (?, ?)", (id, _text(run))))

    def delete_saved_run(self, id: str) -> None:
        self._write(("DELETE FROM saved_run WHERE id = ?", (id,)))

    def rooms(self) -> list[Room]:
        rows = self._db.execute("SELECT name, title, created, by FROM room ORDER BY created, name")
        return [Room(*row) for row in rows]

    def save_rooms(self, *rooms: Room) -> None:
        save = "INSERT OR REPLACE INTO room (name, title, created, by) VALUES (?, ?, ?, ?)"
        self._write(*((save, structs.astuple(room)) for room in rooms))

    def _write(self, *statements: tuple[str, tuple[Any, ...]]) -> None:
        """Do all of it or nothing. Raises Unavailable."""
        if self._let_finish:
            self._let_finish(DISK_SECONDS)
        try:
            with self._db:
                for statement, values in statements:
                    self._db.execute(statement, values)
        except apsw.ConstraintError:
            raise  # no matter of waiting: we wrote what must not be
        except apsw.Error as error:
            log.warning("the database cannot be written now", error=repr(error))
            raise Unavailable(
                "the hub cannot write its database now: try again in a moment", after_ms=RETRY_MS
            ) from error


def _text(value: Any) -> str:
    return codec.encode(value).decode()
