"""A second program leads to the first, whatever Python does with its memory meanwhile."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt5.QtCore import QTimer
from PyQt5.QtNetwork import QLocalSocket

from tocsin_desktop.qt.single import Single


@pytest.fixture
def tidying(qapp) -> Iterator[list[int]]:
    """Collect garbage over and over while Qt goes on; the list has what was found each time."""
    found: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: found.append(gc.collect()))
    timer.start(20)
    yield found
    timer.stop()


def test_one_that_is_slow_to_say_what_it_wants_is_heard(
    tidying: list[int], qtbot, tmp_path: Path
) -> None:
    told: list[str] = []
    first = Single(tmp_path)
    first.asked.connect(told.append)
    first.listen()
    slow = QLocalSocket()
    slow.connectToServer(first.name)
    assert slow.waitForConnected(5_000)
    before = len(tidying)
    qtbot.waitUntil(lambda: len(tidying) > before + 10)
    slow.write(b"https://hub.example\n")
    qtbot.waitUntil(lambda: told == ["https://hub.example"])
    slow.disconnectFromServer()
    assert Single(tmp_path).hand_over("")
    qtbot.waitUntil(lambda: told[1:] == [""])
