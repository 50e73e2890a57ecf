"""App: builds the window and everything it needs, runs it, and ends all of it."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from PyQt5.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QSocketNotifier,
    QStandardPaths,
    Qt,
    QTranslator,
)
from PyQt5.QtWidgets import QApplication

from tocsin_desktop import __version__
from tocsin_desktop.core.hub import Hub
from tocsin_desktop.core.language import texts_of
from tocsin_desktop.edge.secrets import Secrets
from tocsin_desktop.qt.bell import bell
from tocsin_desktop.qt.engine import prepare_environment
from tocsin_desktop.qt.look import DARK, LIGHT, system_look, wear
from tocsin_desktop.qt.settings import Settings
from tocsin_desktop.qt.single import Single
from tocsin_desktop.qt.surroundings import Surroundings
from tocsin_desktop.qt.window import MainWindow

_log = logging.getLogger(__name__)


class Wishes(NamedTuple):
    """What the command line asks for."""

    hub: Hub | None = None
    config: Path | None = None
    data: Path | None = None
    language: str = ""
    theme: str = ""
    is_hidden: bool = False


def run(wishes: Wishes) -> int:
    """Show the window until somebody quits. Returns the exit code."""
    QCoreApplication.setApplicationName("Tocsin")
    QCoreApplication.setApplicationVersion(__version__)
    QApplication.setAttribute(Qt.AA_ShareOpenGLContexts)
    QApplication.setAttribute(Qt.AA_EnableHighDpiScaling)
    QApplication.setAttribute(Qt.AA_UseHighDpiPixmaps)
    sys.excepthook = _told
    application = QApplication(["tocsin"])
    data = wishes.data or _folder(QStandardPaths.AppLocalDataLocation)
    single = Single(data)
    if single.hand_over(wishes.hub.address.url if wishes.hub else ""):
        return 0
    single.listen()
    application.setQuitOnLastWindowClosed(False)  # it may live on in the tray
    application.setDesktopFileName("tocsin")
    application.setWindowIcon(bell())
    look = {"dark": DARK, "light": LIGHT}.get(wishes.theme) or system_look(application)
    prepare_environment(look.is_dark, is_root=hasattr(os, "geteuid") and os.geteuid() == 0)
    wear(application, look)
    texts = texts_of(wishes.language or QLocale.system().name())
    _translate(application, texts.language)
    settings = Settings(wishes.config or _folder(QStandardPaths.AppConfigLocation) / "tocsin.ini")
    window = MainWindow(texts, look, settings, Secrets(), data, Surroundings())
    window.ended.connect(application.quit)
    # Later: what the window does of it may end the connection by which it was asked.
    single.asked.connect(window.visit_or_come, Qt.QueuedConnection)
    with _signals(window):
        window.begin(wishes.hub or settings.hub())
        if not (wishes.is_hidden and window.tray.is_there):
            window.show()
        return int(application.exec_())


def _folder(kind: int) -> Path:
    folder = Path(QStandardPaths.writableLocation(kind))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _translate(application: QApplication, language: str) -> None:
    """Have Qt's own dialogs and buttons in the person's language."""
    translator = QTranslator(application)
    if translator.load(f"qtbase_{language}", QLibraryInfo.location(QLibraryInfo.TranslationsPath)):
        application.installTranslator(translator)


@contextlib.contextmanager
def _signals(window: MainWindow) -> Iterator[None]:
    """Quit by INT and TERM as by the menu: Python sees a signal only when Qt wakes it."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    woken = QSocketNotifier(reader.fileno(), QSocketNotifier.Read)
    woken.activated.connect(window.quit)
    kept = {one: signal.signal(one, lambda *_: None) for one in (signal.SIGINT, signal.SIGTERM)}
    before = signal.set_wakeup_fd(writer.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        for one, handler in kept.items():
            signal.signal(one, handler)
        woken.setEnabled(False)
        reader.close()
        writer.close()


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what went wrong in a slot: without a hook Qt would abort the program."""
    _log.error("unexpected", exc_info=(kind, error, trace))
