"""LocalPath: where to go on after a log-in: a place of this hub, whatever browsers make of it."""

from __future__ import annotations

import re
from typing import Final

from tocsin_wire.errors import BadField

LONGEST: Final = 512
_PATH: Final = re.compile(r"/(?!/)[!-\[\]-~]*")
"""Printable ASCII without blanks and backslashes: the URL standard drops tabs and line ends, and
reads a backslash as a slash (https://url.spec.whatwg.org/#relative-slash-state)."""


def local_path(text: str) -> str:
    """Return `text` when it is a path of the hub's page. Raises BadField."""
    if len(text) > LONGEST or not _PATH.fullmatch(text) or text.startswith("/api/"):
        raise BadField("`next` is a path of this hub's page: /, /hosts/...")
    return text
