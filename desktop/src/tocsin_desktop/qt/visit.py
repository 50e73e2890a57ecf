"""Visit: the way from a hub that somebody means to its live page, and back when it is lost."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from PyQt5.QtCore import QObject, QTimer, pyqtSignal
from PyQt5.QtWebEngineWidgets import QWebEngineCertificateError

from tocsin_desktop.core.hub import Hub
from tocsin_desktop.core.shell import Shell, Shown
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.link_thread import News, Standing
from tocsin_desktop.edge.reaching import Reached
from tocsin_desktop.edge.secrets import Secrets
from tocsin_desktop.edge.trust import SYSTEMS, Trust
from tocsin_desktop.qt.approach import Approach
from tocsin_desktop.qt.company import Company
from tocsin_desktop.qt.engine import Engine
from tocsin_desktop.qt.link import LiveLink
from tocsin_desktop.qt.loading import Loading

TICK_MS = 250


class Visit(QObject):
    """One window's hub."""

    changed = pyqtSignal()
    """Something else is to be shown: see `shell`."""
    ticked = pyqtSignal()
    """A countdown has gone on."""
    unanswered = pyqtSignal(object)
    """A hub that was typed cannot be used; the form says why (Unreachable)."""
    unvouched = pyqtSignal(object)
    """The person is to compare the authority a hub shows (Trust)."""
    arrived = pyqtSignal()
    """The hub that was meant is there: it is worth remembering."""
    told = pyqtSignal(object)
    """News of the hub."""
    crashed = pyqtSignal()
    """What draws the page died, and was started again."""

    def __init__(self, engine: Engine, secrets: Secrets, parent: QObject) -> None:
        super().__init__(parent)
        self.shell = Shell()
        self.hub: Hub | None = None
        self.trust = SYSTEMS
        self._engine = engine
        self._path = "/"
        self._is_typed = False
        self._approach = Approach(secrets, self)
        self._company = Company(engine.cookies, secrets, self)
        self._loading = Loading(engine.page, self)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._wire()

    @property
    def news(self) -> News | None:
        """The last that was told of the hub."""
        return self._company.news

    @property
    def link(self) -> LiveLink:
        return self._company.link

    def go(self, hub: Hub, path: str = "/", *, is_typed: bool = False) -> None:
        """Visit a hub. What fails of one that was just typed is told to the form."""
        if self.hub is not None and self.hub.address != hub.address:
            self._leave()
        self.hub, self._path, self._is_typed = hub, path, is_typed
        self.again()

    def again(self, *, quietly: bool = False) -> None:
        """Look for the hub now; `quietly` is while the absence stays in sight."""
        hub = self.hub
        if hub is None:
            return
        self._approach.forget()
        if self._engine.is_old:
            self._is_typed = False
            self._give_up(Unreachable(Trouble.OLD_ENGINE, f"Chromium {self._engine.chromium}"))
            return
        if not self._is_typed and not quietly:
            self.shell.reach()
            self.changed.emit()
        cookies = self._engine.cookies
        self._approach.begin(hub, cookies.session if cookies.hub == hub.address else "")

    def reload(self) -> None:
        """Load the page anew where it is; if it does not come, the absence says why."""
        self._loading.reload()

    def trust_pin(self, trust: Trust) -> None:
        """The person has compared the authority: from now on it is this hub's."""
        if self.hub:
            self.hub = self.hub._replace(pin=trust.pin)
            self.again()

    def refuse(self) -> None:
        """The person does not trust the authority."""
        self._give_up(Unreachable(Trouble.CERTIFICATE))

    def ask(self) -> None:
        """Leave the hub; somebody wants to say which one."""
        self._approach.forget()
        self._leave()
        self.hub = None
        self.shell.ask()
        self.changed.emit()

    def afterwards(self, then: Callable[[], object]) -> None:
        """Do something once the page of this hub is gone."""
        self._loading.afterwards(then)

    def show(self, path: str) -> None:
        """Go to a place of the page, at once or when it is there."""
        if self.shell.shown is Shown.PAGE:
            self._loading.show(path)
        else:
            self._path = path

    def end(self, seconds: float) -> None:
        """Be over; nothing is told any more."""
        self._timer.stop()
        self._approach.forget()
        self.link.stop()
        self.link.wait(seconds)

    def _wire(self) -> None:
        self._engine.page.wary = self._weigh
        self._approach.reached.connect(self._reached)
        self._approach.unvouched.connect(self.unvouched)
        self._approach.failed.connect(self._give_up)
        self._loading.there.connect(self._live)
        self._loading.missing.connect(self._look_why)
        self._loading.died.connect(self._died)
        self._company.told.connect(self._hear)
        self._company.changed.connect(self.changed)
        self._timer.timeout.connect(self._tick)

    def _reached(self, reached: Reached) -> None:
        hub = self.hub
        assert hub is not None
        self.trust, self._is_typed = reached.trust, False
        self._company.meet(hub, reached.trust)
        self.arrived.emit()
        self._engine.cookies.visit(hub.address, reached.session, self._load)

    def _load(self) -> None:
        if self.hub:
            self._loading.load(self.hub.address, self._path)

    def _live(self) -> None:
        self._path = "/"
        self.shell.live()
        self._timer.stop()
        if self.hub and self.hub.login:
            self._engine.page.prefill(self.hub.login)
        self.link.again()
        self.changed.emit()

    def _look_why(self) -> None:
        if self.hub:
            self._approach.look_why(self.hub, self.trust)

    def _give_up(self, reason: Unreachable) -> None:
        if self._is_typed:
            self.unanswered.emit(reason)
            return
        self.shell.fail(reason, _now(), random.random())  # noqa: S311 (spreads attempts)
        self._timer.start()
        self.changed.emit()

    def _weigh(self, error: QWebEngineCertificateError) -> bool:
        return bool(self.hub and self._approach.weigh(self.hub, self.trust, error))

    def _died(self) -> None:
        self._approach.forget()
        if self.shell.crash(_now(), random.random()):  # noqa: S311
            self._loading.reload_soon()
            self.crashed.emit()
        else:
            self._timer.start()
            self.changed.emit()

    def _hear(self, news: News) -> None:
        if news.standing is Standing.LIVE and self.shell.shown is Shown.ABSENCE:
            self.again()
        self.told.emit(news)

    def _tick(self) -> None:
        if self.shell.is_due(_now()):
            self._timer.stop()
            self.again(quietly=True)
        self.ticked.emit()

    def _leave(self) -> None:
        self._company.leave()
        self._loading.leave()
        self._engine.cookies.hub = None


def _now() -> int:
    return time.time_ns() // 1_000_000
