"""Approach: asks what is to be known of a hub before its page, and why a page did not come."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWebEngineWidgets import QWebEngineCertificateError

from tocsin_desktop.core.hub import Hub
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.probe import authority_of, look
from tocsin_desktop.edge.reaching import Reached, reach
from tocsin_desktop.edge.secrets import Secrets
from tocsin_desktop.edge.trust import Trust
from tocsin_desktop.qt.errand import Asides, Errand
from tocsin_wire.messages import SUBPROTOCOL


class Approach(QObject):
    """One question at a time; who asks another does not want the answer to the last."""

    reached = pyqtSignal(object)
    unvouched = pyqtSignal(object)
    """The person is to compare the authority a hub shows (Trust)."""
    failed = pyqtSignal(object)
    """Unreachable."""

    def __init__(self, secrets: Secrets, parent: QObject) -> None:
        super().__init__(parent)
        self._secrets = secrets
        self._errand: Errand[Reached] | Errand[Trust] | None = None
        self._asides = Asides()

    def begin(self, hub: Hub, session: str) -> None:
        """Find the hub, and come in by this session, the one that is kept, or as a guest."""
        secrets, origin = self._secrets, hub.address.url
        self._ask(hub, lambda: reach(hub, session or (secrets.load(origin) if hub.stays else "")))

    def look_why(self, hub: Hub, trust: Trust) -> None:
        """The page did not load: the probe has a word for the reason, the engine none."""

        def job() -> Reached:
            look(hub.address, SUBPROTOCOL, trust)
            raise Unreachable(Trouble.FAILING)

        self._ask(hub, job)

    def forget(self) -> None:
        """Nobody wants to know any more."""
        if self._errand:
            self._errand.forget()
        self._errand = None

    def weigh(self, hub: Hub, trust: Trust, error: QWebEngineCertificateError) -> bool:
        """Let the engine wait until Python's `ssl` has looked at what the hub shows now."""
        if not trust.authority or not error.isOverridable():
            return False
        waiting = QWebEngineCertificateError(error)
        waiting.defer()
        self._asides.do(
            lambda: look(hub.address, SUBPROTOCOL, trust),
            lambda _: waiting.ignoreCertificateError(),
            lambda _: waiting.rejectCertificate(),
        )
        return True

    def _ask(self, hub: Hub, job: Callable[[], Reached]) -> None:
        def failed(reason: Unreachable) -> None:
            if reason.trouble is not Trouble.CERTIFICATE or hub.pin:
                self.failed.emit(reason)
                return
            self._errand = Errand(
                lambda: authority_of(hub.address),
                self.unvouched.emit,
                lambda _: self.failed.emit(reason),
            )

        self.forget()
        self._errand = Errand(job, self.reached.emit, failed)
