"""Watch: what is collected only while somebody looks, asked of agents by leases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tocsin_hub.core.effects import Append
from tocsin_hub.core.principal import HUB
from tocsin_wire import codec
from tocsin_wire.bodies import Interest
from tocsin_wire.topics import host_topic

LEASE_MS: Final = 30_000
RENEW_MS: Final = 15_000
_ON_INTEREST: Final = frozenset({"processes"})


class Watch:
    """Counts the followers of each such topic and keeps its lease alive."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._watchers: dict[str, int] = {}
        self._renewed: dict[str, int] = {}

    def follow(self, topic: str, now: int) -> list[Append]:
        """One more follower; the first begins the lease."""
        if topic.rsplit("/", 1)[-1] not in _ON_INTEREST:
            return []
        self._watchers[topic] = self._watchers.get(topic, 0) + 1
        return [self._lease(topic, now)] if self._watchers[topic] == 1 else []

    def leave(self, topic: str) -> None:
        """One follower less; after the last the lease just ends."""
        left = self._watchers.get(topic, 0) - 1
        if left > 0:
            self._watchers[topic] = left
        else:
            self._watchers.pop(topic, None)
            self._renewed.pop(topic, None)

    def forget(self, host: str) -> None:
        """A host is no more, and nobody watches it."""
        for topic in [topic for topic in self._watchers if topic.split("/")[1] == host]:
            del self._watchers[topic]
            self._renewed.pop(topic, None)

    def returned(self, host: str, now: int) -> list[Append]:
        """A host's agent is here anew: tell it what is watched."""
        return [
            self._lease(topic, now)
            for topic in list(self._watchers)
            if topic.startswith(f"host/{host}/")
        ]

    def tick(self, now: int) -> list[Append]:
        """Renew the leases that run out."""
        due = [topic for topic, then in self._renewed.items() if now - then >= RENEW_MS]
        return [self._lease(topic, now) for topic in due]

    def _lease(self, topic: str, now: int) -> Append:
        self._renewed[topic] = now
        host = topic.split("/")[1]
        body = codec.encode(Interest(topic, LEASE_MS))
        return Append(host_topic(host, "inbox"), self._new_id(), HUB, body)
