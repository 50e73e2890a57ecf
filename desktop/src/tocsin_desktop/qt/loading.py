"""Loading: a hub's page on its way into the engine, there, lost with its renderer, and left."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QObject, QTimer, QUrl, pyqtSignal
from PyQt5.QtWebEngineWidgets import QWebEnginePage

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.qt.page import Page


class Loading(QObject):
    """What the window has asked of the engine; what the page does by itself is not told."""

    there = pyqtSignal()
    missing = pyqtSignal()
    died = pyqtSignal()

    def __init__(self, page: Page, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._place = ""
        self._is_under_way = False
        self._then: Callable[[], object] = _nothing
        page.loadFinished.connect(self._finished)
        page.urlChanged.connect(self._moved)
        page.renderProcessTerminated.connect(self._terminated)

    def load(self, hub: HubAddress, path: str) -> None:
        """Load a place of a hub."""
        self._page.hub = hub
        self._load(hub.url + path)

    def reload(self) -> None:
        """Load the page anew where it was at the hub."""
        if self._page.hub:
            self._load(self._place or self._page.hub.url)

    def reload_soon(self) -> None:
        """The same, once the engine is done with what it tells now."""
        QTimer.singleShot(0, self.reload)

    def show(self, path: str) -> None:
        """Go to a place of the page that is there, which may be at its provider."""
        if self._page.place_away and self._page.hub:
            self.load(self._page.hub, path)
        else:
            self._page.show_path(path)

    def leave(self) -> None:
        """Have no page."""
        self._is_under_way = False
        self._place = ""
        self._page.hub = None
        self._page.load(QUrl("about:blank"))

    def afterwards(self, then: Callable[[], object]) -> None:
        """Do something once the page of this hub is gone."""
        self._then = then

    def _load(self, address: str) -> None:
        self._is_under_way = True
        self._page.load(QUrl(address))

    def _finished(self, is_there: bool) -> None:
        if self._page.hub is None:
            then, self._then = self._then, _nothing
            then()
        elif self._is_under_way:  # else it is something the page tried and was not let
            self._is_under_way = False
            (self.there if is_there else self.missing).emit()

    def _moved(self, url: QUrl) -> None:
        if self._page.hub and self._page.hub.owns(url.toString()):
            self._place = url.toString()

    def _terminated(self, status: int, code: int) -> None:
        if self._page.hub is None or status == QWebEnginePage.NormalTerminationStatus:
            return
        self._is_under_way = False  # the load that died with it is no reason of its own
        self.died.emit()


def _nothing() -> None:
    """Nobody waits for the end of this page."""
