"""Connection: one authenticated WebSocket as the core sees it."""

from __future__ import annotations

from typing import Final, NamedTuple

from tocsin_hub.core.patience import Patience
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.throttle import Rate, Throttle
from tocsin_wire.outbox import Outbox

TYPING: Final = Rate(10, 100)
"""Who types, pastes and plays with a script."""
PUBLISH_RATE: Final = 500
"""Publishes a second of who is trusted to have programs report, unless the hub is set otherwise."""


def reporting(a_second: int) -> Rate:
    """Return the rate of who is trusted: four seconds' worth at once."""
    return Rate(a_second, 4 * a_second)


class Limits(NamedTuple):
    """What one person may have and do."""

    connections: int
    """Of WebSocket at the same time."""
    publish_rate: int = PUBLISH_RATE

    def rate(self, role: Role) -> Rate | None:
        """Return how fast one connection may publish; None for as fast as it can.

        An agent has no rate: it waits for answers, and all that it may say is of a bounded size.
        """
        if role in (Role.GUEST, Role.VIEWER):
            return TYPING
        if role in (Role.OPERATOR, Role.ADMIN):
            return reporting(self.publish_rate)
        return None


class Connection:
    """Who is at the other end, since when, and where they stand in what they follow."""

    __slots__ = (
        "client",
        "heard",
        "id",
        "instance",
        "ip",
        "outbox",
        "patience",
        "principal",
        "since",
        "throttle",
    )

    def __init__(
        self, id: str, principal: Principal, ip: str, now: int, rate: Rate | None = None
    ) -> None:
        self.id = id
        self.principal = principal
        self.ip = ip
        self.since = now
        self.heard = now
        """When the last message came (ms)."""
        self.client = ""
        self.instance = ""
        self.outbox = Outbox()
        self.patience = Patience(now)
        self.throttle = Throttle(rate, now)
