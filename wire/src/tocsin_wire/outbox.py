"""Outbox: what one connection follows and where it stands. No queue of frames. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from tocsin_wire.cursor import Cursor, Far, Read


class Readable(Protocol):
    """What an outbox needs of a topic; both kinds have it."""

    name: str

    def read(self, cursor: Cursor) -> Read | Far | None:
        """Return the next frame for a reader at `cursor`, None when it has everything.

        `Far` when what comes next must be fetched first.
        """
        ...


class Pace:
    """A subscription that asked to be served at most once in `every_ms`."""

    __slots__ = ("due", "every_ms")

    def __init__(self, every_ms: int) -> None:
        self.every_ms = every_ms
        self.due = 0

    def next(self, now: int) -> int:
        """Return the next multiple of `every_ms`: readers of one pace share their frames."""
        return (now // self.every_ms + 1) * self.every_ms


class Outbox:
    """The cursors of one connection, and which of its topics are behind.

    Its size is that of its subscriptions, whatever is published and however slow the reader is.
    """

    __slots__ = ("_behind", "_cursors", "_far", "_paces")

    def __init__(self) -> None:
        self._cursors: dict[str, Cursor] = {}
        self._behind: dict[str, None] = {}
        self._far: dict[str, int] | None = None
        self._paces: dict[str, Pace] | None = None

    def __len__(self) -> int:
        return len(self._cursors)

    def __contains__(self, topic: str) -> bool:
        return topic in self._cursors

    @property
    def topics(self) -> Iterable[str]:
        """What is followed."""
        return self._cursors.keys()

    @property
    def behind(self) -> Iterable[str]:
        """What may have something new, in the order it will be served."""
        return self._behind.keys()

    @property
    def far(self) -> Mapping[str, int]:
        """What waits for its past to be fetched, and after which number that begins."""
        return self._far or {}

    def cursor(self, topic: str) -> Cursor:
        """Return the place in a followed topic."""
        return self._cursors[topic]

    def follow(self, topic: str, cursor: Cursor, every_ms: int = 0) -> None:
        """Begin or begin anew to follow `topic`; it is behind until a read says otherwise."""
        self._cursors[topic] = cursor
        self._behind[topic] = None
        self._come_near(topic)
        if every_ms:
            self._paces = self._paces or {}
            self._paces[topic] = Pace(every_ms)
        elif self._paces:
            self._paces.pop(topic, None)

    def leave(self, topic: str) -> bool:
        """Stop following; False when it was not followed."""
        self._behind.pop(topic, None)
        self._come_near(topic)
        if self._paces:
            self._paces.pop(topic, None)
        return self._cursors.pop(topic, None) is not None

    def mark(self, topic: str) -> bool:
        """Note that `topic` has something new; False when that was known, or is of no interest."""
        if topic in self._behind or topic not in self._cursors or topic in self.far:
            return False
        self._behind[topic] = None
        return True

    def recalled(self, topic: str) -> bool:
        """Note that the past of `topic` can be read now; False when nobody waits for it."""
        if not self._come_near(topic):
            return False
        self._behind[topic] = None
        return True

    def _come_near(self, topic: str) -> bool:
        if self._far is None or self._far.pop(topic, None) is None:
            return False
        self._far = self._far or None
        return True

    def _go_far(self, topic: str, far: Far) -> None:
        self._far = self._far or {}
        self._far[topic] = far.after

    def due(self, now: int) -> int | None:
        """Return when (ms) the next topic that is behind may be served, None when none is."""
        if not self._behind:
            return None
        if not self._paces:
            return now
        return min(
            max(now, self._paces[topic].due) if topic in self._paces else now
            for topic in self._behind
        )

    def step(self, topic: Readable) -> bytes | None:
        """Return what is new in `topic` and move on: the short way when the outbox `is_plain`."""
        read = topic.read(self._cursors[topic.name])
        if read is None:
            return None
        if isinstance(read, Far):
            self._behind[topic.name] = None  # the long way asks for it
            return None
        self._cursors[topic.name] = read.cursor
        if read.more:
            self._behind[topic.name] = None
        return read.frame

    @property
    def is_level(self) -> bool:
        """True when this reader has everything there is."""
        return not self._behind

    @property
    def is_plain(self) -> bool:
        """True for the usual reader: it has everything, and wants what is new at once."""
        return not self._behind and not self._paces and not self._far

    def read(self, topics: Mapping[str, Readable], budget: int, now: int) -> list[bytes]:
        """Return frames of about `budget` bytes in all, one topic after the other, and move on.

        A topic that is not done goes to the end of the line, so none starves another.
        """
        frames: list[bytes] = []
        left = budget
        for topic in list(self._behind):
            if left <= 0:
                break
            pace = self._paces.get(topic) if self._paces else None
            if pace is not None and now < pace.due:
                continue
            del self._behind[topic]
            read = topics[topic].read(self._cursors[topic])
            if read is None:
                continue
            if isinstance(read, Far):
                self._go_far(topic, read)
                continue
            frames.append(read.frame)
            left -= len(read.frame)
            self._cursors[topic] = read.cursor
            if read.more:
                self._behind[topic] = None
            elif pace is not None:
                pace.due = pace.next(now)
        return frames
