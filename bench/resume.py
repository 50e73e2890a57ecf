"""Resume: who comes back after a thousand missed messages, until the last of them is there.

From memory, from the disk (messages so long that the log's tail in memory holds a quarter of them),
and fifty at once, as when a hub was away. Each connects, is let in, and asks for what it missed.
"""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from socket import socket
from statistics import quantiles
from typing import Any, Final, NamedTuple

from bench.publisher import dial, frame
from bench.result import Benchmark, Goal, Samples, at_most
from bench.tocsin import ROOM, SUB_OK, Hub, headers, publication, subscription

MISSED: Final = 1_000
TIMES: Final = 200
CROWD: Final = 50
SHORT, LONG = 200, 4_000
IN_FLIGHT: Final = 100
MEMORY, DISK, MANY = "from memory", "from disk", f"from memory, {CROWD} at once"


class Missed(NamedTuple):
    """Where a reader stopped, and the last seq there is."""

    epoch: str
    after: int
    head: int


def measure(samples: Samples, quick: bool) -> None:
    times = 20 if quick else TIMES
    with Hub("--connections-per-person", "1000") as hub:
        token = hub.admin()
        short = _say(hub, token, SHORT)
        _add(samples, MEMORY, [_resume(hub, token, short) for _ in range(times)])
        took: list[float] = []
        for _ in range(max(2, times // CROWD)):
            took += _together(hub, token, short)
        _add(samples, MANY, took)
        long = _say(hub, token, LONG)
        _add(samples, DISK, [_resume(hub, token, long) for _ in range(times)])


def _add(samples: Samples, what: str, seconds: list[float]) -> None:
    cuts = quantiles(seconds, n=100)
    numbers = {f"p50 ms, {what}": cuts[49] * 1e3, f"p99 ms, {what}": cuts[98] * 1e3}
    samples.add(Hub.name, numbers)


def _say(hub: Hub, token: str, size: int) -> Missed:
    """Say a thousand messages; return where somebody stopped who had none of them."""
    body = {"kind": "chat", "text": "x" * size}
    with dial(hub.port, "/ws", headers(token)) as sock:
        sock.sendall(frame(subscription(ROOM, tail=0)))
        begun = _answer(sock)
        for _ in range(MISSED // IN_FLIGHT):
            sock.sendall(b"".join(frame(publication(ROOM, body)) for _ in range(IN_FLIGHT)))
            acks = 0
            while acks < IN_FLIGHT:
                acks += sock.recv(1 << 20).count(b'{"t":"ack"')
    return Missed(begun["epoch"], begun["after"], begun["after"] + MISSED)


def _answer(sock: socket) -> dict[str, Any]:
    """Return the hub's answer to the subscription."""
    text = b""
    while SUB_OK.encode() not in text or not text.endswith(b"}"):
        text += sock.recv(65_536)
    found = text[text.index(SUB_OK.encode()) :].decode()
    answer: dict[str, Any] = json.JSONDecoder().raw_decode(found)[0]
    return answer


def _resume(hub: Hub, token: str, missed: Missed) -> float:
    """Come back; return the seconds until the last missed message is there."""
    since = {"epoch": missed.epoch, "number": missed.after}
    last, seen = f'"seq":{missed.head},'.encode(), b""
    began = time.perf_counter()
    with dial(hub.port, "/ws", headers(token)) as sock:
        sock.sendall(frame(subscription(ROOM, since=since)))
        while last not in seen:
            data = sock.recv(1 << 20)
            if not data:
                raise ConnectionError("the hub has gone")
            seen = seen[-len(last) :] + data
        return time.perf_counter() - began


def _together(hub: Hub, token: str, missed: Missed) -> list[float]:
    """Let fifty come back at the same moment."""
    gate = threading.Barrier(CROWD)

    def one(_: int) -> float:
        gate.wait()
        return _resume(hub, token, missed)

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


def goals(samples: Samples) -> list[Goal]:
    return [
        at_most(f"ms, p99, {what}", samples.median(Hub.name, f"p99 ms, {what}"), 200)
        for what in (MEMORY, MANY, DISK)
    ]


RESUME = Benchmark("resume", f"{MISSED:,} missed messages", measure, goals)
