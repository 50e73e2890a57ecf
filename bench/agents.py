"""Simulated agents: `python -m bench.agents PORT KEYS INTERVAL PAST`, many in one process.

Each does what an agent does: says hello, puts its columns, follows its inbox, publishes a row each
interval and takes the ack. Before that it tells a row of each of the PAST minutes, as backlog. KEYS
is a file of `host seed` lines. Prints `ready` once all are in,
and what it sent and got back when it is told to stop (SIGTERM).
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import uvloop

from bench.identity import Hello, Identity, asked
from bench.publisher import MASK, frame
from bench.tocsin import subscription
from tocsin_wire.bodies import Column, Columns
from tocsin_wire.ids import uuid7
from tocsin_wire.messages import SUBPROTOCOL

WIDTH = 85
VARIANTS = 64
AT_ONCE = 16
TICK = 0.005
MINUTE = 60_000  # ms
PAST_ROWS = 80  # in one message: a frame here is below 64 KiB


def columns(interval: float) -> Columns:
    """Return what a machine with eight cores, four filesystems and five interfaces shows."""
    single = ["cpu.utilization", "memory.utilization", "paging.utilization", "uptime"]
    names = [Column(f"system.{name}", "1") for name in single]
    names += [Column(f"system.cpu.load_average.{minutes}m", "1") for minutes in (1, 5, 15)]
    for mount in ("/", "/boot", "/home", "/srv"):
        at = {"system.filesystem.mountpoint": mount}
        names += [Column("system.filesystem.utilization", "1", at)]
    for interface in ("eth0", "eth1", "eth2", "docker0", "lo"):
        for way in ("receive", "transmit"):
            at = {"network.interface.name": interface, "network.io.direction": way}
            names += [Column("system.network.io", "By/s", at)]
    for number in range(WIDTH - len(names)):
        at = {"cpu.logical_number": str(number // 8), "cpu.mode": f"mode{number % 8}"}
        names.append(Column("system.cpu.utilization", "1", at))
    return Columns("bench", round(interval * 1000), names)


class Agent(asyncio.Protocol):
    """One agent's connection."""

    def __init__(self, host: str, authorization: str, port: int, interval: float) -> None:
        self.host = host
        self.greeting = _greeting(authorization, port, host, interval)
        self.topic = f"host/{host}/samples"
        self.transport: asyncio.Transport | None = None
        self.buffer = bytearray()
        self.opened = asyncio.get_running_loop().create_future()
        self.rows = random.Random(host).choices(_rows(), k=VARIANTS)
        self.sent = self.acked = self.refused = 0
        self.fault = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's derives from another class
        self._write(self.greeting[0])

    def connection_lost(self, exc: Exception | None) -> None:
        self.fault = self.fault or f"lost: {exc}"
        self.transport = None
        if not self.opened.done():
            self.opened.set_result(None)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.opened.done():
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:20]:
                self.fault = bytes(head[:80]).decode("latin-1")
                return
            self.buffer = rest
            self._write(self.greeting[1])
            self.opened.set_result(None)
        for opcode, payload in _frames(self.buffer):
            if opcode == 9:
                self._write(bytes([0x8A, 0x80 | len(payload)]) + MASK + payload)
            elif payload.startswith(b'{"t":"ack"'):
                self.acked += 1
            elif payload.startswith((b'{"t":"nack"', b'{"t":"error"')):
                self.refused += 1
                self.fault = self.fault or payload[:200].decode()

    def publish(self) -> None:
        self._publish([_now()])

    def remember(self, minutes: int) -> None:
        """Tell the rows of the minutes before now, one each."""
        now = _now()
        past = [now - MINUTE * ago for ago in range(minutes, 0, -1)]
        for begin in range(0, minutes, PAST_ROWS):
            self._publish(past[begin : begin + PAST_ROWS], ',"backlog":true')

    def _publish(self, moments: list[int], more: str = "") -> None:
        rows = ",".join(f"[{at},{self.rows[at % VARIANTS]}]" for at in moments)
        self._write(
            frame(
                f'{{"t":"pub","topic":"{self.topic}","id":"{uuid7(_now(), os.urandom(10))}",'
                f'"body":{{"kind":"rows","columns":"bench","rows":[{rows}]{more}}}}}'
            )
        )
        self.sent += 1

    def _write(self, data: bytes) -> None:
        if self.transport:
            self.transport.write(data)


