"""Every store there is, behind one fixture; and the words tests speak to it in."""

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.hub.store.writer_to import WriterTo
from tocsin_hub.edge.memory_store import MemoryStore
from tocsin_hub.edge.store.log_store import LogStore


@pytest.fixture
def new_epoch() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"e{next(numbers)}"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory, where there is some: thousands of small files need no real disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as path:
        yield Path(path)


@pytest.fixture(params=["memory", "file"])
async def store(request, tmp_path: Path, new_epoch) -> AsyncIterator[WriterTo]:
    if request.param == "memory":
        yield WriterTo(MemoryStore(new_epoch))
        return
    kept = LogStore(tmp_path / "hub.db", asyncio.get_running_loop(), new_epoch)
    yield WriterTo(kept)
    await kept.aclose()


@pytest.fixture
async def open_store(tmp_path: Path, new_epoch) -> AsyncIterator[Callable[[], LogStore]]:
    """Open the same file again and again; what is still open at the end is closed."""
    opened: list[LogStore] = []

    def open_one() -> LogStore:
        one = LogStore(tmp_path / "hub.db", asyncio.get_running_loop(), new_epoch)
        opened.append(one)
        return one

    yield open_one
    for one in opened:
        if not one.closed:
            await one.aclose()
