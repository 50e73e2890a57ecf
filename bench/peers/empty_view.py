"""The least that shows a page with Qt: one view on an address: `empty_view.py URL [COOKIE]`.

COOKIE is `name=value`. With one it says `live` when the page is in the room, else when it is there.
"""

from __future__ import annotations

import sys
from typing import Any

from PyQt5.QtCore import QTimer, QUrl
from PyQt5.QtNetwork import QNetworkCookie
from PyQt5.QtWebEngineWidgets import QWebEngineProfile, QWebEngineView
from PyQt5.QtWidgets import QApplication

application = QApplication(["empty"])
view = QWebEngineView()
view.resize(1240, 820)
looking = QTimer()
looking.setInterval(20)
_, address, *session = sys.argv


def tell(is_there: Any) -> None:
    if is_there and looking.isActive():
        looking.stop()
        print("live", flush=True)


def ask() -> None:
    wanted = "!!document.querySelector('[data-testid=room-input]')" if session else "true"
    view.page().runJavaScript(wanted, tell)


for one in session:
    name, _, value = one.partition("=")
    cookie = QNetworkCookie(name.encode(), value.encode())
    QWebEngineProfile.defaultProfile().cookieStore().setCookie(cookie, QUrl(address))
looking.timeout.connect(ask)
view.loadFinished.connect(looking.start)
view.setUrl(QUrl(address))
view.show()
sys.exit(application.exec_())