def _now() -> int:
    return time.time_ns() // 1_000_000


def _greeting(authorization: str, port: int, host: str, interval: float) -> tuple[bytes, bytes]:
    lines = [
        "GET /ws HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Authorization: {authorization}",
        f"Sec-WebSocket-Protocol: {SUBPROTOCOL}",
    ]
    put = {"t": "put", "topic": f"host/{host}/stats", "set": {"columns": columns(interval)}}
    hello = {"t": "hello", "client": "bench", "version": "0", "instance": host}
    texts = [
        msgspec.json.encode(hello).decode(),
        msgspec.json.encode(put).decode(),
        subscription(f"host/{host}/inbox"),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode(), b"".join(map(frame, texts))


def _rows() -> list[str]:
    """Return rows without their time, encoded: numbers as long as real ones are."""
    chance = random.Random(1)
    rows = []
    for _ in range(VARIANTS):
        row = [round(chance.random(), 4) for _ in range(WIDTH)]
        rows.append(msgspec.json.encode(row).decode()[1:-1])
    return rows


def _frames(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take whole frames (RFC 6455 section 5.2, a server's: unmasked) out of `buffer`."""
    while len(buffer) >= 2:
        size, at = buffer[1] & 0x7F, 2
        if size >= 126:
            at = 4 if size == 126 else 10
            size = int.from_bytes(buffer[2:at], "big")
        if len(buffer) < at + size:
            return
        opcode, payload = buffer[0] & 0x0F, bytes(buffer[at : at + size])
        del buffer[: at + size]
        yield opcode, payload


async def main(port: int, lines: list[list[str]], interval: float, past: int) -> None:
    loop = asyncio.get_running_loop()
    gate = asyncio.Semaphore(AT_ONCE)

    async def enter(host: str, seed: str) -> Agent:
        async with gate:
            identity = Identity(bytes.fromhex(seed))
            authorization = identity.authorization(await _hello(port, host), host, 1)
            agent = Agent(host, authorization, port, interval)
            await loop.create_connection(lambda: agent, "127.0.0.1", port)
            await agent.opened
            agent.remember(past)
        return agent

    agents = await asyncio.gather(*(enter(host, seed) for host, seed in lines))
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    print("ready", len(agents), flush=True)
    await _publish(agents, interval, stopped)
    await asyncio.sleep(0.5)
    total = {
        name: sum(getattr(agent, name) for agent in agents) for name in ("sent", "acked", "refused")
    }
    fault = next((agent.fault for agent in agents if agent.fault), "")
    print("done", msgspec.json.encode({**total, "fault": fault}).decode(), flush=True)


async def _hello(port: int, host: str) -> Hello:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = msgspec.json.encode(asked(host))
    lines = [
        "POST /api/agents/hello HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
    answer = await reader.read()
    writer.close()
    return Hello.read(answer.partition(b"\r\n\r\n")[2])


async def _publish(agents: list[Agent], interval: float, stopped: asyncio.Event) -> None:
    """Publish a row of each agent once an interval, spread evenly over it."""
    loop = asyncio.get_running_loop()
    began, sent = loop.time(), 0
    while not stopped.is_set():
        due = int((loop.time() - began) / interval * len(agents))
        while sent < due:
            agents[sent % len(agents)].publish()
            sent += 1
        await asyncio.sleep(TICK)


if __name__ == "__main__":
    joined = [line.split() for line in Path(sys.argv[2]).read_text("utf-8").splitlines()]
    uvloop.run(main(int(sys.argv[1]), joined, float(sys.argv[3]), int(sys.argv[4])))
