"""AgentProcess: a real `tocsin-agent run`, its stderr in a file."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

PROGRAM = Path(sys.executable).with_name("tocsin-agent")
STOP_SECONDS = 20


class AgentProcess:
    """Ended, by KILL if need be, when its `with` is left."""

    def __init__(
        self,
        data: Path,
        *options: str,
        typed: str = "",
        stdin: int = subprocess.PIPE,
        **environment: str,
    ) -> None:
        """`typed` is what stands on its standard input, unless that is a descriptor, `stdin`."""
        self.log = data.with_name(f"{data.name}.stderr")
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [str(PROGRAM), "run", "--data", str(data), *options],
                stdin=stdin,
                stderr=log,
                env={**os.environ, **environment},
            )
        if self._process.stdin:
            self._process.stdin.write(typed.encode())
            self._process.stdin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def lines(self) -> list[str]:
        """What it said."""
        return self.log.read_text().splitlines()

    def wait_for_line(self) -> None:
        """Wait until it has said something."""
        deadline = time.monotonic() + STOP_SECONDS
        while not self.lines:
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def children(self) -> list[int]:
        text = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(word) for word in text.split()]

    def send(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self) -> int:
        """Wait for its end; return the exit code."""
        return self._process.wait(STOP_SECONDS)


def wait_for_end(pidfd: int) -> bool:
    """Wait until the process behind a pidfd has ended; close it."""
    ended, _, _ = select.select([pidfd], [], [], STOP_SECONDS)
    os.close(pidfd)
    return bool(ended)
