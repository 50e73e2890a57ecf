"""A window of Qt 5.15 WebEngine (Chromium 87) without a screen: the OldEngine's own process.

Run as `python -m tests.e2e.old_engine.window`. Prints `ready ADDRESS`, by which Playwright drives
it; ends when its standard input does.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable

from PyQt5.QtCore import QEvent, QObject, Qt, QUrl, pyqtSignal
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineProfile, QWebEngineView
from PyQt5.QtWidgets import QApplication

from tests.e2e.old_engine.relay import Key, Relay

SIZE = (1280, 860)
FLAGS = "--no-sandbox --disable-gpu"  # as root, and without a graphics card
MODIFIERS = {1: Qt.AltModifier, 2: Qt.ControlModifier, 4: Qt.MetaModifier, 8: Qt.ShiftModifier}
TYPES = {"keyDown": QEvent.KeyPress, "rawKeyDown": QEvent.KeyPress, "keyUp": QEvent.KeyRelease}
NAMED: dict[str, int] = {
    "Alt": Qt.Key_Alt,
    "ArrowDown": Qt.Key_Down,
    "ArrowLeft": Qt.Key_Left,
    "ArrowRight": Qt.Key_Right,
    "ArrowUp": Qt.Key_Up,
    "Backspace": Qt.Key_Backspace,
    "Control": Qt.Key_Control,
    "Delete": Qt.Key_Delete,
    "End": Qt.Key_End,
    "Enter": Qt.Key_Return,
    "Escape": Qt.Key_Escape,
    "Home": Qt.Key_Home,
    "Meta": Qt.Key_Meta,
    "PageDown": Qt.Key_PageDown,
    "PageUp": Qt.Key_PageUp,
    "Shift": Qt.Key_Shift,
    "Tab": Qt.Key_Tab,
}


class Keyboard(QObject):
    """Strikes keys over a view, for another thread."""

    _asked = pyqtSignal(object, object)

    def __init__(self, view: QWebEngineView) -> None:
        super().__init__()
        self._view = view
        self._asked.connect(self._press)

    def press(self, key: Key, done: Callable[[], object]) -> None:
        """Press or release a key; `done` is called after it. From any thread."""
        self._asked.emit(key, done)

    def _press(self, key: Key, done: Callable[[], object]) -> None:
        if kind := TYPES.get(key.type):
            event = QKeyEvent(kind, _code_of(key), _modifiers_of(key), key.text)
            QApplication.sendEvent(self._view.focusProxy(), event)
        done()


def _code_of(key: Key) -> int:
    if len(key.key) == 1:
        return ord(key.key.upper())
    return NAMED.get(key.key, 0)


def _modifiers_of(key: Key) -> Qt.KeyboardModifiers:
    found = Qt.KeyboardModifiers()
    for bit, modifier in MODIFIERS.items():
        if key.modifiers & bit:
            found |= modifier
    return found


def _free_port() -> int:
    """Return a port nobody has. Qt takes no 0, which would find one by itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


def _end_with_input(application: QApplication) -> None:
    sys.stdin.read()
    application.quit()


def main() -> None:
    """Show the window until standard input ends."""
    port = _free_port()
    os.environ |= {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_QUICK_BACKEND": "software",
        "QTWEBENGINE_CHROMIUM_FLAGS": FLAGS,
        "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
    }
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    application = QApplication(["tocsin"])
    view = QWebEngineView()
    profile = QWebEngineProfile()  # without a name it remembers nothing after the window
    page = QWebEnginePage(profile)
    view.setPage(page)
    view.resize(*SIZE)
    view.setUrl(QUrl("about:blank"))
    view.show()
    relay = Relay(port, Keyboard(view).press)
    threading.Thread(target=relay.run, args=(sys.stdout,), daemon=True).start()
    threading.Thread(target=_end_with_input, args=(application,), daemon=True).start()
    application.exec_()
    del view, page, profile  # in this order: Qt warns of a profile that ends before its page


if __name__ == "__main__":
    main()
