"""Delivery, as one machine: readers with real links, a hub of real topics, wires that are cut.

After any course of events the promises hold: every loss is announced, all see one order, and once
nothing moves any more every reader has what the hub has. The oracle is plain lists and dicts.
"""

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.wire.reader import LogView, Reader, StateView
from tests.wire.simulated_hub import Bounds, Row, SimulatedHub
from tocsin_wire.cursor import READ_BUDGET
from tocsin_wire.replica import StateReplica

LOGS = ["room/main", "run/r1"]
STATES = ["people", "hosts"]
ROUNDS = 2_000
"""Far more than any course of events needs to come to rest."""

who = st.integers(0, 2)
logs = st.sampled_from(LOGS)
states = st.sampled_from(STATES)
topics = st.sampled_from(LOGS + STATES)
keys = st.sampled_from(["a", "b", "c"])
budgets = st.sampled_from([1, 60, 200, READ_BUDGET])


class Delivery(RuleBasedStateMachine):
    """Three readers and one hub, in any order of events."""

    @initialize(
        entries=st.sampled_from([1, 2, 4, 50]),
        tombstones=st.sampled_from([0, 1, 2, 50]),
        read=budgets,
        size=st.sampled_from([100, 300, 100_000]),
        eager=st.booleans(),
        remembered=st.sampled_from([1, 2, 50]),
    )
    def begin(self, entries, tombstones, read, size, eager, remembered):
        bounds = Bounds(entries, size, tombstones, read, eager, remembered)
        self.hub = SimulatedHub(LOGS, STATES, bounds)
        self.readers = [Reader(name, self.hub) for name in ("ann", "bob", "eve")]
        self.values = 0
        self.excused: set[str] = set()
        self.in_order = True
        for reader in self.readers:
            reader.connect()
            for topic in LOGS + STATES:
                reader.subscribe(topic, None, 0)

    # People and machines.

    @rule(
        who=who,
        topic=topics,
        tail=st.none() | st.integers(0, 6),
        every_ms=st.sampled_from([0, 0, 40]),
    )
    def subscribe(self, who, topic, tail, every_ms):
        self.readers[who].subscribe(topic, tail, every_ms)

    @rule(who=who, topic=topics)
    def unsubscribe(self, who, topic):
        self.readers[who].unsubscribe(topic)

    @rule(who=who, topic=logs, size=st.sampled_from([1, 1, 90]), times=st.sampled_from([1, 1, 3]))
    def publish(self, who, topic, size, times):
        for _ in range(times):
            self.values += 1
            self.readers[who].publish(topic, f"{self.values:0{size}}")

    @rule(who=who, topic=states, key=keys, removed=st.lists(keys, max_size=2))
    def put(self, who, topic, key, removed):
        self.values += 1
        self.readers[who].link.put(topic, {key: self.values}, removed)

    # The hub.

    @rule(topic=logs)
    def append(self, topic):
        self.values += 1
        self.hub.append(topic, Row("@hub", f"hub-{self.values}", self.values))

    @rule(
        topic=states, key=keys, ttl=st.none() | st.integers(1, 100), size=st.sampled_from([1, 90])
    )
    def write(self, topic, key, ttl, size):
        self.values += 1
        expires = None if ttl is None else self.hub.now + ttl
        self.hub.write(topic, key, f"{self.values:0{size}}", expires)

    @rule(topic=states, key=keys)
    def erase(self, topic, key):
        self.hub.erase(topic, key)

    @rule(ms=st.integers(1, 120))
    def advance(self, ms):
        self.hub.advance(ms)

    @rule(count=st.integers(1, 3))
    def be_busy(self, count):
        self.hub.busy += count
        self.in_order = False

    @rule(lost=st.integers(0, 3))
    def restart(self, lost):
        gone = self.hub.restart(lost)
        self.excused |= gone
        self.in_order &= not gone
        for reader in self.readers:
            if reader.session is not None:
                reader.lose()

    @rule(topic=logs, entries=st.integers(0, 4))
    def clear(self, topic, entries):
        """Begin a log anew; soon its numbers are those its readers had in the old one."""
        self.excused |= self.hub.clear(topic)
        self.in_order = False
        for _ in range(entries):
            self.append(topic)

    # The wire.

    @rule(who=st.sets(who, min_size=1), budget=budgets)
    def flow(self, who, budget):
        """Carry everything, once, in both directions."""
        for one in sorted(who):
            self.readers[one].connect()
            self.carry_up(one, 1_000)
            self.serve(one, budget)
            self.carry_down(one, 1_000)

    @rule(budget=budgets)
    def flow_to_all(self, budget):
        """As `flow`; twice as likely, since little happens without."""
        self.flow({0, 1, 2}, budget)

    @rule(who=who)
    def connect(self, who):
        self.readers[who].connect()

    @rule(who=who)
    def cut(self, who):
        reader = self.readers[who]
        if reader.session is not None:
            self.hub.cut(reader.session)
            reader.lose()

    @rule(who=who, topic=logs, times=st.integers(1, 4))
    def lose_the_answers(self, who, topic, times):
        """What is published arrives, and the client does not hear of it."""
        self.readers[who].connect()
        self.publish(who, topic, 1, times)
        self.carry_up(who, 1_000)
        self.cut(who)

    @rule(who=who, frames=st.integers(1, 8))
    def carry_up(self, who, frames):
        reader = self.readers[who]
        reader.send()
        for _ in range(frames):
            if reader.session and reader.session.to_hub:
                self.hub.take(reader.session)

    @rule(who=who, budget=budgets)
    def serve(self, who, budget):
        session = self.readers[who].session
        if session is not None:
            self.hub.serve(session, budget)

    @rule(who=who, frames=st.integers(1, 8))
    def carry_down(self, who, frames):
        reader = self.readers[who]
        for _ in range(frames):
            if reader.session and reader.session.to_client:
                reader.take()

    @rule(who=who)
    def lose_a_frame_of_a_log(self, who):
        """No network does this; a hub with a bug would. The next frame or beat tells."""
        session = self.readers[who].session
        self.serve(who, READ_BUDGET)
        for frame in reversed(session.to_client if session else ()):
            if msgspec.json.decode(frame)["t"] in {"log", "gap"}:
                session.to_client.remove(frame)
                break

    @rule(who=who)
    def beat(self, who):
        session = self.readers[who].session
        if session is not None:
            self.hub.beat(session)

    # Promises.

    @invariant()
    def an_outbox_is_never_larger_than_its_subscriptions(self):
        for session in getattr(self, "hub", SimulatedHub([], [], Bounds())).sessions:
            assert set(session.outbox.behind) <= set(session.outbox.topics)
            assert len(session.outbox) <= len(LOGS + STATES)

    @precondition(lambda self: hasattr(self, "hub"))
    @rule()
    def settle(self):
        """Let everything come to rest, then compare."""
        for reader in self.readers:
            reader.connect()
        for _ in range(ROUNDS):
            if not self._move():
                break
        else:
            raise AssertionError("it never comes to rest")
        for reader in self.readers:
            self._compare(reader)

    def _move(self) -> bool:
        """Carry everything that can be carried; False when nothing is left to do."""
        self.hub.advance(60)
        moved = False
        for reader in self.readers:
            session = reader.session
            assert session is not None
            reader.send()
            moved |= bool(session.to_hub or session.to_client or list(session.outbox.behind))
            while session.to_hub:
                self.hub.take(session)
            self.hub.serve(session, READ_BUDGET)
            while session.to_client:
                reader.take()
        moved |= bool(self.hub.deadlines) or any(reader.link.unanswered for reader in self.readers)
        if not moved:
            moved = self._beats_find_something()
        return moved

    def _beats_find_something(self) -> bool:
        for reader in self.readers:
            assert reader.session is not None
            self.hub.beat(reader.session)
            reader.take()
            reader.send()
        return any(reader.session and reader.session.to_hub for reader in self.readers)

    def _compare(self, reader: Reader) -> None:
        for topic, view in reader.views.items():
            if isinstance(view, LogView):
                self._compare_log(topic, view)
            else:
                self._compare_state(reader, topic, view)
        self._compare_published(reader)

    def _compare_published(self, reader: Reader) -> None:
        for topic, id_ in reader.published:
            assert reader.acks[id_] == 1, "a publish was never answered"
            rows = [row for row in self.hub.history[topic] if row.id == id_]
            assert len(rows) == 1 or (id_ in self.excused and not rows), "not exactly once"
        if self.in_order:
            for name in LOGS:
                ids = [row.id for row in self.hub.history[name] if row.producer == reader.name]
                assert ids == [id_ for topic, id_ in reader.published if topic == name]

    def _compare_log(self, topic: str, view: LogView) -> None:
        log = self.hub.log(topic)
        assert view.begun
        assert view.last in {None, log.head}, "the newest entries never came"
        for entry in view.entries:
            row = self.hub.told[topic, log.epoch, entry.seq]
            assert (entry.by, entry.id) == (row.producer, row.id), "another order"
            assert msgspec.json.decode(entry.body) == row.body
        for lost in view.missed:
            assert lost.stop <= log.first, "what is there was called lost"

    def _compare_state(self, reader: Reader, topic: str, view: StateView) -> None:
        truth = self.hub.values[topic]
        state = self.hub.state(topic)
        replica = reader.replica(topic)
        assert isinstance(replica, StateReplica)
        assert view.begun
        assert view.values == truth, "what the program was told"
        assert {key: msgspec.json.decode(raw) for key, raw in replica.values.items()} == truth
        assert replica.rev == state.rev
        assert sorted(state.keys()) == sorted(truth)

    def teardown(self):
        if hasattr(self, "hub"):
            self.settle()


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(max_examples=2 * settings().max_examples)
