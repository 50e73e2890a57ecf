"""A hub without I/O: the real Log, State, Outbox and codec, over wires in memory that can be cut.

Beside the real topics it keeps what they should be, as plain lists and dicts: the oracle.
"""

from collections import deque
from typing import Any, NamedTuple

import msgspec

from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.cursor import Cursor, Far, Read
from tocsin_wire.log import Log
from tocsin_wire.outbox import Outbox
from tocsin_wire.state import State
from tocsin_wire.topics import Kind, form_of


class Bounds(NamedTuple):
    """How little the hub keeps and reads at once: small, so that every edge is met."""

    entries: int = 4
    bytes: int = 10_000
    tombstones: int = 2
    read: int = 1
    eager: bool = False
    """Write to who has everything at once, the short way, as the hub does for one topic."""
    remembered: int = 2
    """The newest ids of each producer that are known again: as many as a window has."""


class Row(NamedTuple):
    """One entry as the oracle knows it."""

    producer: str
    id: str
    body: Any


class Stingy:
    """A topic that never reads more than its bound at once."""

    def __init__(self, topic: Log | State, budget: int) -> None:
        self.topic = topic
        self.name = topic.name
        self._budget = budget

    def is_behind(self, cursor: Cursor) -> bool:
        return self.topic.is_behind(cursor)

    def read(self, cursor: Cursor) -> Read | Far | None:
        return self.topic.read(cursor, self._budget)


class Session:
    """One connection: two queues of frames in flight, and the hub's outbox for it."""

    def __init__(self, producer: str) -> None:
        self.producer = producer
        self.outbox = Outbox()
        self.to_hub: deque[bytes] = deque()
        self.to_client: deque[bytes] = deque()


