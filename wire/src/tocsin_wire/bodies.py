"""What topics hold: the bodies of log entries (told apart by `kind`) and the values of states."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from tocsin_wire.messages import Count, ShortText, Time

MAX_ROWS: Final = 600
MAX_COLUMNS: Final = 2_000
MAX_CHUNK: Final = 16 * 1024

Name = Annotated[str, Meta(min_length=1, max_length=128)]
Text = Annotated[str, Meta(max_length=1_024)]
Argument = Annotated[str, Meta(max_length=4_096)]
Said = Annotated[str, Meta(min_length=1, max_length=8_000)]


class Body(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"):
    """The base of every log body."""


class Value(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of every state value."""


# room/<name> and private/<login>


class Chat(Body, frozen=True, tag="chat"):
    """Something said."""

    text: Said
    to: ShortText = ""
    """Set by the hub in private logs: whom it was said to."""
    reply: ShortText = ""
    """The base id of the entry this answers: its id, without the `-copy` of a private copy."""
    reply_seq: Count = 0
    """Where that entry is in this log; 0 where it is not known."""


class Edited(Body, frozen=True, tag="edit"):
    """A chat of the same person reads so from now on."""

    of: ShortText
    """The base id of the chat."""
    seq: Count
    """Where the chat is in this log; whoever publishes names its place in the log they read."""
    text: Said
    to: ShortText = ""
    """Set by the hub in private logs, as in the chat."""


class Deleted(Body, frozen=True, tag="delete"):
    """A chat is to be read no more. The hub lets its author say so, and admins in rooms."""

    of: ShortText
    seq: Count
    to: ShortText = ""


class Reacted(Body, frozen=True, tag="react"):
    """Somebody marks a chat with an emoji, or (`off`) takes that back."""

    of: ShortText
    seq: Count
    emoji: ShortText
    off: bool = False
    to: ShortText = ""


class Joined(Body, frozen=True, tag="join"):
    """Somebody arrived; `people` holds who is there."""

    login: str
    role: str
    count: Count
    """How many people are there now."""


class Left(Body, frozen=True, tag="leave"):
    """Somebody left."""

    login: str
    reason: str
    """`bye`, `lost`, `closed` or `stopped`."""
    count: Count


class RunCard(Body, frozen=True, tag="run"):
    """A run was asked for; `run/<run>` tells the rest."""

    run: str
    command: str
    hosts: list[str]


class HubStopped(Body, frozen=True, tag="stop"):
    """Somebody stopped the hub for everybody."""

    login: str


RoomBody = Chat | Edited | Deleted | Reacted | Joined | Left | RunCard | HubStopped

# run/<id>


class RunTarget(Value, frozen=True):
    """A host a run was asked of, with its name at that time."""

    host: str
    name: str


class RunRequested(Body, frozen=True, tag="requested"):
    """The first entry of every run."""

    command: str
    targets: list[RunTarget]
    by: str
    timeout_ms: Count
    arguments: list[str] = []
    room: str = ""
    where: list[str] = []
    """The hosts as they were asked for: names, patterns (`web-*`), labels (`role=db`)."""


class RunState(Body, frozen=True, tag="state"):
    """A host's part of the run changed state.

    `requested -> sent -> accepted -> running -> exited | signaled | timeout | canceled | denied |
    expired | lost`; the last seven are final.
    """

    state: ShortText
    host: str = ""
    """Set by the hub from who is speaking."""
    code: Annotated[int, Meta(ge=0, le=255)] | None = None
    signal: ShortText = ""
    reason: Text = ""
    ms: Count = 0
    """How long the command ran, by the agent's monotonic clock."""
    instance: ShortText = ""
    """Of `sent`: the agent process it was sent to. Another one knows nothing of it."""


