"""A server under measurement: started on its core, looked at through /proc, ended by its pid."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from bench.cores import SERVER_CORE, pinned

TICK = os.sysconf("SC_CLK_TCK")
START_WITHIN = 20.0


def free_port() -> int:
    """Return a port nothing listens on now, for servers that cannot choose one and say so."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Server:
    """One server process and its children. Its output goes to a file that a fault quotes."""

    def __init__(
        self,
        command: Sequence[str],
        core: int | None = SERVER_CORE,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="tocsin-bench-")
        self.log = Path(self.folder.name) / "output"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                list(command) if core is None else pinned(core, command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,  # a group of its own: what it starts is ended with it
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def end(self) -> None:
        """End the process and what it started; one that is ended already stays so."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.folder.cleanup()

    def output(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def wait_for(self, text: str, within: float = START_WITHIN) -> str:
        """Return the first line of output that begins with `text`.

        Ends the server and raises TimeoutError when it does not come.
        """
        end = time.monotonic() + within
        while time.monotonic() < end and self.process.poll() is None:
            for line in self.output().splitlines(keepends=True):
                if line.startswith(text) and line.endswith("\n"):
                    return line.strip()
            time.sleep(0.002)
        said = self.output()[-2_000:]
        self.end()
        raise TimeoutError(f"no line {text!r} in:\n{said}")

    def wait_for_port(self, port: int, within: float = START_WITHIN) -> None:
        """Return once the server listens; ends it and raises TimeoutError when it does not."""
        end = time.monotonic() + within
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.005)
            else:
                return
        said = self.output()[-2_000:]
        self.end()
        raise TimeoutError(f"nothing listens on {port}: {said}")

    def pids(self) -> list[int]:
        """Return the process and all below it."""
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
        return found

    def cpu_s(self) -> float:
        """Return the seconds of processor used so far, user and system."""
        total = 0
        for pid in self.pids():
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            total += int(after_name[11]) + int(after_name[12])
        return total / TICK

    def waited_s(self) -> float:
        """Return the seconds the main thread was ready to run and its core was somebody else's.

        What others on the machine did to a latency, and no fault of the server.
        """
        fields = Path(f"/proc/{self.process.pid}/schedstat").read_text().split()
        return int(fields[1]) / 1e9

    def memory(self) -> dict[str, int]:
        """Return `Rss` and `Pss` in bytes."""
        total = {"Rss": 0, "Pss": 0}
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                name, _, rest = line.partition(":")
                if name in total:
                    total[name] += int(rest.split()[0]) * 1024
        return total
