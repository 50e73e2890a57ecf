"""Turnstile: lets tests of several workers run side by side, and one that measures run alone.

A lock of readers and writers, made of two files, for the workers are processes. Who wants to be
alone holds the way in until all others are out; so those cannot keep it waiting for ever.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turnstile:
    """One of each worker, over a folder they share."""

    def __init__(self, folder: Path) -> None:
        self._way_in = folder / "way-in.lock"
        self._inside = folder / "inside.lock"

    @contextmanager
    def beside_others(self) -> Iterator[None]:
        """Be inside with all who came this way. Waits while somebody is alone, or wants to be."""
        with _held(self._way_in, fcntl.LOCK_EX):
            inside = self._inside.open("ab")
            fcntl.flock(inside, fcntl.LOCK_SH)
        with inside:
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be inside with nobody. Waits until all others are out."""
        with _held(self._way_in, fcntl.LOCK_EX), _held(self._inside, fcntl.LOCK_EX):
            yield


@contextmanager
def _held(file: Path, kind: int) -> Iterator[None]:
    with file.open("ab") as opened:  # closing lets go
        fcntl.flock(opened, kind)
        yield