class RunOutput(Body, frozen=True, tag="output"):
    """A piece of what the command wrote: exactly one of `text` and `base64`."""

    stream: ShortText
    """`out` or `err`."""
    offset: Count
    """Of its first byte in that stream."""
    host: str = ""
    text: Annotated[str, Meta(max_length=MAX_CHUNK)] = ""
    base64: Annotated[str, Meta(max_length=MAX_CHUNK * 4 // 3 + 4)] = ""
    """Bytes that are not UTF-8."""


class RunSkipped(Body, frozen=True, tag="skipped"):
    """Bytes of a stream that were not kept."""

    stream: ShortText
    offset: Count
    bytes: Count
    host: str = ""


class RunAct(Body, frozen=True, tag="act"):
    """Somebody did something to a run."""

    act: ShortText
    """`cancel`, or the name of a signal, of RUN_SIGNALS."""
    by: str
    host: str = ""
    """Empty: to every host that was not done."""


RunBody = RunRequested | RunState | RunOutput | RunSkipped | RunAct
FromRunningAgent = RunState | RunOutput | RunSkipped
RUN_FINAL: Final = frozenset(
    {"exited", "signaled", "timeout", "canceled", "denied", "expired", "lost"}
)

MAX_KEPT: Final = 10 * 1024 * 1024
"""Bytes of output of one run, of all its hosts together."""
RUN_SIGNALS: Final = ("INT", "TERM", "QUIT", "KILL", "STOP", "CONT")
MAX_TARGETS: Final = 256
"""Hosts of one run: their names fit into one entry."""

# runs


class RunListed(Body, frozen=True, tag="listed"):
    """A run began; `run/<run>` tells the rest as long as it is kept."""

    run: str
    command: str
    targets: list[RunTarget]
    by: str
    timeout_ms: Count
    arguments: list[str] = []
    where: list[str] = []


class RunEnded(Body, frozen=True, tag="ended"):
    """Every host of a run is done."""

    run: str
    states: dict[str, Count]
    """How many hosts came to which final state: `exited` with code 0, `failed` with another."""
    failed: list[str] = []
    """The hosts, by identity, that did not exit with 0."""
    ms: Count = 0
    """From when it was asked for to the last end, by the hub's clock."""


RunsBody = RunListed | RunEnded

# saved-runs


class SavedRun(Value, frozen=True):
    """A run to be asked for again, by a name everybody sees."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    command: Annotated[str, Meta(min_length=1, max_length=4_096)]
    where: Annotated[list[Name], Meta(min_length=1, max_length=MAX_TARGETS)]
    arguments: Annotated[list[Argument], Meta(max_length=64)] = []
    timeout_ms: Count = 30_000
    by: str = ""
    """Who saved it."""


# audit


class AuditRun(Body, frozen=True, tag="run"):
    """Somebody wants a command run: written before it is sent."""

    run: str
    by: str
    role: str
    ip: str
    command: str
    targets: list[RunTarget]
    arguments: list[str] = []


class AuditAct(Body, frozen=True, tag="act"):
    """Somebody wants a run canceled or signaled: written before that is sent."""

    run: str
    by: str
    role: str
    ip: str
    act: ShortText
    host: str = ""
    """Empty: every host that was not done."""


class AuditResult(Body, frozen=True, tag="result"):
    """What became of a run on one host."""

    run: str
    host: str
    state: ShortText
    code: Annotated[int, Meta(ge=0, le=255)] | None = None
    signal: ShortText = ""
    reason: Text = ""


class AuditDeed(Body, frozen=True, tag="deed"):
    """Somebody did, or was refused, what is worth remembering."""

    deed: ShortText
    """What: `login`, `logout`, `account`, `token`, `code`, `enrol`, `host`, `export`, `stop`..."""
    by: str
    """A login, `host/<id>` for a machine, `@hub` for whoever may read the hub's folder."""
    role: str = ""
    ip: str = ""
    on: str = ""
    """What it was done to: a login, a host, the name of a token."""
    detail: Text = ""
    refused: bool = False


AuditBody = AuditRun | AuditAct | AuditResult | AuditDeed

# host/<id>/inbox


class RunOrder(Body, frozen=True, tag="run"):
    """Run a command the machine's owner allows. Not begun after `not_after` (the hub's clock)."""

    run: str
    command: Argument
    timeout_ms: Count
    not_after: Time
    by: str
    arguments: Annotated[list[Argument], Meta(max_length=64)] = []
    role: ShortText = ""
    """Of who asked, as the hub knows it: `operator`, `admin`."""
    keep: Count = MAX_KEPT
    """Bytes of output that are told; beyond them the beginning and the end are."""


class CancelOrder(Body, frozen=True, tag="cancel"):
    """End a run: TERM to its process group, KILL after 5 s."""

    run: str
    by: str


class SignalOrder(Body, frozen=True, tag="signal"):
    """Send a signal, of RUN_SIGNALS, to the process group of a run."""

    run: str
    signal: ShortText
    by: str


class Interest(Body, frozen=True, tag="interest"):
    """Somebody watches `topic`: collect it for so long, unless told again."""

    topic: str
    lease_ms: Count


InboxBody = RunOrder | CancelOrder | SignalOrder | Interest

# host/<id>/samples and host/<id>/stats


class Samples(Body, frozen=True, tag="rows"):
    """Rows of numbers, each `[at, value, ...]`.

    `at` is the hub's clock as the agent knows it; the hub sets back what is ahead of it, unless
    it is backlog. Then comes one value for each column of the list that `columns` names, null where
    there was none.
    """

    columns: ShortText
    rows: Annotated[
        list[Annotated[list[float | None], Meta(min_length=1, max_length=MAX_COLUMNS + 1)]],
        Meta(min_length=1, max_length=MAX_ROWS),
    ]
    backlog: bool = False
    """Sent late: history, not the present."""


class Column(Value, frozen=True):
    """One column, named by OpenTelemetry's semantic conventions for system metrics."""

    name: Name
    unit: ShortText
    """UCUM: `1` for a share from 0 to 1, `By`, `By/s`, `s`, `Cel`, `{operation}/s`."""
    attributes: dict[Name, Text] = {}


class Columns(Value, frozen=True):
    """The value of `columns` in host/<id>/stats: what the numbers of a row are."""

    id: ShortText
    interval_ms: Annotated[int, Meta(ge=100, le=3_600_000)]
    columns: Annotated[list[Column], Meta(max_length=MAX_COLUMNS)]


class Row(Value, frozen=True):
    """The value of `row` in host/<id>/stats: the newest row, written by the hub."""

    columns: str
    row: list[float | None]


class Clock(Value, frozen=True):
    """The value of `clock` in host/<id>/stats: how the agent's clock stands to the hub's."""

    offset_ms: float
    round_trip_ms: float


# host/<id>/processes, host/<id>/busiest, host/<id>/events, host/<id>/facts


class Process(Value, frozen=True):
    """One process; its key is the pid."""

    name: Text
    user: Text
    cpu: float
    """Share of one core since the last look, 1 is a whole core."""
    memory: Count
    """Resident bytes."""
    command: Text = ""


class BusyProcess(Process, frozen=True, kw_only=True):
    """One of the busiest processes of a moment."""

    pid: Count


class Busiest(Body, frozen=True, tag="busiest"):
    """The ten busiest processes by CPU and the ten by memory, at a moment of a host's life."""

    at: Time
    """When (the hub's clock, as rows have it)."""
    reason: ShortText
    """`minute`, or `spike`: a value left its normal band."""
    processes: Annotated[list[BusyProcess], Meta(max_length=20)]
    series: Text = ""
    """Of a spike: the column."""
    value: float | None = None
    """Of a spike: what it had become."""


class HostStatus(Body, frozen=True, tag="status"):
    """A host came up, was late or went down: what its status became."""

    status: ShortText
    at: Time
    """When. It is written a little later."""


class Fact(Value, frozen=True):
    """One thing about a host that seldom changes; its key is its name (`os`, `cpu`, `boot`...).

    `commands` names, with commas between, what may run there: of the agent's catalogue and its
    owner's own. `shell` is `on` where an admin may run anything else too.
    """

    value: Annotated[str, Meta(max_length=4_096)]


# hosts, people


class Host(Value, frozen=True):
    """The value of `<id>` in `hosts`."""

    id: str
    name: str
    status: str
    """`up`, `late` (3 intervals missed, 3 s at least), `down` (10 missed, 10 s, or gone), or
    `expected`: it was let in and has never connected."""
    since: Time
    """When the status began."""
    os: str = ""
    labels: dict[str, str] = {}
    addresses: list[str] = []
    ip: str = ""
    """The address the hub sees."""
    version: str = ""
    cores: Count = 0
    memory: Count = 0
    """Bytes."""
    paused: ShortText = ""
    """Why nothing runs there until an admin decides: `clone`, two machines show its identity."""
    joined: Time = 0
    """When it came into the fleet."""


class Now(Value, frozen=True):
    """The value of `<id>/now` in `hosts`: the newest row in eight numbers, null if unknown."""

    at: Time
    cpu: float | None = None
    memory: float | None = None
    swap: float | None = None
    disk: float | None = None
    """Share used of the fullest filesystem."""
    receive: float | None = None
    """Bytes a second, over all interfaces."""
    transmit: float | None = None
    load: float | None = None
    uptime: float | None = None
    """Seconds."""


class Room(Value, frozen=True):
    """The value of `<name>` in `rooms`: a room that there is."""

    name: str
    """`room/<name>` is its log."""
    title: str
    """What people call it; empty: as its name."""
    created: Time
    by: str
    """Who began it: a login, or `@hub`."""


class Typing(Value, frozen=True):
    """The value of `<login>` in `.../typing`: somebody is writing there now."""

    since: Time
    """When they began, by the hub's clock."""


class Person(Value, frozen=True):
    """The value of one connection in `people`."""

    login: str
    role: str
    ip: str
    client: str
    since: Time
    away: bool = False
