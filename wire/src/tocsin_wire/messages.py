"""The messages of `tocsin.v1`: one JSON object a text frame, told apart by the tag `t`.

Defined here once; the TypeScript types, JSON Schema, AsyncAPI document and reference page are
generated from these classes and their docstrings. Times are milliseconds since 1970 UTC.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta, Raw, Struct

from tocsin_wire.ids import UUID7
from tocsin_wire.position import MAX_NUMBER, Position
from tocsin_wire.topics import MAX_TOPIC_LENGTH, Kind

SUBPROTOCOL: Final = "tocsin.v1"
MAX_PUT: Final = 512
NOT_KEPT: Final = 0
"""The seq in the `ack` of what was done and is in no log: a farewell."""

Topic = Annotated[str, Meta(min_length=1, max_length=MAX_TOPIC_LENGTH)]
Id = Annotated[str, Meta(pattern=UUID7, description="The publisher's UUIDv7 of this publish.")]
Time = Annotated[int, Meta(ge=0, le=MAX_NUMBER, description="Milliseconds since 1970 UTC.")]
Count = Annotated[int, Meta(ge=0, le=MAX_NUMBER)]
Key = Annotated[str, Meta(min_length=1, max_length=128)]
ShortText = Annotated[str, Meta(max_length=64)]


class Message(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="t"):
    """The base of every message; unknown fields are refused, fields at their default left out."""


# What a client sends.


class Hello(Message, frozen=True, tag="hello"):
    """Say which program is speaking. Optional for people, first message of an agent."""

    client: ShortText
    version: ShortText
    instance: ShortText = ""
    """Random text made once per process: the hub tells a restarted agent from a reconnected one."""


class Sub(Message, frozen=True, tag="sub"):
    """Follow a topic: answered by `sub_ok`, then what was missed, then live."""

    topic: Topic
    since: Position | None = None
    """Resume after this position. Without it: the newest `tail` entries, or all there is."""
    tail: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    """Of a log: start at most this many entries before the head when nothing can be resumed."""
    at: Time | None = None
    """Of a log: start at the first entry of this time or later."""
    every_ms: Annotated[int, Meta(ge=0, le=60_000)] = 0
    """Be served at most once in so many milliseconds; 0 is as fast as the reader reads."""


class Unsub(Message, frozen=True, tag="unsub"):
    """Stop following a topic. Frames already on their way may still arrive."""

    topic: Topic


class Pub(Message, frozen=True, tag="pub"):
    """Append `body` to a log: answered by `ack` or `nack`, sent again with its id until then."""

    topic: Topic
    id: Id
    body: Raw


class Put(Message, frozen=True, tag="put"):
    """Write entries of a state. The latest value wins; only a refusal is answered, by `error`."""

    topic: Topic
    set: Annotated[dict[Key, Raw], Meta(max_length=MAX_PUT)] = {}
    removed: Annotated[list[Key], Meta(max_length=MAX_PUT)] = []


class AskTime(Message, frozen=True, tag="time"):
    """Ask for the hub's clock; the answer gives the round trip and the offset."""

    sent: Time


# What the hub sends.


class Welcome(Message, frozen=True, tag="welcome"):
    """The first message of every connection: who the hub takes this client for."""

    version: str
    connection: str
    login: str
    """The operator's login, or the host's identity for an agent."""
    role: str
    """`guest`, `viewer`, `operator`, `admin`, `auditor`, `screen` or `agent`."""
    at: Time
    hub: str
    """Random text of this run of the hub: another one means the hub was restarted."""


class SubOk(Message, frozen=True, tag="sub_ok"):
    """A subscription stands. What follows continues the asked position when `recovered` is true."""

    topic: Topic
    kind: Kind
    epoch: str
    first: Count
    """Of a log: the oldest seq kept (head + 1 when empty). Of a state: the lowest resumable rev."""
    head: Count
    after: Count
    """Reading goes on after this number: the next entry is `after + 1`, or a `gap` says why not."""
    recovered: bool
    reason: str
    """`fresh`, `ok`, `retention` (a `gap` follows), `epoch` or `ahead` (forget what was known)."""


class Entry(Struct, frozen=True, omit_defaults=True):
    """One numbered event of a log. Everything but `id` and `body` is the hub's own word."""

    seq: Count
    id: str
    at: Time
    by: str
    """Who: a login, `host/<id>` for a machine, `@hub` for the hub."""
    body: Raw
    ip: str = ""


class LogFrame(Message, frozen=True, tag="log"):
    """The next entries of a log, contiguous with what this subscription got before."""

    topic: Topic
    entries: list[Entry]


class StateFrame(Message, frozen=True, tag="state"):
    """What changed in a state up to `rev`. With `reset`: forget what was known of it first."""

    topic: Topic
    rev: Count
    set: dict[str, Raw] = {}
    removed: list[str] = []
    reset: bool = False
    epoch: str = ""
    """Given with `reset`."""
    more: bool = False
    """More of the same snapshot follows."""


class Gap(Message, frozen=True, tag="gap"):
    """Entries `from` to `to` of a log, both included, are lost to this reader."""

    topic: Topic
    from_: Count = msgspec.field(name="from")
    to: Count


class Reset(Message, frozen=True, tag="reset"):
    """The log has a new history: forget the old one; entries start after `first - 1`."""

    topic: Topic
    epoch: str
    first: Count


class Ack(Message, frozen=True, tag="ack"):
    """The publish is in the log."""

    id: str
    topic: Topic
    seq: Count
    """0 for a farewell: it was done, and is in no log."""
    epoch: str
    at: Time
    dup: bool = False
    """It was there already, from an earlier send of the same id."""


class Nack(Message, frozen=True, tag="nack"):
    """The publish is not in the log. Send it again only when `retryable`."""

    id: str
    code: Count
    name: str
    message: str
    retryable: bool = False
    after_ms: Count = 0


class Error(Message, frozen=True, tag="error"):
    """A message was refused. The connection lives."""

    code: Count
    name: str
    message: str
    topic: str = ""
    id: str = ""


class Beat(Message, frozen=True, tag="beat"):
    """Sent every 20 s: the hub's clock, and the head of every followed log that is fully sent."""

    at: Time
    heads: dict[str, Count] = {}


class TimeOk(Message, frozen=True, tag="time_ok"):
    """The answer to `time`."""

    sent: Time
    at: Time


class Bye(Message, frozen=True, tag="bye"):
    """A farewell; the connection closes after it."""

    reason: str
    """`bye` (you said so), `stop` (somebody stopped the hub for everybody) or `restart`."""
    by: str = ""
    """Whose word it was: a login; `@hub` when the hub is stopped or restarted from outside."""


FromClient = Hello | Sub | Unsub | Pub | Put | AskTime
FromHub = (
    Welcome | SubOk | LogFrame | StateFrame | Gap | Reset | Ack | Nack | Error | Beat | TimeOk | Bye
)
