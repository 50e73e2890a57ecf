"""Real agents that may run a few commands, all on the load's core, and runs asked of them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self

from bench.cores import LOAD_CORE
from bench.server import Server
from bench.tocsin import PROGRAMS, Hub

POLICY: Final = '''
[command.late]
argv = ["/bin/sh", "-c", "sleep 0.3; exec date +%s%N"]

[command.steady]
argv = ["/usr/bin/python3", "-u", "-c", """
import time
for number in range(250):
    print('line', number)
    time.sleep(0.1)
"""]
timeout = "1m"

[command.endless]
argv = ["/usr/bin/yes"]
timeout = "5m"

[catalogue]
enable = ["uptime"]
'''
FINAL: Final = frozenset({"exited", "signaled", "timeout", "canceled", "denied", "expired", "lost"})
AT_ONCE: Final = 10
"""Agents started at the same time."""


class RealAgents:
    """So many `tocsin-agent` processes of one hub."""

    def __init__(self, hub: Hub, count: int) -> None:
        self.hub = hub
        self.admin = hub.admin()
        self._stack = ExitStack()
        self._folder = Path(
            self._stack.enter_context(tempfile.TemporaryDirectory(prefix="tocsin-bench-agents-"))
        )
        policy = self._folder / "policy.toml"
        policy.write_text(POLICY)
        policy.chmod(0o600)
        self.agents: list[Server] = []
        for number in range(count):
            self.agents.append(self._stack.enter_context(self._agent(number, policy)))
            if (number + 1) % AT_ONCE == 0 or number + 1 == count:
                self._wait_for(number + 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def _agent(self, number: int, policy: Path) -> Server:
        folder = self._folder / f"agent-{number}"
        command = [str(PROGRAMS / "tocsin-agent"), "run", "--hub", self.hub.url]
        command += ["--name", f"m-{number}", "--join-file", str(self.hub.code_file)]
        command += ["--data", str(folder), "--policy", str(policy)]
        return Server(command, LOAD_CORE)

    def _wait_for(self, count: int) -> None:
        end = time.monotonic() + 60
        while sum(host["status"] == "up" for host in self.hosts()) < count:
            if time.monotonic() > end:
                raise TimeoutError(f"not all {count} agents are up: {self.agents[-1].output()}")
            time.sleep(0.05)

    def hosts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.hub.ask("GET", "/api/hosts", token=self.admin)["hosts"]
        return found

    def memory(self) -> list[int]:
        """Return the bytes each agent holds, without what its commands hold."""
        return [_rss(agent.process.pid) for agent in self.agents]

    def run(self, hosts: Iterable[str], command: str, seconds: float = 30) -> str:
        """Ask for a run; return its identity."""
        body = {"hosts": list(hosts), "command": command, "timeout": seconds}
        id: str = self.hub.ask("POST", "/api/runs", body, token=self.admin)["id"]
        return id

    def states(self, run: str) -> list[str]:
        """Return how far each host has come; its output is not asked for."""
        listed = self.hub.ask("GET", "/api/runs?limit=200", token=self.admin)["runs"]
        (found,) = [one for one in listed if one["run"] == run]
        return [state for state, count in (found["states"] or {}).items() for _ in range(count)]

    def ended(self, runs: Iterable[str], within: float = 60.0) -> dict[str, list[str]]:
        """Wait until every run is over; return how it ended on its hosts."""
        end = time.monotonic() + within
        while True:
            found = {run: self.states(run) for run in runs}
            if all(found.values()):
                return found
            if time.monotonic() > end:
                raise TimeoutError(f"{sum(not one for one in found.values())} runs are not over")
            time.sleep(0.02)


def _rss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"no Rss of {pid}")
