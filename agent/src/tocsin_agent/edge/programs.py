"""Programs: where the catalogue's commands are, looked up once on a fixed PATH."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

from tocsin_agent.core.entry import Entry
from tocsin_agent.edge.child import PATH


def find_programs(entries: Iterable[Entry]) -> dict[str, str]:
    """Return absolute paths by program name; what is not installed is absent."""
    found = {entry.program: shutil.which(entry.program, path=PATH) for entry in entries}
    return {program: path for program, path in found.items() if path}
