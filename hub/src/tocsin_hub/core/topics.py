"""Topics: all there are, by name.

Makes them by the table of forms, within bounds; notes what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from tocsin_hub.core.fate import Fate
from tocsin_hub.core.store import Store
from tocsin_wire import codec
from tocsin_wire.cursor import Seal, unsealed
from tocsin_wire.errors import UnknownTopic
from tocsin_wire.log import TAIL_BYTES, TAIL_ENTRIES, Log
from tocsin_wire.state import State
from tocsin_wire.topics import Kind, form_of

# (entries, bytes) of a log that stay in memory, by the first and last segment of its name. A run:
# what its agent may send in all (10 MiB) and room for the JSON around it.
_BOUNDS: Final = {
    ("host", "samples"): (120, 512 * 1024),
    ("host", "inbox"): (256, 256 * 1024),
    ("host", "events"): (64, 16 * 1024),
    ("run", ""): (20_000, 16 * 1024 * 1024),
}
# What the history keeps, not the store of logs: they begin anew with every start of the hub.
_VOLATILE: Final = {("host", "samples")}


class Topics:
    """Every topic of the hub, and which of them have something new since last asked."""

    def __init__(self, store: Store, new_epoch: Callable[[], str], seal: Seal = unsealed) -> None:
        """`store` has the logs, `new_epoch` names histories that begin anew with every start.

        `seal` frames messages for the socket.
        """
        self._store = store
        self._new_epoch = new_epoch
        self._seal = seal
        self._topics: dict[str, Log | State] = {}
        self._changed: dict[str, None] = {}

    @property
    def all(self) -> Mapping[str, Log | State]:
        return self._topics

    def __contains__(self, name: str) -> bool:
        return name in self._topics

    def find(self, name: str) -> Log | State:
        """Return a topic that exists. Raises BadTopic or UnknownTopic."""
        if not self.exists(name):
            raise UnknownTopic(f"there is no topic {name!r} now")
        return self.make(name)

    def exists(self, name: str) -> bool:
        """Tell whether there is a topic, in memory or in the store. Raises BadTopic."""
        if name in self._topics:
            return True
        return form_of(name).kind is Kind.LOG and self._store.has(name)

    def make(self, name: str) -> Log | State:
        """Return a topic, beginning it when there is none. Raises BadTopic."""
        topic = self._topics.get(name)
        if topic is None:
            topic = self._topics[name] = self._build(name)
        return topic

    def log(self, name: str) -> Log:
        topic = self.make(name)
        assert isinstance(topic, Log)
        return topic

    def lifecycle(self, run: str) -> Sequence[bytes]:
        """Return the entries of a run's log but its output: also of one too long for memory."""
        log = self.log(run)
        return log.raw_entries() if log.tail <= log.first else self._store.lifecycle(run)

    def entry(self, name: str, seq: int) -> bytes | None:
        """Return the JSON of one entry of a log, None when it is not there."""
        log = self.log(name)
        return log.raw_entry(seq) if seq >= log.tail else self._store.entry(name, seq)

    def fate(self, name: str, seq: int) -> Fate:
        """Return what became of a chat, as far as the store knows."""
        return self._store.fate(name, seq)

    def twin(self, name: str, seq: int, other: str) -> int:
        """Return the seq in the log `other` of the same private message; 0 when it is not there."""
        return self._store.twin(name, seq, other)

    def was_published(self, producer: str, id: str) -> bool:
        """Tell whether a publish is in the store already: it is sent again."""
        return self._store.was_published(producer, id)

    def state(self, name: str) -> State:
        topic = self.make(name)
        assert isinstance(topic, State)
        return topic

    def set(self, name: str, key: str, value: Any) -> None:
        """Write a value of `tocsin_wire.bodies` (or its JSON) under a key of a state."""
        raw = value if isinstance(value, bytes) else codec.encode(value)
        self.state(name).set(key, raw)
        self._changed[name] = None

    def remove(self, name: str, key: str) -> None:
        if self.state(name).remove(key):
            self._changed[name] = None

    def touch(self, name: str) -> None:
        """Note that a log got an entry."""
        self._changed[name] = None

    def drop(self, name: str) -> None:
        """Take a topic out of memory."""
        self._topics.pop(name, None)
        self._changed.pop(name, None)

    def take_changed(self) -> list[str]:
        """Return the topics that changed since the last call."""
        changed = list(self._changed)
        self._changed.clear()
        return changed

    @property
    def has_changed(self) -> bool:
        return bool(self._changed)

    def _build(self, name: str) -> Log | State:
        if form_of(name).kind is Kind.STATE:
            return State(name, self._new_epoch(), seal=self._seal)
        segments = name.split("/")
        shape = (segments[0], segments[2] if len(segments) > 2 else "")
        entries, size = _BOUNDS.get(shape, (TAIL_ENTRIES, TAIL_BYTES))
        if shape in _VOLATILE:
            return Log(
                name, self._new_epoch(), max_entries=entries, max_bytes=size, seal=self._seal
            )
        return self._open(name, entries, size)

    def _open(self, name: str, entries: int, size: int) -> Log:
        found = self._store.open(name, entries, size)
        log = Log(
            name,
            found.epoch,
            first=found.first,
            head=found.head,
            backed=True,
            seek=partial(self._store.seek, name),
            max_entries=entries,
            max_bytes=size,
            seal=self._seal,
        )
        log.load(found.tail)
        return log
