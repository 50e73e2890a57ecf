"""Parts: the few pieces that the native pages are put together from."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tocsin_desktop.qt.look import MARKS, system_look

CARD_WIDTH = 460
MARK_SIZE = 36


def label(text: str, name: str = "", *, wraps: bool = True) -> QLabel:
    """Return words; `name` is how the style knows them."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wraps)
    made.setTextFormat(Qt.PlainText)  # what others say is never markup
    return made


def button(text: str, name: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    return made


def column(*, space: int = 0, margin: int = 0) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(space)
    made.setContentsMargins(margin, margin, margin, margin)
    return made


def row(*widgets: QWidget, space: int = 8) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(space)
    for widget in widgets:
        made.addWidget(widget)
    return made


def rule() -> QFrame:
    """Return a thin line."""
    made = QFrame()
    made.setObjectName("rule")
    return made


def masthead() -> QWidget:
    """Return the bell and the name, as they stand over the page's own door."""
    made = QWidget()
    mark = QLabel()
    scheme = system_look(QApplication.instance()).scheme
    mark.setPixmap(QIcon(str(MARKS / f"bell-{scheme}.svg")).pixmap(MARK_SIZE))
    across = row(mark, label("Tocsin", "name", wraps=False), space=10)
    across.setContentsMargins(0, 0, 0, 0)
    across.addStretch(1)
    made.setLayout(across)
    return made


class Card(QFrame):
    """A white box of the page's door, as wide as that."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = column(space=6, margin=28)
        self.setLayout(self.body)


def centred(*widgets: QWidget) -> QHBoxLayout:
    """Put widgets one under the other in the middle, all as wide as a card."""
    down = column(space=16)
    down.addStretch(2)
    for widget in widgets:
        down.addWidget(widget)
    down.addStretch(3)
    # Its own width, not an alignment: only so does Qt ask how high words get when they wrap.
    middle = QWidget()
    middle.setFixedWidth(CARD_WIDTH)
    middle.setLayout(down)
    across = row(space=0)
    across.setContentsMargins(0, 24, 0, 24)
    across.addStretch(1)
    across.addWidget(middle)
    across.addStretch(1)
    return across


class Field(QWidget):
    """A line to type in, with its name above it and a note below: a hint, or what is wrong."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self._hint = hint
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self._note = label(hint, "hint")
        self._note.setVisible(bool(hint))
        down = column(space=5)
        above = label(name, "label")
        above.setBuddy(self.line)
        for widget in (above, self.line, self._note):
            down.addWidget(widget)
        down.addStretch(1)  # beside a field with a longer note
        self.setLayout(down)
        self.line.textEdited.connect(self.mend)

    @property
    def text(self) -> str:
        return str(self.line.text())

    @property
    def note(self) -> str:
        return str(self._note.text())

    def mend(self) -> None:
        """Nothing is wrong any more, as far as is known."""
        self.tell("")

    def tell(self, wrong: str) -> None:
        """Say what is wrong; with nothing, the hint stands there again."""
        self._note.setText(wrong or self._hint)
        self._note.setVisible(bool(wrong or self._hint))
        self._note.setObjectName("wrong" if wrong else "hint")
        _polish(self._note)
        self.line.setAccessibleDescription(wrong or self._hint)
        self.mark(is_wrong=bool(wrong))

    def mark(self, *, is_wrong: bool) -> None:
        """Show that something is wrong here, which is said elsewhere."""
        self.line.setProperty("wrong", "true" if is_wrong else "false")
        _polish(self.line)


def _polish(widget: QWidget) -> None:
    """Have the style look at a widget again that has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
