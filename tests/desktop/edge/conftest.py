"""Hubs for the edges of the window."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hub.hub_process import HubProcess


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A lab's hub, shared by a file."""
    running = HubProcess(tmp_path_factory.mktemp("hub") / "data", "--lab").start()
    yield running
    running.stop()


@pytest.fixture
def start_hub(tmp_path: Path) -> Iterator[Callable[..., HubProcess]]:
    """Start hubs with options of one's own."""
    started: list[HubProcess] = []

    def start(*options: str) -> HubProcess:
        started.append(HubProcess(tmp_path / f"data{len(started)}", *options))
        return started[-1].start()

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def login() -> str:
    """A login nobody else of this run has."""
    return f"u{next(_LOGINS)}"


_LOGINS = itertools.count(1)
