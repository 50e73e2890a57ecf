"""Connection: one authenticated WebSocket as the core sees it."""

from __future__ import annotations

from typing import Final

from tocsin_hub.core.patience import Patience
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.throttle import Rate, Throttle
from tocsin_wire.outbox import Outbox

TYPING: Final = Rate(10, 100)
"""Who types, pastes and plays with a script."""
REPORTING: Final = Rate(500, 2_000)
"""Who is trusted to have programs report."""
# An agent has no rate: it waits for answers, and all that it may say is of a bounded size.
_RATES: Final = {
    Role.GUEST: TYPING,
    Role.VIEWER: TYPING,
    Role.OPERATOR: REPORTING,
    Role.ADMIN: REPORTING,
}


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
        self.patience = Patience(now)
        self.throttle = Throttle(_RATES.get(principal.role), now)
