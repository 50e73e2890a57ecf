"""CSV cell: what may stand in one without a spreadsheet taking it for something else. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a cell that begins so for a formula, and names come from machines."""


def harmless(text: str) -> str:
    """Return a text so that no spreadsheet calculates with it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def time_cell(at: int) -> str:
    """Return a time (ms since 1970) as ISO 8601, UTC."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
