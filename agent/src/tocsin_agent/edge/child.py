"""Child: one command. Own session, no input, clean environment, two pipes; nothing survives it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from typing import Final

from tocsin_agent.core.limits import Limits
from tocsin_agent.core.policy import Allowed
from tocsin_agent.edge.prctl import dies_with_parent
from tocsin_agent.edge.rlimits import limiting

PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
COOKIE: Final = "TOCSIN_RUN"
"""In the environment of everything a run starts: it finds those that left the process group."""
_PASSED_ON: Final = ("LANG", "LC_ALL", "LC_CTYPE", "TZ")
_READ: Final = 64 * 1024
_STREAMS: Final = ("out", "err")


def environment(run: str, also: Sequence[str] = ()) -> dict[str, str]:
    """Return what a command sees of the agent's environment: next to nothing, and `also`."""
    passed = {name: os.environ[name] for name in (*_PASSED_ON, *also) if name in os.environ}
    return {"LANG": "C.UTF-8", **passed, "PATH": PATH, "HOME": "/", "TERM": "dumb", COOKIE: run}


def _before_exec(limits: Limits) -> Callable[[], None]:
    """Return what the child calls between fork and exec; what can fail was done before."""
    bind = dies_with_parent()
    apply = limiting(limits)
    # An agent that a script began in the background ignores INT and QUIT; its runs must not.
    ignored = [n for n in signal.valid_signals() if signal.getsignal(n) is signal.SIG_IGN]

    def before_exec() -> None:
        for number in ignored:
            signal.signal(number, signal.SIG_DFL)
        apply()
        bind()

    return before_exec


class Child:
    """A running command. Built by starting it: raises OSError or ValueError when that fails.

    `on_output(stream, data)` gets what it writes, `on_exit(status)` its wait status, once. Then its
    process group has been killed already; the pipes may still hold what it wrote.
    """

    def __init__(
        self,
        run: str,
        allowed: Allowed,
        on_output: Callable[[str, bytes], None],
        on_exit: Callable[[int], None],
    ) -> None:
        self.run = run
        self._on_output = on_output
        self.on_exit = on_exit
        self._popen = subprocess.Popen(
            allowed.argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env=environment(run, allowed.environment),
            close_fds=True,
            start_new_session=True,
            umask=0o077,
            preexec_fn=_before_exec(allowed.limits),  # noqa: PLW1509 - system calls, no locks
        )
        self.pid = self._popen.pid
        assert self._popen.stdout
        assert self._popen.stderr
        self._files = {"out": self._popen.stdout, "err": self._popen.stderr}
        for file in self._files.values():
            os.set_blocking(file.fileno(), False)
        self._is_reading = False
        self.resume()

    @property
    def is_open(self) -> bool:
        """True while somebody holds a pipe of it open for writing, or there is more to read."""
        return bool(self._files)

    def pause(self) -> None:
        """Stop reading: when its pipe is full, the command waits."""
        if self._is_reading:
            self._is_reading = False
            for file in self._files.values():
                asyncio.get_running_loop().remove_reader(file.fileno())

    def resume(self) -> None:
        if not self._is_reading:
            self._is_reading = True
            for stream, file in self._files.items():
                asyncio.get_running_loop().add_reader(file.fileno(), self._readable, stream)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to its whole process group."""
        try:
            os.killpg(self.pid, number)
        except (ProcessLookupError, PermissionError):
            return

    def exited(self, status: int) -> None:
        """Take in the wait status; the reaper calls this."""
        self._popen.returncode = status  # so that Popen does not wait for it too
        self.on_exit(status)

    def close(self) -> None:
        """Let go of the pipes, read or not."""
        self.pause()
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _readable(self, stream: str) -> None:
        file = self._files[stream]
        try:
            data = os.read(file.fileno(), _READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._on_output(stream, data)
        else:
            asyncio.get_running_loop().remove_reader(file.fileno())
            file.close()
            del self._files[stream]
