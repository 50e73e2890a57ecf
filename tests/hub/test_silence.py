"""Silence: whom the hub takes for gone. The transport is a recorder, the clock the test's."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tocsin_hub.core.meter import Limits, Meters
from tocsin_hub.core.sender import Sender
from tocsin_hub.edge import websocket
from tocsin_hub.edge.websocket import UNREAD_MS, UNRESPONSIVE_MS, WebSocket

START = 1_700_000_000_000


class Transport:
    """A transport that does nothing and remembers what it was told."""

    def __init__(self) -> None:
        self.aborted = False
        self.reading = True

    def set_write_buffer_limits(self, high: int) -> None: ...

    def get_extra_info(self, name: str) -> Any:
        return ("192.0.2.1", 1) if name == "peername" else None

    def is_closing(self) -> bool:
        return self.aborted

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def abort(self) -> None:
        self.aborted = True


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    clock = SimpleNamespace(now=START)
    monkeypatch.setattr(websocket, "now_ms", lambda: clock.now)
    return clock


@pytest.fixture
def made(clock) -> tuple[WebSocket, Transport]:
    transport = Transport()
    sender = Sender("127.0.0.1", "http", is_proxied=False)
    nothing = cast(Any, None)
    socket = WebSocket(nothing, nothing, Meters(Limits(1)), nothing, sender)
    socket.connection_made(cast(Any, transport))
    return socket, transport


def test_who_is_silent_for_long_is_cut(made):
    socket, transport = made
    socket.ping(START + UNRESPONSIVE_MS)
    assert not transport.aborted
    socket.ping(START + UNRESPONSIVE_MS + 1)
    assert transport.aborted


def test_who_reads_slowly_is_not_cut_for_answers_nobody_reads(made, clock):
    socket, transport = made
    socket.pause_writing()
    assert not transport.reading
    clock.now += 10 * UNRESPONSIVE_MS
    socket.ping(clock.now)
    assert not transport.aborted
    socket.resume_writing()
    assert transport.reading
    socket.ping(clock.now)
    assert not transport.aborted
    socket.ping(clock.now + UNRESPONSIVE_MS + 1)
    assert transport.aborted


def test_who_takes_nothing_for_very_long_is_cut(made, clock):
    socket, transport = made
    socket.pause_writing()
    clock.now += UNREAD_MS
    socket.ping(clock.now)
    assert not transport.aborted
    socket.resume_writing()
    socket.pause_writing()
    clock.now += UNREAD_MS
    socket.ping(clock.now)
    assert not transport.aborted, "it took something in between"
    socket.ping(clock.now + 1)
    assert transport.aborted
