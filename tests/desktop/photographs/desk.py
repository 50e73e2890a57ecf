"""Desk: windows to photograph, the hubs behind them, and who sits before them."""

import os
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self, cast

import keyring
from PyQt5 import QtWebEngineWidgets
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop.qt.stand_in import MemoryKeyring, StandIn
from tests.desktop.qt.window_driver import WAIT_MS, WindowDriver
from tests.e2e.conftest import LabProcess
from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.language import texts_of
from tocsin_desktop.edge.secrets import Secrets
from tocsin_desktop.qt.engine import prepare_environment
from tocsin_desktop.qt.look import DARK, LIGHT, wear
from tocsin_desktop.qt.settings import Settings
from tocsin_desktop.qt.window import MainWindow

STILL_MS = 700
"""Until the page is drawn and nothing fades any more. A photographer may wait for a time."""


class Hand:
    """What a WindowDriver asks of pytest-qt, without pytest."""

    mouseClick = staticmethod(QTest.mouseClick)  # noqa: N815 (Qt's name)
    keyClicks = staticmethod(QTest.keyClicks)  # noqa: N815
    keyClick = staticmethod(QTest.keyClick)  # noqa: N815

    def waitUntil(self, condition: Callable[[], bool], timeout: int = WAIT_MS) -> None:  # noqa: N802
        end = time.monotonic() + timeout / 1_000
        while not condition():
            assert time.monotonic() < end, "it did not come to that"
            QTest.qWait(20)


class Desk:
    """One theme; one window at a time."""

    def __init__(self, theme: str, folder: Path) -> None:
        self.folder = folder
        self._hubs = ExitStack()
        self._count = 0
        self._look = DARK if theme == "dark" else LIGHT
        self._driver: WindowDriver | None = None
        keyring.set_keyring(MemoryKeyring())
        assert QtWebEngineWidgets  # it wants to be there before the application
        prepare_environment(self._look.is_dark, is_root=os.geteuid() == 0)
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] += " --disable-gpu"
        self._application = QApplication(["tocsin"])
        self._application.setQuitOnLastWindowClosed(False)
        wear(self._application, self._look)

    def __enter__(self) -> Self:
        self.lab = LabProcess(self.folder / "lab", "--lab", "--with-agent")
        self._hubs.callback(self.lab.stop)
        self.lab.start()
        self.secure = HubProcess(self.folder / "secure", "--lab", "--tls", "auto").start()
        self._hubs.callback(self.secure.stop)
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()
        self._hubs.close()

    def open(self, language: str, ini: str = "") -> WindowDriver:
        """Open a window that remembers nothing but `ini`."""
        self._count += 1
        file = self.folder / f"{self._count}.ini"
        file.write_text(ini)
        settings = Settings(file)
        stand_in = StandIn(self.folder / "downloads")
        data = self.folder / f"data{self._count}"
        texts = texts_of(language)
        window = MainWindow(texts, self._look, settings, Secrets(), data, stand_in)
        self._driver = WindowDriver(window, cast(QtBot, Hand()))
        window.begin(settings.hub())
        window.move(0, 0)
        window.show()
        QApplication.setActiveWindow(window)  # nobody manages windows here, who would do it
        return self._driver

    def enter(self, language: str) -> WindowDriver:
        """Open one in the lab's room, as somebody nobody was before."""
        driver = self.open(language)
        driver.enter(self.lab, f"ann{os.getpid()}-{self._count}")
        return driver

    def keep(self, server: socket.socket) -> socket.socket:
        """Keep somebody who listens until the end."""
        return self._hubs.enter_context(server)

    def snap(self, file: Path) -> None:
        """Photograph the screen."""
        QTest.qWait(STILL_MS)
        screen: Any = self._application.primaryScreen()
        assert screen.grabWindow(0).save(str(file))

    def clear(self) -> None:
        """Close whatever stands open, and the window."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, (QDialog, QMenu)) and widget.isVisible():
                widget.close()
        if self._driver:
            self._driver.end()
        self._driver = None


def unfold(driver: WindowDriver, index: int) -> None:
    """Open one of the menus as a click on it does."""
    bar: Any = driver.window.menuBar()
    action = bar.actions()[index]
    place: QWidget = bar
    action.menu().popup(place.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
