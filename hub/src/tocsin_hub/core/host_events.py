"""HostEvents: when each host came up, was late, went down, written into its log `host/<id>/events`.

A fleet that comes back at once is written a piece at a time; each event has its own time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from tocsin_hub.core.effects import Append
from tocsin_hub.core.hosts import Change, Hosts
from tocsin_hub.core.principal import HUB
from tocsin_hub.core.topics import Topics
from tocsin_wire import codec
from tocsin_wire.bodies import HostStatus
from tocsin_wire.errors import Unavailable
from tocsin_wire.messages import Entry
from tocsin_wire.topics import host_topic

AT_ONCE: Final = 100
"""Events a second: for some a log has to be opened."""
SETTLED_MS: Final = 60_000
"""So long after the hub's start a host that did not come back is down."""

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_status: Final[msgspec.json.Decoder[HostStatus]] = msgspec.json.Decoder(HostStatus)


class HostEvents:
    """Tells each change once: also over a restart of the hub, in which no host changed."""

    def __init__(
        self, topics: Topics, hosts: Hosts, new_id: Callable[[], str], started: int
    ) -> None:
        """`new_id` makes publish ids, `started` is when the hub was (ms)."""
        self._topics = topics
        self._hosts = hosts
        self._new_id = new_id
        self._started = started
        self._is_settled = False
        self._told: dict[str, str] = {}

    def tick(self, now: int) -> list[Append]:
        """Return the next events; call it about once a second."""
        if not self._is_settled and now - self._started >= SETTLED_MS:
            self._is_settled = True
            self._hosts.changes.extend(
                Change(host.id, host.status, host.since)
                for host in self._hosts.hosts()
                if host.status == "down" and host.since == self._started
            )
        changes, told = self._hosts.changes, []
        for _ in range(min(AT_ONCE, len(changes))):
            try:
                is_news = self._is_news(changes[0])
            except Unavailable:
                break  # the logs cannot be read now: it waits
            change = changes.popleft()
            told += [self._event(change)] if is_news else []
        return told

    def forget(self, host: str) -> None:
        """A host is no more."""
        self._told.pop(host, None)

    def _is_news(self, change: Change) -> bool:
        if not self._hosts.knows(change.host):
            return False  # it was removed meanwhile
        told = self._told.get(change.host) or self._last(change.host)
        self._told[change.host] = change.status
        return told != change.status and not (told == "" and change.status == "down")

    def _last(self, host: str) -> str:
        """Return what was told of a host before the hub's start; empty when nothing was."""
        raws = self._topics.log(host_topic(host, "events")).raw_entries()
        return _status.decode(_entry.decode(raws[-1]).body).status if raws else ""

    def _event(self, change: Change) -> Append:
        body = codec.encode(HostStatus(change.status, change.at))
        return Append(host_topic(change.host, "events"), self._new_id(), HUB, body)
