"""Start: from the command to the first answer, beside the least that uvicorn can serve."""

from __future__ import annotations

import http.client
import sys
import time
from pathlib import Path

from bench.result import Benchmark, Goal, Samples, at_most
from bench.rounds import rounds
from bench.server import Server, free_port
from bench.tocsin import Hub

READY = "s to ready"
PEER = Path(__file__).parent / "peers" / "hello.py"


def measure(samples: Samples, quick: bool) -> None:
    for time_one in rounds((_hub, _hello), 2 if quick else 7):
        time_one(samples)


def _hub(samples: Samples) -> None:
    began = time.monotonic()
    with Hub() as hub:
        took = time.monotonic() - began
        samples.add("tocsin", {READY: took, "CPU s": hub.server.cpu_s()})


def _hello(samples: Samples) -> None:
    port = free_port()
    began = time.monotonic()
    with Server([sys.executable, str(PEER), str(port)]) as server:
        server.wait_for_port(port)
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        link.request("GET", "/")
        link.getresponse().read()
        took = time.monotonic() - began
        link.close()
        samples.add("uvicorn", {READY: took, "CPU s": server.cpu_s()})


def goals(samples: Samples) -> list[Goal]:
    return [at_most("seconds to ready", samples.median("tocsin", READY), 1.0)]


START = Benchmark("start", "from the command to ready, with an empty folder", measure, goals)
