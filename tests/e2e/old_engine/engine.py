"""OldEngine: the engine of Qt 5.15 (Chromium 87), the oldest the page promises to work in."""

import importlib.util
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, Playwright

SECONDS = 20
WINDOW = "tests.e2e.old_engine.window"
REPOSITORY = Path(__file__).parents[3]


def is_there() -> bool:
    """Is the engine installed? It comes as a Python package, for some systems only."""
    return importlib.util.find_spec("PyQt5.QtWebEngineWidgets") is not None


class OldEngine:
    """One window of it in a process of its own: one page, with the cookies of one person."""

    def __init__(self, folder: Path) -> None:
        """`folder` gets what Qt says and keeps, instead of the home of whoever runs this."""
        log = folder / "stderr"
        folder.mkdir(mode=0o700, exist_ok=True)
        own = dict.fromkeys(("XDG_DATA_HOME", "XDG_RUNTIME_DIR"), str(folder))
        with log.open("wb") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", WINDOW],
                cwd=REPOSITORY,
                env={**os.environ, **own},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                bufsize=0,
            )
        self._log = log
        self._address = self._ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()

    def connect(self, playwright: Playwright) -> Browser:
        """Return the browser; `browser.contexts[0].pages[0]` is its page."""
        return playwright.chromium.connect_over_cdp(self._address)

    def _ready(self) -> str:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], SECONDS)
        line = self._process.stdout.readline().decode() if ready else ""
        assert line.startswith("ready "), f"{line!r}: {self._log.read_text()}"
        return line.removeprefix("ready ").strip()
