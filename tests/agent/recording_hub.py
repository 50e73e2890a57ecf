"""RecordingHub: a WebSocket server that speaks as a hub does and keeps what agents say."""

import asyncio
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Self

import msgspec
from msgspec import Raw
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosedError
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from tocsin_agent.core.credentials import Credentials
from tocsin_agent.edge.datafolder import DataFolder
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Columns, Samples
from tocsin_wire.topics import Kind

WAIT_SECONDS = 20
HOST = "h1"
TOKEN = "the-token"
EPOCH = "e1"
AHEAD_MS = 3_600_000
"""This hub's clock is an hour ahead of the agent's."""


class RecordingHub:
    """`answers` false acknowledges nothing; `refuses` is the status every handshake gets."""

    def __init__(self) -> None:
        self.answers = True
        self.refuses: HTTPStatus | None = None
        self.said: list[m.FromClient] = []
        self.connections: list[ServerConnection] = []
        self.inbox: list[m.Entry] = []
        self.codes: list[int | None] = []
        self.instance = "run-1"
        self._server: Server | None = None
        self._changed = asyncio.Event()
        self.port = 0

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.vanish()

    async def listen(self) -> None:
        """Listen, on the same port as before if there was one."""
        self._server = await serve(
            self._serve, "127.0.0.1", self.port, process_request=self._admit,
            subprotocols=[Subprotocol("tocsin.v1")], compression=None, ping_interval=None,
        )  # fmt: skip
        self.port = self._server.sockets[0].getsockname()[1]

    async def vanish(self) -> None:
        """Cut every connection without a word and listen no more."""
        if self._server:
            for connection in self.connections:
                connection.transport.abort()
            self._server.close(close_connections=False)
            await self._server.wait_closed()
            self._server = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def now(self) -> int:
        return round(time.time() * 1000) + AHEAD_MS

    def enrol(self, folder: DataFolder) -> None:
        """Give an agent the credentials it would have joined with."""
        folder.store(Credentials(self.url, HOST, TOKEN))

    async def close_all(self, code: int) -> None:
        for connection in self.connections:
            await connection.close(code)

    async def ask(self, body: Any, *, at: int | None = None) -> None:
        """Append to the host's inbox."""
        seq = len(self.inbox) + 1
        entry = m.Entry(seq, str(seq), at or self.now, "@hub", Raw(codec.encode(body)))
        self.inbox.append(entry)
        await self.tell(m.LogFrame(f"host/{HOST}/inbox", [entry]))

    async def tell(self, message: m.Message) -> None:
        await self.connections[-1].send(codec.encode(message).decode())

    async def answer_all(self) -> None:
        """Acknowledge everything that was ever published."""
        self.answers = True
        for pub in self.pubs():
            await self.tell(self._ack(pub))

    async def until(self, condition: Callable[[], Any]) -> Any:
        """Wait until something an agent said makes `condition` true; return what it returned."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not (found := condition()):
                self._changed.clear()
                await self._changed.wait()
        return found

    # What was said.

    def pubs(self, topic: str = "") -> list[m.Pub]:
        return [said for said in self.said if isinstance(said, m.Pub) and topic in said.topic]

    def samples(self) -> list[Samples]:
        return [msgspec.json.decode(pub.body, type=Samples) for pub in self.pubs("/samples")]

    def rows(self, *, backlog: bool | None = None) -> list[list[float | None]]:
        return [
            row
            for samples in self.samples()
            if backlog in (None, samples.backlog)
            for row in samples.rows
        ]

    def state(self, part: str) -> dict[str, Any]:
        """Return what an agent put into host/<id>/<part>, as plain values."""
        found: dict[str, Any] = {}
        for said in self.said:
            if isinstance(said, m.Put) and said.topic == f"host/{HOST}/{part}":
                found.update({key: msgspec.json.decode(raw) for key, raw in said.set.items()})
                for key in said.removed:
                    found.pop(key, None)
        return found

    def lists(self) -> list[Columns]:
        """Return every column list that was put, in order."""
        return [
            msgspec.json.decode(said.set["columns"], type=Columns)
            for said in self.said
            if isinstance(said, m.Put) and "columns" in said.set
        ]

    # How it answers.

    async def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        if self.refuses:
            return connection.respond(self.refuses, "no\n")
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return connection.respond(HTTPStatus.UNAUTHORIZED, "no\n")
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        self.connections.append(connection)
        welcome = m.Welcome("0", "c", HOST, "agent", self.now, self.instance)
        await connection.send(codec.encode(welcome).decode())
        try:
            async for frame in connection:
                assert isinstance(frame, str)
                assert len(frame) < 64 * 1024
                await self._hear(connection, codec.decode_from_client(frame.encode()))
        except ConnectionClosedError:
            pass
        finally:
            self.codes.append(connection.close_code)
            self._changed.set()

    async def _hear(self, connection: ServerConnection, message: m.FromClient) -> None:
        self.said.append(message)
        self._changed.set()
        for answer in self._answers(message):
            await connection.send(codec.encode(answer).decode())

    def _answers(self, message: m.FromClient) -> list[m.Message]:
        match message:
            case m.Sub(topic=topic, since=since):
                after = since.number if since else 0
                head = len(self.inbox)
                kind, reason = Kind.LOG, "ok" if since else "fresh"
                ok = m.SubOk(topic, kind, EPOCH, 1, head, after, since is not None, reason)
                missed = self.inbox[after:]
                return [ok, m.LogFrame(topic, missed)] if missed else [ok]
            case m.Pub() if self.answers:
                return [self._ack(message)]
            case m.AskTime(sent=sent):
                return [m.TimeOk(sent, self.now)]
        return []

    def _ack(self, pub: m.Pub) -> m.Ack:
        return m.Ack(pub.id, pub.topic, 1, EPOCH, self.now)
