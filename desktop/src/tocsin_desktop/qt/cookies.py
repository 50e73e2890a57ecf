"""Cookies: the hub's session, handed to the page before it loads, and noticed when it changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from PyQt5.QtCore import QObject, Qt, QTimer, QUrl, pyqtSignal
from PyQt5.QtNetwork import QNetworkCookie
from PyQt5.QtWebEngineWidgets import QWebEngineProfile

from tocsin_desktop.core.address import HubAddress

PATIENCE_MS: Final = 1_000
"""The engine says that it has a cookie; where it does not, the page's own door asks."""
_VALUE: Final = re.compile(r"[A-Za-z0-9._~-]{1,512}\Z")


class Cookies(QObject):
    """The sessions in an engine's profile. Others' cookies are not taken."""

    changed = pyqtSignal(str)
    """The session of the hub is another now; empty when it is over."""
    _taken = pyqtSignal(str)

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(parent)
        self.hub: HubAddress | None = None
        self.session = ""
        self._store = profile.cookieStore()
        self._then: Callable[[], None] | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._go_on)
        # The profile holds the filter by a bare pointer: it must live as long as that.
        self._filter = lambda request: not request.thirdParty
        self._store.setCookieFilter(self._filter)
        self._store.cookieAdded.connect(self._added)
        self._store.cookieRemoved.connect(self._removed)
        self._taken.connect(self._gone, Qt.QueuedConnection)

    def visit(self, hub: HubAddress, session: str, then: Callable[[], None]) -> None:
        """Make the next page one of this hub, with a session if there is one; go on after it."""
        if hub != self.hub:
            self.hub, self.session = hub, ""
        if not session or session == self.session or not _VALUE.match(session):
            then()
            return
        self._then = then
        self._patience.start()
        self._store.setCookie(_cookie(hub, session), QUrl(hub.url))

    def forget(self) -> None:
        """Take the session out of the engine, as one that is over."""
        if self.hub and self.session:
            self._store.deleteCookie(_cookie(self.hub, self.session), QUrl(self.hub.url))

    def _added(self, cookie: QNetworkCookie) -> None:
        if self._is_ours(cookie):
            self._become(bytes(cookie.value()).decode("latin-1"))
            self._go_on()

    def _removed(self, cookie: QNetworkCookie) -> None:
        if self._is_ours(cookie) and bytes(cookie.value()).decode("latin-1") == self.session:
            # A new value comes as a removal and an addition: only a removal alone is the end.
            self._taken.emit(self.session)

    def _gone(self, was: str) -> None:
        if self.session == was:
            self._become("")

    def _become(self, session: str) -> None:
        if session != self.session:
            self.session = session
            self.changed.emit(session)

    def _go_on(self) -> None:
        self._patience.stop()
        then, self._then = self._then, None
        if then:
            then()

    def _is_ours(self, cookie: QNetworkCookie) -> bool:
        if self.hub is None:
            return False
        name = bytes(cookie.name()).decode("latin-1")
        return (name, cookie.domain().strip("[]")) == (self.hub.cookie_name, self.hub.host)


def _cookie(hub: HubAddress, session: str) -> QNetworkCookie:
    cookie = QNetworkCookie(hub.cookie_name.encode(), session.encode())
    cookie.setHttpOnly(True)
    cookie.setSecure(hub.is_secure)
    cookie.setPath("/")
    return cookie
