"""Effects: what the core asks the edge to do. Changes of states need none: the core makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tocsin_hub.core.history.layout import Layout
from tocsin_wire.bodies import Room, RunState
from tocsin_wire.messages import Bye, Message


class Reply(NamedTuple):
    """Send a message to one connection."""

    connection: str
    message: Message


class Close(NamedTuple):
    """Close one connection, with a code of `tocsin_wire.closing` and a reason for people."""

    connection: str
    code: int
    reason: str
    bye: Bye | None = None
    """Said first, when given."""


class Append(NamedTuple):
    """Append to a log; when `connection` is given, answer it with `ack` or `nack`."""

    topic: str
    id: str
    by: str
    body: bytes
    ip: str = ""
    connection: str = ""
    before: RunState | None = None
    """Of a run's state: the one that stands again if this is refused."""
    then: Sequence[Effect] = ()
    """What follows once it is in the log; not again when it is only sent again."""


class Record(NamedTuple):
    """Keep rows of a host in the history; they are acknowledged once they are on disk.

    Who follows the host sees them at once, by `append`.
    """

    append: Append
    host: str
    layout: Layout
    rows: Sequence[Sequence[float | None]]
    is_new: bool
    """False when this publish was seen before: it was sent again, and is shown once."""


class Drop(NamedTuple):
    """Forget a topic and everybody's place in it."""

    topic: str


class Release(NamedTuple):
    """Keep a log in the store alone, unless somebody follows it."""

    topic: str


class Stop(NamedTuple):
    """Stop the hub for everybody, because `by` said so."""

    by: str


class Dispatch(NamedTuple):
    """Send a run to its hosts: what was asked for is written down."""

    run: str


class Ask(NamedTuple):
    """Ask a connection whether its other end lives: only a program that runs answers."""

    connection: str


class Mute(NamedTuple):
    """Serve a connection nothing of what it followed any more."""

    connection: str


class Pause(NamedTuple):
    """Keep in the database that a host is paused, and why."""

    host: str
    why: str


class SaveRoom(NamedTuple):
    """Keep in the database what a room is called, and who began it."""

    room: Room


Effect = (
    Reply
    | Close
    | Append
    | Record
    | Drop
    | Release
    | Stop
    | Dispatch
    | Ask
    | Mute
    | Pause
    | SaveRoom
)
