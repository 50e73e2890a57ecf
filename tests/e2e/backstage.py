"""Backstage: an event loop in a thread of its own, for Playwright holds the test's."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Self, TypeVar

T = TypeVar("T")
SECONDS = 50.0


class Backstage:
    """Where agents play while browsers look on."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="backstage")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.run(self._end_tasks())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, act: Coroutine[Any, Any, T], seconds: float = SECONDS) -> T:
        """Wait for an act; return or raise what it does."""
        return asyncio.run_coroutine_threadsafe(act, self._loop).result(seconds)

    def begin(self, act: Coroutine[Any, Any, None]) -> None:
        """Let an act go on until the end."""
        self._loop.call_soon_threadsafe(lambda: self._loop.create_task(act))

    async def _end_tasks(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
