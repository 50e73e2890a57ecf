"""Talk: what the store notes of rooms and private logs beside their entries, in one transaction.

`Talk` writes what an entry means for the chat it is about; the functions read it.
"""

from __future__ import annotations

from typing import Any, Final

import apsw
import msgspec

from tocsin_hub.core.fate import Fate
from tocsin_hub.core.references import COPY
from tocsin_hub.core.store import Draft
from tocsin_hub.edge.store.schema import place
from tocsin_wire.bodies import Chat, Deleted, Edited, Reacted, RoomBody

TALK: Final = ("room/", "private/")
"""How the names of the logs begin in which people talk."""
DELETED: Final = 0
"""As what stands for a chat now."""

_body: Final[msgspec.json.Decoder[RoomBody]] = msgspec.json.Decoder(RoomBody)


def note(db: apsw.Connection, draft: Draft, topic: int, seq: int) -> None:
    """Note what a new entry at `seq` of the log `topic` means. Others than talk mean nothing."""
    if not draft.topic.startswith(TALK):
        return
    try:
        body = _body.decode(draft.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return  # no entry of the hub's
    match body:
        case Chat(to=to) if to:
            _pair(db, draft, place(topic, seq))
        case Edited(seq=of) if of:
            _revise(db, place(topic, of), place(topic, seq))
        case Deleted(seq=of) if of:
            _revise(db, place(topic, of), DELETED)
        case Reacted(seq=of) if of:
            _react(db, place(topic, of), body, draft.producer)


def _pair(db: apsw.Connection, draft: Draft, here: int) -> None:
    """Note the two copies of a private message, once the second is written."""
    row: Any = db.execute(
        "SELECT published.topic, seq FROM published JOIN topic ON topic.id = published.topic "
        "AND topic.epoch = published.epoch WHERE producer = ? AND published.id = ?",
        (draft.producer, f"{draft.id}{COPY}"),
    ).fetchone()
    if row is not None:
        there = place(*row)
        db.execute("INSERT OR REPLACE INTO twin VALUES (?, ?), (?, ?)", (here, there, there, here))


def _revise(db: apsw.Connection, chat: int, stands: int) -> None:
    """Let an edit stand for a chat, or nothing; what was deleted stays so."""
    db.execute(
        "INSERT INTO revision VALUES (?1, ?2) ON CONFLICT DO UPDATE SET stands = ?2 WHERE stands",
        (chat, stands),
    )
    if stands == DELETED:
        db.execute("DELETE FROM reaction WHERE place = ?", (chat,))


def _react(db: apsw.Connection, chat: int, change: Reacted, login: str) -> None:
    if change.off:
        db.execute(
            "DELETE FROM reaction WHERE place = ? AND emoji = ? AND login = ?",
            (chat, change.emoji, login),
        )
    else:
        db.execute("INSERT OR IGNORE INTO reaction VALUES (?, ?, ?)", (chat, change.emoji, login))


def erase(db: apsw.Connection, start: int, end: int) -> None:
    """Forget all about the places from `start` to before `end`."""
    for table in ("revision", "reaction", "twin"):
        db.execute(f"DELETE FROM {table} WHERE place >= ? AND place < ?", (start, end))  # noqa: S608


def fate_at(db: apsw.Connection, chat: int) -> Fate:
    """Return what became of the chat at a place."""
    row: Any = db.execute("SELECT stands FROM revision WHERE place = ?", (chat,)).fetchone()
    reactions: Any = db.execute("SELECT emoji, login FROM reaction WHERE place = ?", (chat,))
    return Fate(is_deleted=row is not None and row[0] == DELETED, reactions=reactions.fetchall())


def twin_of(db: apsw.Connection, chat: int) -> int:
    """Return the place of the other copy of a private message, 0 when there is none."""
    row: Any = db.execute("SELECT other FROM twin WHERE place = ?", (chat,)).fetchone()
    return row[0] if row is not None else 0
