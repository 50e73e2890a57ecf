"""LocalHub: a hub and an agent on this computer, for one person, as long as the window runs."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

import msgspec
from msgspec import Struct

from tocsin_desktop.core.log_line import readable

START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 12.0
"""A hub says goodbye to everybody and waits for its agent; it is killed after that."""
MAX_LINES: Final = 20
"""How many of the last lines a failure brings along."""
_READY: Final = "ready "
_OPEN: Final = "open "
_BUSY: Final = "another hub is using"
_SETTINGS: Final = "TOCSIN_"
"""In the environment: how another hub is to be started, perhaps in a terminal's profile."""


class LocalHubFailed(Exception):
    """No hub could be started here; `lines` are the last that it said."""

    def __init__(self, reason: str, lines: list[str]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lines = lines


class _Running(Struct, frozen=True):
    """What a hub that runs writes into its folder, as far as it counts here."""

    url: str


class LocalHub:
    """A child `tocsin-hub serve --with-agent` on a port of loopback.

    Its data are in the folder `data`, and so is the port: what a browser or a keyring keeps for
    its address is still good the next time. `tell` is called in a thread with each line of the log.
    """

    def __init__(self, data: Path, tell: Callable[[str], None]) -> None:
        self._data = data
        self._tell = tell
        self._process: subprocess.Popen[str] | None = None
        self._keeper: threading.Thread | None = None
        self._settled = threading.Event()  # it is ready, or it has ended
        self._last: deque[str] = deque(maxlen=MAX_LINES)
        self.url = ""
        """The hub's origin, empty before it was ready."""
        self._opening = ""

    @property
    def is_running(self) -> bool:
        """True from its start to its end, whoever ends it."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> str:
        """Start it, and wait until it is ready.

        Returns the address that makes who opens it the admin: for ten minutes, once. Who has a
        session can open `url` instead. Raises LocalHubFailed.
        """
        if self.is_running:
            return self.fresh_address()
        program = _program()
        if os.name != "posix" or not program:
            raise LocalHubFailed(_MISSING, [])
        self._begin([program, *self._options()])
        self._settled.wait(START_SECONDS)
        if not self._opening:
            self.stop()
            raise LocalHubFailed(self._reason(), list(self._last))
        with contextlib.suppress(OSError):
            self._port_file.write_text(self.url.rpartition(":")[2], "utf-8")
        return self._opening

    def fresh_address(self) -> str:
        """Return another address like that of `start`. Raises LocalHubFailed."""
        command = [_program(), "open", "--data", str(self._folder)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=START_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise LocalHubFailed(str(error), []) from None
        if done.returncode:
            raise LocalHubFailed(done.stderr.decode(errors="replace").strip(), [])
        return done.stdout.decode().strip()

    def stop(self) -> None:
        """End it and its agent: by TERM, and by KILL when that takes too long."""
        if self._process is None or self._keeper is None:
            return
        self._process.terminate()
        self._keeper.join(STOP_SECONDS)
        if self._keeper.is_alive():
            _kill_group(self._process.pid)
            self._keeper.join()
        self._process = None

    @property
    def _folder(self) -> Path:
        return self._data / "hub"

    @property
    def _port_file(self) -> Path:
        return self._data / "port"

    def _options(self) -> list[str]:
        listen = f"127.0.0.1:{self._port()}"
        return ["serve", "--with-agent", "--data", str(self._folder), "--listen", listen]

    def _port(self) -> int:
        """Return the port of the last time if it is free still, else 0: any."""
        try:
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
            port = int(self._port_file.read_text("utf-8"))
            socket.create_server(("127.0.0.1", port)).close()
        except (OSError, ValueError, OverflowError):
            return 0
        return port

    def _begin(self, command: list[str]) -> None:
        self.url = self._opening = ""
        self._settled.clear()
        self._last.clear()
        self._process = None
        begun = threading.Event()
        self._keeper = _thread("local hub", self._keep, command, begun)
        begun.wait()

    # In the thread, which lives as long as the hub.

    def _keep(self, command: list[str], begun: threading.Event) -> None:
        try:
            self._process = process = _started(command)
        except OSError as error:
            self._last.append(str(error))
            self._settled.set()
            return
        finally:
            begun.set()
        assert process.stdout
        reader = _thread("local hub's log", self._read, process.stdout)
        process.wait()
        _kill_group(process.pid)  # an agent that its hub could not stop
        reader.join()
        process.stdout.close()
        self._settled.set()

    def _read(self, output: IO[str]) -> None:
        for line in output:
            self._take(line.rstrip("\n"))

    def _take(self, line: str) -> None:
        if line.startswith(_OPEN):  # which holds a key: that is nothing for a log
            self._opening = line.removeprefix(_OPEN).strip()
            self._settled.set()
            return
        if line.startswith(_READY):
            self.url = line.removeprefix(_READY).strip()
        said = readable(line)
        self._last.append(said)
        self._tell(said)

    def _reason(self) -> str:
        if not self._last:
            return "the hub did not get ready, and said nothing: look whether the disk is full"
        said = self._last[-1].removeprefix("tocsin-hub: ")
        return self._of_another() or said if _BUSY in said else said

    def _of_another(self) -> str:
        """Say where the hub is that uses the folder, empty when it is not known."""
        try:
            told = (self._folder / "control.json").read_bytes()
            url = msgspec.json.decode(told, type=_Running).url
        except (OSError, msgspec.DecodeError):
            return ""
        return f"one runs here already, perhaps by another window: connect to {url}"


_MISSING: Final = (
    "there is no hub on this computer: on Linux or macOS, pip install tocsin-hub tocsin-agent"
)


def _program() -> str:
    """Return the path of the hub's command, empty when it is not installed."""
    beside = Path(sys.executable).with_name("tocsin-hub")
    return str(beside) if beside.exists() else shutil.which("tocsin-hub") or ""


def _started(command: list[str]) -> subprocess.Popen[str]:
    """Start the hub in a process group of its own: Ctrl-C in a terminal is for the window."""
    if sys.platform == "linux":
        tether = [sys.executable, "-P", "-m", "tocsin_desktop.edge.tether", str(os.getpid())]
        command = [*tether, *command]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={name: text for name, text in os.environ.items() if not name.startswith(_SETTINGS)},
        start_new_session=True,
    )


def _thread(name: str, work: Callable[..., None], *arguments: object) -> threading.Thread:
    """Start a thread that does not keep a window alive which forgot to stop its hub."""
    thread = threading.Thread(target=work, args=arguments, name=name, daemon=True)
    thread.start()
    return thread


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
