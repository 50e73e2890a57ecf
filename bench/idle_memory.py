"""Idle memory: what a connection that follows the room and says nothing costs the server."""

from __future__ import annotations

import time

from bench.crowd import Crowd
from bench.fanout import SERVERS
from bench.result import Benchmark, Goal, Samples, at_most
from bench.rounds import rounds

CONNECTIONS = 5_000
FIRST = 200
"""Connected before the first look: what a server builds once is no cost of a connection."""
RSS = "RSS KiB per connection"
SETTLE = 3.0


def measure(samples: Samples, quick: bool) -> None:
    count = 1_000 if quick else CONNECTIONS
    for server in rounds(SERVERS, 1 if quick else 3):
        with server() as room, Crowd(room.port, room.links(FIRST), room.ready) as first:
            first.open()
            time.sleep(SETTLE)
            before = room.server.memory()
            with Crowd(room.port, room.links(count - FIRST), room.ready) as rest:
                rest.open()
                time.sleep(SETTLE)
                after = room.server.memory()
                lost = first.report().lost + rest.report().lost
        if lost:
            raise ConnectionError(f"{room.name} lost {lost} idle connections")
        grown = {kind: (after[kind] - before[kind]) / 1024 / (count - FIRST) for kind in after}
        samples.add(
            room.name,
            {
                RSS: grown["Rss"],
                "PSS KiB per connection": grown["Pss"],
                "RSS MB in all": after["Rss"] / 1e6,
            },
        )


def goals(samples: Samples) -> list[Goal]:
    return [at_most("KiB per idle connection", samples.median("tocsin", RSS), 12)]


IDLE_MEMORY = Benchmark(
    "idle_memory", f"{CONNECTIONS:,} idle readers, growth of memory each", measure, goals
)
