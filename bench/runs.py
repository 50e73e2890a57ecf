"""Runs: how soon a first line is seen, and a hundred agents that run something at once."""

from __future__ import annotations

import json
import time
from socket import socket
from statistics import median, quantiles

from bench.publisher import dial, frame
from bench.real_agents import RealAgents
from bench.result import Benchmark, Goal, Samples, at_most
from bench.tocsin import Hub, headers, subscription

AGENTS = 100
LINES = 50
FIRST_P50, FIRST_P99 = "first line p50 ms", "first line p99 ms"
HUB_CPU = "hub CPU, % of a core, while 100 run"


def measure(samples: Samples, quick: bool) -> None:
    with Hub("--connections-per-person", "1000") as hub, RealAgents(hub, AGENTS) as agents:
        late = [_first_line(agents) for _ in range(10 if quick else LINES)]
        samples.add(
            "tocsin",
            {FIRST_P50: median(late) * 1e3, FIRST_P99: quantiles(late, n=100)[98] * 1e3},
        )
        for _ in range(1 if quick else 3):
            _all_at_once(samples, agents)


def _first_line(agents: RealAgents) -> float:
    """Return the seconds from when a command printed a line to when a viewer had it."""
    with dial(agents.hub.port, "/ws", headers(agents.hub.guest())) as viewer:
        run = agents.run(["m-0"], "late")
        viewer.sendall(frame(subscription(f"run/{run}")))
        printed = _printed(viewer)
        seen = time.time_ns()
    agents.ended([run])
    return (seen - printed) / 1e9


def _printed(viewer: socket) -> int:
    """Wait for the line; return the time it tells (ns since 1970)."""
    text = b""
    while b'"stream":"out"' not in text:
        text += viewer.recv(65_536)
    mark = b'"text":"'
    start = text.index(mark) + len(mark)
    return int(text[start : start + 19])


def _all_at_once(samples: Samples, agents: RealAgents) -> None:
    """Ask a hundred agents for one run each, and then all of them for one."""
    each = _took(agents, [[f"m-{number}"] for number in range(AGENTS)])
    one = _took(agents, [["all"]])
    samples.add(
        "tocsin",
        {
            "100 runs of one host, all over after s": each[0],
            HUB_CPU: each[1],
            "one run of 100 hosts, over after s": one[0],
            "hub CPU, % of a core, for that": one[1],
        },
    )


def _took(agents: RealAgents, asked: list[list[str]]) -> tuple[float, float]:
    """Return the seconds until all of it is over, and the hub's load meanwhile."""
    cpu, began = agents.hub.server.cpu_s(), time.monotonic()
    runs = [agents.run(hosts, "uptime") for hosts in asked]
    ends = agents.ended(runs)
    took = time.monotonic() - began
    cpu = agents.hub.server.cpu_s() - cpu
    if any(set(states) != {"exited"} for states in ends.values()):
        raise RuntimeError(f"not every host ran it: {json.dumps(ends)[:300]}")
    return took, cpu / took * 100


def goals(samples: Samples) -> list[Goal]:
    return [
        at_most("p50 of the first line, ms", samples.median("tocsin", FIRST_P50), 50),
        at_most("the hub's cores, %", samples.median("tocsin", HUB_CPU), 100),
    ]


RUNS = Benchmark("runs", f"runs on {AGENTS} real agents", measure, goals)
