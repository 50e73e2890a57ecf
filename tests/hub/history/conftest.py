"""A `stats.db` for a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.history.history_file import HistoryFile


@pytest.fixture
def file(tmp_path: Path) -> Iterator[HistoryFile]:
    one = HistoryFile(tmp_path / "stats.db")
    yield one
    one.close()
