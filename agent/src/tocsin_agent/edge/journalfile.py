"""JournalFile: the journal on disk. What it took is there after a crash or a power cut."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Final

from tocsin_agent.core.journal import KEPT, Began, Ended, Journal, line
from tocsin_agent.edge.durable import replace_file, sync_folder
from tocsin_agent.edge.log import say
from tocsin_wire.bodies import RunState
from tocsin_wire.position import MAX_NUMBER

NAME: Final = "runs.journal"
MAX_BYTES: Final = 64 * 1024 * 1024
_FLAGS: Final = os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_SPARE_LINES: Final = 4 * KEPT
"""Lines that say nothing any more, before the file is written anew."""


class JournalFile:
    """Lines are appended and synced by a thread, in order, as many at once as wait.

    The event loop never waits for the disk; what must not happen before a line is on disk awaits
    it.
    """

    def __init__(self, folder: Path) -> None:
        self.journal = Journal()
        self._path = folder / NAME
        self._descriptor: int | None = None
        self._size = 0
        self._lines = 0
        self._problem: OSError | None = None
        """Why the file could not be read; then none can be sure that a run is new."""
        self._queue: list[tuple[bytes, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    def load(self) -> None:
        """Read what earlier processes left; says what is wrong with it. Once, at the start."""
        try:
            data = self._read()
        except FileNotFoundError:
            return
        except OSError as error:
            self._problem = error
            say(f"{self._path} cannot be read, so no command runs: {error.strerror}")
            return
        damaged = self.journal.load(data) + (len(data) > MAX_BYTES)
        self._lines = data.count(b"\n")
        if damaged:
            say(f"{self._path} is damaged: {damaged} lines of it cannot be read")

    def _read(self) -> bytes:
        with os.fdopen(os.open(self._path, os.O_RDONLY | _FLAGS), "rb") as file:
            return file.read(MAX_BYTES + 1)

    def has_room(self, now: int) -> bool:
        """Forget what cannot be ordered again; tell whether another run may begin."""
        self.journal.prune(now)
        return not self.journal.is_full

    async def begin(self, run: str, now: int) -> None:
        """Return when it is on disk that a run begins now. Raises OSError when it is not."""
        if self._problem:
            raise self._problem
        record = Began(run, min(max(now, 0), MAX_NUMBER))
        await self._append(line(record))
        self.journal.take(record)

    def end(self, run: str, state: RunState) -> None:
        """Note how a run ended, soon and once; says when that fails."""
        if run not in self.journal or self.journal.end_of(run):
            return
        record = Ended(run, state)
        self.journal.take(record)
        self._append(line(record)).add_done_callback(_say_failure)

    async def close(self) -> None:
        """Return when everything is on disk."""
        while self._writer:
            await asyncio.wait([self._writer])
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _append(self, text: bytes) -> asyncio.Future[None]:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((text, written))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return written

    async def _write_all(self) -> None:
        try:
            while self._queue:
                batch, self._queue = self._queue, []
                await self._write_batch(batch)
        finally:
            self._writer = None

    async def _write_batch(self, batch: list[tuple[bytes, asyncio.Future[None]]]) -> None:
        try:
            anew = self._anew()
            await asyncio.to_thread(self._write, anew, b"".join(text for text, _ in batch))
        except (OSError, RuntimeError) as error:  # RuntimeError: no thread could be started
            for _, written in batch:
                if not written.done():
                    written.set_exception(OSError(*error.args))
            return
        self._lines += len(batch)
        for _, written in batch:
            if not written.done():
                written.set_result(None)

    def _anew(self) -> list[bytes]:
        """Return the lines of a new file when too much of the old one says nothing any more."""
        if self._lines <= 2 * len(self.journal) + _SPARE_LINES:
            return []
        lines = list(self.journal.dump())
        self._lines = len(lines)
        return lines

    # In the thread.

    def _write(self, anew: list[bytes], text: bytes) -> None:
        if anew:
            self._close()
            replace_file(self._path, anew)
        descriptor = self._open()
        try:
            _write_whole(descriptor, text)
            os.fsync(descriptor)
        except OSError:
            self._undo(descriptor)
            raise
        self._size += len(text)

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o600)
            os.fchmod(self._descriptor, 0o600)
            self._size = _whole_lines(self._descriptor)
            os.ftruncate(self._descriptor, self._size)
            sync_folder(self._path.parent)
        return self._descriptor

    def _undo(self, descriptor: int) -> None:
        """Take back half a line. Where even that fails, the file is opened anew, which mends it."""
        try:
            os.ftruncate(descriptor, self._size)
        except OSError:
            self._close()

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _write_whole(descriptor: int, text: bytes) -> None:
    while text:
        text = text[os.write(descriptor, text) :]


def _whole_lines(descriptor: int) -> int:
    """Return where the last whole line ends: what is behind it was never promised."""
    end = os.fstat(descriptor).st_size
    while end:
        start = max(0, end - 4096)
        at = os.pread(descriptor, end - start, start).rfind(b"\n")
        if at >= 0:
            return start + at + 1
        end = start
    return 0


def _say_failure(written: asyncio.Future[None]) -> None:
    error = None if written.cancelled() else written.exception()
    if error:
        say(f"the end of a run could not be written down: {error}")
