"""Bar: one line at the window's foot that tells something and waits for nobody."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QTimer
from PyQt5.QtWidgets import QFrame

from tocsin_desktop.core.texts import Texts
from tocsin_desktop.qt.parts import button, label, row

STAYS_MS = 12_000


class Bar(QFrame):
    """Shows the last thing that was told, for a while."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.text = label("")
        self.act = button("")
        self._dismiss = button(texts.dismiss)
        across = row(self.text, self.act, self._dismiss, space=10)
        across.setContentsMargins(16, 8, 16, 8)
        across.setStretch(0, 1)
        self.setLayout(across)
        self._then: Callable[[], object] = lambda: None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._dismiss.clicked.connect(self.hide)
        self.act.clicked.connect(self._do)
        self.hide()

    def _do(self) -> None:
        self._then()

    def tell(
        self,
        text: str,
        act: str = "",
        then: Callable[[], object] = lambda: None,
        *,
        stays: bool = False,
    ) -> None:
        """Tell something; `act` is a button beside it, which does `then`."""
        self.text.setText(text)
        self.act.setText(act)
        self.act.setVisible(bool(act))
        self._then = then
        self.show()
        if stays:
            self._timer.stop()
        else:
            self._timer.start(STAYS_MS)
