"""Fanout: once per turn of the loop, writes to each writable connection what it is behind on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, Protocol

import structlog

from tocsin_hub.core.connection import Connection
from tocsin_hub.core.store import Told
from tocsin_hub.core.topics import Topics
from tocsin_hub.edge.clock import now_ms

TURN_BUDGET: Final = 64 * 1024
"""Bytes one connection gets in one turn, before the others have had theirs."""
REST: Final = 12.0
"""After a turn the fan-out rests this many times as long: it takes a thirteenth of the loop at
most, and the larger the crowd, the more news one write carries. Measured with 1,000 followers and
20 messages a second: a turn takes 8 to 12 ms, so two or three share each write, for half the work.
"""
SHARED: Final = 3
"""Entries that make a write worth its while. A turn that carried more was cheap for each of them,
and the rest after it is shorter in proportion: a burst goes out as fast as it comes."""
MAX_REST: Final = 0.1
"""Seconds. What is new waits no longer than this."""
FULL: Final = 64 * 1024
"""Bytes of new entries that end a rest: more of them would not make a write cheaper."""
ALL_IS_DUE: Final = 2**62
"""A time (ms) at which even the slowest pace has nothing to wait for."""


log = structlog.get_logger()


class Peer(Protocol):
    """The socket side of a connection."""

    connection: Connection
    writable: bool

    def write(self, data: bytes) -> None:
        """Send bytes that are framed already."""

    def abort(self) -> None:
        """Cut the connection at once: it cannot be served."""


Fetch = Callable[[str, int, Told], None]


class Fanout:
    """Who follows what, who is behind, and the one write per peer and turn."""

    def __init__(self, topics: Topics, fetch: Fetch, loop: asyncio.AbstractEventLoop) -> None:
        """`fetch` reads what lies behind the tail of a log."""
        self._topics = topics
        self._fetch = fetch
        self._fetching: dict[tuple[str, int], dict[Peer, None]] = {}
        self._loop = loop
        self._followers: dict[str, dict[Peer, None]] = {}
        self._behind: dict[Peer, None] = {}  # writable, with something to read now
        self._paced: dict[Peer, int] = {}  # with something to read from that time on
        self._next: asyncio.Handle | None = None
        self._rested = 0.0
        self._news = 0  # entries since the last turn, and their bytes
        self._size = 0
        self._timer: asyncio.TimerHandle | None = None
        self.writes = 0
        self.written = 0
        """How often a connection was written what was new, and the bytes of it."""

    def follow(self, peer: Peer, topic: str) -> None:
        """Serve `peer` with `topic` from now on; its outbox has the cursor."""
        self._followers.setdefault(topic, {})[peer] = None
        self.wake(peer)

    def is_followed(self, topic: str) -> bool:
        """Tell whether anybody follows `topic`."""
        return topic in self._followers

    def leave(self, peer: Peer, topic: str) -> None:
        """Take `peer` out of the followers of `topic`."""
        followers = self._followers.get(topic, {})
        followers.pop(peer, None)
        if not followers:
            self._followers.pop(topic, None)

    def forget(self, peer: Peer) -> None:
        """Take a peer out, whatever it followed."""
        for topic in peer.connection.outbox.topics:
            self.leave(peer, topic)
        self._behind.pop(peer, None)
        self._paced.pop(peer, None)
        for waiting in self._fetching.values():
            waiting.pop(peer, None)

    def drop(self, topic: str) -> None:
        """Take a topic that is no more out of everybody's outbox."""
        for peer in self._followers.pop(topic, {}):
            peer.connection.outbox.leave(topic)

    def finish(self, peer: Peer) -> None:
        """Write all that a peer lacks and takes, whatever its pace: it is about to be closed."""
        outbox = peer.connection.outbox
        try:
            while peer.writable and (
                frames := outbox.read(self._topics.all, TURN_BUDGET, ALL_IS_DUE)
            ):
                peer.write(b"".join(frames))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this peer's
            self._give_up(peer, error)

    def wake(self, peer: Peer) -> None:
        """Serve a peer soon: it follows something new, or can be written to again."""
        self._behind[peer] = None
        self.schedule()

    def appended(self, topic: str, size: int) -> None:
        """Note an entry of `size` bytes in a log; enough of them end a rest."""
        if topic not in self._followers:
            return
        self._news += 1
        self._size += size
        if self._size >= FULL > self._size - size:
            self._soon()
        else:
            self.schedule()

    def schedule(self) -> None:
        """Make sure what changed goes out at the end of this turn of the loop, or of the rest."""
        if self._next is None:
            if self._rested <= self._loop.time():
                self._next = self._loop.call_soon(self._turn)
            else:
                self._next = self._loop.call_at(self._rested, self._turn)

    def _soon(self) -> None:
        if self._next is not None:
            self._next.cancel()
        self._next = self._loop.call_soon(self._turn)

    def _turn(self) -> None:
        self._next = None
        news, self._news, self._size = self._news, 0, 0
        began = self._loop.time()
        self.flush()
        now = self._loop.time()
        share = SHARED / news if news > SHARED else 1.0
        self._rested = now + min(MAX_REST, REST * (now - began) * share)

    def flush(self) -> None:
        """Write now what is new, without waiting for the turn to end."""
        changed = self._topics.take_changed()
        if len(changed) == 1:
            self._spread(changed[0])
        else:
            self._mark(changed)
        if self._behind:
            self._serve(now_ms())

    def _spread(self, name: str) -> None:
        """Write what is new in the one topic that changed; the others only note it."""
        topic = self._topics.all[name]
        for peer in self._followers.get(name, ()):
            outbox = peer.connection.outbox
            if peer.writable and outbox.is_plain:
                try:
                    frame = outbox.step(topic)
                    if frame is not None:
                        self._write(peer, frame)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is this peer's
                    self._give_up(peer, error)
                    continue
                if not outbox.is_level:
                    self._behind[peer] = None
            elif outbox.mark(name):
                self._behind[peer] = None

    def _mark(self, changed: list[str]) -> None:
        for name in changed:
            for peer in self._followers.get(name, ()):
                if peer.connection.outbox.mark(name):
                    self._behind[peer] = None

    def _serve(self, now: int) -> None:
        topics = self._topics.all
        behind, self._behind = self._behind, {}
        for peer in behind:
            if not peer.writable:
                continue  # it comes back by `wake` once it has drained
            outbox = peer.connection.outbox
            try:
                frames = outbox.read(topics, TURN_BUDGET, now)
                if frames:
                    self._write(peer, frames[0] if len(frames) == 1 else b"".join(frames))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is this peer's
                self._give_up(peer, error)
                continue
            for topic, after in tuple(outbox.far.items()):
                self._recall(peer, topic, after)
            due = outbox.due(now)
            if due is None:
                self._paced.pop(peer, None)
            elif due <= now:
                self._behind[peer] = None
            else:
                self._paced[peer] = due
        if self._behind and self._next is None:
            self._soon()  # a backlog needs no company to be worth a write
        if self._paced:
            self._wait(min(self._paced.values()), now)

    def _recall(self, peer: Peer, topic: str, after: int) -> None:
        """Have the past of a log fetched, once for all who wait for it."""
        waiting = self._fetching.get((topic, after))
        if waiting is not None:
            waiting[peer] = None
            return
        self._fetching[topic, after] = {peer: None}
        log = self._topics.log(topic)
        tail = log.tail

        def told(first: int, raws: Sequence[bytes]) -> None:
            log.recall(after, first if raws else tail, raws)
            for one in self._fetching.pop((topic, after)):
                if one.connection.outbox.recalled(topic):
                    self._behind[one] = None
            if self._behind:
                self._soon()  # who reads the past is behind already: no rest for it

        self._fetch(topic, after, told)

    def _write(self, peer: Peer, data: bytes) -> None:
        self.writes += 1
        self.written += len(data)
        peer.write(data)

    def _give_up(self, peer: Peer, error: Exception) -> None:
        """Cut a peer that could not be served: the others must not wait for it."""
        log.error("connection cut: it could not be served", exc_info=error)
        self._behind.pop(peer, None)
        self._paced.pop(peer, None)
        peer.abort()

    def _wait(self, due: int, now: int) -> None:
        """Wake who asked for a slower pace, when the first of them is due."""
        when = self._loop.time() + (due - now) / 1000
        if self._timer is not None:
            if self._timer.when() <= when:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(when, self._pace)

    def _pace(self) -> None:
        self._timer = None
        now = now_ms()
        for peer in [peer for peer, due in self._paced.items() if due <= now]:
            del self._paced[peer]
            self._behind[peer] = None
        if self._behind:
            self.schedule()
        elif self._paced:
            self._wait(min(self._paced.values()), now)
