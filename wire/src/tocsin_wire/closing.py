"""Close codes: what the end of a connection tells the client to do (RFC 6455 section 7.4)."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Close(IntEnum):
    """The codes the hub closes with, beside those the protocol itself needs."""

    NORMAL = 1000
    """After a farewell: stay away until the person asks to come back."""
    GOING_AWAY = 1001
    """The hub was stopped by somebody (`arret`): do not come back by yourself."""
    PROTOCOL_ERROR = 1002
    UNSUPPORTED_DATA = 1003
    LOST = 1006
    """Never sent: the connection was cut without a closing handshake."""
    BAD_UTF8 = 1007
    POLICY = 1008
    TOO_BIG = 1009
    RESTART = 1012
    """The hub comes back: reconnect with full jitter."""
    BAD_MESSAGES = 4400
    """Too many messages that are not of the protocol, or not allowed."""
    SESSION_OVER = 4401
    """The session ended: log in again."""
    FORBIDDEN = 4403
    UNRESPONSIVE = 4408
    """Pings stayed unanswered."""
    SUPERSEDED = 4409
    """Another connection took this one's place."""
    RENEWED = 4410
    """What you may do has changed: come back, and the welcome tells your new role."""
    UPGRADE = 4426
    """The other side speaks another version of the protocol."""
    TOO_FAST = 4429
    """Thousands of publishes although each `nack` said to wait."""


RETRY: Final = frozenset(
    {Close.LOST, Close.RESTART, Close.UNRESPONSIVE, Close.RENEWED, Close.TOO_FAST}
)
"""After these, and only these, a client comes back by itself."""
