"""Feed: rows on their way to the hub. The newest goes first; what was missed follows in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tocsin_agent.core.backlog import Backlog, Batch, fitting, samples
from tocsin_agent.core.shelf import Kept
from tocsin_agent.edge.log import say
from tocsin_agent.edge.uplink import Uplink
from tocsin_wire.bodies import Columns
from tocsin_wire.topics import host_topic

MAX_LIVE: Final = 110
"""Live publishes in flight; a hub that is slower than that gets the rows as backlog. It answers
when a minute is on its disk: at one a second, 94 wait for that. Within the window of the link."""
CALM: Final = 16
"""So many may be in flight before rows that are taken more often go out together, once a second."""
LIVE_EVERY_MS: Final = 900
MAX_BATCHES: Final = 2
MAX_LISTS: Final = 64
"""Column lists kept for rows that wait; where devices come and go, old ones go with their rows."""


class Feed:
    """Publishes rows, and the column lists they need, to host/<id>."""

    def __init__(self, uplink: Uplink, backlog: Backlog) -> None:
        self._uplink = uplink
        self._backlog = backlog
        self._host = ""
        self._lists: dict[str, Columns] = {}
        self._current = ""
        self._told = ""
        self._fresh: list[Kept] = []
        self._live: set[str] = set()
        self._live_at = 0
        self._batches: set[str] = set()
        self._refusal = ""

    @property
    def lists(self) -> dict[str, Columns]:
        """The column lists of the rows that are kept, by id."""
        return self._lists

    def columns(self, columns: Columns) -> None:
        """Rows are of this list from now on."""
        self.settle()
        self._forget_lists()
        self._lists[columns.id] = columns
        self._current = columns.id
        if self._host and self._uplink.is_up:
            self._tell(columns.id)

    def load(self, lists: Mapping[str, Columns], rows: Iterable[Kept]) -> None:
        """Take in what an earlier process could not send."""
        self._lists = {**lists, **self._lists}
        self._backlog.load(rows)

    def up(self, host: str) -> None:
        """A hub is there, which may know no column list. Rows follow the next live one."""
        self._host = host
        self._told = ""
        if self._current:
            self._tell(self._current)

    def row(self, kept: Kept) -> None:
        """Send the newest rows, then some of those that wait; or keep them."""
        self._fresh.append(kept)
        if not self._may_send:
            self.settle()
        elif len(self._live) < CALM or kept.at - self._live_at >= LIVE_EVERY_MS:
            self.settle()
            self._pump()

    def settle(self) -> None:
        """Send the newest rows now, or keep them: none stays between."""
        rows, self._fresh = self._fresh, []
        while rows and self._may_send:
            batch = Batch(fitting(rows))
            del rows[: len(batch.rows)]
            self._live_at = batch.rows[-1].at
            self._live.add(self._publish(batch, backlog=False))
        for kept in rows:
            self._backlog.add(kept)

    @property
    def _may_send(self) -> bool:
        return self._uplink.has_room and len(self._live) < MAX_LIVE

    def answered(self, pub: str, *, taken: bool, why: str = "") -> bool:
        """Take in an answer; tell whether it was one to rows."""
        self._live.discard(pub)
        self._batches.discard(pub)
        ours = self._backlog.answered(pub) if taken else self._backlog.refused(pub)
        if ours:
            self._say_refusal("" if taken else why)
        if ours and self._backlog:
            self._pump()
        return ours

    def _say_refusal(self, why: str) -> None:
        """Say each reason once in a row: a hub that was restarted refuses all that is in flight."""
        if why and why != self._refusal:
            say(f"the hub refused rows: {why}")
        self._refusal = why

    def _pump(self) -> None:
        while self._uplink.has_room and len(self._batches) < MAX_BATCHES:
            batch = self._backlog.batch()
            if batch is None:
                break
            self._batches.add(self._publish(batch, backlog=True))
        self._tell(self._current)

    def _publish(self, batch: Batch, *, backlog: bool) -> str:
        self._tell(batch.rows[0].columns)
        body = samples(batch.rows, backlog=backlog)
        pub = self._uplink.publish(host_topic(self._host, "samples"), body)
        self._backlog.sent(pub, batch)
        return pub

    def _tell(self, name: str) -> None:
        """Put a column list, unless it is the one the hub has: rows are read by the newest."""
        if name != self._told and name in self._lists:
            self._told = name
            self._uplink.put(host_topic(self._host, "stats"), {"columns": self._lists[name]})

    def _forget_lists(self) -> None:
        """Drop lists no row needs any more, and the oldest when there are too many."""
        if len(self._lists) > 8:
            needed = {kept.columns for kept in self._backlog.everything()}
            self._lists = {name: self._lists[name] for name in self._lists if name in needed}
        while len(self._lists) >= MAX_LISTS:
            name = next(iter(self._lists))
            del self._lists[name]
            self._backlog.forget(name)
