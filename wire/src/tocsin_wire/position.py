"""Position: where a reader stands in a topic. Pure data; imports no other part."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

MAX_NUMBER: Final = 2**53 - 1
"""What JSON numbers carry exactly (RFC 8259 section 6)."""


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in one continuous history of a topic.

    `epoch` names the history and is never reused; `number` is the last `seq` (log) or `rev`
    (state) the reader has, 0 for nothing yet. Two positions compare only within one epoch.
    """

    epoch: Annotated[str, msgspec.Meta(max_length=64)]
    number: Annotated[int, msgspec.Meta(ge=0, le=MAX_NUMBER)]
