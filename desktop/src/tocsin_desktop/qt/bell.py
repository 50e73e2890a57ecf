"""Bell: the icon, as the page's favicon draws it, with what the tray has to say on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

from PyQt5.QtCore import QPointF, QRectF, Qt
from PyQt5.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPixmap

SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256)
_BOX: Final = 32.0
_GROUND: Final = QColor("#16181d")
_MARK: Final = QColor("#d4303c")
_QUIET: Final = QColor("#8a919e")


class Mark(StrEnum):
    """What stands on the bell."""

    NONE = "none"
    AWAY = "away"
    """No hub is connected."""
    UNREAD = "unread"
    DOWN = "down"


def bell(mark: Mark = Mark.NONE, count: int = 0) -> QIcon:
    """Return the icon in all sizes; `count` is written on it where it is not 0."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(_drawn(size, mark, count))
    return icon


def _drawn(size: int, mark: Mark, count: int) -> QPixmap:
    with _painted(size) as (pixmap, painter):
        _draw_bell(painter, _GROUND, _QUIET if mark is Mark.AWAY else QColor(Qt.white))
        if mark in {Mark.UNREAD, Mark.DOWN}:
            _mark(painter, str(count) if 0 < count < 10 else "!" if mark is Mark.DOWN else "")
    return pixmap


@contextmanager
def _painted(size: int) -> Iterator[tuple[QPixmap, QPainter]]:
    """Give an empty picture, and what paints on it in the units of the favicon."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.Antialiasing)
    painter.scale(size / _BOX, size / _BOX)
    yield pixmap, painter
    painter.end()


def _draw_bell(painter: QPainter, ground: QColor, ink: QColor) -> None:
    painter.setPen(Qt.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, _BOX, _BOX), 8, 8)
    painter.setBrush(ink)
    painter.drawPath(_outline())
    painter.drawEllipse(QPointF(16, 25), 1.9, 1.9)


def _mark(painter: QPainter, text: str) -> None:
    disc = QRectF(16, 0, 16, 16)
    painter.setBrush(_MARK)
    painter.drawEllipse(disc)
    painter.setPen(Qt.white)
    font = QFont("sans-serif")
    font.setPixelSize(13)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(disc, Qt.AlignCenter, text)


def _outline() -> QPainterPath:
    path = QPainterPath(QPointF(14.4, 8.1))
    path.arcTo(QRectF(14.4, 6.5, 3.2, 3.2), 180, -180)
    path.lineTo(17.6, 8.7)
    path.cubicTo(20.6, 9.4, 22.6, 12.0, 22.6, 15.2)
    path.lineTo(22.6, 19.5)
    path.lineTo(24.2, 22.1)
    path.lineTo(7.8, 22.1)
    path.lineTo(9.4, 19.5)
    path.lineTo(9.4, 15.2)
    path.cubicTo(9.4, 12.0, 11.4, 9.4, 14.4, 8.7)
    path.closeSubpath()
    return path
