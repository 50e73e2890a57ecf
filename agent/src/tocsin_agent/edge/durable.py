"""Durable: files that are the old one or the new one, whole, whenever the power goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path


def replace_file(
    path: Path, parts: Iterable[bytes], prepare: Callable[[int], object] | None = None
) -> None:
    """Write a file so that a crash leaves the old one or the new one. Raises OSError.

    It is its owner's alone, unless `prepare` makes something else of the open descriptor.
    """
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if prepare:
                prepare(descriptor)
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)  # it may be what fills the disk
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make a new name last: it stands in the folder, not in the file (fsync(2))."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
