"""Cutter: one stream's bytes to pieces small enough for a message, cut between characters."""

from __future__ import annotations

from base64 import b64encode
from typing import Final, NamedTuple

from tocsin_wire import codec
from tocsin_wire.bodies import MAX_CHUNK, RunOutput

LINGER: Final = 0.05
"""Seconds a byte waits for company."""


class Piece(NamedTuple):
    """Some bytes of a stream, and where in it they begin."""

    stream: str
    offset: int
    data: bytes


def boundary(data: bytes | bytearray) -> int:
    """Return how much of `data` to take so that no UTF-8 character is cut (RFC 3629 section 3).

    Only the last three bytes can begin a character that is not all there.
    """
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) - back if length > back else len(data)
        if byte < 0x80:
            break
    return len(data)


def body(piece: Piece) -> RunOutput:
    """Return the piece as a log body: as text, or as base64 when that is shorter or the only way.

    Shorter it is for control characters: JSON writes each in six bytes, and a piece must fit into
    a message.
    """
    stream, offset, data = piece
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return RunOutput(stream, offset, base64=b64encode(data).decode())
    if len(codec.encode(text)) > len(data) * 4 // 3 + 64:
        return RunOutput(stream, offset, base64=b64encode(data).decode())
    return RunOutput(stream, offset, text=text)


class Cutter:
    """Collects the bytes of one stream and gives them back in pieces of at most MAX_CHUNK.

    What comes after a silence goes at once; what follows it sooner than LINGER waits for company.
    """

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self._offset = 0
        self._pending = bytearray()
        self._since = 0.0
        self._cut_at = -LINGER

    def feed(self, data: bytes, now: float) -> list[Piece]:
        """Take in bytes; return the pieces that are full."""
        if not self._pending:
            self._since = now
        self._pending += data
        pieces = []
        while len(self._pending) >= MAX_CHUNK:
            pieces.append(self._cut(boundary(self._pending[:MAX_CHUNK])))
            self._since = self._cut_at = now
        if now >= self._cut_at + LINGER and (length := boundary(self._pending)):
            self._cut_at = now
            pieces.append(self._cut(length))
        return pieces

    def ripe(self, now: float) -> list[Piece]:
        """Return what has waited long enough, without the beginning of an unfinished character."""
        if not self._pending or now < self._since + LINGER:
            return []
        length = boundary(self._pending)
        if not length:
            return []
        self._cut_at = now
        return [self._cut(length)]

    def end(self) -> list[Piece]:
        """Return the rest: nothing more will come."""
        return [self._cut(len(self._pending))] if self._pending else []

    def _cut(self, length: int) -> Piece:
        piece = Piece(self.stream, self._offset, bytes(self._pending[:length]))
        del self._pending[:length]
        self._offset += length
        return piece
