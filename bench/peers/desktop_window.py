"""Tocsin's window, which says when its page is in the room: `desktop_window.py URL LOGIN DATA`."""

from __future__ import annotations

import sys
from typing import Any

from PyQt5.QtCore import QTimer

from tocsin_desktop import cli
from tocsin_desktop.qt import app
from tocsin_desktop.qt.window import MainWindow

LOOK_MS = 20


class Watched(MainWindow):
    """Asks the page until it is there."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._ask)
        self._looking.start()

    def _ask(self) -> None:
        code = "!!document.querySelector('[data-testid=room-input]')"
        self.engine.page.runJavaScript(code, self._hear_page)

    def _hear_page(self, is_there: bool) -> None:
        if is_there and self._looking.isActive():
            self._looking.stop()
            print("live", flush=True)


app.MainWindow = Watched  # type: ignore[attr-defined, assignment]
url, login, data = sys.argv[1:]
files = ["--data", f"{data}/window", "--config", f"{data}/window.ini"]
sys.exit(cli.main([url, "--login", login, "--language", "en", *files]))
