"""Connection: one authenticated WebSocket as the core sees it."""

from __future__ import annotations

from tocsin_hub.core.bucket import Bucket
from tocsin_hub.core.patience import Patience
from tocsin_hub.core.principal import Principal
from tocsin_hub.core.throttle import Throttle
from tocsin_wire.outbox import Outbox


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
        self, id: str, principal: Principal, ip: str, now: int, publishes: Bucket | None = None
    ) -> None:
        """`publishes` is what this person may publish; None is without limit."""
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
        self.throttle = Throttle(publishes)
