"""Downloads: what the page gives to save goes into the person's folder, and never over a file."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWebEngineWidgets import QWebEngineDownloadItem, QWebEngineProfile

from tocsin_desktop.qt.surroundings import Surroundings

MAX_NAME = 120


class Downloads(QObject):
    """Saves, and tells how it went."""

    saved = pyqtSignal(object)
    """A file is there (Path)."""
    failed = pyqtSignal(str, str)
    """Its name, and the reason."""

    def __init__(
        self, profile: QWebEngineProfile, surroundings: Surroundings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._under_way: list[QWebEngineDownloadItem] = []
        profile.downloadRequested.connect(self._take)

    def _take(self, item: QWebEngineDownloadItem) -> None:
        if item.isSavePageDownload():
            item.cancel()
            return
        path = free_path(self._surroundings.downloads(), item.suggestedFileName())
        item.setDownloadDirectory(str(path.parent))
        item.setDownloadFileName(path.name)
        # What its own connections alone refer to is garbage to Python while Qt still calls it.
        self._under_way.append(item)
        item.finished.connect(lambda: self._end(item, path))
        item.accept()

    def _end(self, item: QWebEngineDownloadItem, path: Path) -> None:
        self._under_way.remove(item)
        if item.state() == QWebEngineDownloadItem.DownloadCompleted:
            self.saved.emit(path)
        else:
            self.failed.emit(path.name, str(item.interruptReasonString()))


def free_path(folder: Path, suggested: str) -> Path:
    """Return where a file of this name can be written: `a.csv`, else `a (2).csv`.

    The name comes from outside: nothing of it is a folder, and it hides nothing.
    """
    name = Path(suggested.replace("\\", "/")).name.lstrip(".")[-MAX_NAME:]
    path = folder / (name or "download")
    stem, suffix, count = path.stem, path.suffix, 1
    while path.exists():
        count += 1
        path = folder / f"{stem} ({count}){suffix}"
    return path
