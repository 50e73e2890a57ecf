"""ChaosProxy: a TCP proxy that delays, throttles, swallows, resets, or cuts after N bytes."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

PIECE = 16 * 1024


@dataclass
class Weather:
    """What happens to bytes from now on; a test changes it while connections stand."""

    delay: float = 0.0
    """Seconds each piece waits."""
    rate: float = 0.0
    """Bytes a second towards the client; 0 is without limit."""
    blackhole: bool = False
    """Take bytes and hand nothing on, in either direction."""
    cut_after: list[int] = field(default_factory=list)
    """For each next connection: cut it after so many bytes towards the client."""
    cut_after_sent: list[int] = field(default_factory=list)
    """For each next connection: cut it after so many bytes towards the hub."""
    reset: bool = False
    """Cut with RST, not FIN."""
    buffer: int = 0
    """Bytes the kernel may hold for the proxy on the hub's side; 0 leaves it to the kernel."""


class ChaosProxy:
    """Listens on a free port and hands everything on to `port`, through the weather."""

    def __init__(self, port: int = 0) -> None:
        self.weather = Weather()
        self.port = 0
        self.connections = 0
        self._target = port
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.StreamWriter] = set()
        self._forsaken: set[asyncio.StreamWriter] = set()
        self._passages: set[asyncio.Task[None]] = set()

    def aim(self, port: int) -> None:
        """Hand on to another port from now on."""
        self._target = port

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._arrived, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for passage in self._passages:
            passage.cancel()
        await asyncio.gather(*self._passages, return_exceptions=True)
        await self._server.wait_closed()

    async def cut(self) -> None:
        """Cut every connection that stands; others may come."""
        for writer in self._clients:
            writer.transport.abort()
        await asyncio.gather(*self._passages, return_exceptions=True)

    def forsake(self) -> None:
        """Swallow for ever what comes through connections that stand; others have fair weather."""
        self.weather.blackhole = False
        self._forsaken |= self._clients

    async def _arrived(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passages.add(task)
        self._clients.add(writer)
        self.connections += 1
        down = self.weather.cut_after.pop(0) if self.weather.cut_after else -1
        up = self.weather.cut_after_sent.pop(0) if self.weather.cut_after_sent else -1
        try:
            await self._pass(reader, writer, up, down)
        except OSError:
            pass
        finally:
            self._cut(writer)
            self._clients.discard(writer)
            self._forsaken.discard(writer)
            self._passages.discard(task)

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, up: int, down: int
    ) -> None:
        to_reader, to_writer = await asyncio.open_connection(sock=await self._reach())
        try:
            ways = [
                asyncio.ensure_future(self._carry(reader, to_writer, up, client=writer)),
                asyncio.ensure_future(self._carry(to_reader, writer, down, client=writer)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self._cut(to_writer)

    async def _reach(self) -> socket.socket:
        sock = socket.socket()
        sock.setblocking(False)
        if self.weather.buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.weather.buffer)
        try:
            target = ("127.0.0.1", self._target)
            await asyncio.get_running_loop().sock_connect(sock, target)
        except BaseException:
            sock.close()
            raise
        return sock

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        left: int,
        *,
        client: asyncio.StreamWriter,
    ) -> None:
        while piece := await reader.read(PIECE):
            if self.weather.delay:
                await asyncio.sleep(self.weather.delay)
            if writer is client and self.weather.rate:
                await asyncio.sleep(len(piece) / self.weather.rate)
            if self.weather.blackhole or client in self._forsaken:
                continue
            if left >= 0:
                piece, left = piece[:left], left - len(piece)
            writer.write(piece)
            await writer.drain()
            if -1 != left <= 0:
                return

    def _cut(self, writer: asyncio.StreamWriter) -> None:
        """End one side: what was handed on arrives first, unless it is a reset."""
        sock = writer.get_extra_info("socket")
        if self.weather.reset and sock is not None:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        else:
            writer.close()


@contextlib.asynccontextmanager
async def chaos_proxy(port: int = 0) -> AsyncIterator[ChaosProxy]:
    """Hold a proxy before `port`."""
    proxy = ChaosProxy(port)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()
