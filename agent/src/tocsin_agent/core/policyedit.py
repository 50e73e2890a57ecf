"""PolicyEdit: another list of enabled names in a policy file; every other byte stays. Pure."""

from __future__ import annotations

import re
from typing import Final

HEADER: Final = """\
# What may run on this machine. Nothing else does, and no hub can change it.
# `tocsin-agent catalogue` lists the names, `tocsin-agent list` what this file allows.

"""
_TABLE: Final = re.compile(r"^[ \t]*\[[ \t]*catalogue[ \t]*\][ \t]*(#.*)?(\r?\n|\Z)", re.MULTILINE)
_NEXT_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)
_ENABLE: Final = re.compile(r"^[ \t]*enable[ \t]*=[ \t]*(?=\[)", re.MULTILINE)
_TOKEN: Final = re.compile(r"""\]|\[|#.*|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")


def with_enabled(text: str, names: list[str]) -> str:
    """Return `text` with `names` enabled in its table [catalogue], made when it has none.

    It goes by lines and brackets, not by TOML: whoever calls it has to read the result and see
    that it says this and nothing else (text that looks like a table may stand in a string).
    """
    listed = "[" + ", ".join(f'"{name}"' for name in names) + "]"
    table = _TABLE.search(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if table is None:
        gap = "" if not text or text.endswith(newline * 2) else newline
        gap = gap if not text or text.endswith("\n") else newline * 2
        return f"{text}{gap}[catalogue]{newline}enable = {listed}{newline}"
    following = _NEXT_TABLE.search(text, table.end())
    enable = _ENABLE.search(text, table.end(), following.start() if following else len(text))
    if enable is None:
        before = text[: table.end()]
        ending = "" if before.endswith("\n") else newline
        return f"{before}{ending}enable = {listed}{newline}{text[table.end() :]}"
    return text[: enable.end()] + listed + text[_end_of_list(text, enable.end()) :]


def _end_of_list(text: str, start: int) -> int:
    """Return where the list that begins at `start` ends."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += {"[": 1, "]": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return len(text)
