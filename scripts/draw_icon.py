"""Draw the window's icon for menus, after the page's favicon: `python -m scripts.draw_icon`.

Writes desktop/share/tocsin.svg and .png. Needs PyQt5; no screen.
"""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt5.QtCore import QByteArray, Qt
from PyQt5.QtGui import QGuiApplication, QImage, QPainter
from PyQt5.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[1]
FAVICON = ROOT / "web" / "public" / "favicon.svg"
SHARE = ROOT / "desktop" / "share"
PIXELS = 256


def drawn(svg: bytes) -> QImage:
    """Return the icon as menus show it, with the corners left clear."""
    image = QImage(PIXELS, PIXELS, QImage.Format_ARGB32)
    image.fill(Qt.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter)
    painter.end()
    return image


def main() -> None:
    """Write both files."""
    svg = FAVICON.read_bytes().strip() + b"\n"
    _application = QGuiApplication([])
    SHARE.joinpath("tocsin.svg").write_bytes(svg)
    image = drawn(svg).convertToFormat(QImage.Format_ARGB32)
    assert image.save(str(SHARE / "tocsin.png"), "PNG")


if __name__ == "__main__":
    main()
