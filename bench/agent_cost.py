"""Agent cost: what watching a machine once a second costs that machine.

All watchers run in the same minute. `tocsin watched` is an agent whose processes somebody looks at.
"""

from __future__ import annotations

import http.client
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.cores import LOAD_CORE
from bench.crowd import Crowd
from bench.result import Benchmark, Goal, Samples, at_most
from bench.server import Server, free_port
from bench.tocsin import PROGRAMS, SUB_OK, Hub, subscription

ROOT = Path(__file__).parent.parent
GLANCES = ROOT / ".venv-bench" / "bin" / "glances"
CPU = "CPU % of a core"
RSS = "RSS MB"
WARM_UP = 8


def measure(samples: Samples, quick: bool) -> None:
    seconds = 15 if quick else 60
    for _ in range(1 if quick else 3):
        with ExitStack() as stack:
            hub = stack.enter_context(Hub(core=LOAD_CORE))
            watchers = {
                "tocsin": stack.enter_context(_agent(hub, "quiet")),
                "tocsin watched": stack.enter_context(_agent(hub, "watched")),
                "node_exporter": stack.enter_context(_node_exporter()),
                "glances": stack.enter_context(_glances()),
            }
            follow = subscription("host/watched/processes")
            viewer = stack.enter_context(Crowd(hub.port, hub.links(1, follow), SUB_OK))
            time.sleep(WARM_UP)
            viewer.open()
            time.sleep(2)
            before = {who: one.cpu_s() for who, one in watchers.items()}
            began = time.monotonic()
            time.sleep(seconds)
            took = time.monotonic() - began
            for who, one in watchers.items():
                cpu = (one.cpu_s() - before[who]) / took * 100
                samples.add(who, {CPU: cpu, RSS: one.memory()["Rss"] / 1e6})
            rows = hub.ask("GET", "/api/hosts", token=hub.guest())["hosts"]
            if not all(len(host["recent"]["at"]) >= seconds * 0.9 for host in rows):
                raise RuntimeError("an agent did not send a row each second")


@contextmanager
def _agent(hub: Hub, name: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-agent-") as folder:
        command = [str(PROGRAMS / "tocsin-agent"), "run", "--hub", hub.url, "--name", name]
        command += ["--join-file", str(hub.code_file), "--data", folder, "--commands", "all"]
        with Server(command) as agent:
            yield agent


@contextmanager
def _node_exporter() -> Iterator[Server]:
    program = shutil.which("prometheus-node-exporter") or shutil.which("node_exporter")
    if not program:
        raise FileNotFoundError("node_exporter: install what scripts/debian-bench.txt lists")
    port = free_port()
    with Server([program, f"--web.listen-address=127.0.0.1:{port}"]) as server:
        server.wait_for_port(port)
        with _fetched(port, "/metrics"):
            yield server


@contextmanager
def _glances() -> Iterator[Server]:
    if not GLANCES.exists():
        raise FileNotFoundError("Glances: run `make bench`, which makes .venv-bench")
    port = free_port()
    command = [str(GLANCES), "-w", "-B", "127.0.0.1", "-p", str(port), "--time", "1"]
    command += ["--disable-check-update", "--disable-autodiscover", "--quiet"]
    with Server(command) as server:
        server.wait_for_port(port)
        with _fetched(port, "/api/4/all"):
            yield server


@contextmanager
def _fetched(port: int, path: str) -> Iterator[None]:
    """Fetch a page once a second over one connection, as a scraper does."""
    stopped = threading.Event()

    def fetch() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while not stopped.wait(1):
            link.request("GET", path)
            reply = link.getresponse()
            reply.read()
            if reply.status != 200:
                print(f"{path}: {reply.status}", file=sys.stderr)
        link.close()

    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    yield
    stopped.set()
    thread.join()


def goals(samples: Samples) -> list[Goal]:
    return [
        at_most("% of a core at 1 Hz", samples.median("tocsin", CPU), 0.3),
        at_most("MB", samples.median("tocsin", RSS), 32),
    ]


AGENT_COST = Benchmark("agent_cost", "a machine watched once a second", measure, goals)
