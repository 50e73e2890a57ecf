"""Replica: a reader's copy of a topic, built from frames; tells when a frame does not fit. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Raw

from tocsin_wire.messages import Entry, Gap, Reset, StateFrame, SubOk
from tocsin_wire.position import Position


class Hole(Exception):
    """A frame does not continue what is here: subscribe again from `position`."""


class LogReplica:
    """How far a reader has come in a log. Keeps no entries: they are handed on as they come."""

    def __init__(self) -> None:
        self.epoch = ""
        self.last = 0

    @property
    def position(self) -> Position | None:
        """Where to resume; None before anything is known."""
        return Position(self.epoch, self.last) if self.epoch else None

    def begin(self, answer: SubOk) -> bool:
        """Take in `sub_ok`; True when all that was known must be forgotten."""
        forget = answer.epoch != self.epoch or answer.after != self.last
        self.epoch = answer.epoch
        self.last = answer.after
        return forget

    def reset(self, frame: Reset) -> None:
        """Begin the new history."""
        self.epoch = frame.epoch
        self.last = frame.first - 1

    def skip(self, frame: Gap) -> None:
        """Note an announced loss. Raises Hole when it does not begin where this replica stands."""
        if frame.from_ != self.last + 1:
            raise Hole(f"gap from {frame.from_} after {self.last}")
        self.last = frame.to

    def extend(self, entries: Sequence[Entry]) -> None:
        """Note entries. Raises Hole when they do not follow on; then none counts."""
        for expected, entry in enumerate(entries, self.last + 1):
            if entry.seq != expected:
                raise Hole(f"entry {entry.seq} where {expected} was due")
        self.last += len(entries)


class StateReplica:
    """A reader's copy of a state: keys and their newest values, as the hub has them."""

    def __init__(self) -> None:
        self.epoch = ""
        self.rev = 0
        self.values: dict[str, Raw] = {}
        self._partial = False

    @property
    def position(self) -> Position | None:
        """Where to resume; None while there is no whole copy."""
        return Position(self.epoch, self.rev) if self.epoch and not self._partial else None

    def begin(self, answer: SubOk) -> bool:
        """Take in `sub_ok`; True when all that was known must be forgotten."""
        if answer.recovered:
            return False
        self.epoch = answer.epoch
        self.rev = 0
        self.values.clear()
        return True

    def apply(self, frame: StateFrame) -> None:
        """Take in changes. Raises Hole when rev would fall."""
        if frame.reset:
            self.values.clear()
            self.epoch = frame.epoch
        elif frame.rev < self.rev:
            raise Hole(f"rev {frame.rev} after {self.rev}")
        self.rev = frame.rev
        self._partial = frame.more
        for key in frame.removed:
            self.values.pop(key, None)
        self.values.update(frame.set)
