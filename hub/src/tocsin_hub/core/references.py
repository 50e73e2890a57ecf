"""References: from what somebody names (a base id, and its seq) to the entry that is meant.

A private message lies in two logs, under two ids. Both are known by one base id.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec

from tocsin_hub.core.topics import Topics
from tocsin_wire import codec
from tocsin_wire.bodies import Chat, Deleted, Edited, Reacted, RoomBody
from tocsin_wire.errors import NotFound
from tocsin_wire.messages import Entry
from tocsin_wire.topics import private

COPY: Final = "-copy"
"""What follows the id of a private message in the log of the person it was said to.

An id of its own, made from the original's: sent again, it is known again.
"""

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_body: Final[msgspec.json.Decoder[RoomBody]] = msgspec.json.Decoder(RoomBody)


class Referred(NamedTuple):
    """An entry that was named, and the log it was named in."""

    topic: str
    seq: int
    at: int
    by: str
    body: RoomBody

    @property
    def partner(self) -> str:
        """The log that has the other copy, empty when there is none."""
        to = self.body.to if isinstance(self.body, Chat | Edited | Deleted | Reacted) else ""
        other = private(to) if self.topic == private(self.by) else private(self.by)
        return other if to and other != self.topic else ""


class References:
    """Looks up single entries of rooms and private logs."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def find(self, topic: str, of: str, seq: int) -> Referred:
        """Return the entry with the base id `of` at `seq`. Raises NotFound, Unavailable."""
        raw = self._topics.entry(topic, seq) if self._topics.exists(topic) else None
        entry = None if raw is None else _entry.decode(raw)
        if entry is None or base_id(entry.id) != of:
            raise NotFound("the message you mean is not there, or is no longer kept")
        return Referred(topic, seq, entry.at, entry.by, codec.decode(entry.body, _body))

    def twin(self, one: Referred) -> int:
        """Return the seq of the other copy in the partner's log; 0 when it is not there.

        It is not where the partner is no longer the one it was said to.
        """
        partner = one.partner
        if not partner or not self._topics.exists(partner):
            return 0
        return self._topics.twin(one.topic, one.seq, partner)


def base_id(id: str) -> str:
    """Return the id under which both copies of a private message are known."""
    return id.removesuffix(COPY)
