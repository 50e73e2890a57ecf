"""Engine: carries out what the core decides.

Holds the peers; every way into the core passes here.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, Protocol

from tocsin_hub.core.effects import (
    Append,
    Ask,
    Close,
    Dispatch,
    Drop,
    Effect,
    Mute,
    Pause,
    Record,
    Release,
    Reply,
    SaveRoom,
    Stop,
)
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.open_minutes import Rows
from tocsin_hub.core.history.receipt import Answer
from tocsin_hub.core.hub import Hub, heads, nack
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.store import Committed, Draft, Outcome, Store, raw_entry
from tocsin_hub.edge.clock import now_ms
from tocsin_hub.edge.counters import Counters
from tocsin_hub.edge.fanout import Fanout, Peer
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Room
from tocsin_wire.errors import BadMessage, TocsinError
from tocsin_wire.log import Log
from tocsin_wire.topics import Kind, form_of

BEAT_SECONDS: Final = 20
MAX_OWED: Final = 5_000


class Socket(Peer, Protocol):
    """What the engine needs of a WebSocket connection."""

    def send(self, message: bytes) -> None:
        """Send one message's JSON."""

    def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake."""

    def ask(self) -> None:
        """Send a ping that no other answer fits; `Engine.alive` is told when its answer comes."""

    def ping(self, now: int) -> None:
        """Send a ping, or end the connection when earlier ones stayed unanswered."""


class Recorder(Protocol):
    """What the engine needs of the history."""

    def record(self, host: str, layout: Layout, rows: Rows, answer: Answer) -> None:
        """Keep rows; tell once they are on disk. Raises a TocsinError when they are not taken."""


class Engine:
    """The hub at work."""

    def __init__(
        self,
        hub: Hub,
        store: Store,
        history: Recorder,
        fanout: Fanout,
        stop: Callable[[str], None],
        pause: Callable[[str, str], None] = lambda _host, _why: None,
        save_room: Callable[[Room], None] = lambda _room: None,
    ) -> None:
        """`stop` is called with the login of who stops the hub, `pause` keeps why a host is.

        `save_room` keeps what is known of a room.
        """
        self.hub = hub
        self.counters = Counters()
        self._store = store
        self._history = history
        self._fanout = fanout
        self._stop = stop
        self._pause = pause
        self._save_room = save_room
        self._sockets: dict[str, Socket] = {}
        self._counts: Counter[str] = Counter()
        self._beats = 0
        self._unsettled = 0  # appends that the store has not answered
        self._owed: deque[Append] = deque(maxlen=MAX_OWED)  # the hub's own that it refused
        self._empty: asyncio.Event | None = None

    @property
    def deliveries(self) -> tuple[int, int]:
        """How often a connection was written what was new, and the bytes of it."""
        return self._fanout.writes, self._fanout.written

    @property
    def sockets(self) -> list[Socket]:
        return list(self._sockets.values())

    def connections_of(self, principal: Principal) -> int:
        """Return how many connections a person or machine has."""
        return self._counts[principal.by]

    def opened(self, socket: Socket) -> None:
        """A handshake is done."""
        self._sockets[socket.connection.id] = socket
        self._counts[socket.connection.principal.by] += 1
        self.apply(self.hub.connected(socket.connection, now_ms()))

    def received(self, socket: Socket, frame: bytes) -> None:
        """A whole text message arrived."""
        now = now_ms()
        connection = socket.connection
        try:
            message = codec.decode_from_client(frame)
        except BadMessage as error:
            self.apply(self.hub.refused(connection, error, now))
            return
        effects = self.hub.received(connection, message, now)
        if isinstance(message, m.Sub) and message.topic in connection.outbox:
            self._fanout.follow(socket, message.topic)
        elif isinstance(message, m.Unsub):
            self._fanout.leave(socket, message.topic)
        self.apply(effects)

    def alive(self, socket: Socket) -> None:
        """The other end has answered what it was asked."""
        self.apply(self.hub.alive(socket.connection, now_ms()))

    def closed(self, socket: Socket, reason: str) -> None:
        """A connection is gone."""
        if self._sockets.pop(socket.connection.id, None) is None:
            return
        who = socket.connection.principal.by
        self._counts[who] -= 1
        if not self._counts[who]:
            del self._counts[who]
        self._fanout.forget(socket)
        self.apply(self.hub.disconnected(socket.connection, reason, now_ms()))
        if self._empty is not None and not self._sockets:
            self._empty.set()

    async def settled(self) -> None:
        """Wait until all that was said so far is kept, or refused, and told."""
        settled = asyncio.get_running_loop().create_future()
        self._after_settling(lambda: settled.set_result(None))
        await settled

    async def at_rest(self) -> None:
        """Wait until the disk is not busy with a log: identities lie in the same file."""
        await self._store.at_rest()

    async def keep(self, append: Append) -> None:
        """Append what the hub itself says, and return once it is on disk.

        Raises what the store refuses it with; then nothing of it is left.
        """
        log = self.hub.topics.log(append.topic)
        draft = Draft(log.name, append.id, append.by, append.body, append.ip)
        kept: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def done(outcome: Outcome) -> None:
            self._unsettled -= 1
            if not isinstance(outcome, TocsinError):
                self._appended(append, outcome)
            if not kept.done():
                kept.set_result(outcome)

        self._unsettled += 1
        self._store.append(draft, now_ms(), done)
        outcome = await kept
        if isinstance(outcome, TocsinError):
            raise outcome

    async def read(self, log: Log, after: int, limit: int) -> list[bytes]:
        """Return the JSON of at most `limit` entries after a seq; what is lost is left out."""
        raws: list[bytes] = []
        while len(raws) < limit and after + 1 < log.tail:
            tail = log.tail
            first, piece = await self._piece(log.name, after)
            raws += piece
            after = (first + len(piece) if piece else tail) - 1
        return [*raws, *log.entries_after(after)][:limit]

    async def _piece(self, topic: str, after: int) -> tuple[int, Sequence[bytes]]:
        read: asyncio.Future[tuple[int, Sequence[bytes]]]
        read = asyncio.get_running_loop().create_future()

        def told(first: int, raws: Sequence[bytes]) -> None:
            if not read.done():
                read.set_result((first, raws))

        self._store.read(topic, after, told)
        return await read

    def trimmed(self, topic: str, first: int) -> None:
        """The store has nothing of `topic` before the seq `first` any more."""
        log = self.hub.topics.all.get(topic)
        if isinstance(log, Log):
            log.trim(first)

    async def emptied(self) -> None:
        """Wait until no connection is left."""
        self._empty = asyncio.Event()
        if not self._sockets:
            self._empty.set()
        await self._empty.wait()

    def drained(self, socket: Socket) -> None:
        """A connection can be written to again."""
        self._fanout.wake(socket)

    def end_all(self, code: int, reason: str, bye: m.Bye) -> None:
        """Close every connection, after all that was said so far and `bye`."""
        for connection in list(self._sockets):
            self._close(Close(connection, code, reason, bye))

    def end_session(self, session: str, code: int, reason: str) -> None:
        """Close every connection of a session."""
        for socket in self.sockets:
            if socket.connection.principal.session == session:
                socket.close(code, reason)

    def end_person(self, login: str, code: int, reason: str) -> None:
        """Close every connection of a person who has an account."""
        owner = Principal(login, Role.VIEWER, "").owner
        for socket in self.sockets:
            principal = socket.connection.principal
            if not principal.is_agent and principal.owner == owner:
                socket.close(code, reason)

    def renew_session(self, before: str, after: str, proved: int) -> None:
        """Let the connections of a session go on under the one that took its place."""
        for socket in self.sockets:
            person = socket.connection.principal
            if person.session == before:
                socket.connection.principal = person._replace(session=after, proved=proved)

    def tick(self) -> None:
        """Let a second pass: the core's timers, and a beat for a twentieth of the connections."""
        now = now_ms()
        self._pay()
        self.apply(self.hub.tick(now))
        self._beats += 1
        for number, socket in enumerate(self.sockets):
            if (number + self._beats) % BEAT_SECONDS == 0:
                socket.ping(now)
                if socket.writable:
                    beat = m.Beat(now, heads(self.hub, socket.connection))
                    socket.send(codec.encode(beat))

    def apply(self, effects: Iterable[Effect]) -> None:
        """Do what the core asks, in order."""
        for effect in effects:
            match effect:
                case Append():
                    self._append(effect)
                case Record():
                    self._record(effect)
                case Reply():
                    self._reply(effect.connection, effect.message)
                case Close():
                    self._after_settling(partial(self._close, effect))
                case Drop() | Release():
                    self._let_go(effect)
                case Stop():
                    self._after_settling(partial(self._stop, effect.by))
                case Dispatch():
                    self.apply(self.hub.runs.dispatch(effect.run, now_ms()))
                case SaveRoom():
                    self._save_room(effect.room)
                case Ask() | Mute() | Pause():
                    self._about_rivals(effect)
        if self.hub.topics.has_changed:
            self._fanout.schedule()

    def _append(self, append: Append) -> None:
        try:
            self.hub.topics.log(append.topic)  # before the store has more of it than the log
        except TocsinError as error:
            self._refuse(append, error)
            return
        draft = Draft(append.topic, append.id, append.by, append.body, append.ip)
        self._unsettled += 1
        self._store.append(draft, now_ms(), lambda outcome: self._settled(append, outcome))

    def _settled(self, append: Append, outcome: Outcome) -> None:
        self._unsettled -= 1
        self._appended(append, outcome)

    def _appended(self, append: Append, outcome: Outcome) -> None:
        if isinstance(outcome, TocsinError):
            self._refuse(append, outcome)
            return
        if not outcome.dup:
            self.counters.entries += 1
            self._show(append, outcome)
        if append.connection:
            seq, epoch, at, dup = outcome.seq, outcome.epoch, outcome.at, outcome.dup
            self._reply(append.connection, m.Ack(append.id, append.topic, seq, epoch, at, dup))
        if append.then and not outcome.dup:
            self.apply(append.then)

    def _record(self, record: Record) -> None:
        """Show rows at once; acknowledge them when they are on disk, and nowhere else any more."""
        append = record.append
        log, now = self.hub.topics.log(append.topic), now_ms()
        if record.is_new:
            self.counters.rows += len(record.rows)
            draft = Draft(append.topic, append.id, append.by, append.body, append.ip)
            raw = raw_entry(draft, log.head + 1, now)
            self._show(append, Committed(log.epoch, log.head + 1, now, raw))
        ack = m.Ack(append.id, log.name, log.head, log.epoch, now)
        answer = partial(self._recorded, append.connection, ack)  # and not the rows: many wait
        try:
            self._history.record(record.host, record.layout, record.rows, answer)
        except TocsinError as error:
            self._recorded(append.connection, ack, error)

    def _recorded(self, connection: str, ack: m.Ack, error: TocsinError | None) -> None:
        self._reply(connection, ack if error is None else nack(ack.id, error))

    def _refuse(self, append: Append, error: TocsinError) -> None:
        """Tell who said it; what the hub itself said is said again until the store takes it."""
        self.hub.unsaid(append)
        socket = self._sockets.get(append.connection)
        if socket is not None:
            if error.retryable:
                socket.connection.throttle.hold(append.id, error.after_ms, now_ms())
            self._reply(append.connection, nack(append.id, error))
        elif not append.connection and error.retryable:
            self._owed.append(append)

    def _pay(self) -> None:
        owed, self._owed = self._owed, deque(maxlen=MAX_OWED)
        for append in owed:
            self._append(append)

    def _show(self, append: Append, entry: Committed) -> None:
        """Hand an entry to those who follow its log, unless that was dropped meanwhile."""
        log = self.hub.topics.all.get(append.topic)
        if isinstance(log, Log) and log.epoch == entry.epoch:
            log.add(entry.seq, entry.at, entry.raw)
            self.hub.topics.touch(append.topic)
            self._fanout.appended(append.topic, len(entry.raw))

    def _after_settling(self, done: Callable[[], None]) -> None:
        """Call `done` once all that was to be said before is said."""
        if self._unsettled:
            self._store.settled(done)
        else:
            done()

    def _reply(self, connection: str, message: m.Message) -> None:
        if isinstance(message, m.Nack | m.Error):
            self.counters.refusals[message.name] += 1
        socket = self._sockets.get(connection)
        if socket is not None:
            socket.send(codec.encode(message))

    def _close(self, close: Close) -> None:
        socket = self._sockets.get(close.connection)
        if socket is not None:
            self._fanout.flush()  # what was said before the farewell is seen before it
            self._fanout.finish(socket)
            if close.bye:
                socket.send(codec.encode(close.bye))
            socket.close(close.code, close.reason)

    def _about_rivals(self, effect: Ask | Mute | Pause) -> None:
        """Do what follows from two connections of one host."""
        if isinstance(effect, Pause):
            self._pause(effect.host, effect.why)
            return
        socket = self._sockets.get(effect.connection)
        if socket is not None and isinstance(effect, Ask):
            socket.ask()
        elif socket is not None:
            self._fanout.forget(socket)

    def _let_go(self, effect: Drop | Release) -> None:
        if isinstance(effect, Drop):
            self._drop(effect.topic)
        elif not self._unsettled and not self._fanout.is_followed(effect.topic):
            self.hub.topics.drop(effect.topic)

    def _drop(self, topic: str) -> None:
        self._fanout.drop(topic)
        self.hub.topics.drop(topic)
        if form_of(topic).kind is Kind.LOG:
            self._store.drop(topic)
