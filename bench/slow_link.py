"""Slow link: a port that leads to another one, with so many bits a second and so much delay.

A browser's own throttling leaves WebSockets alone; this does not.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Self

PIECE = 1_460
"""Bytes: what one packet carries."""


class SlowLink:
    """All connections share the line, each way; `delay` is in seconds, each way.

    `target` is the port it leads to: a hub is told first by which address it will be reached.
    """

    def __init__(self, bits: int, delay: float) -> None:
        self._rate, self._delay = bits / 8, delay
        self.target = 0
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slow link")
        self._free = {"up": 0.0, "down": 0.0}
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def forsake(self) -> None:
        """Let connections that stand be dead without a word, as after a night; others may come."""
        asyncio.run_coroutine_threadsafe(self._forsake(), self._loop).result(10)

    async def _forsake(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.address = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _end(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * self._delay)  # the handshake
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
        for way, source, sink in (("up", reader, there_writer), ("down", there_reader, writer)):
            task = self._loop.create_task(self._carry(way, source, sink))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(
        self, way: str, source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> None:
        """Carry one direction of one connection until it ends."""
        try:
            while data := await source.read(PIECE):
                now = self._loop.time()
                self._free[way] = max(self._free[way], now) + len(data) / self._rate
                await asyncio.sleep(self._free[way] - now)
                self._loop.call_later(self._delay, _deliver, sink, data)
        except ConnectionError:
            pass
        self._loop.call_later(self._delay, sink.close)


def _deliver(sink: asyncio.StreamWriter, data: bytes) -> None:
    """Whoever has hung up meanwhile gets nothing any more."""
    if not sink.is_closing():
        sink.write(data)
