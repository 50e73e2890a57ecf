"""Farewell: says goodbye to a hub, and stops one for everybody."""

from __future__ import annotations

from collections.abc import Callable

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.link_thread import Standing
from tocsin_desktop.edge.orders import Refused, say_bye, stop_hub
from tocsin_desktop.edge.trust import Trust
from tocsin_desktop.qt.cookies import Cookies
from tocsin_desktop.qt.errand import Errand
from tocsin_desktop.qt.visit import Visit

Order = Callable[[HubAddress, Trust, str], None]


class Farewell:
    """The two orders, for the hub and the session of a visit."""

    def __init__(self, visit: Visit, cookies: Cookies) -> None:
        self._visit = visit
        self._cookies = cookies
        self._errand: Errand[None] | None = None

    def say(self) -> None:
        """Say goodbye, if the hub can hear it. `wait` waits until it has."""
        news = self._visit.news
        if news is not None and news.standing is Standing.LIVE:
            self._order(say_bye, lambda: None, lambda _: None)

    def stop(self, done: Callable[[], object], failed: Callable[[Unreachable], object]) -> None:
        """Stop the hub for everybody."""
        self._order(stop_hub, done, failed)

    def wait(self, seconds: float) -> None:
        """Wait until the last order has been given, but no longer than that."""
        if self._errand:
            self._errand.wait(seconds)

    def _order(
        self,
        order: Order,
        done: Callable[[], object],
        failed: Callable[[Unreachable], object],
    ) -> None:
        hub, trust, session = self._visit.hub, self._visit.trust, self._cookies.session
        if hub is None or not session:
            return
        address = hub.address
        self._errand = Errand(
            lambda: _given(order, address, trust, session), lambda _: done(), failed
        )


def _given(order: Order, address: HubAddress, trust: Trust, session: str) -> None:
    try:
        order(address, trust, session)
    except Refused as error:
        raise Unreachable(Trouble.FAILING, error.reason) from None
