"""Hubs for the edges of the window."""

import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.address import HubAddress

Serve = Callable[[bytes], HubAddress]


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
def serve() -> Iterator[Serve]:
    """Answer whoever comes with some bytes, whatever they say; with nothing at all for b""."""
    listener = socket.create_server(("127.0.0.1", 0))
    answering: list[threading.Thread] = []
    over = threading.Event()

    def answer_all(answer: bytes) -> None:
        while True:
            connection, _ = listener.accept()
            with connection:
                if over.is_set():
                    return
                connection.recv(65_536)
                connection.sendall(answer)
                if not answer:
                    over.wait()

    def start(answer: bytes) -> HubAddress:
        answering.append(threading.Thread(target=answer_all, args=(answer,)))
        answering[-1].start()
        return HubAddress("127.0.0.1", listener.getsockname()[1], is_secure=False)

    yield start
    over.set()
    for one in answering:
        with socket.create_connection(listener.getsockname()):
            one.join()
    listener.close()


@pytest.fixture
def login() -> str:
    """A login nobody else of this run has."""
    return f"u{next(_LOGINS)}"


_LOGINS = itertools.count(1)
