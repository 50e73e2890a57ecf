"""Retention: how long logs are kept. Looks at some logs each second and has their ends trimmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tocsin_hub.edge.store.append import REMEMBERED_MS
from tocsin_hub.edge.store.jobs import Erase, ForgetIds
from tocsin_hub.edge.store.log_store import Keep, Listed, LogStore, Trimmed

LOOKED_AT: Final = 200
"""Logs a second."""
DAY_MS: Final = 24 * 3600 * 1000
NAMELESS: Final = "~"


def rules(talk_days: int, run_days: int, log_mib: int) -> Mapping[str, Keep]:
    """Return how long each kind of log is kept. An inbox only has to outlive an agent's absence."""
    size = log_mib * 1024 * 1024
    talk, runs = Keep(talk_days * DAY_MS, size), Keep(run_days * DAY_MS, size)
    inbox = Keep(7 * DAY_MS, size)
    return {
        "room": talk,
        "private": talk,
        "run": runs,
        "runs": runs,
        "busiest": runs,
        "events": talk,
        "inbox": inbox,
    }


class Retention:
    """Rules by the first segment of a log's name; a host's logs by their last one too."""

    def __init__(self, store: LogStore, rules: Mapping[str, Keep], trimmed: Trimmed) -> None:
        """`trimmed` is told each log that lost its oldest entries, and its first seq."""
        self._store = store
        self._rules = rules
        self._trimmed = trimmed
        self._looked = 0

    def tick(self, now: int) -> None:
        """Look at the next logs; call it about once a second."""
        if self._store.writer.waiting:
            return  # what people say goes first
        self._store.writer.force(ForgetIds(now - REMEMBERED_MS))
        found = self._store.listed(self._looked, LOOKED_AT)
        self._looked = found[-1].topic if len(found) == LOOKED_AT else 0
        for log in found:
            keep = self._rules.get(rule_of(log.name))
            if log.name.startswith(NAMELESS):
                self._store.writer.force(Erase(log.topic))
            elif keep and log.head >= log.first and self._is_over(log, keep, now):
                self._store.trim(log.name, keep, now, self._trimmed)

    @staticmethod
    def _is_over(log: Listed, keep: Keep, now: int) -> bool:
        return log.bytes > keep.bytes or log.oldest < now - keep.ms


def rule_of(name: str) -> str:
    """Return the rule a log falls under: `room`, `private`, `run`, `inbox`, `busiest`, `events`."""
    first, _, rest = name.partition("/")
    return rest.rpartition("/")[2] if first == "host" else first
