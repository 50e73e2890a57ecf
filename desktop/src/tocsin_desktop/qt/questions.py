"""Questions: dialogs that a person has to answer before something goes on."""

from __future__ import annotations

import re

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QDialog, QWidget

from tocsin_desktop.core.texts import Texts
from tocsin_desktop.edge.trust import Trust
from tocsin_desktop.qt.parts import button, column, label, masthead, row

WIDTH = 520


class Sheet(QDialog):
    """A dialog of words, as high as they get when they wrap: Qt's own guess is another."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.body = column(space=12, margin=28)
        self.setLayout(self.body)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Not before: what a word measures is known once the style is on it."""
        self.setFixedHeight(self.body.totalHeightForWidth(WIDTH))
        super().showEvent(event)


class Question(Sheet):
    """A sentence, what it means, and two answers; the careful one is the one Enter gives."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title)
        self.body.addWidget(label(title, "title"))

    def answers(self, yes: str, no: str, *, is_grave: bool = False) -> None:
        """Add the answers at the end."""
        self.yes = button(yes, "danger" if is_grave else "")
        self.no = button(no)
        self.no.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        across = row(self.no, self.yes)
        across.insertStretch(0, 1)
        self.body.addSpacing(8)
        self.body.addLayout(across)
        self.no.setFocus()


class PinQuestion(Question):
    """Asks whether the authority that a hub shows is the right one."""

    def __init__(self, parent: QWidget, texts: Texts, hub: str, trust: Trust) -> None:
        words = texts.pin
        super().__init__(parent, words.title)
        self.body.addWidget(label(words.lead.format(hub=hub)))
        self.pin = label(_in_lines(trust.pin), "mono")
        self.pin.setTextInteractionFlags(Qt.TextSelectableByMouse | Qt.TextSelectableByKeyboard)
        self.body.addWidget(self.pin)
        self.body.addWidget(label(words.compare, "muted"))
        self.answers(words.trust, words.refuse)


class StopQuestion(Question):
    """Asks whether the hub is to stop for everybody."""

    def __init__(self, parent: QWidget, texts: Texts, hub: str) -> None:
        super().__init__(parent, texts.stop_question.format(hub=hub))
        self.body.addWidget(label(texts.stop_question_more, "muted"))
        self.answers(texts.stop_yes, texts.stop_no, is_grave=True)


class About(Sheet):
    """What program this is."""

    def __init__(self, parent: QWidget, texts: Texts, said: str) -> None:
        super().__init__(parent, texts.title)
        self.body.addWidget(masthead())
        self.body.addWidget(label(said, "muted"))
        close = button(texts.local.close)
        close.clicked.connect(self.accept)
        across = row(close)
        across.insertStretch(0, 1)
        self.body.addLayout(across)


def _in_lines(pin: str) -> str:
    """Write a pin in four lines of eight pairs, as people compare it."""
    return "\n".join(re.findall(r"(?:[0-9A-F]{2}:?){8}", pin)).replace(":\n", "\n").rstrip(":")
