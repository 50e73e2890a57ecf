"""Journal: which runs this host began and what became of them, as lines of JSON. Pure.

It is what makes a run happen at most once: a run that is in it is never executed again, by whatever
process of the agent. Times are the hub's, in ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct

from tocsin_wire import codec
from tocsin_wire.bodies import RunState
from tocsin_wire.messages import Time

HORIZON_MS: Final = 3_600_000
"""An order is good for less than this: what began earlier cannot be ordered again."""
KEPT: Final = 1_024
"""So many runs that are over are kept, however old."""
MOST: Final = 16_384
"""Runs one hour may hold; more are denied, so that none has to be forgotten too early."""


class Began(Struct, frozen=True, tag_field="kind", tag="began"):
    """A line: from here on the command may have been executed."""

    run: str
    at: Time


class Ended(Struct, frozen=True, tag_field="kind", tag="ended"):
    """A line: how a run ended."""

    run: str
    state: RunState


_line: Final[msgspec.json.Decoder[Began | Ended]] = msgspec.json.Decoder(Began | Ended)


class Record(NamedTuple):
    """One run; `end` is None while it is not over."""

    at: int
    end: RunState | None


def line(record: Began | Ended) -> bytes:
    """Return the record as a line of the file."""
    return codec.encode(record) + b"\n"


class Journal:
    """The runs of this host, the oldest first."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def __contains__(self, run: str) -> bool:
        return run in self._records

    def __len__(self) -> int:
        return len(self._records)

    def load(self, data: bytes) -> int:
        """Take in a file; return how many lines could not be read.

        A last line without its end was being written when the machine or the process died: it is
        no damage. What it told had not been promised to anybody.
        """
        *lines, _torn = data.split(b"\n")
        return sum(not self._read(text) for text in lines if text)

    def _read(self, text: bytes) -> bool:
        try:
            self.take(_line.decode(text))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False
        return True

    def take(self, record: Began | Ended) -> None:
        """Take in what the file holds now. An end without a beginning says nothing."""
        match record:
            case Began(run=run, at=at):
                self._records.setdefault(run, Record(at, None))
            case Ended(run=run, state=state) if run in self._records:
                self._records[run] = self._records[run]._replace(end=state)

    def end_of(self, run: str) -> RunState | None:
        """Return how a run ended; None when it did not, or is unknown."""
        record = self._records.get(run)
        return record.end if record else None

    @property
    def unfinished(self) -> list[str]:
        return [run for run, record in self._records.items() if record.end is None]

    @property
    def ended(self) -> list[str]:
        return [run for run, record in self._records.items() if record.end is not None]

    def prune(self, now: int) -> None:
        """Forget runs that are over, beyond the newest KEPT and those of the last hour.

        One that began in a future an hour away is of a clock that was wrong: no order can be as
        old as that either.
        """
        over = self.ended
        for run in over[: max(0, len(over) - KEPT)]:
            if abs(now - self._records[run].at) > HORIZON_MS:
                del self._records[run]

    @property
    def is_full(self) -> bool:
        return len(self._records) >= MOST

    def dump(self) -> Iterator[bytes]:
        """Yield the lines of a file that holds this and nothing else."""
        for run, (at, end) in self._records.items():
            yield line(Began(run, at))
            if end:
                yield line(Ended(run, end))
