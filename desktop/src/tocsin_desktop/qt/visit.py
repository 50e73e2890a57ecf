"""Visit: the way from a hub that somebody means to its live page, and back when it is lost."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from PyQt5.QtCore import QObject, QTimer, QUrl, pyqtSignal
from PyQt5.QtWebEngineWidgets import QWebEngineCertificateError, QWebEnginePage

from tocsin_desktop.core.hub import Hub
from tocsin_desktop.core.shell import Shell, Shown
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.link_thread import News, Standing
from tocsin_desktop.edge.probe import authority_of, look
from tocsin_desktop.edge.reaching import Reached, reach
from tocsin_desktop.edge.secrets import Secrets
from tocsin_desktop.edge.trust import SYSTEMS, Trust
from tocsin_desktop.qt.engine import Engine
from tocsin_desktop.qt.errand import Errand
from tocsin_desktop.qt.link import LiveLink
from tocsin_wire.messages import SUBPROTOCOL

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
        self.news: News | None = None
        self.link = LiveLink(self)
        self._engine = engine
        self._secrets = secrets
        self._path = "/"
        self._place = ""
        self._then: Callable[[], object] = _nothing
        self._is_typed = False
        self._is_loading = False
        self._errand: Errand[Reached] | Errand[Trust] | None = None
        self._asides: list[Errand[object]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._wire()

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
        if not self._is_typed and not quietly:
            self.shell.reach()
            self.changed.emit()
        self._forget_errand()
        secrets, origin = self._secrets, hub.address.url
        kept = self._engine.cookies.session if self._is_there(hub) else ""
        self._errand = Errand(
            lambda: reach(hub, kept or (secrets.load(origin) if hub.stays else "")),
            self._reached,
            self._unreachable,
        )

    def reload(self) -> None:
        """Load the page anew where it is; if it does not come, the absence says why."""
        if self.hub:
            self._is_loading = True
            self._engine.page.load(QUrl(self._place or self.hub.address.url))

    def trust_pin(self, trust: Trust) -> None:
        """The person has compared the authority: from now on it is this hub's."""
        if self.hub:
            self.hub = self.hub._replace(pin=trust.pin)
            self.again()

    def ask(self) -> None:
        """Leave the hub; somebody wants to say which one."""
        self._forget_errand()
        self._leave()
        self.hub = None
        self.shell.ask()
        self.changed.emit()

    def afterwards(self, then: Callable[[], object]) -> None:
        """Do something once the page of this hub is gone."""
        self._then = then

    def show(self, path: str) -> None:
        """Go to a place of the page, at once or when it is there."""
        if self.shell.shown is Shown.PAGE:
            self._engine.page.show_path(path)
        else:
            self._path = path

    def end(self, seconds: float) -> None:
        """Be over; nothing is told any more."""
        self._timer.stop()
        self._forget_errand()
        self.link.stop()
        self.link.wait(seconds)

    # What the engine tells.

    def _wire(self) -> None:
        page = self._engine.page
        page.wary = self._weigh
        page.loadFinished.connect(self._loaded)
        page.urlChanged.connect(self._moved)
        page.renderProcessTerminated.connect(self._died)
        self._engine.cookies.changed.connect(self._session)
        self.link.told.connect(self._hear)

    def _reached(self, reached: Reached) -> None:
        hub = self.hub
        assert hub is not None
        self.trust, self._is_typed = reached.trust, False
        self._engine.page.hub = hub.address
        self.arrived.emit()
        self._engine.cookies.visit(hub.address, reached.session, self._load)

    def _load(self) -> None:
        if self.hub:
            self._is_loading = True
            self._engine.page.load(QUrl(self.hub.address.url + self._path))

    def _loaded(self, is_there: bool) -> None:
        if self.hub is None:
            then, self._then = self._then, _nothing
            then()
        if not self._is_loading or self.hub is None:
            return  # something the page tried and was not let; it stays as it is
        self._is_loading = False
        if not is_there:
            self._look_why()
            return
        self._path = "/"
        self.shell.live()
        self._timer.stop()
        if self.hub.login:
            self._engine.page.prefill(self.hub.login)
        self.link.again()
        self.changed.emit()

    def _look_why(self) -> None:
        """The page did not load: the probe has a word for the reason, the engine none."""
        hub, trust = self.hub, self.trust
        assert hub is not None

        def job() -> Reached:
            look(hub.address, SUBPROTOCOL, trust)
            raise Unreachable(Trouble.FAILING)

        self._forget_errand()
        self._errand = Errand(job, self._reached, self._unreachable)

    def _unreachable(self, reason: Unreachable) -> None:
        hub = self.hub
        if hub is None:
            return
        if reason.trouble is Trouble.CERTIFICATE and not hub.pin:
            self._errand = Errand(
                lambda: authority_of(hub.address),
                self.unvouched.emit,
                lambda _: self._give_up(reason),
            )
            return
        self._give_up(reason)

    def refuse(self) -> None:
        """The person does not trust the authority."""
        self._give_up(Unreachable(Trouble.CERTIFICATE))

    def _give_up(self, reason: Unreachable) -> None:
        if self._is_typed:
            self.unanswered.emit(reason)
            return
        self.shell.fail(reason, _now(), random.random())  # noqa: S311 (spreads attempts)
        self._timer.start()
        self.changed.emit()

    def _weigh(self, error: QWebEngineCertificateError) -> bool:
        """Let the engine wait until Python's `ssl` has looked at what the hub shows now."""
        hub, trust = self.hub, self.trust
        if hub is None or not trust.authority or not error.isOverridable():
            return False
        waiting = QWebEngineCertificateError(error)
        waiting.defer()
        self._aside(
            lambda: look(hub.address, SUBPROTOCOL, trust),
            lambda _: waiting.ignoreCertificateError(),
            lambda _: waiting.rejectCertificate(),
        )
        return True

    def _moved(self, url: QUrl) -> None:
        if self.hub and self.hub.address.owns(url.toString()):
            self._place = url.toString()

    def _died(self, status: int, code: int) -> None:
        if self.hub is None or status == QWebEnginePage.NormalTerminationStatus:
            return
        self._forget_errand()
        self._is_loading = False  # the load that died with it is no reason of its own
        if self.shell.crash(_now(), random.random()):  # noqa: S311
            QTimer.singleShot(0, self.reload)
            self.crashed.emit()
        else:
            self._timer.start()
            self.changed.emit()

    # The session, and what the link tells.

    def _session(self, session: str) -> None:
        hub, secrets = self.hub, self._secrets
        if hub is None:
            return
        if not session:
            self.link.stop()
            self.news = None
            self._aside(lambda: secrets.forget(hub.address.url))
            self.changed.emit()
            return
        self.link.follow(hub.address, self.trust, session)
        if hub.stays:
            self._aside(lambda: secrets.keep(hub.address.url, session))

    def _hear(self, news: News) -> None:
        was, self.news = self.news, news
        hub, secrets = self.hub, self._secrets
        if news.standing is Standing.ENDED and hub:
            self._aside(lambda: secrets.forget(hub.address.url))
        if news.standing is Standing.LIVE and self.shell.shown is Shown.ABSENCE:
            self.again()
        self.told.emit(news)
        if was is None or was.role != news.role:
            self.changed.emit()

    def _tick(self) -> None:
        if self.shell.is_due(_now()):
            self._timer.stop()
            self.again(quietly=True)
            self.ticked.emit()
        else:
            self.ticked.emit()

    def _leave(self) -> None:
        self.link.stop()
        self.news = None
        self._is_loading = False
        self._place = ""
        self._engine.cookies.hub = None
        self._engine.page.hub = None
        self._engine.page.load(QUrl("about:blank"))

    def _is_there(self, hub: Hub) -> bool:
        return self._engine.cookies.hub == hub.address

    def _forget_errand(self) -> None:
        if self._errand:
            self._errand.forget()
        self._errand = None

    def _aside(
        self,
        job: Callable[[], object],
        done: Callable[[object], object] = lambda _: None,
        failed: Callable[[Unreachable], object] = lambda _: None,
    ) -> None:
        self._asides = [one for one in self._asides if one.is_under_way]
        self._asides.append(Errand(job, done, failed))


def _nothing() -> None:
    """Nobody waits for the end of this visit."""


def _now() -> int:
    return time.time_ns() // 1_000_000
