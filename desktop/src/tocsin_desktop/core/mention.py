"""Mention: `@login` in what is said, as the page understands it. Pure."""

from __future__ import annotations

import re
from typing import Final

_CODE: Final = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_MENTION: Final = re.compile(r"(?<![\w@./-])@([A-Za-z0-9][A-Za-z0-9._-]{0,31})(?!\w)")
_SENTENCE_END: Final = "._-"
"""A login may hold a dot, but a sentence may end in one too."""


def is_mentioned(text: str, login: str) -> bool:
    """Tell whether `text` speaks to `login`; what stands in code does not."""
    me = login.lower()
    names = (name.lower() for name in _MENTION.findall(_CODE.sub(" ", text)))
    return any(name == me or name.rstrip(_SENTENCE_END) == me for name in names)
