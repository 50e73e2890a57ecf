"""Fan-out: one speaks, many hear it. Paced like a conversation, and in one burst."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.crowd import Crowd, Report, message
from bench.publisher import Publisher
from bench.result import Benchmark, Goal, Samples, at_least, at_most
from bench.rooms import Broadcast, Nchan, NodeWs, Room
from bench.rounds import rounds
from bench.tocsin import Hub

SERVERS: tuple[Callable[[], Room], ...] = (Hub, Nchan, Broadcast, NodeWs)
ROUNDS = 3
PACED_READERS = 1_000
PACED_A_SECOND = 20
BURST_READERS = 500
BURST_MESSAGES = 400
CPU = "CPU us per delivery"
RATE = "deliveries per s"


def measure_paced(samples: Samples, quick: bool) -> None:
    seconds = 4 if quick else 12
    for server in rounds(SERVERS, 1 if quick else ROUNDS):
        with server() as room, _crowd(room, PACED_READERS) as crowd, room.publisher() as publisher:
            _settle()
            idle = _cpu_a_second(room, 2)
            crowd.reset()
            before, began = room.server.cpu_s(), time.monotonic()
            _speak(room, publisher, seconds)
            report = _all(crowd.expect(seconds * PACED_A_SECOND))
            took = time.monotonic() - began
            used = room.server.cpu_s() - before - idle * took
        samples.add(
            room.name,
            {
                CPU: used / report.tokens * 1e6,
                "p50 ms": report.p50_us / 1e3,
                "p99 ms": report.p99_us / 1e3,
                "load's own us": report.cpu_us / report.tokens,
            },
        )


def measure_burst(samples: Samples, quick: bool) -> None:
    for server in rounds(SERVERS, 1 if quick else ROUNDS):
        with server() as room, _crowd(room, BURST_READERS) as crowd, room.publisher() as publisher:
            _settle()
            for warm in (True, False, False):
                crowd.reset()
                before, began = room.server.cpu_s(), time.time_ns()
                publisher.send(room.wrap([message(began)] * BURST_MESSAGES))
                report = _all(crowd.expect(BURST_MESSAGES))
                used = room.server.cpu_s() - before
                if not warm:
                    samples.add(
                        room.name,
                        {
                            RATE: report.tokens / (report.last_ns - began) * 1e9,
                            CPU: used / report.tokens * 1e6,
                            "load's own us": report.cpu_us / report.tokens,
                        },
                    )


def goals_paced(samples: Samples) -> list[Goal]:
    ours = samples.median("tocsin", CPU)
    return [
        at_most("CPU per delivery, share of nchan's", ours / samples.median("nchan", CPU), 1.0),
        at_most("... of websockets'", ours / samples.median("websockets", CPU), 0.5),
    ]


def goals_burst(samples: Samples) -> list[Goal]:
    ratio = samples.median("tocsin", RATE) / samples.median("nchan", RATE)
    return [at_least("deliveries a second, times nchan's", ratio, 10)]


def _crowd(room: Room, readers: int) -> Crowd:
    crowd = Crowd(room.port, room.links(readers), room.ready)
    crowd.open()
    return crowd


def _settle() -> None:
    time.sleep(1)  # what opening a thousand connections left behind: timers, collections


def _cpu_a_second(room: Room, seconds: float) -> float:
    before = room.server.cpu_s()
    time.sleep(seconds)
    return (room.server.cpu_s() - before) / seconds


def _speak(room: Room, publisher: Publisher, seconds: int) -> None:
    began = time.monotonic()
    for number in range(seconds * PACED_A_SECOND):
        time.sleep(max(0.0, began + number / PACED_A_SECOND - time.monotonic()))
        publisher.send(room.wrap([message(time.time_ns())]))


def _all(report: Report) -> Report:
    """Raise unless everybody got everything: a fast server that loses messages is not fast."""
    if report.lost or report.least != report.most:
        raise ConnectionError(
            f"lost {report.lost} ({report.fault}), {report.least} to {report.most} messages each"
        )
    return report


PACED = Benchmark(
    "fanout_paced",
    f"{PACED_READERS} readers, {PACED_A_SECOND} messages of 200 bytes a second",
    measure_paced,
    goals_paced,
)
BURST = Benchmark(
    "fanout_burst",
    f"{BURST_READERS} readers, {BURST_MESSAGES} messages of 200 bytes at once",
    measure_burst,
    goals_burst,
)
