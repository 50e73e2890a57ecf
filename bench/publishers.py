"""Publishers: many connections, each with a window of messages in flight, that time the answers.

One thread and one selector for all of them, over plain sockets with frames prepared beforehand:
what it costs per message (about 2 us) is the same for every server, and far below what any of them
takes. An answer is recognised by the bytes that every answer has; each connection is answered in
order.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Sequence
from typing import NamedTuple

WINDOW = 128
"""Publishes a connection keeps in flight, as a link of ours does."""
PATIENCE = 30.0


class Dialect(NamedTuple):
    """How a server's answers are told apart."""

    answer: bytes
    refusal: bytes


class Timed(NamedTuple):
    """What came of one stretch."""

    seconds: float
    latencies: list[float]


class Voice:
    """One connection, what it has to say and how much of that is answered."""

    def __init__(
        self, sock: socket.socket, frames: Sequence[bytes], dialect: Dialect, window: int = WINDOW
    ) -> None:
        self.socket = sock
        self.latencies: list[float] = []
        self._frames = frames
        self._window = window
        self._dialect = dialect
        self._sent: list[float] = []
        self._rest = b""

    @property
    def in_flight(self) -> int:
        return len(self._sent) - len(self.latencies)

    def speak(self) -> None:
        """Fill the window."""
        begin = len(self._sent)
        end = min(len(self._frames), len(self.latencies) + self._window)
        if end > begin:
            self._sent += [time.perf_counter()] * (end - begin)
            self.socket.sendall(b"".join(self._frames[begin:end]))

    def hear(self) -> None:
        """Take in answers. Raises ConnectionError at a refusal or an end."""
        data = self.socket.recv(1 << 18)
        now = time.perf_counter()
        text = self._rest + data
        if not data or self._dialect.refusal in text:
            raise ConnectionError(f"not answered: {text[-300:]!r}")
        done = len(self.latencies)
        count = text.count(self._dialect.answer)
        self.latencies += [now - sent for sent in self._sent[done : done + count]]
        self._rest = text[-(len(self._dialect.answer) - 1) :]


def speak_for(voices: Sequence[Voice], seconds: float) -> Timed:
    """Let all speak for so long, or until they have said everything, and wait for every answer."""
    began = time.perf_counter()
    until = began + seconds
    with selectors.DefaultSelector() as selector:
        for voice in voices:
            selector.register(voice.socket, selectors.EVENT_READ, voice)
            voice.speak()
        while any(voice.in_flight for voice in voices):
            ready = selector.select(PATIENCE)
            if not ready:
                raise TimeoutError("a publish was not answered")
            for key, _ in ready:
                voice = key.data
                voice.hear()
                if time.perf_counter() < until:
                    voice.speak()
    took = time.perf_counter() - began
    return Timed(took, [one for voice in voices for one in voice.latencies])
