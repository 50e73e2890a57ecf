"""Rules for text that people and machines send: what a login, a line of chat, a label may hold."""

from __future__ import annotations

import re
from typing import Final

from tocsin_wire.errors import BadText, TooLarge

MAX_CHAT: Final = 4_000
LOGIN: Final = r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z"
_LOGIN: Final = re.compile(LOGIN)
# C0 but tab and newline, DEL, C1, and the characters that reorder what follows them (UAX #9):
# a line that reads differently from what it holds has no honest use in a log of who did what.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

FAREWELLS: Final = frozenset({"bye", "fin", "stop", "/bye", "/quit", "/exit"})
STOPS: Final = frozenset({"arret", "arrêt", "/arret", "/arrêt"})


def is_login(text: str) -> bool:
    """Tell whether `text` may be a login: 1 to 32 ASCII letters, digits, `.`, `_` or `-`."""
    return _LOGIN.match(text) is not None


def check_chat(text: str) -> str:
    """Return `text` when it may be said in a room.

    Raises BadText when it is blank or holds control characters or direction overrides, TooLarge
    beyond MAX_CHAT characters.
    """
    if not text.strip():
        raise BadText("the message is empty: write something")
    if len(text) > MAX_CHAT:
        raise TooLarge(f"the message has {len(text)} characters: at most {MAX_CHAT} fit in one")
    # Nothing unsafe is printable to Python: one quick look is enough for most lines.
    found = None if text.isprintable() else _UNSAFE.search(text)
    if found:
        raise BadText(
            f"the message holds U+{ord(found[0]):04X}, which could disguise it: remove it"
        )
    return text


def printable(text: str, limit: int) -> str:
    """Return `text` cut to `limit` characters with every unsafe one as U+FFFD.

    For names that machines report (processes, systems, devices): they are shown, never refused.
    """
    return _UNSAFE.sub("�", text[:limit])


def is_farewell(text: str) -> bool:
    """Tell whether saying `text` means to leave."""
    return text.strip().casefold() in FAREWELLS


def is_stop(text: str) -> bool:
    """Tell whether saying `text` asks to stop the hub."""
    return text.strip().casefold() in STOPS
