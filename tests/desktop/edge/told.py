"""Told: what a LinkThread said, in order; a test waits for what it expects of it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from tocsin_desktop.core.address import HubAddress
from tocsin_desktop.core.notices import Notice
from tocsin_desktop.edge.link_thread import LinkThread, News, Standing
from tocsin_desktop.edge.trust import SYSTEMS, Trust

SECONDS = 30.0


class There(Protocol):
    """A hub, or what passes itself off as one."""

    url: str


class Told:
    """A link thread and its news."""

    def __init__(self, hub: There, cookie: str, trust: Trust = SYSTEMS) -> None:
        self.news: list[News] = []
        self._more = threading.Condition()
        self.link = LinkThread(HubAddress.typed(hub.url), trust, cookie, self._tell)

    def _tell(self, news: News) -> None:
        with self._more:
            self.news.append(news)
            self._more.notify_all()

    @property
    def notices(self) -> list[Notice]:
        return [notice for news in self.news for notice in news.notices]

    @property
    def last(self) -> News:
        return self.news[-1]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds after some news."""
        await asyncio.to_thread(self._wait, condition)

    async def stands(self, standing: Standing) -> None:
        await self.until(lambda: bool(self.news) and self.last.standing is standing)

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._more:
            assert self._more.wait_for(condition, SECONDS), self.news


@contextlib.contextmanager
def told_of(hub: There, cookie: str, trust: Trust = SYSTEMS) -> Iterator[Told]:
    """Hold a link thread that runs."""
    told = Told(hub, cookie, trust)
    told.link.start()
    try:
        yield told
    finally:
        told.link.stop()
