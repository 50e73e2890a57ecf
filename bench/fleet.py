"""Fleet: a thousand machines at 1 Hz and twenty people who look at them, one core for the hub."""

from __future__ import annotations

import time

from bench.crowd import Crowd
from bench.machines import Machines
from bench.result import Benchmark, Goal, Samples, at_most
from bench.tocsin import ROOM, SUB_OK, Hub, subscription

AGENTS = 1_000
VIEWERS = 20
NOW = '/now":{"at":'
"""Before the time of a host's newest row in a frame of `hosts`."""
STALE = "staleness p99 ms"
LAG = "loop lag p99 ms"


def measure(samples: Samples, quick: bool) -> None:
    seconds = 10 if quick else 30
    for _ in range(1 if quick else 3):
        with Hub("--measure-loop") as hub, Machines(hub, AGENTS, 1.0) as machines:
            page = (
                subscription("hosts", every_ms=500),
                subscription("people"),
                subscription(ROOM, tail=200),
                subscription(f"host/{machines.hosts[0]}/samples", tail=300),
            )
            links = hub.links(VIEWERS, *page)
            with Crowd(hub.port, links, SUB_OK, len(page), token=NOW, unit_ns=1_000_000) as viewers:
                viewers.open()
                time.sleep(5)
                viewers.reset()
                hub.lag()
                cpu, load = hub.server.cpu_s(), machines.cpu_s()
                waited = hub.server.waited_s()
                time.sleep(seconds)
                seen, lag = viewers.report(), hub.lag()
                cpu, load = hub.server.cpu_s() - cpu, machines.cpu_s() - load
                waited = hub.server.waited_s() - waited
                memory = hub.server.memory()
            machines.stop()
        if seen.lost:
            raise ConnectionError(f"{seen.lost} viewers lost: {seen.fault}")
        samples.add(
            "tocsin",
            {
                "staleness p50 ms": seen.p50_us / 1e3,
                STALE: seen.p99_us / 1e3,
                "staleness max ms": seen.max_us / 1e3,
                "loop lag p50 ms": lag["p50"],
                LAG: lag["p99"],
                "loop lag max ms": lag["max"],
                "CPU % of a core": cpu / seconds * 100,
                "waited for the core, %": waited / seconds * 100,
                "RSS MB": memory["Rss"] / 1e6,
                "nows per s and viewer": seen.tokens / VIEWERS / seconds,
                "MB per s to viewers": seen.bytes / seconds / 1e6,
                "load's CPU %": (load + seen.cpu_us / 1e6) / seconds * 100,
            },
        )


def goals(samples: Samples) -> list[Goal]:
    return [
        at_most("p99 staleness, ms", samples.median("tocsin", STALE), 1_200),
        at_most("p99 loop lag, ms", samples.median("tocsin", LAG), 50),
    ]


FLEET = Benchmark(
    "fleet", f"{AGENTS:,} machines at 1 Hz, {VIEWERS} viewers, hub on one core", measure, goals
)
