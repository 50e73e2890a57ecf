"""Holdings: what the topics of each form hold, and what stands inside those."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from scripts.generators.records import members
from tocsin_wire import bodies
from tocsin_wire.messages import Entry
from tocsin_wire.position import Position

Structs = tuple[type[msgspec.Struct], ...]

BODIES: dict[str, Structs] = {
    "room/*": members(bodies.RoomBody),
    "private/*": (bodies.Chat, bodies.Edited, bodies.Deleted, bodies.Reacted),
    "run/*": members(bodies.RunBody),
    "runs": members(bodies.RunsBody),
    "audit": members(bodies.AuditBody),
    "host/*/inbox": members(bodies.InboxBody),
    "host/*/samples": (bodies.Samples,),
    "host/*/busiest": (bodies.Busiest,),
    "host/*/events": (bodies.HostStatus,),
}
"""The bodies of log entries, by the form of the topic's name."""


class Holding(NamedTuple):
    """What one kind of key in a state holds."""

    pattern: str
    key: str
    value: type[msgspec.Struct]


VALUES = (
    Holding("rooms", "a room's name", bodies.Room),
    Holding("room/*/typing", "a login", bodies.Typing),
    Holding("private/*/typing", "a login", bodies.Typing),
    Holding("people", "a connection", bodies.Person),
    Holding("hosts", "`<id>`", bodies.Host),
    Holding("hosts", "`<id>/now`", bodies.Now),
    Holding("saved-runs", "an identity", bodies.SavedRun),
    Holding("host/*/stats", "`columns`", bodies.Columns),
    Holding("host/*/stats", "`row`", bodies.Row),
    Holding("host/*/stats", "`clock`", bodies.Clock),
    Holding("host/*/processes", "a pid", bodies.Process),
    Holding("host/*/facts", "a name", bodies.Fact),
)

PARTS: Structs = (Position, Entry, bodies.RunTarget, bodies.Column, bodies.BusyProcess)
"""What stands inside messages, bodies and values."""


def holders(body: type[msgspec.Struct]) -> list[str]:
    """Return the forms of the logs that hold `body`."""
    return [pattern for pattern, held in BODIES.items() if body in held]
