"""Talk: what the store notes of rooms and private logs beside their entries, in one transaction.

`Talk` writes what an entry means for the chat it is about; the functions read it.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import apsw
import msgspec

from tocsin_hub.core.fate import Fate
from tocsin_hub.core.references import COPY
from tocsin_hub.core.store import Draft
from tocsin_hub.edge.store.schema import place
from tocsin_wire.bodies import Chat, Deleted, Edited, Reacted, RoomBody, RunCard
from tocsin_wire.messages import Entry

TALK: Final = ("room/", "private/")
"""How the names of the logs begin in which people talk."""
DELETED: Final = 0
"""As what stands for a chat now."""

MAX_AMENDMENTS: Final = 2_000
_AMENDMENTS: Final = """
SELECT raw FROM amendment JOIN entry ON entry.place = amendment.place
WHERE chat >= ? AND chat <= ? AND amendment.place > ? ORDER BY amendment.place DESC LIMIT ?
"""

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_body: Final[msgspec.json.Decoder[RoomBody]] = msgspec.json.Decoder(RoomBody)
_NO_TALK: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Spoken(NamedTuple):
    """What somebody said, as it reads now."""

    entry: Entry
    body: Chat | RunCard
    text: str


def note(db: apsw.Connection, draft: Draft, topic: int, seq: int) -> None:
    """Note what a new entry at `seq` of the log `topic` means. Others than talk mean nothing."""
    if not draft.topic.startswith(TALK):
        return
    try:
        body = _body.decode(draft.body)
    except _NO_TALK:
        return  # no entry of the hub's
    here = place(topic, seq)
    match body:
        case Chat() | RunCard():
            _index(db, here, _text_of(body), draft.producer)
            if isinstance(body, Chat) and body.to:
                _pair(db, draft, here)
        case Edited() | Deleted() | Reacted():
            chat = place(topic, body.seq)
            if _is_there(db, chat):  # retention may have been faster
                _change(db, chat, here, body, draft.producer)


def _change(
    db: apsw.Connection, chat: int, here: int, change: Edited | Deleted | Reacted, by: str
) -> None:
    """Note what the entry `here` does to a chat."""
    db.execute("INSERT OR IGNORE INTO amendment VALUES (?, ?)", (chat, here))
    match change:
        case Edited():
            if _revise(db, chat, here):
                _index(db, chat, change.text, by)
        case Deleted():
            _revise(db, chat, DELETED)
            db.execute("DELETE FROM spoken WHERE rowid = ?", (chat,))
        case Reacted():
            _react(db, chat, change, by)


def index_old(db: apsw.Connection, here: int, raw: bytes) -> None:
    """Bring an entry into the index as it reads now; it may be there already."""
    found = spoken_at(db, here, raw)
    if found is not None:
        _index(db, here, found.text, found.entry.by)


def spoken_at(db: apsw.Connection, here: int, raw: bytes) -> Spoken | None:
    """Return what is said by the entry at a place as it reads now; None when that is nothing.

    `raw` is the entry as stored.
    """
    try:
        entry = _entry.decode(raw)
        body = _body.decode(entry.body)
        stands = stands_for(db, here)
        if not isinstance(body, Chat | RunCard) or stands == DELETED:
            return None
        text = _text_of(body) if stands is None else _edit_at(db, stands)
        return Spoken(entry, body, text)
    except _NO_TALK:
        return None


def _edit_at(db: apsw.Connection, at: int) -> str:
    row: Any = db.execute("SELECT raw FROM entry WHERE place = ?", (at,)).fetchone()
    body = _body.decode(_entry.decode(row[0] if row else b"").body)
    return body.text if isinstance(body, Edited) else ""


def stands_for(db: apsw.Connection, chat: int) -> int | None:
    """Return the place of the edit that stands for a chat, DELETED, or None: as it was said."""
    row: Any = db.execute("SELECT stands FROM revision WHERE place = ?", (chat,)).fetchone()
    return None if row is None else row[0]


def _text_of(body: Chat | RunCard) -> str:
    return body.command if isinstance(body, RunCard) else body.text


def _index(db: apsw.Connection, chat: int, text: str, author: str) -> None:
    """Let a chat be found by what it says now."""
    db.execute(
        "INSERT OR REPLACE INTO spoken (rowid, text, author) VALUES (?, ?, ?)",
        (chat, text, author),
    )


def _pair(db: apsw.Connection, draft: Draft, here: int) -> None:
    """Note the two copies of a private message, once the second is written."""
    row: Any = db.execute(
        "SELECT published.topic, seq FROM published JOIN topic ON topic.id = published.topic "
        "AND topic.epoch = published.epoch WHERE producer = ? AND published.id = ?",
        (draft.producer, f"{draft.id}{COPY}"),
    ).fetchone()
    there = 0 if row is None else place(*row)
    if there and _is_there(db, there):
        db.execute("INSERT OR REPLACE INTO twin VALUES (?, ?), (?, ?)", (here, there, there, here))


def _is_there(db: apsw.Connection, at: int) -> bool:
    row = db.execute("SELECT 1 FROM entry WHERE place = ?", (at,)).fetchone()
    return row is not None


def _revise(db: apsw.Connection, chat: int, stands: int) -> bool:
    """Let an edit stand for a chat, or nothing; what was deleted stays so: then return False."""
    db.execute(
        "INSERT INTO revision VALUES (?1, ?2) ON CONFLICT DO UPDATE SET stands = ?2 WHERE stands",
        (chat, stands),
    )
    is_changed = db.changes() > 0
    if stands == DELETED:
        db.execute("DELETE FROM reaction WHERE place = ?", (chat,))
    return is_changed


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
    db.execute("DELETE FROM amendment WHERE chat >= ? AND chat < ?", (start, end))
    db.execute("DELETE FROM spoken WHERE rowid >= ? AND rowid < ?", (start, end))


def amendments(db: apsw.Connection, topic: int, first: int, last: int) -> list[bytes]:
    """Return the entries after `last` that change what stands in `first` to `last` of a log.

    The newest MAX_AMENDMENTS of them, oldest first, each as it is stored.
    """
    rows: Any = db.execute(
        _AMENDMENTS, (place(topic, first), place(topic, last), place(topic, last), MAX_AMENDMENTS)
    )
    return [raw for (raw,) in rows][::-1]


def fate_at(db: apsw.Connection, chat: int) -> Fate:
    """Return what became of the chat at a place."""
    reactions: Any = db.execute("SELECT emoji, login FROM reaction WHERE place = ?", (chat,))
    return Fate(is_deleted=stands_for(db, chat) == DELETED, reactions=reactions.fetchall())


def twin_of(db: apsw.Connection, chat: int) -> int:
    """Return the place of the other copy of a private message, 0 when there is none."""
    row: Any = db.execute("SELECT other FROM twin WHERE place = ?", (chat,)).fetchone()
    return row[0] if row is not None else 0
