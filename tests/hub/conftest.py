"""A hub for the tests of a file, and a maker of hubs for the test that needs its own."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hub.hub_process import HubProcess
from tests.hub.small_disk import may_mount, mounted


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A lab's hub, shared by a file. It must end well and have said nothing on stderr."""
    running = HubProcess(tmp_path_factory.mktemp("hub") / "data", "--lab").start()
    yield running
    running.stop()


@pytest.fixture
def start_hub(tmp_path: Path) -> Iterator[Callable[..., HubProcess]]:
    """Start hubs with options of one's own: `start_hub("--lab")`; `data` names a folder."""
    started: list[HubProcess] = []
    numbers = itertools.count(1)

    def start(*options: str, data: Path | None = None, open_files: int = 0) -> HubProcess:
        folder = data or tmp_path / f"data{next(numbers)}"
        one = HubProcess(folder, *options, open_files=open_files)
        started.append(one)
        return one.start()

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MiB that holds nothing yet. Without the right to mount one a test skips."""
    if not may_mount():
        pytest.skip("needs root, and the right to mount a small disk")
    with mounted(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def login(request: pytest.FixtureRequest) -> str:
    """A login nobody else of this run has."""
    return f"u{next(_LOGINS)}"


_LOGINS = itertools.count(1)
