"""RecordingHub: a WebSocket server that speaks as a hub does and keeps what agents say."""

import asyncio
import functools
import json
import os
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Self

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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
from tocsin_wire.proofs import Presented, connect_statement, hub_statement, read_presented
from tocsin_wire.topics import Kind

WAIT_SECONDS = 20
HOST = "h1"
SEED = os.urandom(32)
"""The private key of the one host that is known."""
EPOCH = "e1"
AHEAD_MS = 3_600_000
"""This hub's clock is an hour ahead of the agent's."""


class _Connection(ServerConnection):
    """Also answers an agent's hello, which is a POST to the same port."""

    def __init__(self, greet: Callable[[dict[str, str]], dict[str, str]], *rest: Any, **more: Any):
        super().__init__(*rest, **more)
        self._greet = greet
        self._posted = b""

    def data_received(self, data: bytes) -> None:
        if not self._posted and not data.startswith(b"POST "):
            super().data_received(data)
            return
        self._posted += data
        head, _, body = self._posted.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        if len(body) == length:
            answer = json.dumps(self._greet(json.loads(body))).encode()
            ok = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer)
            self.transport.write(ok + answer)
            self.transport.close()


class RecordingHub:
    """`answers` false acknowledges nothing; `refuses` is the status every handshake gets."""

    def __init__(self) -> None:
        self.answers = True
        self.refuses: HTTPStatus | None = None
        self.calls_it = ""
        """What it calls the error it refuses with, if not by its usual name."""
        self.said: list[m.FromClient] = []
        self.connections: list[ServerConnection] = []
        self.inbox: list[m.Entry] = []
        self.codes: list[int | None] = []
        self.instance = "run-1"
        self._server: Server | None = None
        self._changed = asyncio.Event()
        self.port = 0
        self.key = Ed25519PrivateKey.generate()
        self.nonces: set[bytes] = set()
        self.counters: list[int] = []

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
            create_connection=functools.partial(_Connection, self.greet),  # type: ignore[arg-type]
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
        folder.store(Credentials(self.url, HOST, SEED.hex(), self.public.hex()))

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def greet(self, asked: dict[str, str]) -> dict[str, str]:
        """Answer an agent's hello."""
        nonce = os.urandom(32)
        self.nonces.add(nonce)
        theirs = bytes.fromhex(asked["nonce"])
        signature = self.key.sign(hub_statement(self.public, b"", asked["host"], theirs, nonce))
        return {
            "key": self.public.hex(),
            "authority": "",
            "nonce": nonce.hex(),
            "signature": signature.hex(),
        }

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
            name = "unauthorized" if self.refuses is HTTPStatus.UNAUTHORIZED else "no"
            return connection.respond(self.refuses, json.dumps({"name": self.calls_it or name}))
        if not self._is_proved(read_presented(request.headers["Authorization"])):
            return connection.respond(HTTPStatus.UNAUTHORIZED, '{"name":"unauthorized"}')
        return None

    def _is_proved(self, shown: Presented | None) -> bool:
        if shown is None or shown.host != HOST or shown.nonce not in self.nonces:
            return False
        self.nonces.remove(shown.nonce)
        self.counters.append(shown.counter)
        statement = connect_statement(self.public, shown.nonce, shown.host, shown.counter)
        try:
            Ed25519PrivateKey.from_private_bytes(SEED).public_key().verify(
                shown.signature, statement
            )
        except InvalidSignature:
            return False
        return True

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
