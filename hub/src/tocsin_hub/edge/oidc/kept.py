"""Kept: something fetched, and fetched again when it has grown old."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from tocsin_hub.edge.clock import now_ms

T = TypeVar("T")


class Kept(Generic[T]):
    """Who asks while it is being fetched waits for that answer, or fails with it.

    A failure is not kept: the next who asks tries again.
    """

    def __init__(self, fetch: Callable[[], Awaitable[T]], lasts_ms: int) -> None:
        self._fetch = fetch
        self._lasts_ms = lasts_ms
        self._value: T | None = None
        self._until = 0
        self._fetching: asyncio.Task[T] | None = None

    async def get(self) -> T:
        """Return it. Raises what fetching raises."""
        if self._value is None or now_ms() >= self._until:
            return await self.renew()
        return self._value

    async def renew(self) -> T:
        """Return it, fetched anew. Raises what fetching raises."""
        if self._fetching is None:
            self._fetching = asyncio.get_running_loop().create_task(self._renewed())
            self._fetching.add_done_callback(self._done)
        return await asyncio.shield(self._fetching)  # for the others, should this one give up

    async def _renewed(self) -> T:
        self._value = await self._fetch()
        self._until = now_ms() + self._lasts_ms
        return self._value

    def _done(self, task: asyncio.Task[T]) -> None:
        self._fetching = None
        if not task.cancelled():
            task.exception()  # retrieved, should nobody have waited to the end
