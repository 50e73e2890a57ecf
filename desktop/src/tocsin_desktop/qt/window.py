"""MainWindow: the form, the hub's page, or why it is not there; menus around, the tray beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QCloseEvent
from PyQt5.QtWidgets import QMainWindow

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.hub import Hub
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.core.texts import Texts
from tocsin_desktop.edge.link_thread import News
from tocsin_desktop.edge.secrets import Secrets
from tocsin_desktop.edge.session import whose
from tocsin_desktop.edge.trust import SYSTEMS, Trust
from tocsin_desktop.qt.absence_page import AbsencePage
from tocsin_desktop.qt.acts import Acts
from tocsin_desktop.qt.bar import Bar
from tocsin_desktop.qt.bell import bell
from tocsin_desktop.qt.connect_form import ConnectForm
from tocsin_desktop.qt.display import Display
from tocsin_desktop.qt.downloads import Downloads
from tocsin_desktop.qt.engine import Engine
from tocsin_desktop.qt.farewell import Farewell
from tocsin_desktop.qt.local_window import LocalWindow
from tocsin_desktop.qt.look import Look
from tocsin_desktop.qt.menus import Menus
from tocsin_desktop.qt.questions import PinQuestion
from tocsin_desktop.qt.sayings import Sayings
from tocsin_desktop.qt.settings import Settings
from tocsin_desktop.qt.surroundings import Surroundings
from tocsin_desktop.qt.tray import Tray
from tocsin_desktop.qt.visit import Visit

SIZE: Final = (1240, 820)
LEAST: Final = (520, 480)
END_SECONDS: Final = 3.0
"""How long a hub that does not answer may hold up the end of the program."""
STOP_SECONDS: Final = 15.0
"""How long the hub on this computer may take to close its books."""


class MainWindow(QMainWindow):
    """One window on one hub at a time."""

    ended = pyqtSignal()
    """It is closed for good, and everything it started is over."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        settings: Settings,
        secrets: Secrets,
        data: Path,
        surroundings: Surroundings,
    ) -> None:
        super().__init__()
        self.texts, self.settings, self.surroundings = texts, settings, surroundings
        self._secrets = secrets
        self._is_over = False
        self.engine = Engine(data, texts.language, look, self)
        self.visit = Visit(self.engine, secrets, self)
        self.tray = Tray(texts, self)
        self.bar = Bar(texts)
        self.form = ConnectForm(texts, lambda: secrets.is_usable)
        self.absence = AbsencePage(texts)
        self.downloads = Downloads(self.engine.profile, surroundings, self)
        self.local = LocalWindow(self, texts, data / "local", self._is_known)
        self.farewell = Farewell(self.visit, self.engine.cookies)
        self.acts = Acts(self)
        self.menus = Menus(self.menuBar(), texts.menu, self.acts.table())
        self.menus.actions["keep_in_tray"].setChecked(settings.stays_in_tray)
        self.sayings = Sayings(self.bar, texts, surroundings, self.visit.reload)
        self.display = Display(self)
        self._wire()
        self.setWindowIcon(bell())
        self.setMinimumSize(*LEAST)
        self.resize(*SIZE)
        self.restoreGeometry(settings.geometry)
        self.display.show()

    @property
    def hub_name(self) -> str:
        """How the hub is called to the person; empty for none."""
        return self.visit.hub.address.authority if self.visit.hub else ""

    def begin(self, hub: Hub | None) -> None:
        """Visit a hub, or ask for one."""
        if hub:
            self.visit.go(hub)
        else:
            self.form.fill(self.settings.hub(), self.settings.recent())

    def choose(self, hub: Hub) -> None:
        """Visit a hub that was typed or chosen."""
        self.form.wait(is_on=True)
        self.visit.go(hub, is_typed=self.visit.shell.shown is Shown.FORM)

    def ask(self) -> None:
        """Show the form."""
        self.bar.hide()
        self.visit.ask()
        self.form.fill(self.settings.hub(), self.settings.recent())

    def open_local(self, address: str) -> None:
        """Visit the hub on this computer by the address it gave."""
        parts = urlsplit(address)
        hub = Hub(HubAddress.typed(f"{parts.scheme}://{parts.netloc}"))
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        self.visit.go(hub, f"{parts.path or '/'}{fragment}")

    def come(self, path: str = "") -> None:
        """Come to the front, at a place of the page."""
        self.setWindowState(self.windowState() & ~Qt.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if path:
            self.visit.show(path)

    def visit_or_come(self, address: str) -> None:
        """Come to the front; visit a hub, if one is given and it is another."""
        self.come()
        if not address:
            return
        hub = Hub(HubAddress.typed(address))
        if self.visit.hub is None or self.visit.hub.address != hub.address:
            self.visit.go(hub)

    def quit(self) -> None:
        """Say goodbye and end everything, at once for who looks on."""
        if self._is_over:
            return
        self._is_over = True
        self.settings.geometry = self.saveGeometry()
        self.settings.zoom = self.engine.view.zoomFactor()
        self.hide()
        self.tray.icon.hide()
        say_bye = self.farewell.ready()
        self.visit.end(END_SECONDS)
        self.engine.end()
        say_bye()
        self.farewell.wait(END_SECONDS)
        self.local.end(STOP_SECONDS)
        self.ended.emit()

    # What Qt asks and tells.

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Stay in the tray where there is one and the person wants that; else quit."""
        if not self._is_over and self.settings.stays_in_tray and self.tray.is_there:
            event.ignore()
            self.hide()
            if not self.settings.was_told("tray"):
                self.tray.tell_plainly(self.texts.still_here_title, self.texts.still_here)
            return
        event.accept()
        self.quit()

    def changeEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Who comes back to the window sees the page: it counts what is unread by itself."""
        super().changeEvent(event)
        if event.type() == event.ActivationChange and self._is_looked_at():
            self.visit.link.seen()

    # What the parts tell.

    def _wire(self) -> None:
        visit, page = self.visit, self.engine.page
        tells: tuple[tuple[Any, Callable[..., object]], ...] = (
            (visit.changed, self.display.show),
            (visit.ticked, self.display.count),
            (visit.arrived, self._remember),
            (visit.unanswered, self.form.tell),
            (visit.unvouched, self._ask_pin),
            (visit.told, self._hear),
            (visit.crashed, self.sayings.crashed),
            (page.outside, self.surroundings.open),
            (page.refused, self.sayings.refused),
            (page.away, self.sayings.away),
            (page.away, lambda _: self.display.name()),
            (page.titleChanged, lambda _: self.display.name()),
            (page.fullScreenRequested, self.acts.fill_screen),
            (page.urlChanged, self.acts.leave_tv),
            (page.pdfPrintingFinished, self.sayings.printed),
            (self.form.chosen, self.choose),
            (self.form.local, self.local.start),
            (self.absence.again, visit.again),
            (self.absence.other, self.ask),
            (self.local.opened, self.open_local),
            (self.local.starting, self.form.wait_for_local),
            (self.downloads.saved, self.sayings.saved),
            (self.downloads.failed, self.sayings.not_saved),
            (self.tray.opened, self.come),
            (self.tray.quitting, self.quit),
        )
        for signal, then in tells:
            signal.connect(then)

    def _remember(self) -> None:
        if self.visit.hub:
            self.settings.keep_hub(self.visit.hub)

    def _ask_pin(self, trust: Trust) -> None:
        question = PinQuestion(self, self.texts, self.hub_name, trust)
        question.accepted.connect(lambda: self.visit.trust_pin(trust))
        question.rejected.connect(self.visit.refuse)
        question.open()

    def _hear(self, news: News) -> None:
        if self._is_looked_at():
            self.visit.link.seen()
        else:
            for notice in news.notices:
                self.tray.tell(notice)
        self.tray.follow(self.hub_name, news)

    def _is_looked_at(self) -> bool:
        is_page = self.visit.shell.shown is Shown.PAGE
        return bool(is_page and self.isActiveWindow() and not self.isMinimized())

    def _is_known(self, url: str) -> bool:
        """Tell whether one has a session with a hub. In a thread."""
        kept = self._secrets.load(url)
        return bool(kept and whose(HubAddress.typed(url), SYSTEMS, kept))
