"""Log-ins: fifty at once, each of which costs a hash of 64 MiB; the room must not notice."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from bench.result import Benchmark, Goal, Samples, at_most
from bench.tocsin import Hub

AT_ONCE = 50
QUIET = 3.0
PASSWORD = "correct horse battery"
TOOK, LAG, GROWTH = "s for fifty", "loop lag max ms", "RSS growth MB"


def measure(samples: Samples, quick: bool) -> None:
    for _ in range(1 if quick else 5):
        with Hub("--measure-loop", core=None) as hub:
            hub.ask("POST", "/api/setup", {"key": hub.key, "login": "ann", "password": PASSWORD})
            _lag(hub)
            time.sleep(QUIET)
            quiet, memory = _lag(hub), hub.server.memory()["Rss"]
            took = _log_in(hub)
            lag, grown = _lag(hub), (hub.server.memory()["Rss"] - memory) / 1e6
        samples.add("nobody", {LAG: quiet})
        samples.add("fifty", {LAG: lag, TOOK: took, GROWTH: grown})


def _lag(hub: Hub) -> float:
    """Return how late the loop was at most since the last look (ms)."""
    return float(hub.ask("GET", "/api/loop")["lag_ms"]["max"])


def _log_in(hub: Hub) -> float:
    """Log in by many threads at once; return the seconds until the last was in."""
    body = {"login": "ann", "password": PASSWORD}
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for one in [threads.submit(hub.ask, "POST", "/api/login", body) for _ in range(AT_ONCE)]:
            one.result()
    return time.monotonic() - began


def goals(samples: Samples) -> list[Goal]:
    return [
        at_most("loop lag while fifty log in, ms", samples.median("fifty", LAG), 50),
        at_most("memory kept after that, MB", samples.median("fifty", GROWTH), 16),
    ]


LOGINS = Benchmark("logins", "fifty people log in at once", measure, goals)
