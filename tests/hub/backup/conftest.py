"""A folder a hub has left, and a backup of it, made once and copied by each test."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.hub.store.writer_to import WriterTo
from tocsin_hub.edge.backup.taking import take_backup
from tocsin_hub.edge.identities import Identities
from tocsin_hub.edge.store.log_store import LogStore

TOPICS = ("room/main", "private/ann", "host/h1/inbox")
ENTRIES = 40


async def _write(path: Path) -> None:
    store = LogStore(path, asyncio.get_running_loop(), iter(("e1", "e2", "e3")).__next__)
    for topic in TOPICS:
        for number in range(ENTRIES):
            await WriterTo(store).said(number, body=f"<{number}>", topic=topic, by=topic)
    Identities(path).close()
    await store.aclose()


@pytest.fixture(scope="session")
def _left(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("left")
    (folder / "data").mkdir()
    asyncio.run(_write(folder / "data" / "hub.db"))
    take_backup(folder / "data", folder / "backup.tar")
    return folder


@pytest.fixture
def data(_left, tmp_path) -> Path:
    """A hub's folder that is not in use."""
    copy: Path = tmp_path / "data"
    shutil.copytree(_left / "data", copy)
    return copy


@pytest.fixture
def archive(_left, tmp_path) -> Path:
    """A backup of that folder."""
    copy: Path = tmp_path / "backup.tar"
    shutil.copy(_left / "backup.tar", copy)
    return copy
