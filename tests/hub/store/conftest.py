"""Every store there is, behind one fixture; and the words tests speak to it in."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.hub.store.writer_to import WriterTo
from tocsin_hub.edge.memory_store import MemoryStore
from tocsin_hub.edge.store.log_store import LogStore


@pytest.fixture
def new_epoch() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"e{next(numbers)}"


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
