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

# What in a name is not seen, or only turns what stands beside it: no name needs it. Joiners stay:
# Persian is written with them, and so are emoji.
_UNSEEN: Final = re.compile("[\u061c\u200b\u200e\u200f\u2028\u2029\u2060-\u2064\ufeff]")

# An emoji as UTS #51 builds them (ED-17): a pictograph, perhaps with a variation selector,
# a skin tone, tags; several joined by U+200D; or a flag, which is two regional indicators.
_PICTOGRAPH: Final = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
_ELEMENT: Final = (
    f"{_PICTOGRAPH}\ufe0f?[\U0001f3fb-\U0001f3ff]?(?:[\U000e0020-\U000e007e]+\U000e007f)?"
)
_EMOJI: Final = re.compile(f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|{_ELEMENT}(?:\u200d{_ELEMENT})*)\\Z")
MAX_EMOJI: Final = 16
"""Code points of one emoji."""

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
    return check_honest(text, "the message")


def check_honest(text: str, what: str) -> str:
    """Return `text` when it reads as what it holds. `what` it is stands in the error.

    Raises BadText when it holds control characters or direction overrides.
    """
    # Nothing unsafe is printable to Python: one quick look is enough for most lines.
    found = None if text.isprintable() else _UNSAFE.search(text)
    if found:
        raise BadText(f"{what} holds U+{ord(found[0]):04X}, which could disguise it: remove it")
    return text


def check_emoji(text: str) -> str:
    """Return `text` when it is one emoji. Raises BadText."""
    if len(text) > MAX_EMOJI or not _EMOJI.match(text):
        raise BadText("a reaction is one emoji, and no letters, digits or spaces: choose one")
    return text


def printable(text: str, limit: int) -> str:
    """Return `text` cut to `limit` characters with every unsafe or unseen one as U+FFFD.

    For names that machines report (processes, systems, devices): they are shown, never refused.
    """
    return _UNSEEN.sub("�", _UNSAFE.sub("�", text[:limit]))


def is_farewell(text: str) -> bool:
    """Tell whether saying `text` means to leave."""
    return text.strip().casefold() in FAREWELLS


def is_stop(text: str) -> bool:
    """Tell whether saying `text` asks to stop the hub."""
    return text.strip().casefold() in STOPS
