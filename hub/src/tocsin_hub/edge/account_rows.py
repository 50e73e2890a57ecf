"""AccountRows: accounts, their tokens, recovery codes and known networks in `hub.db`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import apsw
import msgspec

from tocsin_hub.core.accounts import Account
from tocsin_hub.core.known_networks import KNOWN_MS
from tocsin_hub.core.principal import Role
from tocsin_hub.core.tokens import Token
from tocsin_wire import codec

Write = Callable[..., None]
"""Does all of some statements or none. Raises Unavailable."""

_COLUMNS: Final = (
    "login, role, scope, disabled, created, password, totp, totp_step, subject, expected"
)
_SAVE: Final = (
    f"INSERT INTO account ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608 - constant
    "ON CONFLICT (login) DO UPDATE SET role = excluded.role, scope = excluded.scope, "
    "disabled = excluded.disabled, password = excluded.password, totp = excluded.totp, "
    "totp_step = excluded.totp_step, subject = excluded.subject, "
    "expected = excluded.expected"
)
_TOKEN: Final = "digest, id, login, name, role, critical, created, expires, used"  # noqa: S105
_KNOWN: Final = "INSERT OR REPLACE INTO known_network (login, network, seen) VALUES (?, ?, ?)"
_scope: Final[msgspec.json.Decoder[tuple[str, ...]]] = msgspec.json.Decoder(tuple[str, ...])


class AccountRows:
    """The rows of people. What cannot be written raises Unavailable, and nothing is changed."""

    def __init__(self, db: apsw.Connection, write: Write) -> None:
        self._db = db
        self._write = write

    def accounts(self) -> list[Account]:
        rows: Any = self._db.execute(f"SELECT {_COLUMNS} FROM account")  # noqa: S608 - constant
        return [
            Account(login, Role(role), _scope.decode(scope), bool(disabled), *rest)
            for login, role, scope, disabled, *rest in rows
        ]

    def save(self, account: Account) -> None:
        self._write((_SAVE, _row(account)))

    def save_second_factor(self, account: Account, recovery: Iterable[str]) -> None:
        """Keep an account with the digests of its recovery codes, which replace those before."""
        self._write(
            (_SAVE, _row(account)),
            ("DELETE FROM recovery WHERE login = ?", (account.login,)),
            *(
                ("INSERT INTO recovery (login, digest) VALUES (?, ?)", (account.login, digest))
                for digest in recovery
            ),
        )

    def take_recovery(self, login: str, digest: str) -> bool:
        """Use a recovery code up; False when it is none of the account's."""
        row = (login, digest)
        found = self._db.execute(
            "SELECT 1 FROM recovery WHERE login = ? AND digest = ?", row
        ).fetchall()
        if found:
            self._write(("DELETE FROM recovery WHERE login = ? AND digest = ?", row))
        return bool(found)

    def reset(self, account: Account) -> None:
        """Keep an account of which nothing is left that proved somebody to be its person."""
        self._write((_SAVE, _row(account)), *_without_proofs(account.login))

    def delete(self, login: str) -> None:
        self._write(("DELETE FROM account WHERE login = ?", (login,)), *_without_proofs(login))

    def end_sessions(self, digests: Iterable[str]) -> None:
        self._write(*(("DELETE FROM session WHERE digest = ?", (one,)) for one in digests))

    def delete_sessions_of(self, login: str) -> None:
        self._write(("DELETE FROM session WHERE login = ? COLLATE NOCASE", (login,)))

    def tokens(self) -> list[Token]:
        rows: Any = self._db.execute(f"SELECT {_TOKEN} FROM token")  # noqa: S608 - constant
        return [
            Token(digest, id, login, name, Role(role), bool(critical), *times)
            for digest, id, login, name, role, critical, *times in rows
        ]

    def save_token(self, token: Token) -> None:
        row = (*token[:4], str(token.role), int(token.critical), *token[6:])
        self._write(
            (f"INSERT INTO token ({_TOKEN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        )

    def save_uses(self, tokens: Iterable[Token]) -> None:
        use = "UPDATE token SET used = ? WHERE digest = ?"
        self._write(*((use, (one.used, one.digest)) for one in tokens))

    def delete_tokens(self, digests: Iterable[str]) -> None:
        self._write(*(("DELETE FROM token WHERE digest = ?", (one,)) for one in digests))

    def known_networks(self) -> list[tuple[str, str, int]]:
        rows: Any = self._db.execute("SELECT login, network, seen FROM known_network")
        return list(rows)

    def save_known_network(self, login: str, network: str, now: int) -> None:
        """Keep where somebody logged in from, and forget where nobody did for long."""
        self._write(
            ("DELETE FROM known_network WHERE seen < ?", (now - KNOWN_MS,)),
            (_KNOWN, (login, network, now)),
        )


def _row(account: Account) -> tuple[Any, ...]:
    scope = codec.encode(list(account.scope)).decode()
    return (account.login, str(account.role), scope, int(account.disabled), *account[4:])


def _without_proofs(login: str) -> list[tuple[str, tuple[str]]]:
    tables = ("session", "token", "recovery", "known_network")
    return [
        (f"DELETE FROM {table} WHERE login = ? COLLATE NOCASE", (login,))  # noqa: S608 - constants
        for table in tables
    ] + [("DELETE FROM code WHERE opens = ?", (f"invite/{login.lower()}",))]
