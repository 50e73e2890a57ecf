"""Scope: on which hosts an operator may act, told by labels. Limits acting, never reading. Pure.

A scope is a list of selectors `key=pattern`; a host is inside when any of them fits its labels, and
an empty scope is every host.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

MAX_SELECTORS: Final = 16
SELECTOR: Final = r"^[a-z0-9][a-z0-9._-]{0,31}=[A-Za-z0-9._*?!\[\]-]{1,64}\Z"
"""A label's key, and its value as a pattern: `site=paris`, `role=web*`."""


def covers(scope: Sequence[str], labels: Mapping[str, str]) -> bool:
    """Tell whether a host with these labels is inside a scope."""
    return not scope or any(fits(selector, labels) for selector in scope)


def fits(selector: str, labels: Mapping[str, str]) -> bool:
    """Tell whether labels have the key of `key=pattern`, with a value like the pattern."""
    key, _, pattern = selector.partition("=")
    return key in labels and fnmatchcase(labels[key], pattern)
