"""Durable: messages a second that are on disk before they are acknowledged, and how long it takes.

Beside the plain way (SQLite, one transaction a message, one file, the same settings) and beside
NATS JetStream that syncs before it answers. Each server remembers the identities of what it took.
Once more with a disk whose syncs take a millisecond, as disks do that have no battery (`slow_disk`;
JetStream is no C program, and cannot be given one).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from socket import socket
from statistics import quantiles
from typing import Final, NamedTuple, Protocol, Self

import msgspec

from bench.jetstream import JetStream, publication
from bench.publisher import dial, frame
from bench.publishers import WINDOW, Dialect, Voice, speak_for
from bench.result import Benchmark, Goal, Samples, at_least
from bench.rooms import PEERS
from bench.rounds import rounds
from bench.server import Server, free_port
from bench.slow_disk import slow_disk
from bench.tocsin import ROOM, Hub, headers
from tocsin_wire.ids import uuid7

SYNC_MS: Final = 1.0
SLOW: Final = ", slow disk"
SECONDS: Final = 3.0
ROUNDS: Final = 3
TEXT: Final = "x" * 200
FASTEST: Final = 60_000
"""Frames prepared for a second of all publishers: more than any server takes."""
TEN_TIMES: Final = 10


class Load(NamedTuple):
    """So many publishers, each with so many messages in flight."""

    publishers: int
    window: int

    def __str__(self) -> str:
        return f"{self.publishers} with {self.window} in flight"


SATURATING: Final = (Load(1, WINDOW), Load(10, WINDOW), Load(100, WINDOW))
LOADS: Final = (*SATURATING, Load(1, 1), Load(100, 1))


class Keeper(Protocol):
    """A running server that keeps messages."""

    name: str
    server: Server
    dialect: Dialect

    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...

    def connect(self) -> socket:
        """Return a connection that is ready to publish."""
        ...

    def frames(self, count: int) -> list[bytes]:
        """Return the bytes of so many publishes nobody made before."""
        ...


class Tocsin(Hub):
    dialect = Dialect(b'{"t":"ack"', b'{"t":"nack"')

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        flags = ("--connections-per-person", "1000", "--publish-rate", "1000000")
        super().__init__(*flags, environment=environment)
        self._token = self.admin()

    def connect(self) -> socket:
        return dial(self.port, "/ws", headers(self._token))

    def frames(self, count: int) -> list[bytes]:
        return frames_of_ours(count)


class OneCommit:
    """The plain way: a transaction a message."""

    name = "one commit a message"
    dialect = Tocsin.dialect

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tocsin-bench-naive-")
        self._port = free_port()
        path = Path(self._folder.name) / "room.db"
        command = [sys.executable, str(PEERS / "one_commit.py"), str(self._port), str(path)]
        self.server = Server(command, environment=environment)
        self.server.wait_for_port(self._port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.server.__exit__(*error)
        self._folder.cleanup()

    def connect(self) -> socket:
        return dial(self._port, "/")

    def frames(self, count: int) -> list[bytes]:
        return frames_of_ours(count)


class Nats(JetStream):
    name = "jetstream"
    dialect = Dialect(b'"stream":', b'"error":')

    def __init__(self) -> None:
        super().__init__()
        self._said = 0

    def frames(self, count: int) -> list[bytes]:
        self._said += count
        return [publication(TEXT, self._said - number) for number in range(count)]


def frames_of_ours(count: int) -> list[bytes]:
    """Return publishes as a link makes them."""
    body = {"kind": "chat", "text": TEXT}
    now, made = time.time_ns() // 1_000_000, []
    for _ in range(count):
        message = {"t": "pub", "topic": ROOM, "id": uuid7(now, os.urandom(10)), "body": body}
        made.append(frame(msgspec.json.encode(message).decode()))
    return made


class SlowTocsin(Tocsin):
    name = Hub.name + SLOW

    def __init__(self) -> None:
        super().__init__(slow_disk(SYNC_MS))


class SlowOneCommit(OneCommit):
    name = OneCommit.name + SLOW

    def __init__(self) -> None:
        super().__init__(slow_disk(SYNC_MS))


ON_SLOW: Final = (SlowTocsin.name, SlowOneCommit.name)
KEEPERS: tuple[Callable[[], Keeper], ...] = (Tocsin, OneCommit, Nats, SlowTocsin, SlowOneCommit)


def measure(samples: Samples, quick: bool) -> None:
    seconds = 1.0 if quick else SECONDS
    for make in rounds(KEEPERS, 1 if quick else ROUNDS):
        with make() as keeper:
            _speak(keeper, Load(10, WINDOW), 0.5)  # code and pages are warm
            for load in SATURATING if keeper.name.endswith(SLOW) else LOADS:
                _settle(keeper)
                samples.add(keeper.name, _speak(keeper, load, seconds))


def _settle(keeper: Keeper) -> None:
    """Say one message and wait for its answer: what the load before left to do is done."""
    with keeper.connect() as link:
        speak_for([Voice(link, keeper.frames(1), keeper.dialect)], 1)


def _speak(keeper: Keeper, load: Load, seconds: float) -> dict[str, float]:
    each = int(FASTEST * seconds) // load.publishers
    voices = [
        Voice(keeper.connect(), keeper.frames(each), keeper.dialect, load.window)
        for _ in range(load.publishers)
    ]
    try:
        before = keeper.server.cpu_s()
        timed = speak_for(voices, seconds)
        used = keeper.server.cpu_s() - before
    finally:
        for voice in voices:
            voice.socket.close()
    count = len(timed.latencies)
    if count == each * load.publishers:
        raise ValueError(f"{keeper.name} took all there was to say: prepare more")
    cuts = quantiles(timed.latencies, n=100)
    return {
        _rate(load): count / timed.seconds,
        f"p50 ms, {load}": cuts[49] * 1e3,
        f"p99 ms, {load}": cuts[98] * 1e3,
        f"CPU us a message, {load}": used / count * 1e6,
    }


def _rate(load: Load) -> str:
    return f"messages a second, {load}"


def goals(samples: Samples) -> list[Goal]:
    return [
        *(_times(samples, load, Hub.name, OneCommit.name, TEN_TIMES) for load in SATURATING),
        *(_times(samples, load, Hub.name, Nats.name, 1) for load in SATURATING),
        *(
            _times(samples, load, SlowTocsin.name, SlowOneCommit.name, TEN_TIMES)
            for load in SATURATING
        ),
    ]


def _times(samples: Samples, load: Load, ours: str, theirs: str, least: float) -> Goal:
    ratio = samples.median(ours, _rate(load)) / samples.median(theirs, _rate(load))
    return at_least(f"times {theirs}, {load}", ratio, least)


DURABLE = Benchmark("durable", "messages on disk before they are acknowledged", measure, goals)
