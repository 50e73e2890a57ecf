"""Chromium: where the browser is that pages are measured in."""

from __future__ import annotations

import shutil


def chromium() -> str:
    """Return the path of the program. Raises FileNotFoundError."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise FileNotFoundError("Chromium: install what scripts/debian-test.txt lists")
    return found
