"""Output: what a command wrote and the hub has not got yet. Bounded, whatever the command does.

Pieces queue here and are published while the window has room. What does not fit into the queue
loses its oldest part, and a `skipped` stands where it was. So one rule serves a slow hub (the
window is full: the pipe is not read), an absent one (the queue keeps the end) and
endless output (the window stays shut until the command ends).
"""

from __future__ import annotations

from collections import deque
from typing import Final

from tocsin_agent.core.cutter import Cutter, Piece, body
from tocsin_wire.bodies import MAX_KEPT, RunOutput, RunSkipped

WINDOW: Final = 256 * 1024
"""Bytes that may be unacknowledged before the pipe is left unread."""
AWAY_HEAD: Final = 512 * 1024
"""Bytes published while the hub is away."""
TAIL: Final = 512 * 1024
"""Bytes of the queue at most: the end of what the command wrote."""
LIVE: Final = 5 * 1024 * 1024
"""Bytes published at most before the command ends; from then on only the tail is kept."""


class Output:
    """The two streams of one run. Times are monotonic seconds."""

    def __init__(self, keep: int = MAX_KEPT) -> None:
        """`keep` bytes are told at most: of more, the beginning and the end."""
        self._tail = min(TAIL, keep // 2)
        self._live = min(LIVE, keep - self._tail)
        self._cutters = {"out": Cutter("out"), "err": Cutter("err")}
        self._queue: deque[Piece] = deque()
        self._queued = 0
        self._next = {"out": 0, "err": 0}
        self._published = 0
        self._flying: dict[str, int] = {}
        self._unanswered = 0
        self._ended = False
        self.is_away = False
        """True while no hub is connected."""

    def feed(self, stream: str, data: bytes, now: float) -> None:
        """Take in what the command wrote."""
        self._push(self._cutters[stream].feed(data, now))

    def ripen(self, now: float) -> None:
        """Release what waited long enough for company."""
        for cutter in self._cutters.values():
            self._push(cutter.ripe(now))

    def end(self) -> None:
        """Release everything: the command is over."""
        for cutter in self._cutters.values():
            self._push(cutter.end())
        self._ended = True

    def _push(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            self._queue.append(piece)
            self._queued += len(piece.data)
        if not self._must_wait_for_room():
            while self._queued > self._tail:
                self._queued -= len(self._queue.popleft().data)

    def _must_wait_for_room(self) -> bool:
        """The queue moves as soon as the hub answers, so nothing need be dropped."""
        return not self.is_away and not self._is_full()

    def _is_full(self) -> bool:
        return self._published >= self._live and not self._ended

    def next(self) -> tuple[RunOutput | RunSkipped, int] | None:
        """Return the next body to publish and how many bytes it carries; None to wait."""
        window = AWAY_HEAD if self.is_away else WINDOW
        if not self._queue or self._is_full() or self._unanswered >= window:
            return None
        piece = self._queue[0]
        expected = self._next[piece.stream]
        if piece.offset > expected:
            self._next[piece.stream] = piece.offset
            return RunSkipped(piece.stream, expected, piece.offset - expected), 0
        self._queue.popleft()
        size = len(piece.data)
        self._queued -= size
        self._published += size
        self._next[piece.stream] = piece.offset + size
        return body(piece), size

    def sent(self, pub: str, size: int) -> None:
        """The body went out as the publish `pub`."""
        self._flying[pub] = size
        self._unanswered += size

    def answered(self, pub: str) -> bool:
        """Take in an answer; tell whether it was one of ours."""
        size = self._flying.pop(pub, None)
        self._unanswered -= size or 0
        return size is not None

    @property
    def is_clogged(self) -> bool:
        """True while the pipe must not be read: the hub is there but slower than the command."""
        return self._must_wait_for_room() and (
            self._unanswered >= WINDOW or self._queued >= TAIL // 2
        )

    @property
    def is_drained(self) -> bool:
        """True when everything was published (not yet: acknowledged) after the end."""
        return self._ended and not self._queue
