"""The tables of `hub.db`. Imports nothing.

`entry.place` is `topic << PLACE_BITS | seq`: one B-tree in which every log lies in one piece and
grows at its end. `published` remembers publish ids for 24 h, beside the rows they became.

What became of the chat at a place: `revision.stands` is the place of its newest edit, 0 when it was
deleted; `reaction` has who marked it; `twin` is the place of the other copy of a private message.
`spoken` is the index of the search, a row for each place that can be found.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x746F6373
"""`tocs`: written into the header of our files (https://sqlite.org/pragma.html#pragma_application_id)."""

PLACE_BITS: Final = 40
"""A trillion entries a topic, eight million topics."""
NAMELESS: Final = "~"
"""A dropped log is called so, and by its number, until its entries are deleted."""

MIGRATIONS: Final = (
    """
    CREATE TABLE session (
        digest TEXT PRIMARY KEY, login TEXT NOT NULL, role TEXT NOT NULL, created INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE account (login TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
    CREATE TABLE host (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,
        joined INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE code (
        digest TEXT PRIMARY KEY, opens TEXT NOT NULL, uses INTEGER NOT NULL,
        expires INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE topic (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL,
        first INTEGER NOT NULL, head INTEGER NOT NULL, at INTEGER NOT NULL, bytes INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE entry (
        place INTEGER PRIMARY KEY, at INTEGER NOT NULL, crc INTEGER NOT NULL, raw BLOB NOT NULL
    ) STRICT;
    CREATE TABLE published (
        producer TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, topic INTEGER NOT NULL,
        epoch TEXT NOT NULL, seq INTEGER NOT NULL, digest BLOB NOT NULL,
        PRIMARY KEY (producer, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX published_at ON published (at);
    CREATE TABLE mark (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE host ADD COLUMN labels TEXT NOT NULL DEFAULT '{}';
    CREATE TABLE saved_run (id TEXT PRIMARY KEY, run TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE account ADD COLUMN scope TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE account ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE account ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE account ADD COLUMN password TEXT NOT NULL DEFAULT '';
    ALTER TABLE account ADD COLUMN totp TEXT NOT NULL DEFAULT '';
    ALTER TABLE account ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE account ADD COLUMN subject TEXT NOT NULL DEFAULT '';
    ALTER TABLE account ADD COLUMN expected TEXT NOT NULL DEFAULT '';
    ALTER TABLE session ADD COLUMN proved INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE session ADD COLUMN method TEXT NOT NULL DEFAULT '';
    ALTER TABLE session ADD COLUMN ip TEXT NOT NULL DEFAULT '';
    ALTER TABLE session ADD COLUMN client TEXT NOT NULL DEFAULT '';
    CREATE TABLE token (
        digest TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, login TEXT NOT NULL COLLATE NOCASE,
        name TEXT NOT NULL, role TEXT NOT NULL, critical INTEGER NOT NULL,
        created INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE recovery (
        login TEXT NOT NULL COLLATE NOCASE, digest TEXT NOT NULL, PRIMARY KEY (login, digest)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE known_network (
        login TEXT NOT NULL COLLATE NOCASE, network TEXT NOT NULL, seen INTEGER NOT NULL,
        PRIMARY KEY (login, network)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE host ADD COLUMN key TEXT NOT NULL DEFAULT '';
    ALTER TABLE host ADD COLUMN counter INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE host ADD COLUMN paused TEXT NOT NULL DEFAULT '';
    ALTER TABLE code ADD COLUMN id TEXT NOT NULL DEFAULT '';
    ALTER TABLE code ADD COLUMN by TEXT NOT NULL DEFAULT '';
    ALTER TABLE code ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE chain (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
    """,
    """
    CREATE TABLE revision (place INTEGER PRIMARY KEY, stands INTEGER NOT NULL) STRICT;
    CREATE TABLE reaction (
        place INTEGER NOT NULL, emoji TEXT NOT NULL, login TEXT NOT NULL COLLATE NOCASE,
        PRIMARY KEY (place, emoji, login)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE amendment (
        chat INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (chat, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE twin (place INTEGER PRIMARY KEY, other INTEGER NOT NULL) STRICT;
    CREATE TABLE room (
        name TEXT PRIMARY KEY, title TEXT NOT NULL, created INTEGER NOT NULL, by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE spoken USING fts5(
        text, author, content = '', contentless_delete = 1,
        tokenize = "unicode61 remove_diacritics 2"
    );
    CREATE TABLE screen (
        id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL, by TEXT NOT NULL,
        created INTEGER NOT NULL, expires INTEGER NOT NULL, views TEXT NOT NULL,
        seconds INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO mark SELECT 'unindexed', '0' WHERE EXISTS (SELECT * FROM topic);
    """,
)
"""Numbered, each one transaction; `PRAGMA user_version` counts those done."""


def place(topic: int, seq: int) -> int:
    """Return the key of an entry."""
    return topic << PLACE_BITS | seq
