"""Surroundings: what the window asks of the system, in one place, so that a test can stand in."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtCore import QStandardPaths, QUrl
from PyQt5.QtGui import QDesktopServices
from PyQt5.QtWidgets import QFileDialog, QWidget


class Surroundings:
    """The system as it is."""

    def open(self, address: str) -> None:
        """Open an address, or a folder, with the program the system has for it."""
        QDesktopServices.openUrl(QUrl(address))

    def open_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def downloads(self) -> Path:
        """Return where a browser would put what is saved."""
        found = QStandardPaths.writableLocation(QStandardPaths.DownloadLocation)
        return Path(found or Path.home())

    def ask_file(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
        """Ask where a file is to be saved; None where it is not."""
        start = str(self.downloads() / name)
        chosen, _ = QFileDialog.getSaveFileName(parent, title, start, kinds)
        return Path(chosen) if chosen else None
