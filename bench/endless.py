"""Endless output: `yes` on ten agents for half a minute, and what everybody else feels of it."""

from __future__ import annotations

import time

from bench.crowd import Crowd, Report
from bench.fleet import NOW
from bench.real_agents import RealAgents
from bench.result import Benchmark, Goal, Samples, at_most
from bench.tocsin import SUB_OK, Hub, subscription

AGENTS = 10
VIEWERS = 10
SECONDS = 30
STALE = "staleness p99 ms"
GROWN = "an agent's RSS grew by MB, most"


def measure(samples: Samples, quick: bool) -> None:
    seconds = 8 if quick else SECONDS
    for _ in range(1 if quick else 3):
        with Hub() as hub, RealAgents(hub, AGENTS) as agents:
            fleet = hub.links(VIEWERS, subscription("hosts", every_ms=500))
            with Crowd(hub.port, fleet, SUB_OK, token=NOW, unit_ns=1_000_000) as viewers:
                viewers.open()
                time.sleep(5)
                quiet = _watched(viewers, seconds)
                before = agents.memory()
                run = agents.run(["all"], "endless", seconds)
                readers = hub.links(2, subscription(f"run/{run}"))
                with Crowd(hub.port, readers, SUB_OK) as output:
                    output.open()
                    cpu = hub.server.cpu_s()
                    busy = _watched(viewers, seconds)
                    cpu = hub.server.cpu_s() - cpu
                    after = agents.memory()
                    agents.ended([run])
                    read = output.report()
            if quiet.lost or busy.lost or read.lost:
                raise ConnectionError("a viewer was lost")
            _check(hub, agents, run)
            grown = max(now - then for then, now in zip(before, after, strict=True))
            samples.add("quiet", {STALE: quiet.p99_us / 1e3})
            samples.add(
                "endless",
                {
                    STALE: busy.p99_us / 1e3,
                    GROWN: grown / 1e6,
                    "hub CPU, % of a core": cpu / seconds * 100,
                    "MB to a viewer of the run": read.bytes / 2 / 1e6,
                },
            )


def _watched(viewers: Crowd, seconds: float) -> Report:
    viewers.reset()
    time.sleep(seconds)
    return viewers.report()


def _check(hub: Hub, agents: RealAgents, run: str) -> None:
    """Raise unless every host's output is a beginning, a skipped middle and an end."""
    view = hub.ask("GET", f"/api/runs/{run}", token=agents.admin)
    for host, part in view["hosts"].items():
        kinds = ["skipped" if "skipped" in one else "output" for one in part["output"]]
        if kinds.count("skipped") != 1 or kinds[0] != "output" or kinds[-1] != "output":
            raise RuntimeError(f"{host}: {kinds.count('skipped')} times skipped")
        if part["state"] != "timeout":
            raise RuntimeError(f"{host} is {part['state']}")


def goals(samples: Samples) -> list[Goal]:
    quiet, busy = (samples.median(name, STALE) for name in ("quiet", "endless"))
    return [
        at_most("an agent's growth, MB", samples.median("endless", GROWN), 8),
        at_most("staleness beside quiet", busy / quiet, 1.10),
    ]


ENDLESS = Benchmark("endless", f"`yes` on {AGENTS} agents for {SECONDS} s", measure, goals)
