"""OwnerFile: a file that nobody but root and the agent's user can change, or it is not read."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tocsin_agent.edge.durable import replace_file

MAX_BYTES: Final = 256 * 1024
_CLOSED: Final = getattr(os, "O_CLOEXEC", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
"""A FIFO in its place must not hold the agent up."""
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


class UnsafeFileError(ValueError):
    """It is not used; the message says why, and what mends it."""


def read_owned(path: Path) -> bytes | None:
    """Return what is in the file, None when there is none. Raises UnsafeFileError.

    The folder counts too: whoever can write there can put another file in its place.
    """
    try:
        _check_folder(path.parent)
        data = _read(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(data) > MAX_BYTES:
        raise UnsafeFileError(f"{path} is longer than {MAX_BYTES} bytes: make it shorter")
    return data


def _read(path: Path) -> bytes:
    """Look at what was opened, not at what the name means by now."""
    descriptor = os.open(path, os.O_RDONLY | _NO_LINK | _NO_WAIT | _CLOSED)
    try:
        _check_file(path, os.fstat(descriptor))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MAX_BYTES + 1)
    finally:
        os.close(descriptor)


def _unreadable(path: Path, error: OSError) -> UnsafeFileError:
    if error.errno == errno.ELOOP:
        return UnsafeFileError(f"{path} is a symbolic link: put the file itself there")
    return UnsafeFileError(f"{path} cannot be read: {error.strerror}")


def _check_folder(folder: Path) -> None:
    found = folder.stat()
    _check_owner(folder, found)
    is_open = sys.platform != "win32" and found.st_mode & _OTHERS_WRITE
    if is_open and not found.st_mode & stat.S_ISVTX:
        raise UnsafeFileError(
            f"{folder} can be written by others, who could put another file into it: "
            f"chmod go-w {folder}"
        )


def _check_file(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise UnsafeFileError(f"{path} is not a regular file: put one there")
    _check_owner(path, found)
    if sys.platform != "win32" and found.st_mode & _OTHERS_WRITE:
        raise UnsafeFileError(f"{path} can be written by others: chmod go-w {path}")


def _check_owner(path: Path, found: os.stat_result) -> None:
    if sys.platform != "win32" and found.st_uid not in {0, os.geteuid()}:
        raise UnsafeFileError(
            f"{path} belongs to the user {found.st_uid}, neither to root nor to the agent's user: "
            f"chown {os.geteuid()} {path}"
        )


@contextlib.contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until no other program changes a file of the folder, and keep them from it."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - does not exist on Windows

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _CLOSED)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_owned(path: Path, data: bytes) -> None:
    """Write the file so that a crash leaves the old one or the new one. Raises OSError.

    It keeps its owner and permissions; a new one is for its owner alone.
    """
    replace_file(path, [data], lambda descriptor: _keep_owner(descriptor, path))


def _keep_owner(descriptor: int, path: Path) -> None:
    if sys.platform == "win32" or not path.exists():
        return
    old = path.lstat()
    if old.st_uid != os.geteuid() or old.st_gid != os.getegid():
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
