"""Redaction: what looks like a secret never gets into a log, whoever wrote the line.

The code writes none on purpose. This is for what arrives inside errors, and for other libraries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

HIDDEN: Final = "[hidden]"
_DEEP: Final = 8
_NAMED: Final = frozenset(
    {
        *("authorization", "cookie", "set-cookie", "proxy-authorization", "password", "passwd"),
        *("secret", "token", "key", "code", "cookies", "client_secret", "private_key"),
    }
)
_SYMBOL: Final = "[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]"
_GROUPS: Final = "[0-9A-Za-z]{5}"
_SECRETS: Final = r"\w*(?:password|passwd|secret|token|private_key)"
_IS: Final = r"['\"]?\s*[:=]\s*"
_QUOTED: Final = r"b?'[^']*'|b?\"[^\"]*\""
_BARE: Final = r"[^\s,;&)}\]'\"]+"

_Replacement = str | Callable[[re.Match[str]], str]
_RULES: Final[tuple[tuple[re.Pattern[str], _Replacement], ...]] = (
    # Headers, as they are sent and as Python shows them: the value goes to the end of its line.
    (
        re.compile(
            r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie)(['\"]?\s*[:=,]\s*(?:b?['\"])?)"
            r"[^\r\n'\"]+"
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)(\s+)[^\s'\",;]+"), rf"\1\2{HIDDEN}"),
    # Fields by name: password='...', "token": "...", key=...; a number of a few digits is no key.
    (re.compile(rf"(?i)\b({_SECRETS})({_IS})({_QUOTED}|{_BARE})"), rf"\1\2{HIDDEN}"),
    (re.compile(rf"(?i)\b(key|code)({_IS})({_QUOTED}|(?!\d{{1,5}}\b){_BARE})"), rf"\1\2{HIDDEN}"),
    # The fragment of set-up and invitation addresses.
    (re.compile(r"#k=[^\s'\"]+"), f"#k={HIDDEN}"),
    # Personal tokens, and sessions' and agents' tokens: 256 bits as base64url.
    (re.compile(r"\btocsin_[A-Za-z0-9_-]{20,}"), HIDDEN),
    (re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"), HIDDEN),
    # Keys and codes in groups of five, and the same written in one.
    (re.compile(rf"(?<![0-9A-Za-z]){_GROUPS}(?:-{_GROUPS}){{1,}}(?![0-9A-Za-z])"), HIDDEN),
    (re.compile(rf"(?<![0-9A-Za-z]){_SYMBOL}{{20}}(?![0-9A-Za-z])"), HIDDEN),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END|\Z)", re.DOTALL), HIDDEN),
)
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def redacted(value: Any, name: str = "", deep: int = 0) -> Any:
    """Return a value as it may be logged. What JSON does not know becomes text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if name.lower() in _NAMED:
        return HIDDEN
    if isinstance(value, str):
        return redacted_text(value)
    if deep >= _DEEP:
        return redacted_text(repr(value))
    if isinstance(value, Mapping):
        return {
            redacted_text(str(key)): redacted(one, str(key), deep + 1) for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [redacted(one, deep=deep + 1) for one in value]
    return redacted_text(repr(value))


def redacted_text(text: str) -> str:
    """Return a text without what looks like a secret, and without what would move a cursor."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return _UNSEEN.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
