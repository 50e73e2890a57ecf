"""Company: the session with a hub, and what the hub tells its person beside the page."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from tocsin_desktop.core.hub import Hub
from tocsin_desktop.edge.link_thread import News, Standing
from tocsin_desktop.edge.secrets import Secrets
from tocsin_desktop.edge.trust import SYSTEMS, Trust
from tocsin_desktop.qt.cookies import Cookies
from tocsin_desktop.qt.errand import Asides
from tocsin_desktop.qt.link import LiveLink


class Company(QObject):
    """Follows a hub while there is a session, and keeps that where it is to be kept."""

    told = pyqtSignal(object)
    """News of the hub."""
    changed = pyqtSignal()
    """Who one is there, or what one may do, is another."""

    def __init__(self, cookies: Cookies, secrets: Secrets, parent: QObject) -> None:
        super().__init__(parent)
        self.link = LiveLink(self)
        self.news: News | None = None
        self._hub: Hub | None = None
        self._trust = SYSTEMS
        self._secrets = secrets
        self._asides = Asides()
        cookies.changed.connect(self._become)
        self.link.told.connect(self._hear)

    def meet(self, hub: Hub, trust: Trust) -> None:
        """The next session is one with this hub."""
        self._hub, self._trust = hub, trust

    def leave(self) -> None:
        self.link.stop()
        self.news = self._hub = None

    def _become(self, session: str) -> None:
        hub, secrets = self._hub, self._secrets
        if hub is None:
            return
        if not session:
            self.link.stop()
            self.news = None
            self._asides.do(lambda: secrets.forget(hub.address.url))
            self.changed.emit()
            return
        self.link.follow(hub.address, self._trust, session)
        if hub.stays:
            self._asides.do(lambda: secrets.keep(hub.address.url, session))

    def _hear(self, news: News) -> None:
        was, self.news = self.news, news
        hub, secrets = self._hub, self._secrets
        if news.standing is Standing.ENDED and hub:
            self._asides.do(lambda: secrets.forget(hub.address.url))
        self.told.emit(news)
        if was is None or was.role != news.role:
            self.changed.emit()
