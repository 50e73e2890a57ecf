"""The load: builds and drives `load/crowd`, many readers of one server in one thread of C."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from bench.cores import LOAD_CORE, pinned

HERE = Path(__file__).parent
PROGRAM = HERE / "build" / "crowd"
FLAGS = ["-O2", "-std=gnu11", "-Wall", "-Wextra", "-D_GNU_SOURCE"]

MARK = "~"
"""What the text of a measured message begins with; nanoseconds since 1970 follow."""


class Link(NamedTuple):
    """One reader: where it connects, with which headers, and what it sends first."""

    path: str
    headers: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()

    def line(self) -> str:
        fields = ["link", self.path, *self.headers]
        if self.frames:
            fields += ["", *self.frames]
        return "\t".join(fields)


class Report(msgspec.Struct, frozen=True):
    """What a crowd has counted since its last reset; see load/crowd.c."""

    event: str
    links: int
    ready: int
    lost: int
    fault: str
    frames: int
    bytes: int
    tokens: int
    least: int
    most: int
    first_ns: int
    last_ns: int
    p50_us: int
    p99_us: int
    max_us: int
    cpu_us: int


def build() -> None:
    """Compile the load program unless it is newer than its sources."""
    sources = sorted((HERE / "load").glob("*.c"))
    newest = max(path.stat().st_mtime for path in (HERE / "load").iterdir())
    if PROGRAM.exists() and PROGRAM.stat().st_mtime > newest:
        return
    PROGRAM.parent.mkdir(exist_ok=True)
    subprocess.run(["cc", *FLAGS, "-o", str(PROGRAM), *map(str, sources)], check=True)


class Crowd:
    """A running crowd. `ready` and `count`: a link is ready after so many frames that begin so."""

    def __init__(
        self,
        port: int,
        links: Iterable[Link],
        ready: str = "",
        count: int = 1,
        token: str = MARK,
        unit_ns: int = 1,
        core: int = LOAD_CORE,
    ) -> None:
        build()
        command = [str(PROGRAM), str(port), token, str(unit_ns)]
        if ready:
            command += [ready, str(count)]
        self.process = subprocess.Popen(
            pinned(core, command), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for link in links:
            self._say(link.line())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def open(self) -> Report:
        """Connect all; return once every link is ready. Ends itself and raises when one is lost."""
        report = self._ask("open")
        if report.lost:
            self.end()
            raise ConnectionError(f"{report.lost} of {report.links} links lost: {report.fault}")
        return report

    def reset(self) -> None:
        self._say("reset")
        self._flush()

    def expect(self, tokens: int) -> Report:
        """Return once every link has so many tokens since the reset."""
        return self._ask(f"expect {tokens}")

    def report(self) -> Report:
        return self._ask("report")

    def _say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line.encode() + b"\n")

    def _flush(self) -> None:
        assert self.process.stdin
        self.process.stdin.flush()

    def _ask(self, line: str) -> Report:
        assert self.process.stdout
        self._say(line)
        self._flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise ConnectionError(f"the load program ended with {self.process.wait()}")
        return msgspec.json.decode(answer, type=Report)


def message(now_ns: int, size: int = 200) -> str:
    """Return a text of `size` characters that tells a crowd when it was sent."""
    mark = f"{MARK}{now_ns}"
    return mark + "x" * (size - len(mark))
