"""Limits: what one process of a command may use at most. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """None leaves what the agent itself has (setrlimit(2)). No command dumps core."""

    cpu: int | None = None
    """Seconds of processor time; then XCPU, and KILL a second later."""
    memory: int | None = None
    """Bytes of address space."""
    files: int | None = 1_024
    """Open files."""
    file_size: int | None = None
    """Bytes of the largest file it writes."""
    processes: int | None = None
    """Processes of the agent's user, others included; root has none of this."""
