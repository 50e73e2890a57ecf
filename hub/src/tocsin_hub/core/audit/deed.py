"""Deed: what somebody did, on its way into the audit: every text bounded and printable. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tocsin_hub.core.effects import Append, Effect
from tocsin_hub.core.principal import HUB
from tocsin_wire import codec
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.texts import printable
from tocsin_wire.topics import AUDIT

_SHORT: Final = 64
_NAME: Final = 256
_DETAIL: Final = 1_024
"""As the wire has it: what is longer, nobody could read any more."""


def noted(id: str, deed: AuditDeed, then: Sequence[Effect] = ()) -> Append:
    """Return how a deed gets into the audit under a publish id; `then` follows once it is there."""
    return Append(AUDIT, id, HUB, codec.encode(bounded(deed)), then=then)


def bounded(deed: AuditDeed) -> AuditDeed:
    """Return a deed whose texts have their bounds and hold nothing that could disguise them."""
    return AuditDeed(
        printable(deed.deed, _SHORT),
        printable(deed.by, _NAME),
        printable(deed.role, _SHORT),
        printable(deed.ip, _NAME),
        printable(deed.on, _NAME),
        printable(deed.detail, _DETAIL),
        deed.refused,
    )
