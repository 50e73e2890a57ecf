"""A program that uses a Link: it believes only its events, and notes every broken promise."""

from collections import Counter
from typing import Any

import msgspec

from tests.wire.simulated_hub import Session, SimulatedHub
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat
from tocsin_wire.link import Changed, Entries, Event, Forgotten, GiveUp, Link, Missed
from tocsin_wire.replica import LogReplica, StateReplica
from tocsin_wire.topics import Kind, form_of


class LogView:
    """The entries a program was given since it was last told to forget."""

    def __init__(self) -> None:
        self.begun = False
        self.last: int | None = None
        self.entries: list[m.Entry] = []
        self.missed: list[range] = []

    def extend(self, entries: list[m.Entry]) -> None:
        for entry in entries:
            assert self.begun, "entries before the program was told where they begin"
            assert self.last is None or entry.seq == self.last + 1, "a loss was not announced"
            self.entries.append(entry)
            self.last = entry.seq

    def miss(self, first: int, last: int) -> None:
        assert self.begun
        assert first <= last
        assert self.last is None or first == self.last + 1, "a gap hides a loss"
        self.missed.append(range(first, last + 1))
        self.last = last


class StateView:
    """The values a program was given since it was last told to forget."""

    def __init__(self) -> None:
        self.begun = False
        self.values: dict[str, Any] = {}

    def change(self, event: Changed) -> None:
        assert self.begun
        if event.reset:
            self.values.clear()
        for key in event.removed:
            self.values.pop(key, None)
        self.values.update({key: msgspec.json.decode(raw) for key, raw in event.set.items()})


class Reader:
    """One client: its link, its connection while it has one, and what it believes."""

    def __init__(self, name: str, hub: SimulatedHub) -> None:
        self.name = name
        self.hub = hub
        self.session: Session | None = None
        self.views: dict[str, LogView | StateView] = {}
        self.published: list[tuple[str, str]] = []
        self.acks: Counter[str] = Counter()
        self._count = 0
        window = hub.bounds.remembered
        self.link = Link(m.Hello("test", "0"), self._random, window)

    def _random(self, size: int) -> bytes:
        self._count += 1
        return f"{self.name}{self._count:07}".encode()[-size:]

    def subscribe(self, topic: str, tail: int | None, every_ms: int) -> None:
        self.views[topic] = LogView() if form_of(topic).kind is Kind.LOG else StateView()
        self.link.subscribe(topic, tail=tail, every_ms=every_ms)

    def unsubscribe(self, topic: str) -> None:
        self.views.pop(topic, None)
        self.link.unsubscribe(topic)

    def publish(self, topic: str, text: str) -> None:
        id_ = self.link.publish(topic, Chat(text), self.hub.now)
        self.published.append((topic, id_))

    # The wire.

    def connect(self) -> None:
        if self.session is None:
            self.session = self.hub.connect(self.name)
            self.link.opened(self.hub.now)

    def lose(self) -> None:
        """Learn that the connection is gone."""
        self.session = None
        outcome = self.link.closed(1006)
        assert not isinstance(outcome, GiveUp)
        assert 0.5 <= outcome.seconds <= 20

    def send(self) -> None:
        """Put what the link wants to say on the wire."""
        frames = self.link.outgoing(self.hub.now)
        if self.session is None:
            assert frames == [], "a link without a connection has nothing to send"
        else:
            self.session.to_hub.extend(frames)

    def take(self) -> None:
        """Receive one frame."""
        assert self.session is not None
        before = self._revs()
        frame = self.session.to_client.popleft()
        events = self.link.receive(frame, self.hub.now)
        for event in events:
            self._believe(event)
        told_anew = {event.topic for event in events if isinstance(event, Forgotten)}
        told_anew |= {event.topic for event in events if isinstance(event, Changed) and event.reset}
        for topic, (epoch, rev) in self._revs().items():
            if topic in before and topic not in told_anew:
                assert (epoch, rev) >= before[topic], "rev fell without a reset"
                assert epoch == before[topic][0]

    def _revs(self) -> dict[str, tuple[str, int]]:
        replicas = {topic: self.replica(topic) for topic in self.views}
        return {
            topic: (replica.epoch, replica.rev)
            for topic, replica in replicas.items()
            if isinstance(replica, StateReplica)
        }

    def replica(self, topic: str) -> LogReplica | StateReplica:
        return self.link._following[topic].replica

    def _believe(self, event: Event) -> None:
        match event:
            case Forgotten(topic):
                fresh = LogView() if form_of(topic).kind is Kind.LOG else StateView()
                fresh.begun = True
                self.views[topic] = fresh
            case Entries(topic, entries):
                view = self.views[topic]
                assert isinstance(view, LogView)
                view.extend(entries)
            case Missed(topic, first, last):
                view = self.views[topic]
                assert isinstance(view, LogView)
                view.miss(first, last)
            case Changed(topic):
                view = self.views[topic]
                assert isinstance(view, StateView)
                view.change(event)
            case m.Ack(id=id_):
                self.acks[id_] += 1
                assert self.acks[id_] == 1, "a publish was answered twice"
            case m.Nack() | m.Error():
                raise AssertionError(f"refused: {event}")
