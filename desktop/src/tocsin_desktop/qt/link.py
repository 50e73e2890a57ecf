"""LiveLink: the hub's news, told in the window's thread."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.edge.link_thread import LinkThread, News
from tocsin_desktop.edge.trust import Trust
from tocsin_desktop.qt.errand import Errand


class LiveLink(QObject):
    """At most one link, to the hub whose page is shown."""

    told = pyqtSignal(object)
    """News of the link that stands now."""
    _heard = pyqtSignal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: LinkThread | None = None
        self._ending: list[Errand[None]] = []
        self._heard.connect(self._sort)

    def follow(self, address: HubAddress, trust: Trust, session: str) -> None:
        """Follow a hub from now on, and no other any more."""
        self.stop()
        mark = object()
        self._mark = mark
        self._thread = LinkThread(
            address, trust, session, lambda news: self._heard.emit(mark, news)
        )
        self._thread.start()

    def seen(self) -> None:
        """Somebody looks at the page."""
        if self._thread:
            self._thread.seen()

    def again(self) -> None:
        """Try at once where the connection is lost."""
        if self._thread:
            self._thread.again()

    def stop(self) -> None:
        """Follow nobody. The thread ends by itself; `wait` waits for it."""
        thread, self._thread, self._mark = self._thread, None, object()
        if thread:
            self._ending.append(Errand(thread.stop, lambda _: None, lambda _: None))

    def wait(self, seconds: float) -> None:
        """Wait until every link has ended, for a program that quits."""
        for errand in self._ending:
            errand.wait(seconds)

    def _sort(self, mark: object, news: News) -> None:
        if mark is self._mark:
            self.told.emit(news)
