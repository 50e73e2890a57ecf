"""Processes: the busiest and the largest, only while somebody watches. Names are hostile text.

Command lines are shown to everybody in the room, so secrets on them are hidden first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import psutil

from tocsin_agent.collect.passwd import Passwd
from tocsin_agent.core.redaction import redacted
from tocsin_wire.bodies import Process
from tocsin_wire.texts import printable

BY_CPU: Final = 20
BY_MEMORY: Final = 20
MOST: Final = 30
_MAX_NAME: Final = 64
_MAX_COMMAND: Final = 256


class Seen(NamedTuple):
    """One process in one look. `start` tells it from a later one with the same pid."""

    pid: int
    start: float
    name: str
    cpu: float
    """Seconds of processor time since it started."""
    memory: int
    """Resident bytes."""


def linux_processes() -> Iterator[Seen]:
    """Read /proc/<pid>/stat of every process (proc_pid_stat(5)).

    Measured with 70 processes: 1.3 ms; `psutil.process_iter` with the same attributes 17.8 ms.
    """
    tick = os.sysconf("SC_CLK_TCK")
    page = os.sysconf("SC_PAGE_SIZE")
    for name in os.listdir("/proc"):  # noqa: PTH208 - names only, every two seconds
        if name.isdigit():
            data = _read(f"/proc/{name}/stat", 1024)
            start, end = data.find(b"("), data.rfind(b")")
            fields = data[end + 2 :].split()
            if len(fields) > 21:
                yield Seen(
                    int(name),
                    int(fields[19]) / tick,
                    data[start + 1 : end].decode(errors="replace"),
                    (int(fields[11]) + int(fields[12])) / tick,
                    int(fields[21]) * page,
                )


def any_processes() -> Iterator[Seen]:
    """Ask psutil, for systems without /proc. What may not be read is left out."""
    wanted = ["create_time", "name", "cpu_times", "memory_info"]
    for process in psutil.process_iter(wanted):
        info = process.info
        times, memory = info["cpu_times"], info["memory_info"]
        if times and memory:
            cpu = times.user + times.system
            yield Seen(process.pid, info["create_time"], info["name"] or "", cpu, memory.rss)


def _read(path: str, size: int) -> bytes:
    """Return the beginning of a file, nothing when its process has gone."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(descriptor, size)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


class Processes:
    """Two looks make a share: the first `read` is all zeros and not worth showing."""

    def __init__(self) -> None:
        self._look = linux_processes if sys.platform == "linux" else any_processes
        self._passwd = Passwd()
        self._at = 0.0
        self._cpu: dict[tuple[int, float], float] = {}
        self._details: dict[tuple[int, float], tuple[str, str]] = {}

    def read(self, now: float) -> dict[str, Process]:
        """Return the top processes by pid. `now` is the monotonic clock in seconds."""
        seconds, self._at = now - self._at, now
        before, self._cpu = self._cpu, {}
        found: list[tuple[float, Seen]] = []
        for seen in self._look():
            key = seen.pid, seen.start
            self._cpu[key] = seen.cpu
            used = max(0.0, seen.cpu - before.get(key, seen.cpu))
            found.append((round(used / seconds, 3) if seconds > 0 else 0.0, seen))
        self._passwd.refresh()
        chosen = _top(found)
        keys = {(seen.pid, seen.start) for _, seen in chosen}
        self._details = {key: self._details.get(key) or self._detail(key[0]) for key in keys}
        return {str(seen.pid): self._process(cpu, seen) for cpu, seen in chosen}

    def _process(self, cpu: float, seen: Seen) -> Process:
        user, command = self._details[seen.pid, seen.start]
        return Process(printable(seen.name, _MAX_NAME), user, cpu, seen.memory, command)

    def _detail(self, pid: int) -> tuple[str, str]:
        """Return user and command line, which do not change in a process that matters."""
        if sys.platform != "linux":
            return _detail_by_psutil(pid)
        try:
            user = self._passwd.name(Path(f"/proc/{pid}").stat().st_uid)
        except OSError:
            user = ""
        command = _read(f"/proc/{pid}/cmdline", 4 * _MAX_COMMAND).decode(errors="replace")
        return printable(user, _MAX_NAME), _shown(command.split("\0"))


def _detail_by_psutil(pid: int) -> tuple[str, str]:
    try:
        process = psutil.Process(pid)
        user, words = process.username(), process.cmdline()
    except psutil.Error:
        return "", ""
    return printable(user, _MAX_NAME), _shown(words)


def _shown(words: list[str]) -> str:
    return printable(" ".join(redacted(words)).strip(), _MAX_COMMAND)


def _top(found: list[tuple[float, Seen]]) -> list[tuple[float, Seen]]:
    """Return the busiest, then the largest that are not among them, at most MOST."""
    busiest = sorted(found, key=lambda item: (-item[0], -item[1].memory))[:BY_CPU]
    largest = sorted(found, key=lambda item: -item[1].memory)[:BY_MEMORY]
    chosen = {item[1].pid: item for item in (*busiest, *largest)}
    return list(chosen.values())[:MOST]
