"""AbsencePage: stands where the hub's page would: why it does not, and when it is tried again."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QProgressBar, QWidget

from tocsin_desktop.core.texts import Texts
from tocsin_desktop.core.trouble import Absence, Trouble
from tocsin_desktop.qt.parts import Card, button, centred, label, masthead, row


class AbsencePage(QWidget):
    """While a hub is looked for, and when it was not found."""

    again = pyqtSignal()
    other = pyqtSignal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._texts = texts
        words = texts.absence
        self.title = label("", "title")
        self.reason = label("", "")
        self.detail = label("", "faint")
        self.countdown = label("", "muted")
        self.again_button = button(words.try_now, "main")
        self.other_button = button(words.other_hub)
        self._trying = QProgressBar()
        self._trying.setRange(0, 0)
        self._trying.setTextVisible(False)
        self._lay_out()
        self.again_button.clicked.connect(self.again)
        self.other_button.clicked.connect(self.other)

    def reach(self, hub: str) -> None:
        """Somebody waits for a hub that is being asked."""
        self.title.setText(self._texts.absence.reaching.format(hub=hub))
        for widget in (self.reason, self.detail, self.countdown, self.again_button):
            widget.hide()
        self._trying.show()

    def tell(self, hub: str, absence: Absence, now: int) -> None:
        """Say that a hub is not there, and why."""
        words = self._texts.absence
        is_old = absence.trouble is Trouble.OLD_ENGINE
        self.title.setText(words.title_old if is_old else words.title.format(hub=hub))
        self.reason.setText(self._texts.troubles[absence.trouble])
        self.detail.setText(words.detail.format(detail=absence.detail))
        self.detail.setVisible(bool(absence.detail))
        for widget in (self.reason, self.countdown, self.again_button):
            widget.show()
        self.count(absence, now)
        self.again_button.setFocus()

    def count(self, absence: Absence, now: int) -> None:
        """Say how long it still is until it is tried again."""
        words, left = self._texts.absence, absence.seconds(now)
        self._trying.setVisible(left == 0)
        if left is None:
            self.countdown.setText(words.not_by_itself)
        else:
            self.countdown.setText(words.again_in.format(n=left) if left else words.again_now)

    def _lay_out(self) -> None:
        card = Card()
        body = card.body
        body.setSpacing(10)
        for widget in (self.title, self.reason, self.detail, self._trying, self.countdown):
            body.addWidget(widget)
        body.addSpacing(8)
        body.addWidget(self.again_button)
        body.addLayout(row(self.other_button))
        self.setLayout(centred(masthead(), card))
