"""Connection: one authenticated WebSocket as the core sees it."""

from __future__ import annotations

from tocsin_hub.core.bucket import Bucket
from tocsin_hub.core.principal import Principal
from tocsin_wire.outbox import Outbox

ERRORS_A_SECOND = 10
ERRORS_AT_ONCE = 100


class Connection:
    """Who is at the other end, since when, and where they stand in what they follow."""

    __slots__ = (
        "client",
        "errors",
        "heard",
        "id",
        "instance",
        "ip",
        "outbox",
        "principal",
        "since",
    )

    def __init__(self, id: str, principal: Principal, ip: str, now: int) -> None:
        self.id = id
        self.principal = principal
        self.ip = ip
        self.since = now
        self.heard = now
        """When the last message came (ms)."""
        self.client = ""
        self.instance = ""
        self.outbox = Outbox()
        self.errors = Bucket(ERRORS_A_SECOND, ERRORS_AT_ONCE, now)
