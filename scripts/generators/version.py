"""The version all parts share, as the wire's project file has it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "wire" / "pyproject.toml"


@cache
def version() -> str:
    """Return the version."""
    return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])
