"""Farewell: says goodbye to a hub, and stops one for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.link_thread import Standing
from tocsin_desktop.edge.orders import Refused, say_bye, stop_hub
from tocsin_desktop.edge.trust import Trust
from tocsin_desktop.qt.cookies import Cookies
from tocsin_desktop.qt.errand import Errand
from tocsin_desktop.qt.visit import Visit

PATIENCE_SECONDS: Final = 3.0
Order = Callable[[HubAddress, Trust, str], None]


class Farewell:
    """The two orders, for the hub and the session of a visit."""

    def __init__(self, visit: Visit, cookies: Cookies) -> None:
        self._visit = visit
        self._cookies = cookies
        self._errand: Errand[None] | None = None

    def ready(self) -> Callable[[], None]:
        """Return what says goodbye to the hub of now, for when the visit is over.

        Not before: who has another connection is still there.
        """
        hub, trust, session = self._visit.hub, self._visit.trust, self._cookies.session
        news, link = self._visit.news, self._visit.link
        if hub is None or not session or news is None or news.standing is not Standing.LIVE:
            return lambda: None

        def job() -> None:
            link.wait(PATIENCE_SECONDS)
            _given(say_bye, hub.address, trust, session)

        def say() -> None:
            self._errand = Errand(job, lambda _: None, lambda _: None)

        return say

    def stop(self, done: Callable[[], object], failed: Callable[[Unreachable], object]) -> None:
        """Stop the hub for everybody."""
        hub, trust, session = self._visit.hub, self._visit.trust, self._cookies.session
        if hub is None:
            return
        address = hub.address
        self._errand = Errand(
            lambda: _given(stop_hub, address, trust, session), lambda _: done(), failed
        )

    def wait(self, seconds: float) -> None:
        """Wait until the last order has been given, but no longer than that."""
        if self._errand:
            self._errand.wait(seconds)


def _given(order: Order, address: HubAddress, trust: Trust, session: str) -> None:
    try:
        order(address, trust, session)
    except Refused as error:
        raise Unreachable(Trouble.FAILING, error.reason) from None
