"""Machines: simulated agents that have joined a hub, as one process on the load's core."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Final

import msgspec

from bench.cores import LOAD_CORE
from bench.server import Server
from bench.tocsin import Hub

WAITING: Final = 97
"""Rows of one machine that may wait for the end of their minute and the hub's disk."""


class Outcome(msgspec.Struct, frozen=True):
    sent: int
    acked: int
    refused: int
    fault: str


class Machines(Server):
    """`count` agents of `hub`, each publishing once in `interval` seconds.

    Each has told a row of each of the `past` minutes before.
    """

    def __init__(self, hub: Hub, count: int, interval: float, past: int = 0) -> None:
        joined = [hub.machine(f"bench-{number:04}") for number in range(count)]
        self.hosts = [host for host, _ in joined]
        keys = Path(hub.data.name) / "bench-keys"
        keys.write_text("".join(f"{host} {seed}\n" for host, seed in joined), "utf-8")
        command = [sys.executable, "-m", "bench.agents", str(hub.port), str(keys), str(interval)]
        command.append(str(past))
        super().__init__(command, LOAD_CORE)
        self.wait_for("ready", 60 + past)

    def stop(self) -> Outcome:
        """Stop publishing; raise ConnectionError unless rows were acknowledged in time."""
        self.process.send_signal(signal.SIGTERM)
        outcome = msgspec.json.decode(self.wait_for("done ").partition(" ")[2], type=Outcome)
        if outcome.refused or outcome.sent - outcome.acked > WAITING * len(self.hosts):
            raise ConnectionError(f"of {outcome.sent} rows: {outcome}")
        return outcome
