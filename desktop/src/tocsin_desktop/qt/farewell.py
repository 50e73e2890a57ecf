"""Farewell: says goodbye to a hub, and stops one for everybody."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final

from tocsin_desktop.core.trouble import Trouble, Unreachable
from tocsin_desktop.edge.link_thread import Standing
from tocsin_desktop.edge.orders import Refused, say_bye, stop_hub
from tocsin_desktop.qt.cookies import Cookies
from tocsin_desktop.qt.errand import Errand
from tocsin_desktop.qt.visit import Visit

PATIENCE_SECONDS: Final = 3.0


class Farewell:
    """The two orders, for the hub and the session of a visit."""

    def __init__(self, visit: Visit, cookies: Cookies) -> None:
        self._visit = visit
        self._cookies = cookies
        self._errand: Errand[None] | Errand[bool] | None = None

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
            with contextlib.suppress(Refused):  # who is out already need not go
                say_bye(hub.address, trust, session)

        def say() -> None:
            self._errand = Errand(job, lambda _: None, lambda _: None)

        return say

    def stop(
        self,
        done: Callable[[], object],
        unproved: Callable[[], object],
        failed: Callable[[Unreachable], object],
    ) -> None:
        """Stop the hub for everybody; `unproved` when it wants to know again who asks."""
        hub, trust, session = self._visit.hub, self._visit.trust, self._cookies.session
        if hub is None:
            return
        address = hub.address

        def job() -> bool:
            try:
                stop_hub(address, trust, session)
            except Refused as error:
                if error.needs_proof:
                    return False
                raise Unreachable(Trouble.FAILING, error.reason) from None
            return True

        self._errand = Errand(job, lambda is_done: done() if is_done else unproved(), failed)

    def wait(self, seconds: float) -> None:
        """Wait until the last order has been given, but no longer than that."""
        if self._errand:
            self._errand.wait(seconds)
