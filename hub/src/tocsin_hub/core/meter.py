"""Meter: what one person or machine sends, over all their connections together."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

from tocsin_hub.core.bucket import Bucket
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.throttle import Rate

MAX_METERS: Final = 10_000
"""Of more people and machines than this the one that came first of late is forgotten."""
TYPING: Final = Rate(10, 100)
"""Who types, pastes and plays with a script."""
PUBLISH_RATE: Final = 500
"""Publishes a second of who is trusted to have programs report, unless the hub is set otherwise."""
INBOUND_KIB: Final = 16 * 1024
"""KiB a second of anybody, unless the hub is set otherwise: a fast network's worth."""
MESSAGES_A_SECOND: Final = 4_000
"""Messages of any kind: each costs a little, however small."""
_SECONDS_AT_ONCE: Final = 4


def reporting(a_second: int) -> Rate:
    """Return the rate of who is trusted: four seconds' worth at once."""
    return Rate(a_second, _SECONDS_AT_ONCE * a_second)


class Limits(NamedTuple):
    """What one person or machine may have and do."""

    connections: int
    """Of WebSocket at the same time."""
    publish_rate: int = PUBLISH_RATE
    inbound_kib: int = INBOUND_KIB
    """A second."""

    def rate(self, role: Role) -> Rate | None:
        """Return how fast somebody may publish; None for as fast as they can.

        An agent has no rate: it waits for answers, and all that it may say is of a bounded size.
        """
        if role in (Role.OPERATOR, Role.ADMIN):
            return reporting(self.publish_rate)
        return None if role is Role.AGENT else TYPING

    @property
    def messages(self) -> Rate:
        """Return how many messages are read: never fewer than may be published."""
        return reporting(max(MESSAGES_A_SECOND, 2 * self.publish_rate))


class Meter:
    """The allowances of one person or machine.

    Publishes beyond theirs are refused, with when to come again. Bytes and messages beyond theirs
    are read later: nothing is lost, and whoever sends has to wait.
    """

    __slots__ = ("_bytes", "_messages", "publishes")

    def __init__(self, limits: Limits, role: Role, now: int) -> None:
        rate, kib = limits.rate(role), limits.inbound_kib
        self.publishes = Bucket(*rate, now) if rate else None
        self._bytes = Bucket(kib * 1024, _SECONDS_AT_ONCE * kib * 1024, now)
        self._messages = Bucket(*limits.messages, now)

    def came(self, size: int, now: int) -> int:
        """Count bytes that were read; return for how long (ms) to read no more."""
        return self._bytes.owe(now, size)

    def read(self, now: int) -> int:
        """Count a message; return for how long (ms) to read no more."""
        return self._messages.owe(now)


class Meters:
    """Everybody's meters, kept after they left: to come back is no way to a new allowance."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._meters: OrderedDict[tuple[str, Role], Meter] = OrderedDict()

    def of(self, principal: Principal, now: int) -> Meter:
        """Return the meter of whoever opens a connection."""
        key = (principal.by.lower(), principal.role)
        meter = self._meters.get(key) or Meter(self.limits, principal.role, now)
        self._meters[key] = meter
        self._meters.move_to_end(key)
        if len(self._meters) > MAX_METERS:
            self._meters.popitem(last=False)
        return meter
