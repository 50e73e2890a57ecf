"""HubProcess: a real `tocsin-hub serve` on a free port, with a data folder of its own."""

import json
import os
import re
import select
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

PROGRAM = Path(sys.executable).with_name("tocsin-hub")
START_SECONDS = 20
STOP_SECONDS = 15
UNCLEAN = "the hub was not stopped properly; what it had acknowledged is here"
EXPECTED = {
    "Invalid HTTP request received.",
    "Unsupported upgrade request.",
    "a host's name was taken",
    "a host was removed",
}
"""What the hub may say of what others send."""


class Finished(NamedTuple):
    """How a program that does not stay ended."""

    code: int
    stdout: str
    stderr: str


class HubProcess:
    """A running hub. Its stderr goes into a file, so that nobody has to read it meanwhile."""

    program: Sequence[str] = (str(PROGRAM),)

    def __init__(self, data: Path, *options: str, open_files: int = 0) -> None:
        """`open_files` is how many it may have, 0 as many as this process."""
        self.data = data
        self.open_files = open_files
        self.options = options
        self.log = data.with_name(f"{data.name}.stderr")
        self.expected = set(EXPECTED)
        self.trusted = data / "tls" / "ca.pem"
        self.source: tuple[str, int] | None = None
        """From which address tests come; None leaves it to the kernel."""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, port: int = 0) -> Self:
        """Start and wait until it listens. Raises AssertionError when it ends before that."""
        command = [*self.program, "serve", "--data", str(self.data)]
        if "--listen" not in self.options:
            command += ["--listen", f"127.0.0.1:{port}"]
        if self.open_files:
            command = ["sh", "-c", 'ulimit -n "$0" && exec "$@"', str(self.open_files), *command]
        # Everybody in a test comes from one address; a test of that bound gives its own.
        environment = {"TOCSIN_GUESTS_PER_ADDRESS": "100000", **os.environ}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *self.options],
                stdout=subprocess.PIPE,
                stderr=log,
                bufsize=0,
                env=environment,
            )
        self.url = self._line("ready ")
        self.setup_url = self._line("open ")
        return self

    def _line(self, prefix: str) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        deadline = time.monotonic() + START_SECONDS
        ready, _, _ = select.select([self._process.stdout], [], [], deadline - time.monotonic())
        line = self._process.stdout.readline().decode() if ready else ""
        assert line.startswith(prefix), f"{line!r} where {prefix!r} was due: {self.stderr}"
        return line.removeprefix(prefix).strip()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def port(self) -> int:
        port = urlsplit(self.url).port
        assert port is not None
        return port

    @property
    def tls(self) -> ssl.SSLContext | None:
        """How to speak with it; None in plain. What is trusted is its own authority alone."""
        if not self.url.startswith("https"):
            return None
        return ssl.create_default_context(cafile=str(self.trusted))

    @property
    def cookie_name(self) -> str:
        """What the session's cookie is called."""
        return f"{'__Host-' if self.url.startswith('https') else ''}tocsin-{self.port}"

    @property
    def authority(self) -> str:
        """`host:port`, as in the Host header."""
        return urlsplit(self.url).netloc

    @property
    def setup_key(self) -> str:
        return self.setup_url.partition("#k=")[2]

    @property
    def control_token(self) -> str:
        """What `tocsin-hub open` proves itself by."""
        token = json.loads((self.data / "control.json").read_text())["token"]
        assert isinstance(token, str)
        return token

    @property
    def stderr(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @property
    def memory(self) -> int:
        """Return the resident bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found, status
        return int(found[1]) * 1024

    @property
    def descriptors(self) -> int:
        """Return how many it has open."""
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self) -> int:
        """Wait for its end by itself; return the exit code."""
        assert self._process is not None
        code = self._process.wait(STOP_SECONDS)
        self._release()
        return code

    def stop(self) -> None:
        """End it by TERM. It must end well, and have had nothing to complain of."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            self._release()
        assert code == 0, self.stderr
        self.assert_quiet()

    def kill(self) -> None:
        """End it by KILL, as a power cut of the process would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._release()
        self.expected = self.expected | {UNCLEAN}

    def _release(self) -> None:
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def restart(self) -> None:
        """Stop and start again at the same port with the same data."""
        port = self.port
        self.stop()
        self.start(port)

    def told(self, event: str) -> list[dict[str, Any]]:
        """Return the lines of its log about one kind of event."""
        return [line for line in self._lines if line["event"] == event]

    def assert_quiet(self) -> None:
        """Nothing went wrong inside: no traceback, no error, nothing never retrieved."""
        told = [line for line in self._lines if line["level"] != "info"]
        surprises = [line for line in told if line["event"] not in self.expected]
        assert surprises == [], surprises

    @property
    def _lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stderr.splitlines()]


def run_to_end(*arguments: str, through: Sequence[str] = (), given: str = "") -> Finished:
    """Run `tocsin-hub` with arguments that make it end by itself; `through` runs it in turn.

    `given` is what it reads from its standard input.
    """
    done = subprocess.run(
        [*through, str(PROGRAM), *arguments],
        input=given.encode(),
        capture_output=True,
        timeout=START_SECONDS,
        check=False,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())
