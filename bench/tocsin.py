"""The hub as the measurements use it: a lab with guests, and machines that join by a code."""

from __future__ import annotations

import http.client
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.cores import SERVER_CORE
from bench.crowd import Link
from bench.identity import Hello, Identity, asked
from bench.publisher import Publisher
from bench.rooms import Room
from bench.server import Server
from tocsin_wire.ids import uuid7
from tocsin_wire.joincode import read_join_code
from tocsin_wire.messages import SUBPROTOCOL

PROGRAMS = Path(sys.executable).parent
LINKS_A_LOGIN = 16
SUB_OK = '{"t":"sub_ok"'
ROOM = "room/main"


class Hub(Room):
    """A running hub with an empty data folder, or with one that is there and stays."""

    name = "tocsin"
    ready = SUB_OK

    def __init__(
        self,
        *flags: str,
        core: int | None = SERVER_CORE,
        data: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.data = tempfile.TemporaryDirectory(prefix="tocsin-bench-hub-")
        self.code_file = Path(self.data.name) / "join-code"
        self.logins = 0
        command = [str(PROGRAMS / "tocsin-hub"), "serve", "--listen", "127.0.0.1:0", "--lab"]
        # All come from this machine.
        command += ["--guests-per-address", "100000", "--connections-per-address", "100000"]
        command += ["--connections", "100000", "--upgrades-per-address", "1000000"]
        command += ["--inbound-kib", "1048576"]
        command += [
            "--data",
            str(data or self.data.name),
            "--join-code-file",
            str(self.code_file),
            *flags,
        ]
        self.server = Server(command, core, environment)
        try:
            self.url = self.server.wait_for("ready ").split()[1]
            self.key = self.server.wait_for("open ").strip().partition("#k=")[2]
        except TimeoutError:
            self.data.cleanup()
            raise
        self.port = int(self.url.rpartition(":")[2])

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self.data.cleanup()

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """Send one request; return its JSON. Raises ConnectionError when it is refused."""
        text, _ = self._request(method, path, body, token)
        return json.loads(text) if text else None

    def _request(self, method: str, path: str, body: Any, token: str = "") -> tuple[bytes, str]:
        """Return the answer's body and the cookie it set."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        link.request(method, path, None if body is None else json.dumps(body), headers)
        reply = link.getresponse()
        text = reply.read()
        link.close()
        if reply.status >= 400:
            raise ConnectionError(f"{method} {path}: {reply.status} {text[:300]!r}")
        return text, reply.getheader("Set-Cookie", "")

    def guest(self) -> str:
        """Return the token of a guest nobody was before."""
        self.logins += 1
        token: str = self.ask("POST", "/api/session", {"login": f"guest{self.logins}"})["token"]
        return token

    def machine(self, name: str) -> tuple[str, str]:
        """Return what a machine that has joined is called, and its private key in hexadecimal."""
        code = read_join_code(self.code_file.read_text("utf-8"))
        assert code is not None, "the hub writes join codes"
        identity = Identity()
        answer, _ = self._request("POST", "/api/agents/hello", asked())
        joined = self.ask("POST", "/api/join", identity.join(Hello.read(answer), code.secret, name))
        return joined["host"], identity.seed.hex()

    def lag(self) -> dict[str, float]:
        """Return how late the event loop was since the last call (ms); needs --measure-loop."""
        lag: dict[str, float] = self.ask("GET", "/api/loop")["lag_ms"]
        return lag

    def links(self, count: int, *frames: str) -> list[Link]:
        """Return readers, 16 to a login; without `frames` they follow the main room from now on."""
        tokens = [self.guest() for _ in range(-(-count // LINKS_A_LOGIN))]
        sends = frames or (subscription(ROOM, tail=0),)
        return [Link("/ws", headers(tokens[i // LINKS_A_LOGIN]), sends) for i in range(count)]

    def admin(self) -> str:
        """Return the token of the admin; once, as the key of the first start is used up."""
        _, cookie = self._request("POST", "/api/setup", {"key": self.key, "login": "admin"})
        return cookie.partition("=")[2].partition(";")[0]

    def publisher(self) -> Publisher:
        """Return an admin: a guest may not speak as fast as a burst does."""
        return Publisher(self.port, "/ws", headers(self.admin()))

    def wrap(self, texts: Sequence[str]) -> list[str]:
        return [publication(ROOM, {"kind": "chat", "text": text}) for text in texts]


def headers(token: str) -> tuple[str, ...]:
    return (f"Authorization: Bearer {token}", f"Sec-WebSocket-Protocol: {SUBPROTOCOL}")


def subscription(topic: str, **more: Any) -> str:
    return msgspec.json.encode({"t": "sub", "topic": topic, **more}).decode()


def publication(topic: str, body: Any) -> str:
    number = uuid7(time.time_ns() // 1_000_000, os.urandom(10))
    return msgspec.json.encode({"t": "pub", "topic": topic, "id": number, "body": body}).decode()
