"""LocalWindow: the hub on this computer: how it stands, what it says, and how to stop it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

from tocsin_desktop.core.texts import Texts
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.local_hub import LocalHub, LocalHubFailed
from tocsin_desktop.qt.errand import Errand
from tocsin_desktop.qt.parts import button, column, label, row

MAX_LINES = 2_000


class LocalWindow(QDialog):
    """Starts it, shows its log, stops it."""

    opened = pyqtSignal(str)
    """It runs; this is the address to open (it may hold a key: not for a log)."""
    starting = pyqtSignal(bool)
    """It is being started, which takes a second or two; or that is over, well or not."""
    _line = pyqtSignal(str)

    def __init__(
        self, parent: QWidget, texts: Texts, data: Path, is_known: Callable[[str], bool]
    ) -> None:
        """`is_known` tells, in a thread, whether one has a session with the hub at a URL."""
        super().__init__(parent)
        self._is_known = is_known
        self._texts = texts.local
        self.hub = LocalHub(data, self._line.emit)
        self._errand: Errand[str] | Errand[None] | None = None
        self.setWindowTitle(self._texts.title)
        self.resize(760, 460)
        self.state = label(self._texts.stopped, "muted")
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(MAX_LINES)
        self.log.setLineWrapMode(QPlainTextEdit.NoWrap)
        self.stop_button = button(self._texts.stop)
        self.stop_button.setEnabled(False)
        self._lay_out()
        self._line.connect(self.log.appendPlainText)

    def start(self) -> None:
        """Start it, and open its page once it runs."""
        if self._errand and self._errand.is_under_way:
            return
        self._say(self._texts.starting)
        self.starting.emit(True)
        self._errand = Errand(self._started, self._ready, self._failed)

    def stop(self) -> None:
        """Stop it; the window stays usable meanwhile."""
        self.stop_button.setEnabled(False)
        self._errand = Errand(self.hub.stop, lambda _: self._say(self._texts.stopped), _ignore)

    def end(self, seconds: float) -> None:
        """Stop it with the program."""
        if self._errand:
            self._errand.forget()
        if self.hub.is_running:
            Errand(self.hub.stop, _ignore, _ignore).wait(seconds)

    def _started(self) -> str:
        try:
            address = self.hub.start()
        except LocalHubFailed as error:
            raise Unreachable(Trouble.FAILING, error.reason) from None
        return self.hub.url if self._is_known(self.hub.url) else address

    def _ready(self, address: str) -> None:
        self.starting.emit(False)
        self._say(self._texts.running)
        self.stop_button.setEnabled(True)
        self.opened.emit(address)

    def _failed(self, reason: Unreachable) -> None:
        self.starting.emit(False)
        self._say(self._texts.failed.format(reason=reason.detail))
        self.show()

    def _say(self, text: str) -> None:
        self.state.setText(text)

    def _lay_out(self) -> None:
        copy, close = button(self._texts.copy), button(self._texts.close)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.log.toPlainText()))
        close.clicked.connect(self.hide)
        self.stop_button.clicked.connect(self.stop)
        body = column(space=12, margin=20)
        body.addWidget(label(self._texts.title, "title"))
        body.addWidget(self.state)
        body.addWidget(self.log, 1)
        across = row(self.stop_button, copy, close)
        across.insertStretch(1, 1)
        body.addLayout(across)
        self.setLayout(body)


def _ignore(_: object) -> None:
    """Nobody waits for this any more."""
