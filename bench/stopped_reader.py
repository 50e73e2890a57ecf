"""A stopped reader: one of a hundred sleeps (SIGSTOP) for 20 s while everybody talks.

The others must not notice, the hub must not grow, and the sleeper must have the present at once
when it wakes, and the log without a hole.
"""

from __future__ import annotations

import signal
import sys
import time

import msgspec

from bench.cores import LOAD_CORE
from bench.crowd import Crowd, Report, message
from bench.machines import Machines
from bench.publisher import Publisher
from bench.reader import Seen
from bench.result import Benchmark, Goal, Samples, at_most
from bench.server import Server
from bench.tocsin import Hub

READERS = 100
MESSAGES_A_SECOND = 100
SIZE = 4_000  # 8 MB in 20 s: more than a kernel's buffers and a log's tail in memory hold
BEFORE, STOPPED, AFTER = 8, 20, 8
TAIL = 17 * 1024 * 1024
CURRENT = "s to current state"
CAUGHT_UP = "s to log's head"
GROWTH = "RSS growth MB"
P99, BEFORE_P99 = "others' p99 ms", "others' p99 before ms"
HOLES, GAPS, CLOSED = "holes", "entries in gaps", "disconnected"


def measure(samples: Samples, quick: bool) -> None:
    stopped = 6 if quick else STOPPED
    for _ in range(1 if quick else 3):
        with (
            Hub() as hub,
            Machines(hub, 1, 0.1) as machines,
            Crowd(hub.port, hub.links(READERS - 1), hub.ready) as others,
            hub.publisher() as publisher,
            _reader(hub, machines.hosts[0]) as reader,
        ):
            others.open()
            _fill(hub, publisher)
            _talk(hub, publisher, BEFORE)
            others.reset()
            _talk(hub, publisher, BEFORE)
            before, memory = others.report(), hub.server.memory()["Rss"]
            others.reset()
            reader.process.send_signal(signal.SIGSTOP)
            _talk(hub, publisher, stopped)
            during, grown = others.report(), hub.server.memory()["Rss"] - memory
            woken = time.time_ns()
            reader.process.send_signal(signal.SIGCONT)
            _talk(hub, publisher, AFTER)
            time.sleep(1)
            seen = _seen(reader)
        _note(samples, before, during, grown, woken, seen)


def _reader(hub: Hub, host: str) -> Server:
    command = [sys.executable, "-m", "bench.reader", str(hub.port), hub.guest(), host]
    reader = Server(command, LOAD_CORE)
    reader.wait_for("ready")
    return reader


def _talk(hub: Hub, publisher: Publisher, seconds: int) -> None:
    began = time.monotonic()
    for number in range(seconds * MESSAGES_A_SECOND):
        time.sleep(max(0.0, began + number / MESSAGES_A_SECOND - time.monotonic()))
        publisher.send(hub.wrap([message(time.time_ns(), SIZE)]))


def _fill(hub: Hub, publisher: Publisher) -> None:
    """Say what the room's tail holds (16 MiB): from here on the log itself grows no more."""
    for _ in range(TAIL // SIZE // 50):
        publisher.send(hub.wrap([message(time.time_ns(), SIZE)] * 50))
        time.sleep(0.1)


def _seen(reader: Server) -> list[Seen]:
    lines = [line for line in reader.output().splitlines() if line.startswith("{")]
    return [msgspec.json.decode(line, type=Seen) for line in lines]


def _note(
    samples: Samples, before: Report, during: Report, grown: int, woken: int, seen: list[Seen]
) -> None:
    after = [one for one in seen if one.at_ns >= woken]
    fresh = [one.at_ns for one in after if one.now_ms * 1_000_000 >= woken]
    # The log is caught up when it shows what was said up to the wake-up.
    missed = (woken - max(one.at_ns for one in seen if one.at_ns < woken)) / 1e9
    target = max(one.seq for one in seen if one.at_ns < woken) + int(missed * MESSAGES_A_SECOND)
    caught = [one.at_ns for one in after if one.seq >= target]
    never = float("inf")
    samples.add(
        "tocsin",
        {
            "others' p50 before ms": before.p50_us / 1e3,
            "others' p50 ms": during.p50_us / 1e3,
            BEFORE_P99: before.p99_us / 1e3,
            P99: during.p99_us / 1e3,
            "others lost": during.lost,
            GROWTH: grown / 1e6,
            CURRENT: (min(fresh) - woken) / 1e9 if fresh else never,
            CAUGHT_UP: (min(caught) - woken) / 1e9 if caught else never,
            HOLES: sum(bool(one.hole) for one in seen),
            GAPS: sum(one.gap for one in seen),
            CLOSED: sum(bool(one.closed) for one in seen),
        },
    )


def goals(samples: Samples) -> list[Goal]:
    ratio = samples.median("tocsin", P99) / samples.median("tocsin", BEFORE_P99)
    return [
        at_most("others' p99 latency, times before", ratio, 1.25),
        at_most("growth of the hub, MB", samples.median("tocsin", GROWTH), 3),
        at_most("seconds to the current state", samples.median("tocsin", CURRENT), 1),
        at_most("holes in the log", max(samples.values("tocsin", HOLES)), 0),
        at_most("entries lost to the reader", max(samples.values("tocsin", GAPS)), 0),
        at_most("disconnections", max(samples.values("tocsin", CLOSED)), 0),
    ]


STOPPED_READER = Benchmark(
    "stopped_reader", f"one of {READERS} readers stopped for {STOPPED} s", measure, goals
)
