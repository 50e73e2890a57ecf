"""RoomClient: a person or machine in the room: a real socket, a real Link, and what came of it."""

import asyncio
import contextlib
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from typing import Any, Self

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.hub.hub_process import HubProcess
from tocsin_hub.edge.clock import now_ms
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat
from tocsin_wire.codec import decode_from_hub
from tocsin_wire.link import Changed, Entries, Event, Forgotten, GiveUp, Link, Missed
from tocsin_wire.topics import MAIN_ROOM

SECONDS = 15.0
LOST = 1006


class RoomClient:
    """Keeps everything that arrives, by topic; `until` waits for what a test expects of it.

    `at` dials another port than the hub's, as that of a proxy; the headers stay the hub's.
    With `comes_back` a lost connection is made anew at once, as long as the Link says so.
    """

    def __init__(
        self,
        hub: HubProcess,
        token: str,
        *,
        hello: m.Hello | None = None,
        at: int | None = None,
        comes_back: bool = False,
    ) -> None:
        self.hub = hub
        self.token = token
        self.link = Link(hello or m.Hello("test", "0"), os.urandom)
        self.at = at
        self.events: list[Event] = []
        self.entries: dict[str, list[m.Entry]] = defaultdict(list)
        """Of each log, in the order they came, since it was last forgotten."""
        self.states: dict[str, dict[str, Any]] = defaultdict(dict)
        self.answers: list[m.SubOk] = []
        self.refusals: list[m.Nack] = []
        """Also those the Link sees to by itself."""
        self.frames: dict[str, int] = defaultdict(int)
        """How many state and log frames came, by topic."""
        self.code: int | None = None
        """How the last connection ended."""
        self.connections = 0
        self._comes_back = comes_back
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._flushing: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()

    # Connecting.

    async def connect(self) -> Self:
        """Connect and read from then on. Raises what `websockets` raises when refused."""
        await self._open()
        self._reading = asyncio.create_task(self._read())
        return self

    async def authorization(self) -> str:
        """Return the header that says who this is."""
        return f"Bearer {self.token}"

    async def _open(self) -> None:
        self.code = None
        self._socket = await connect(
            f"{self.hub.url.replace('http', 'ws', 1)}/ws",
            ssl=self.hub.tls,
            local_addr=self.hub.source,
            host="127.0.0.1",
            port=self.at or self.hub.port,
            subprotocols=[m.SUBPROTOCOL],  # type: ignore[list-item]
            additional_headers={"Authorization": await self.authorization()},
            max_size=1 << 22,
            compression=None,
            proxy=None,
            open_timeout=SECONDS,
            close_timeout=SECONDS,
        )
        self.connections += 1
        self.link.opened(now_ms())
        await self._flush()

    async def close(self) -> None:
        """Close cleanly and wait for the end."""
        self._comes_back = False
        await self.socket.close()
        await self.ended()

    def cut(self) -> None:
        """Cut the connection without a word."""
        self.socket.transport.abort()

    async def stop(self) -> None:
        """End whatever runs, for the end of a test."""
        self._comes_back = False
        for task in (self._reading, self._flushing):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        self._reading = self._flushing = None
        if self._socket is not None:
            self._socket.transport.abort()
            await self._socket.wait_closed()

    async def _read(self) -> None:
        while True:
            await self._read_connection()
            verdict = self.link.closed(LOST if self.code is None else self.code)
            if isinstance(verdict, GiveUp) or not self._comes_back or not await self._again():
                break
        async with self._news:
            self._news.notify_all()

    async def _again(self) -> bool:
        deadline = asyncio.get_running_loop().time() + SECONDS
        while asyncio.get_running_loop().time() < deadline:
            try:
                await self._open()
            except (OSError, TimeoutError, WebSocketException):
                self.link.closed(LOST)
                await asyncio.sleep(0.02)  # the hub is not back yet; a Link would wait longer
            else:
                return True
        return False

    async def _read_connection(self) -> None:
        assert self._socket is not None
        try:
            async for frame in self._socket:
                await self._take(frame)
        except ConnectionClosed:
            pass
        finally:
            self.code = self._socket.close_code
        async with self._news:
            self._news.notify_all()

    async def _take(self, frame: str | bytes) -> None:
        message = decode_from_hub(frame)
        if isinstance(message, m.SubOk):
            self.answers.append(message)
        elif isinstance(message, m.LogFrame | m.StateFrame):
            self.frames[message.topic] += 1
        elif isinstance(message, m.Nack):
            self.refusals.append(message)
            self._hold(message)
        for event in self.link.receive(frame, now_ms()):
            self.events.append(event)
            self._keep(event)
        await self._flush()
        async with self._news:
            self._news.notify_all()

    def _hold(self, nack: m.Nack) -> None:
        """See to it that what is to be repeated is, when its time has come."""
        if nack.retryable:
            if self._flushing is not None:
                self._flushing.cancel()
            self._flushing = asyncio.create_task(self._flush_after(nack.after_ms + 1))

    async def _flush_after(self, ms: int) -> None:
        await asyncio.sleep(ms / 1000)
        await self._flush()

    def _keep(self, event: Event) -> None:
        match event:
            case Entries(topic, entries):
                self.entries[topic].extend(entries)
            case Forgotten(topic):
                self.entries[topic].clear()
                self.states[topic].clear()
            case Changed(topic, values, removed, reset):
                state = self.states[topic]
                if reset:
                    state.clear()
                for key in removed:
                    state.pop(key, None)
                state.update({key: msgspec.json.decode(raw) for key, raw in values.items()})

    async def _flush(self) -> None:
        """Send what the Link has to say."""
        assert self._socket is not None
        with contextlib.suppress(ConnectionClosed):
            for frame in self.link.outgoing(now_ms()):
                await self._socket.send(frame, text=True)

    # Talking.

    @property
    def socket(self) -> ClientConnection:
        assert self._socket is not None
        return self._socket

    @property
    def hub_instance(self) -> str:
        """Which run of the hub has welcomed this connection; empty before it has."""
        return self.link.welcome.hub if self.link.welcome else ""

    async def subscribe(self, topic: str, **options: Any) -> m.SubOk:
        """Follow a topic and return the hub's answer."""
        before = len(self.answers)
        self.link.subscribe(topic, **options)
        await self._flush()
        answer = await self.until(
            lambda: next((one for one in self.answers[before:] if one.topic == topic), None)
        )
        assert isinstance(answer, m.SubOk)
        return answer

    async def publish(self, topic: str, body: Any) -> str:
        """Publish and return the id; `until` its answer is there."""
        id = self.link.publish(topic, body, now_ms())
        await self._flush()
        return id

    async def say(self, text: str, topic: str = MAIN_ROOM) -> str:
        return await self.publish(topic, Chat(text))

    async def put(self, topic: str, values: dict[str, Any], removed: list[str] | None = None):
        self.link.put(topic, values, removed)
        await self._flush()

    async def unsubscribe(self, topic: str) -> None:
        self.link.unsubscribe(topic)
        await self._flush()

    async def ask_time(self) -> None:
        """Ask the hub's clock and wait for the answer: all sent before has been taken in."""
        self.link.ask_time(now_ms())
        before = len(self.told(m.TimeOk))
        await self._flush()
        await self.until(lambda: len(self.told(m.TimeOk)) > before)

    # Looking.

    def told(self, kind: type) -> list[Any]:
        """Return every event of a kind, oldest first."""
        return [event for event in self.events if isinstance(event, kind)]

    def chats(self, topic: str = MAIN_ROOM) -> list[tuple[str, str]]:
        """Return who said what, in order."""
        bodies = [(entry.by, msgspec.json.decode(entry.body)) for entry in self.entries[topic]]
        return [(by, body["text"]) for by, body in bodies if body["kind"] == "chat"]

    def bodies(self, topic: str, kind: str) -> list[dict[str, Any]]:
        """Return the bodies of one kind in a log."""
        found = [msgspec.json.decode(entry.body) for entry in self.entries[topic]]
        return [body for body in found if body["kind"] == kind]

    def missed(self, topic: str) -> list[Missed]:
        return [event for event in self.told(Missed) if event.topic == topic]

    def answer(self, id: str) -> m.Ack | m.Nack | None:
        """Return the answer to a publish, None while there is none."""
        return next((one for one in self.events if getattr(one, "id", None) == id), None)  # type: ignore[return-value]

    async def answered(self, id: str) -> Any:
        """Wait for the answer to a publish."""
        return await self.until(lambda: self.answer(id))

    async def ended(self) -> int:
        """Wait until the hub closed the connection for good; return the code."""
        assert self._reading is not None
        async with asyncio.timeout(SECONDS):
            await asyncio.shield(self._reading)
        assert self.code is not None
        return self.code

    async def until(self, condition: Callable[..., Any], seconds: float = SECONDS) -> Any:
        """Wait until `condition()` is true after something arrived; return its value."""
        async with asyncio.timeout(seconds), self._news:
            while not (found := condition()):
                await self._news.wait()
        return found


@contextlib.asynccontextmanager
async def room_client(hub: HubProcess, token: str, **options: Any) -> AsyncIterator[RoomClient]:
    """Hold a connected client."""
    client = RoomClient(hub, token, **options)
    try:
        await client.connect()
        yield client
    finally:
        await client.stop()
