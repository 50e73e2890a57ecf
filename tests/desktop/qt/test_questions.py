"""What a dialog asks can be read to its end, in every language."""

import pytest
from PyQt5.QtWidgets import QLabel, QPushButton, QWidget

from tocsin_desktop.core.language import ALL
from tocsin_desktop.core.texts import Texts
from tocsin_desktop.edge.trust import Trust
from tocsin_desktop.qt.look import LIGHT, wear
from tocsin_desktop.qt.questions import About, PinQuestion, Sheet, StopQuestion

HUB = "hub.department.example:18765"
PIN = ":".join(["AB"] * 32)


@pytest.fixture
def parent(qapp, qtbot) -> QWidget:
    wear(qapp, LIGHT)
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def sheets(parent: QWidget, texts: Texts) -> list[Sheet]:
    return [
        PinQuestion(parent, texts, HUB, Trust(pin=PIN)),
        StopQuestion(parent, texts, HUB),
        About(parent, texts, texts.about.format(version="1", pyqt="5", qt="5", chromium="87")),
    ]


@pytest.mark.parametrize("texts", ALL, ids=lambda one: one.language)
def test_no_word_is_cut_off(parent: QWidget, texts: Texts, qtbot) -> None:
    for sheet in sheets(parent, texts):
        with qtbot.waitExposed(sheet):
            sheet.open()
        for button in sheet.findChildren(QPushButton):
            assert button.width() >= button.sizeHint().width(), button.text()
        for label in sheet.findChildren(QLabel):
            if label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        sheet.close()
