"""Link: a client's side of `tocsin.v1` without I/O. Text frames in, events and text frames out.

The caller owns the socket and the clock: it sends what `outgoing` returns, hands in what arrives,
and asks `closed` whether and when to come back. Times are the client's, ms since 1970 UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from msgspec import Raw

from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.backoff import Backoff
from tocsin_wire.closing import RETRY
from tocsin_wire.ids import RANDOM_BYTES, uuid7
from tocsin_wire.replica import Hole, LogReplica, StateReplica
from tocsin_wire.topics import Kind, form_of
from tocsin_wire.window import WINDOW, Window

SILENCE_MS: Final = 60_000
"""Without any frame for so long, the connection counts as lost."""
PROVEN_MS: Final = 20_000
"""A connection that has lived so long was a success: the next attempt need not wait long."""


class Entries(NamedTuple):
    """New entries of a log, in order."""

    topic: str
    entries: list[m.Entry]


class Changed(NamedTuple):
    """A state changed; `reset` means everything before is void."""

    topic: str
    set: Mapping[str, Raw]
    removed: list[str]
    reset: bool


class Missed(NamedTuple):
    """Entries `first` to `last` of a log will never come."""

    topic: str
    first: int
    last: int


class Forgotten(NamedTuple):
    """A topic began anew: forget what was known of it."""

    topic: str


Followed = m.LogFrame | m.StateFrame | m.Gap | m.Reset | m.SubOk
Told = m.Welcome | m.Ack | m.Nack | m.Error | m.TimeOk | m.Bye
Event = Entries | Changed | Missed | Forgotten | Told


class Retry(NamedTuple):
    """Come back after so many seconds."""

    seconds: float


class GiveUp(NamedTuple):
    """Do not come back by yourself; `code` says why."""

    code: int


class Following:
    """One wanted subscription and the replica that survives connections."""

    __slots__ = ("every_ms", "replica", "tail")

    def __init__(self, topic: str, tail: int | None, every_ms: int) -> None:
        self.tail = tail
        self.every_ms = every_ms
        self.replica: LogReplica | StateReplica = (
            LogReplica() if form_of(topic).kind is Kind.LOG else StateReplica()
        )

    def request(self, topic: str) -> m.Sub:
        """Return the message that begins or resumes it."""
        return m.Sub(topic, since=self.replica.position, tail=self.tail, every_ms=self.every_ms)


class Link:
    """What one client wants of the hub, kept over any number of connections.

    `random` returns that many random bytes. Publishes are kept, in order, until they are answered,
    and sent again with the same id after each reconnect: a lost connection means unknown, not
    failed. At most `window` of them are in flight; the others wait for their answers.
    """

    def __init__(
        self, hello: m.Hello, random: Callable[[int], bytes], window: int = WINDOW
    ) -> None:
        self.welcome: m.Welcome | None = None
        self._hello = hello
        self._random = random
        self._backoff = Backoff()
        self._following: dict[str, Following] = {}
        self._awaited: dict[str, int] = {}  # topics to subscriptions the hub has not answered yet
        self._window = Window(window)
        self._outgoing: list[bytes] = []
        self._opened = 0
        self._heard = 0
        self._hub_ahead = 0  # a hub refuses ids that are too old by its clock

    @property
    def unanswered(self) -> int:
        """How many publishes wait for their answer, sent or not."""
        return len(self._window)

    @property
    def is_full(self) -> bool:
        """True when a publish made now would not be sent now: the window is full."""
        return self._window.is_full

    # What the program wants.

    def subscribe(self, topic: str, *, tail: int | None = None, every_ms: int = 0) -> None:
        """Follow `topic` from now on, over reconnects, from where its replica stands."""
        following = self._following[topic] = Following(topic, tail, every_ms)
        self._ask(topic, following)

    def unsubscribe(self, topic: str) -> None:
        """Stop following `topic`, and forget it."""
        if self._following.pop(topic, None):
            self._send(m.Unsub(topic))

    def publish(self, topic: str, body: Any, now: int) -> str:
        """Queue `body` (a body of `tocsin_wire.bodies`) for a log; return its id.

        Raises TooLarge, and queues nothing, when the hub would not read it.
        """
        id_ = uuid7(max(0, now + self._hub_ahead), self._random(RANDOM_BYTES))
        pub = m.Pub(topic, id_, Raw(codec.encode(body)))
        codec.check_size(codec.encode(pub))
        self._window.add(pub)
        self._depart(now)
        return pub.id

    def put(self, topic: str, values: Mapping[str, Any], removed: list[str] | None = None) -> None:
        """Write state entries. Not kept: after a reconnect the program writes them anew.

        Raises TooLarge, and sends nothing, when the hub would not read it.
        """
        raws = {key: Raw(codec.encode(value)) for key, value in values.items()}
        put = m.Put(topic, raws, removed or [])
        codec.check_size(codec.encode(put))
        self._send(put)

    def ask_time(self, now: int) -> None:
        """Ask for the hub's clock; `TimeOk` answers."""
        self._send(m.AskTime(now))

    # What the caller's socket tells.

    def opened(self, now: int) -> None:
        """Say hello, follow everything, repeat what was not answered: a connection stands."""
        self._opened = self._heard = now
        self._outgoing = []
        self._awaited = {}
        self._window.recall()
        self.welcome = _NOT_YET
        self._send(self._hello)
        for topic, following in self._following.items():
            self._ask(topic, following)
        self._depart(now)

    def closed(self, code: int) -> Retry | GiveUp:
        """Tell what to do now that the connection ended, or could not be made (code 1006)."""
        self.welcome = None
        self._outgoing = []
        if code not in RETRY:
            return GiveUp(code)
        fraction = int.from_bytes(self._random(4), "big") / 2**32
        return Retry(self._backoff.fail(fraction))

    def is_silent(self, now: int) -> bool:
        """Tell whether the connection should be given up as lost."""
        return self.welcome is not None and now - self._heard > SILENCE_MS

    def outgoing(self, now: int) -> list[bytes]:
        """Return the text frames to send, and forget them."""
        self._depart(now)
        frames, self._outgoing = self._outgoing, []
        return frames

    def receive(self, frame: bytes | str, now: int) -> list[Event]:
        """Take in one text frame. Raises BadMessage when it is not of this protocol."""
        self._heard = now
        if (
            now - self._opened >= PROVEN_MS
        ):  # a welcome proves little: what welcomes may drop at once
            self._backoff.succeed()
        message = codec.decode_from_hub(frame)
        try:
            return self._receive(message, now)
        except Hole:
            assert isinstance(message, m.LogFrame | m.StateFrame | m.Gap)
            self._follow_anew(message.topic)
            return []

    def _receive(self, message: m.FromHub, now: int) -> list[Event]:
        match message:
            case m.LogFrame() | m.StateFrame() | m.Gap() | m.Reset() | m.SubOk():
                return self._follow(message)
            case m.Ack() | m.Nack() if not self._window.is_in_flight(message.id):
                return []  # answered before: it was sent twice
            case m.Nack(retryable=True):
                self._window.hold(now + max(message.after_ms, 1))
                return []
            case m.Ack() | m.Nack():
                self._window.answered(message.id)
                self._depart(now)
            case m.Error():
                self._answered(message.topic)
            case m.Beat():
                self._compare(message.heads)
                return []
            case m.Welcome():
                self.welcome = message
                self._hub_ahead = message.at - now
        return [message]

    def _follow(self, message: Followed) -> list[Event]:
        """Hand a frame to its replica, unless a later subscription makes it void.

        What arrives between a `sub` and its `sub_ok` belongs to the subscription before; the new
        one sends it again.
        """
        if isinstance(message, m.SubOk):
            self._answered(message.topic)
        following = self._following.get(message.topic)
        if following is None or message.topic in self._awaited:
            return []
        return _take(following.replica, message)

    def _answered(self, topic: str) -> None:
        left = self._awaited.pop(topic, 0) - 1
        if left > 0:
            self._awaited[topic] = left

    def _compare(self, heads: Mapping[str, int]) -> None:
        """Follow anew where a head differs from what arrived: something was lost without a word."""
        for topic, head in heads.items():
            following = self._following.get(topic)
            if topic in self._awaited:
                continue
            if following and isinstance(following.replica, LogReplica):
                position = following.replica.position
                if position and position.number != head:
                    self._follow_anew(topic)

    def _follow_anew(self, topic: str) -> None:
        self._send(m.Unsub(topic))
        self._ask(topic, self._following[topic])

    def _ask(self, topic: str, following: Following) -> None:
        if self.welcome is not None:
            self._awaited[topic] = self._awaited.get(topic, 0) + 1
            self._send(following.request(topic))

    def _depart(self, now: int) -> None:
        if self.welcome is not None:
            for pub in self._window.departures(now):
                self._send(pub)

    def _send(self, message: m.FromClient) -> None:
        if self.welcome is not None:
            self._outgoing.append(codec.encode(message))


# Stands between `opened` and the hub's first word, so that requests may already go out.
_NOT_YET: Final = m.Welcome("", "", "", "", 0, "")


def _take(
    replica: LogReplica | StateReplica,
    message: Followed,
) -> list[Event]:
    match message, replica:
        case m.SubOk(), _:
            return [Forgotten(message.topic)] if replica.begin(message) else []
        case m.LogFrame(), LogReplica():
            replica.extend(message.entries)
            return [Entries(message.topic, message.entries)]
        case m.Gap(), LogReplica():
            replica.skip(message)
            return [Missed(message.topic, message.from_, message.to)]
        case m.Reset(), LogReplica():
            replica.reset(message)
            return [Forgotten(message.topic)]
        case m.StateFrame(), StateReplica():
            replica.apply(message)
            return [Changed(message.topic, message.set, message.removed, message.reset)]
    return []
