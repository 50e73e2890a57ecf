"""RecordingEngine: carries out the core's effects in memory and remembers them. No sockets."""

import itertools
from collections.abc import Iterable
from typing import Any

import msgspec

from tocsin_hub.core.connection import Connection
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
from tocsin_hub.core.host_name import KnownHost
from tocsin_hub.core.hub import Hub
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.store import Committed, Draft, Outcome, raw_entry
from tocsin_hub.core.topics import Topics
from tocsin_hub.edge.memory_store import MemoryStore
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Room
from tocsin_wire.ids import uuid7

START = 1_700_000_000_000


class RecordingEngine:
    """A hub whose clock a test moves."""

    def __init__(self, *hosts: str, arret: Role = Role.ADMIN) -> None:
        self._numbers = itertools.count(1)
        self.now = START
        self.store = MemoryStore(lambda: f"e{next(self._numbers)}")
        self.topics = Topics(self.store, lambda: "s")
        self.hub = Hub(
            self.topics,
            [KnownHost(host, host) for host in hosts],
            self.now,
            new_id=self.new_id,
            instance="this",
            arret=arret,
        )
        self.records: list[Record] = []
        self.replies: list[tuple[str, m.Message]] = []
        self.closed: list[Close] = []
        self.stopped: list[str] = []
        self.asked: list[str] = []
        self.muted: list[str] = []
        self.saved_rooms: list[Room] = []
        self.paused: list[tuple[str, str]] = []

    def new_id(self) -> str:
        return uuid7(self.now, next(self._numbers).to_bytes(10, "big"))

    def connect(
        self, name: str, role: Role = Role.GUEST, session: str = "", since: int = 0
    ) -> Connection:
        principal = Principal(
            name, role, session or f"session of {name}", proved=self.now, since=since
        )
        connection = Connection(f"c{next(self._numbers)}", principal, "192.0.2.1", self.now)
        self.apply(self.hub.connected(connection, self.now))
        return connection

    def agent(self, host: str, instance: str = "i1") -> Connection:
        connection = self.connect(host, Role.AGENT)
        self.receive(connection, m.Hello("agent", "0", instance))
        return connection

    def receive(self, connection: Connection, message: m.FromClient) -> list[m.Message]:
        """Take in a message; return what it was answered."""
        before = len(self.replies)
        self.apply(self.hub.received(connection, message, self.now))
        return [answer for to, answer in self.replies[before:] if to == connection.id]

    def publish(self, connection: Connection, topic: str, body: Any) -> m.Message:
        raw = msgspec.Raw(codec.encode(body))
        return self.receive(connection, m.Pub(topic, self.new_id(), raw))[-1]

    def disconnect(self, connection: Connection, reason: str = "lost") -> None:
        self.apply(self.hub.disconnected(connection, reason, self.now))

    def pass_time(self, ms: int) -> None:
        """Move the clock on, and let the hub notice."""
        self.now += ms
        self.apply(self.hub.tick(self.now))

    def apply(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Append():
                    self._append(effect)
                case Record():
                    self._record(effect)
                case Reply(connection, message):
                    self.replies.append((connection, message))
                case Close():
                    self.closed.append(effect)
                case Drop(topic):
                    self.topics.drop(topic)
                    self.store.drop(topic)
                case Release(topic):
                    self.topics.drop(topic)
                case Stop(by):
                    self.stopped.append(by)
                case Dispatch(run):
                    self.apply(self.hub.runs.dispatch(run, self.now))
                case SaveRoom(room):
                    self.saved_rooms.append(room)
                case Ask() | Mute() | Pause():
                    self._about_rivals(effect)

    def _about_rivals(self, effect: Ask | Mute | Pause) -> None:
        match effect:
            case Ask(connection):
                self.asked.append(connection)
            case Mute(connection):
                self.muted.append(connection)
            case Pause():
                self.paused.append(effect)

    def _append(self, append: Append) -> None:
        self.topics.log(append.topic)
        draft = Draft(append.topic, append.id, append.by, append.body, append.ip)
        self.store.append(draft, self.now, lambda outcome: self._appended(append, outcome))

    def _record(self, record: Record) -> None:
        """Show rows and acknowledge them, as if the disk took no time."""
        self.records.append(record)
        append = record.append
        log = self.topics.log(append.topic)
        draft = Draft(append.topic, append.id, append.by, append.body, append.ip)
        raw = raw_entry(draft, log.head + 1, self.now)
        committed = Committed(log.epoch, log.head + 1, self.now, raw, dup=not record.is_new)
        self._appended(append, committed)

    def _appended(self, append: Append, outcome: Outcome) -> None:
        assert isinstance(outcome, Committed), outcome
        if not outcome.dup:
            self.topics.log(append.topic).add(outcome.seq, outcome.at, outcome.raw)
            if append.then:
                self.apply(append.then)
        if append.connection:
            ack = m.Ack(
                append.id, append.topic, outcome.seq, outcome.epoch, outcome.at, outcome.dup
            )
            self.replies.append((append.connection, ack))

    def bodies(self, topic: str, kind: str = "") -> list[dict[str, Any]]:
        """Return the bodies of a log, oldest first."""
        entries = [msgspec.json.decode(raw) for raw in self.topics.log(topic).raw_entries()]
        return [entry["body"] for entry in entries if kind in ("", entry["body"]["kind"])]

    def value(self, topic: str, key: str) -> Any:
        raw = self.topics.state(topic).get(key)
        return None if raw is None else msgspec.json.decode(raw)
