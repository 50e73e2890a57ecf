"""FailedLogins: how many of a network's failed log-ins the audit has one by one. Pure.

The others are counted, and the count is written with the next one or a minute later: nobody can
flood the audit, and nothing is left out of it.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from tocsin_hub.core.bucket import Bucket

A_MINUTE: Final = 10
COUNTED_MS: Final = 60_000
MOST: Final = 10_000
"""Networks that are remembered."""


class _Network:
    def __init__(self, now: int) -> None:
        self.bucket = Bucket(A_MINUTE / 60, A_MINUTE, now)
        self.unwritten = 0
        self.since = now


class FailedLogins:
    """Networks, and how many of their failures are not written down."""

    def __init__(self) -> None:
        self._networks: OrderedDict[str, _Network] = OrderedDict()

    def is_written(self, network: str, now: int) -> bool:
        """Count a failure at `now` (ms); tell whether it is written down by itself."""
        found = self._networks.setdefault(network, _Network(now))
        self._networks.move_to_end(network)
        if found.bucket.take(now):
            return True
        found.since = found.since if found.unwritten else now
        found.unwritten += 1
        return False

    def due(self, now: int) -> list[tuple[str, int]]:
        """Return whose failures were counted for a minute, and how many; they begin anew."""
        due = [
            (network, one.unwritten)
            for network, one in self._networks.items()
            if one.unwritten and now - one.since >= COUNTED_MS
        ]
        for network, _ in due:
            self._networks[network].unwritten = 0
        while len(self._networks) > MOST:
            network, oldest = self._networks.popitem(last=False)
            if oldest.unwritten:
                due.append((network, oldest.unwritten))
        return due
