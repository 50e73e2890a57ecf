"""Page: the hub's page in the engine. It goes nowhere but to the hub's origin.

Who logs in by the hub's OpenID provider is led there by the hub, and back.

A QWebEnginePage takes a profile alone as its parent only: always give both.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any, Final

from PyQt5.QtCore import QObject, QUrl, pyqtSignal
from PyQt5.QtWebEngineWidgets import (
    QWebEngineCertificateError,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
)

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.outing import Outing
from tocsin_desktop.qt.scripts import PREFILL, STOP_HUB

_OUTSIDE: Final = {"http", "https", "mailto"}
"""What the system may be asked to open when somebody follows a link."""
_OFF: Final = (
    QWebEngineSettings.ErrorPageEnabled,  # the window has a page of its own for that
    QWebEngineSettings.PluginsEnabled,
    QWebEngineSettings.PdfViewerEnabled,
    QWebEngineSettings.JavascriptCanOpenWindows,
    QWebEngineSettings.JavascriptCanPaste,
    QWebEngineSettings.LocalContentCanAccessFileUrls,
    QWebEngineSettings.HyperlinkAuditingEnabled,
    QWebEngineSettings.ScreenCaptureEnabled,
    QWebEngineSettings.DnsPrefetchEnabled,
)
_ON: Final = (
    QWebEngineSettings.FullScreenSupportEnabled,
    QWebEngineSettings.JavascriptCanAccessClipboard,  # to copy; reading it stays off
    QWebEngineSettings.ScrollAnimatorEnabled,
)
_log = logging.getLogger(__name__)

Wary = Callable[[QWebEngineCertificateError], bool]
"""Decides about a certificate the engine does not trust; it may defer that."""


class Page(QWebEnginePage):
    """The page of one hub at a time."""

    outside = pyqtSignal(str)
    """A link leads to another site: the system's browser is to open it."""
    refused = pyqtSignal(str)
    """Something wanted to go where this window does not."""
    away = pyqtSignal(str)
    """It is at this origin, of the hub's provider, and empty when it is back."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self.hub: HubAddress | None = None
        self.wary: Wary = lambda _: False
        self.place_away = ""
        """The origin it is at when that is not the hub's; empty otherwise."""
        self._outing = Outing()
        self._errands: list[_Newcomer] = []
        settings = self.settings()
        for attribute in _OFF:
            settings.setAttribute(attribute, False)
        for attribute in _ON:
            settings.setAttribute(attribute, True)
        settings.setUnknownUrlSchemePolicy(QWebEngineSettings.DisallowUnknownUrlSchemes)
        self.featurePermissionRequested.connect(self._deny)

    def show_path(self, path: str) -> None:
        """Go to a place of the page that is there, without loading it anew."""
        quoted = json.dumps(path)
        self.runJavaScript(
            f'history.pushState(null, "", {quoted}); dispatchEvent(new PopStateEvent("popstate"));',
            QWebEngineScript.ApplicationWorld,
        )

    def press(self, key: str) -> None:
        """Have the page take a key as one that was struck outside of any field."""
        quoted = json.dumps(key)
        self.runJavaScript(
            f"document.body.dispatchEvent(new KeyboardEvent('keydown', "
            f"{{key: {quoted}, bubbles: true, cancelable: true}}));",
            QWebEngineScript.ApplicationWorld,
        )

    def prefill(self, login: str) -> None:
        """Write a login into the page's door, once it asks for one."""
        code = f"({PREFILL})({json.dumps(login)});"
        self.runJavaScript(code, QWebEngineScript.ApplicationWorld)

    def stop_hub(self) -> None:
        """Have the page stop the hub, once it is in the room: it asks for the proof by itself."""
        self.runJavaScript(STOP_HUB, QWebEngineScript.ApplicationWorld)

    def acceptNavigationRequest(  # noqa: N802 (Qt's name)
        self, url: QUrl, kind: Any, is_main_frame: bool
    ) -> bool:
        """Let the hub's own pages in, and nothing else."""
        address, hub = str(url.toString()), self.hub
        is_own = hub is not None and hub.owns(address)
        if is_own or address == "about:blank":
            if is_main_frame:
                self._outing.own(url.path() if is_own else "")
                self._be_away("")
            return True
        is_secure = hub is None or hub.is_secure
        if not is_main_frame:
            return self._outing.carries(url.scheme(), is_secure=is_secure)
        is_redirect = kind == QWebEnginePage.NavigationTypeRedirect
        if self._outing.leads(url.scheme(), is_secure=is_secure, is_redirect=is_redirect):
            self._be_away(f"{url.scheme()}://{url.authority()}")
            return True
        self._turn_away(url, is_link=kind == QWebEnginePage.NavigationTypeLinkClicked)
        return False

    def createWindow(self, kind: Any) -> QWebEnginePage | None:  # noqa: N802
        """A link asks for a window of its own: it is followed elsewhere, and no window opens."""
        del kind
        newcomer = _Newcomer(self.profile(), self, self._arrived)
        self._errands.append(newcomer)
        return newcomer

    def certificateError(self, error: QWebEngineCertificateError) -> bool:  # noqa: N802
        """Trust what the person trusts, for the hub alone."""
        if self.hub is None or not self.hub.owns(_http(error.url())):
            return False
        return bool(self.wary(error))

    def javaScriptConsoleMessage(  # noqa: N802
        self, level: Any, message: str, line: int, source: str
    ) -> None:
        """Log what the page complains of."""
        _log.debug("page: %s (%s:%s)", message, source, line)

    def _be_away(self, place: str) -> None:
        if place != self.place_away:
            self.place_away = place
            self.away.emit(place)

    def _arrived(self, newcomer: _Newcomer, url: QUrl) -> None:
        self._errands.remove(newcomer)
        newcomer.deleteLater()
        if self.hub is not None and self.hub.owns(url.toString()):
            self.load(url)
        else:
            self._turn_away(url, is_link=True)

    def _turn_away(self, url: QUrl, *, is_link: bool) -> None:
        signal = self.outside if is_link and url.scheme() in _OUTSIDE else self.refused
        signal.emit(url.toString())

    def _deny(self, origin: QUrl, feature: Any) -> None:
        self.setFeaturePermission(origin, feature, QWebEnginePage.PermissionDeniedByUser)


class _Newcomer(QWebEnginePage):
    """Learns where a new window would have gone, and goes nowhere itself."""

    def __init__(
        self,
        profile: QWebEngineProfile,
        parent: QObject,
        arrived: Callable[[_Newcomer, QUrl], None],
    ) -> None:
        super().__init__(profile, parent)
        self._arrived = arrived
        self._is_told = False

    def acceptNavigationRequest(  # noqa: N802
        self, url: QUrl, kind: Any, is_main_frame: bool
    ) -> bool:
        """Tell, once."""
        if not self._is_told:
            self._is_told = True
            self._arrived(self, url)
        return False

    def certificateError(self, error: QWebEngineCertificateError) -> bool:  # noqa: N802
        return False


def _http(url: QUrl) -> str:
    """Return the address whose origin a WebSocket's address has."""
    address = QUrl(url)
    address.setScheme({"wss": "https", "ws": "http"}.get(url.scheme(), url.scheme()))
    return str(address.toString())
