"""Reaper: waits for every child of this process, and ends what a run left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from pathlib import Path

from tocsin_agent.edge.child import COOKIE, Child
from tocsin_agent.edge.prctl import adopt_orphans


class Reaper:
    """Handles SIGCHLD for the whole process: nothing else in the agent starts children."""

    def __init__(self) -> None:
        self._children: dict[int, Child] = {}
        self._strangers: frozenset[int] = frozenset()
        self._is_set = False

    def begin(self) -> None:
        """Adopt orphans and listen for SIGCHLD; does nothing the second time."""
        if not self._is_set:
            self._is_set = True
            self._strangers = frozenset(_children_of_this_process())
            adopt_orphans()
            asyncio.get_running_loop().add_signal_handler(signal.SIGCHLD, self._reap)

    def close(self) -> None:
        if self._is_set:
            self._is_set = False
            asyncio.get_running_loop().remove_signal_handler(signal.SIGCHLD)

    def watch(self, child: Child) -> None:
        self._children[child.pid] = child

    def _reap(self) -> None:
        while pid := _dead_child():
            child = self._children.pop(pid, None)
            if child:
                # Before it is waited for: until then its number cannot be another group's.
                child.signal(signal.SIGKILL)
            _, status = os.waitpid(pid, os.WNOHANG)
            if child:
                child.exited(status)
        self.sweep()

    def sweep(self) -> None:
        """Kill adopted processes of runs that are over. Their children come to us in turn."""
        running = {child.run for child in self._children.values()}
        for pid in _children_of_this_process():
            is_ours = pid in self._children or pid in self._strangers
            if not is_ours and _run_of(pid) not in running:
                os.kill(pid, signal.SIGKILL)


def end_leftovers(runs: frozenset[str]) -> None:
    """Kill what runs of an earlier process left behind: grandchildren outlive a killed agent."""
    pids = {int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()}
    for pid in pids - {os.getpid()}:
        with contextlib.suppress(OSError):  # it ended by itself, or is somebody else's
            descriptor = os.pidfd_open(pid)  # before the look: then the number cannot pass on
            try:
                if _run_of(pid) in runs:
                    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            finally:
                os.close(descriptor)


def _dead_child() -> int | None:
    """Return a child that can be waited for, without waiting for it."""
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return found.si_pid if found else None


def _children_of_this_process() -> list[int]:
    try:
        text = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


def _run_of(pid: int) -> str:
    """Return the run whose cookie a process carries; empty when it has none or hides it."""
    try:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return ""
    cookie = COOKIE.encode() + b"="
    return next(
        (
            text[len(cookie) :].decode("utf-8", "replace")
            for text in variables
            if text.startswith(cookie)
        ),
        "",
    )