class SimulatedHub:
    """Answers frames, serves outboxes and can be restarted, as the real one."""

    def __init__(self, logs: list[str], states: list[str], bounds: Bounds) -> None:
        self.bounds = bounds
        self.now = 1_000
        self.busy = 0
        """How many publishes will be refused for now."""
        self.sessions: list[Session] = []
        self.history: dict[str, list[Row]] = {name: [] for name in logs}
        """Every entry of the current epoch, whether still kept or not."""
        self.told: dict[tuple[str, str, int], Row] = {}
        """Every entry there ever was, by topic, epoch and seq."""
        self.values: dict[str, dict[str, Any]] = {name: {} for name in states}
        self.deadlines: dict[tuple[str, str], int] = {}
        self.epochs = 0
        self._answers: dict[tuple[str, str], m.Ack] = {}
        self._build()

    def _build(self) -> None:
        self.epochs += 1
        epoch = f"e{self.epochs}"
        self.topics: dict[str, Stingy] = {}
        for name in self.history:
            log = Log(name, epoch, max_entries=self.bounds.entries, max_bytes=self.bounds.bytes)
            self.topics[name] = Stingy(log, self.bounds.read)
        for name in self.values:
            state = State(name, epoch, max_tombstones=self.bounds.tombstones)
            self.topics[name] = Stingy(state, self.bounds.read)

    def log(self, name: str) -> Log:
        topic = self.topics[name].topic
        assert isinstance(topic, Log)
        return topic

    def state(self, name: str) -> State:
        topic = self.topics[name].topic
        assert isinstance(topic, State)
        return topic

    # Connections.

    def connect(self, producer: str) -> Session:
        session = Session(producer)
        self.sessions.append(session)
        welcome = m.Welcome("0", str(len(self.sessions)), producer, "admin", self.now, "run")
        session.to_client.append(codec.encode(welcome))
        return session

    def cut(self, session: Session) -> None:
        """Drop the connection with all that is in flight."""
        self.sessions.remove(session)

    def take(self, session: Session) -> None:
        """Read one frame of a client's."""
        message = codec.decode_from_client(session.to_hub.popleft())
        match message:
            case m.Sub():
                self._subscribe(session, message)
            case m.Unsub():
                session.outbox.leave(message.topic)
            case m.Pub():
                self._publish(session, message)
            case m.Put():
                for key in message.removed:
                    self.erase(message.topic, key)
                for key, raw in message.set.items():
                    self.write(message.topic, key, msgspec.json.decode(raw))
            case m.AskTime():
                answer = m.TimeOk(message.sent, self.now)
                session.to_client.append(codec.encode(answer))

    def _subscribe(self, session: Session, sub: m.Sub) -> None:
        topic = self.topics[sub.topic].topic
        start = topic.start(sub.since, sub.tail, sub.at)
        assert start.cursor == self._expected(topic, sub)
        session.outbox.follow(sub.topic, start.cursor, sub.every_ms)
        answer = m.SubOk(
            sub.topic,
            form_of(sub.topic).kind,
            topic.epoch,
            topic.first,
            topic.head,
            start.cursor.number,
            start.recovered,
            start.reason,
        )
        session.to_client.append(codec.encode(answer))

    @staticmethod
    def _expected(topic: Log | State, sub: m.Sub) -> Cursor:
        """Where reading goes on, said the other way round: by what must be sent."""
        since = sub.since
        known = since is not None and since.epoch == topic.epoch and since.number <= topic.head
        if isinstance(topic, State):
            resumable = known and since is not None and since.number >= max(topic.floor, 1)
            return Cursor(topic.epoch, since.number if resumable and since else 0)
        if known and since is not None:
            return Cursor(topic.epoch, since.number)
        kept = range(topic.first, topic.head + 1)
        wanted = kept if sub.tail is None else kept[max(0, len(kept) - sub.tail) :]
        return Cursor(topic.epoch, topic.head - len(wanted))

    def _publish(self, session: Session, pub: m.Pub) -> None:
        known = self._answers.get((session.producer, pub.id))
        if known is not None:
            again = msgspec.structs.replace(known, dup=True)
            session.to_client.append(codec.encode(again))
            return
        if self.busy:
            self.busy -= 1
            nack = m.Nack(pub.id, 501, "busy", "later", retryable=True, after_ms=50)
            session.to_client.append(codec.encode(nack))
            return
        row = Row(session.producer, pub.id, msgspec.json.decode(pub.body))
        ack = self.append(pub.topic, row)
        self._answers[session.producer, pub.id] = ack
        self._forget(session.producer)
        session.to_client.append(codec.encode(ack))

    def _forget(self, producer: str) -> None:
        known = [key for key in self._answers if key[0] == producer]
        for key in known[: -self.bounds.remembered]:
            del self._answers[key]

    def serve(self, session: Session, budget: int) -> None:
        """Give a connection whose transport drains one write."""
        session.to_client.extend(session.outbox.read(self.topics, budget, self.now))

    def beat(self, session: Session) -> None:
        """Tell the heads of the logs that are fully sent."""
        heads = {
            name: self.topics[name].topic.head
            for name in session.outbox.topics
            if form_of(name).kind is Kind.LOG
            and not self.topics[name].is_behind(session.outbox.cursor(name))
        }
        session.to_client.append(codec.encode(m.Beat(self.now, heads)))

    # What happens to topics.

    def append(self, name: str, row: Row) -> m.Ack:
        rows = self.history[name]
        rows.append(row)
        log = self.log(name)
        entry = m.Entry(
            log.head + 1, row.id, self.now, row.producer, msgspec.Raw(codec.encode(row.body))
        )
        log.append(entry)
        self.told[name, log.epoch, entry.seq] = row
        self._mark(name)
        return m.Ack(row.id, name, entry.seq, log.epoch, self.now)

    def write(self, name: str, key: str, value: Any, expires: int | None = None) -> None:
        self.values[name][key] = value
        self.deadlines.pop((name, key), None)
        if expires is not None:
            self.deadlines[name, key] = expires
        self.state(name).set(key, codec.encode(value), expires=expires)
        self._mark(name)

    def erase(self, name: str, key: str) -> None:
        held = self.values[name].pop(key, None) is not None
        self.deadlines.pop((name, key), None)
        assert self.state(name).remove(key) is held
        self._mark(name)

    def advance(self, ms: int) -> None:
        """Let time pass; what is due expires."""
        self.now += ms
        for (name, key), due in list(self.deadlines.items()):
            if due <= self.now:
                del self.values[name][key]
                del self.deadlines[name, key]
        for name in self.values:
            if self.state(name).expire(self.now):
                self._mark(name)

    def restart(self, lost: int) -> set[str]:
        """Come back from a copy that lacks the last `lost` entries; return the ids that are gone.

        Every topic has a new epoch; states begin empty; every connection is cut.
        """
        self.sessions.clear()
        histories = self.history
        self.history = {name: [] for name in histories}
        self.values = {name: {} for name in self.values}
        self.deadlines.clear()
        self._build()
        gone: set[str] = set()
        for name, rows in histories.items():
            kept = rows[: max(0, len(rows) - lost)]
            gone |= {row.id for row in rows[len(kept) :]}
            for row in kept:
                ack = self.append(name, row)
                if (row.producer, row.id) in self._answers:
                    self._answers[row.producer, row.id] = ack
        for producer, id_ in list(self._answers):
            if id_ in gone:
                del self._answers[producer, id_]
        return gone

    def clear(self, name: str) -> set[str]:
        """Begin a log anew while everybody is connected; return the ids that are gone."""
        self.epochs += 1
        gone = {row.id for row in self.history[name]}
        self.history[name].clear()
        self._answers = {key: ack for key, ack in self._answers.items() if key[1] not in gone}
        self.log(name).clear(f"e{self.epochs}")
        self._mark(name)
        return gone

    def _mark(self, name: str) -> None:
        for session in self.sessions:
            outbox = session.outbox
            if self.bounds.eager and outbox.is_plain and name in outbox:
                frame = outbox.step(self.topics[name])
                session.to_client.extend([frame] if frame else [])
            else:
                outbox.mark(name)
