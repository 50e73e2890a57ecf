"""Look: the page's colours and measures for what is native around it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PyQt5.QtGui import QColor, QPalette
from PyQt5.QtWidgets import QApplication

MARKS: Final = Path(__file__).with_name("marks")


class Look(NamedTuple):
    """The design tokens of the page (web/src/style/tokens.css) that are needed here."""

    is_dark: bool
    ground: str
    surface: str
    hover: str
    pressed: str
    line: str
    edge: str
    text: str
    muted: str
    faint: str
    ink: str
    on_ink: str
    ink_hover: str
    focus: str
    bad: str
    on_bad: str
    warn: str
    ok: str

    @property
    def scheme(self) -> str:
        """What the files of marks are called by."""
        return "dark" if self.is_dark else "light"


LIGHT: Final = Look(
    is_dark=False,
    ground="#f8f9fa",
    surface="#ffffff",
    hover="#f1f3f6",
    pressed="#e5e8ed",
    line="#e4e7eb",
    edge="#868d99",
    text="#16191f",
    muted="#535b69",
    faint="#616977",
    ink="#191c22",
    on_ink="#ffffff",
    ink_hover="#30353f",
    focus="#1f62e0",
    bad="#c01f2b",
    on_bad="#ffffff",
    warn="#945700",
    ok="#137a3a",
)
DARK: Final = Look(
    is_dark=True,
    ground="#0f1115",
    surface="#15181d",
    hover="#1c2027",
    pressed="#262b34",
    line="#252a32",
    edge="#717a89",
    text="#e8eaee",
    muted="#a5acb9",
    faint="#8f97a5",
    ink="#eceef2",
    on_ink="#14161a",
    ink_hover="#ffffff",
    focus="#6b9bff",
    bad="#ff7f7c",
    on_bad="#1b0b0b",
    warn="#e5b04b",
    ok="#4cc38a",
)

# Qt 5 takes an eighth of a weight: 456 is its medium, 600 its bold, and 500 would be nearly that.
_STYLE: Final = """
* {{ font-size: 14px; }}
QMainWindow, QDialog, QWidget#ground {{ background: {ground}; color: {text}; }}
QMenuBar {{ background: {ground}; color: {text}; border-bottom: 1px solid {line};
  padding: 1px 6px; }}
QMenuBar::item {{ padding: 5px 10px; border-radius: 6px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 5px; }}
QMenu::item {{ min-width: 230px; padding: 6px 28px 6px 24px; border-radius: 5px; }}
QMenu::item:selected {{ background: {hover}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QDialog {{ border: 1px solid {line}; }}
QFrame#card {{ background: {surface}; border: 1px solid {line}; border-radius: 12px; }}
QFrame#bar {{ background: {surface}; border-top: 1px solid {line}; }}
QFrame#rule {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QLabel {{ color: {text}; background: transparent; }}
QLabel#name {{ font-size: 16px; font-weight: 600; }}
QLabel#title {{ font-size: 20px; font-weight: 600; }}
QLabel#label {{ font-size: 13px; font-weight: 456; }}
QLabel#muted, QLabel#hint {{ color: {muted}; font-size: 13px; }}
QLabel#faint {{ color: {faint}; font-size: 13px; }}
QLabel#warn {{ color: {warn}; font-size: 13px; }}
QLabel#wrong {{ color: {bad}; font-size: 13px; }}
QLabel#mono, QPlainTextEdit {{ font-family: "SF Mono", Menlo, Consolas, "Noto Sans Mono",
  "Liberation Mono", "DejaVu Sans Mono", monospace; font-size: 13px; }}
QLabel#mono {{ background: {hover}; border: 1px solid {line}; border-radius: 6px; padding: 12px; }}
QPlainTextEdit {{ background: {surface}; color: {text}; border: 1px solid {line};
  border-radius: 8px; padding: 8px; selection-background-color: {focus}; }}
QLineEdit, QComboBox {{ background: {surface}; color: {text}; border: 1px solid {edge};
  border-radius: 6px; min-height: 32px; padding: 0 10px; selection-background-color: {focus};
  selection-color: #ffffff; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {focus}; padding: 0 9px; min-height: 30px; }}
QLineEdit[wrong="true"] {{ border-color: {bad}; }}
QLineEdit:disabled, QComboBox:disabled {{ color: {faint}; border-color: {line}; }}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox::down-arrow {{ image: url("{marks}/chevron-{scheme}.svg"); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {text}; border: 1px solid {line};
  selection-background-color: {hover}; selection-color: {text}; outline: none; padding: 4px; }}
QCheckBox {{ color: {text}; spacing: 8px; }}
QCheckBox:disabled {{ color: {faint}; }}
QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {edge}; border-radius: 4px;
  background: {surface}; }}
QCheckBox::indicator:checked {{ background: {ink}; border-color: {ink};
  image: url("{marks}/tick-{scheme}.svg"); }}
QCheckBox::indicator:focus {{ border: 2px solid {focus}; }}
QCheckBox::indicator:disabled {{ border-color: {line}; }}
QPushButton {{ background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 6px;
  min-height: 32px; padding: 0 14px; font-weight: 456; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:focus {{ border: 2px solid {focus}; padding: 0 13px; min-height: 30px; }}
QPushButton:disabled {{ color: {faint}; }}
QPushButton#main {{ background: {ink}; color: {on_ink}; border: none; min-height: 42px;
  font-size: 15px; }}
QPushButton#main:hover, QPushButton#main:focus {{ background: {ink_hover}; }}
QPushButton#main:focus {{ border: 2px solid {focus}; min-height: 38px; }}
QPushButton#main:disabled {{ background: {pressed}; color: {faint}; }}
QPushButton#danger {{ background: {bad}; color: {on_bad}; border: none; min-height: 34px; }}
QPushButton#quiet {{ border: none; background: transparent; color: {muted}; text-align: left;
  padding: 0 8px; margin-left: -8px; }}
QPushButton#quiet:hover {{ background: {hover}; color: {text}; }}
QPushButton#quiet:focus {{ border: 2px solid {focus}; padding: 0 6px; }}
QScrollArea, QScrollArea > QWidget > QWidget#ground {{ border: none; background: {ground}; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {edge}; border-radius: 3px; margin: 2px;
  min-height: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QProgressBar {{ background: {line}; border: none; border-radius: 1px; max-height: 2px;
  min-height: 2px; }}
QProgressBar::chunk {{ background: {muted}; }}
"""


def system_look(application: QApplication) -> Look:
    """Return the look that goes with the system's colours."""
    return DARK if application.palette().color(QPalette.Window).lightness() < 128 else LIGHT


def wear(application: QApplication, look: Look) -> None:
    """Give all windows this look."""
    application.setStyle("Fusion")
    palette = QPalette()
    for role, colour in (
        (QPalette.Window, look.ground),
        (QPalette.Base, look.surface),
        (QPalette.AlternateBase, look.hover),
        (QPalette.Button, look.surface),
        (QPalette.WindowText, look.text),
        (QPalette.Text, look.text),
        (QPalette.ButtonText, look.text),
        (QPalette.ToolTipBase, look.surface),
        (QPalette.ToolTipText, look.text),
        (QPalette.PlaceholderText, look.faint),
        (QPalette.Highlight, look.focus),
        (QPalette.HighlightedText, "#ffffff"),
        (QPalette.Link, look.focus),
    ):
        palette.setColor(role, QColor(colour))
    application.setPalette(palette)
    style = _STYLE.format(marks=MARKS.as_posix(), scheme=look.scheme, **look._asdict())
    application.setStyleSheet(style)
