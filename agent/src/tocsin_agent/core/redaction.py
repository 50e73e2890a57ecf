"""Redaction: a command line as everybody may see it, without the secrets that programs are given.

It knows how secrets are usually written, not how every program writes them: who puts one on a
command line shows it to every user of that machine anyway. Too much hidden does no harm. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

HIDDEN: Final = "[hidden]"

_ANYWHERE: Final = (
    r"(?:pass(?:word|wd|phrase|code)|secret|token(?!iz|s)|credential"
    r"|(?:api|access|private)[-_]?key)"
)
_WHOLE: Final = frozenset({"auth", "bearer", "join", "otp", "pass", "pin", "pw", "pwd"})
"""What makes an option's name one of a secret only when it stands alone between hyphens."""
_POINTER: Final = frozenset({"dir", "env", "fd", "file", "path", "stdin", "type"})
"""How the name of an option ends that says where a secret is, or what kind, but not the secret."""
_SHORT: Final = {
    "curl": "uU", "mariadb": "p", "mariadb-dump": "p", "mysql": "p", "mysqladmin": "p",
    "mysqldump": "p", "redis-cli": "a", "smbclient": "U", "sshpass": "p",
}  # fmt: skip
"""Letters of short options that carry a secret, by program."""

_SECRET: Final = re.compile(_ANYWHERE, re.IGNORECASE)
_OPTION: Final = re.compile(r"--?([A-Za-z][\w.:-]*)(=?)")
_PARTS: Final = re.compile(r"[-_.:]|(?<=[a-z])(?=[A-Z])")
_TOKEN: Final = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*'|["'])+""")
_BARE: Final = re.compile(r"\S+")

# Each begins at a boundary and never goes back: the time it takes is that of one look.
_ASSIGNED: Final = re.compile(
    r"""(?<![\w.-])([\w.-]++)(["']?+\s*+[=:]\s*+["']?+)[^\s,;&"'}]++""", re.ASCII
)
"""`PGPASSWORD=x`, `user=a,password=b`, `"token": "x"`"""
_HEADER: Final = re.compile(
    r"(\bauthorization\s*+[=:]\s*+|\b(?:bearer|basic)\s++)[^\"']++", re.IGNORECASE
)
_URL: Final = re.compile(
    r"((?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://[^\s/@:]*+:)[^\s/@]++(?=@)", re.IGNORECASE
)
_CODE: Final = re.compile(r"\b()[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3,9}\b", re.IGNORECASE)
"""A hub's set-up key or join code, wherever it stands."""


def redacted(words: Sequence[str]) -> list[str]:
    """Return the words of a command line, `[hidden]` in the place of what looks like a secret."""
    shown: list[str] = []
    letters = ""
    is_secret = False
    for word in words:
        letters = _SHORT.get(word.rpartition("/")[2], letters)
        seen, is_next_secret = _seen(word, letters)
        shown.append(HIDDEN if is_secret else seen)
        is_secret = is_next_secret
    return shown


def _seen(word: str, letters: str) -> tuple[str, bool]:
    """Return how a word is shown, and whether the next one is a secret."""
    if word[:1] == "-" and word[1:2] and word[1:2] in letters:
        return (word[:2] + HIDDEN, False) if len(word) > 2 else (word, True)
    option = _OPTION.match(word)
    if option and _is_secret(option[1]):
        return (option[0] + HIDDEN, False) if option[2] else (word, option.end() == len(word))
    start = option.end() if option else 0
    return word[:start] + _text(word[start:]), False


def _text(text: str) -> str:
    text = _ASSIGNED.sub(_assignment, text)
    for pattern in (_HEADER, _URL, _CODE):
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return _line(text) if len(text.split()) > 1 else text


def _assignment(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}{HIDDEN}" if _SECRET.search(found[1]) else found[0]


def _line(text: str) -> str:
    """Look through a word that is a line itself: a shell's, or one a program wrote over its own."""
    pattern = _TOKEN if len(_TOKEN.findall(text)) > 1 else _BARE  # all in quotes: within them
    shown = iter(redacted(pattern.findall(text)))
    return pattern.sub(lambda _: next(shown), text)


def _is_secret(name: str) -> bool:
    """Tell whether an option of this name carries a secret."""
    parts = _PARTS.split(name.lower() if name.isupper() else name)
    if parts[-1].lower() in _POINTER:
        return False
    return bool(_SECRET.search(name)) or any(part.lower() in _WHOLE for part in parts)
