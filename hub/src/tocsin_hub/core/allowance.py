"""Allowance: how often one network may do something that costs the hub, or guesses at a secret."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from tocsin_hub.core.bucket import Bucket
from tocsin_wire.errors import TooFast

MAX_NETWORKS: Final = 10_000
_MINUTE: Final = 60


class Allowance:
    """So many at once for each network, and as many again each minute.

    Of networks beyond a bound the one that did nothing for the longest time is forgotten.
    """

    def __init__(self, at_once: int, what: str) -> None:
        """`what` completes "too many ... from your network"."""
        self._at_once = at_once
        self._what = what
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def check(self, network: str, now: int) -> None:
        """Raise TooFast when nothing is left for a network; takes nothing."""
        bucket = self._buckets.get(network)
        wait = bucket.wait(now) if bucket else 0
        if wait:
            raise TooFast(
                f"too many {self._what} from your network: try again in {-(-wait // 1000)} s",
                after_ms=wait,
            )

    def take(self, network: str, now: int) -> None:
        """Take one of a network's. Raises TooFast when nothing is left."""
        self.check(network, now)
        bucket = self._buckets.get(network) or Bucket(self._at_once / _MINUTE, self._at_once, now)
        bucket.take(now)
        self._buckets[network] = bucket
        self._buckets.move_to_end(network)
        if len(self._buckets) > MAX_NETWORKS:
            self._buckets.popitem(last=False)
