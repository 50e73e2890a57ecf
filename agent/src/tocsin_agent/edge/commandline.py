"""CommandLine: what every user of this machine can read of this process."""

from __future__ import annotations

import getpass
import os
import sys

from tocsin_agent.core.joincode import MAX_LENGTH, moved


def hide_join_code() -> None:
    """Begin anew, in the same process, when a join code stands on the command line.

    It is handed over on the standard input, which nobody else can read; not in the environment,
    which other processes of this user can. Windows has no way to begin anew in the same process.
    """
    found = moved(sys.orig_argv[1:])
    if found is None or sys.platform == "win32" or not sys.executable:
        return
    reader, writer = os.pipe()
    os.write(writer, f"{found.code}\n".encode())
    os.close(writer)
    os.dup2(reader, 0)
    os.close(reader)
    os.execv(sys.executable, [sys.executable, *found.words])  # noqa: S606 - no shell is the point


def read_join_code() -> str:
    """Return the first line of the standard input, empty when there is none."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        return getpass.getpass("join code: ").strip()
    try:
        return sys.stdin.readline(MAX_LENGTH).strip()
    except UnicodeDecodeError:
        return ""
