"""Delivery with a store behind the logs: the machine of `test_delivery`, and what a disk adds.

Nothing is shown or acknowledged before a commit; commits wait, fail, or happen while nobody lives
to tell; the past is fetched and arrives late; retention deletes under everybody's feet; ids grow
old. The promises are the same. What is on disk is the oracle.
"""

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.wire.reader import LogView, Reader
from tests.wire.simulated_hub import Bounds, Row, Session
from tests.wire.stored_hub import REMEMBERED_MS, StoredHub
from tests.wire.test_delivery import LOGS, STATES, Delivery, budgets, logs, who
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat
from tocsin_wire.cursor import READ_BUDGET, SHARED_READS
from tocsin_wire.link import Event


class StoredReader(Reader):
    """A reader who may come with an id that has grown too old."""

    def __init__(self, name: str, hub: StoredHub) -> None:
        super().__init__(name, hub)
        self.expired: set[str] = set()

    def _believe(self, event: Event) -> None:
        if isinstance(event, m.Nack) and event.name == "expired_id":
            self.acks[event.id] += 1
            self.expired.add(event.id)
        else:
            super()._believe(event)


class StoredDelivery(Delivery):
    """Three readers, a hub and its disk, in any order of events."""

    hub: StoredHub
    restart = None  # type: ignore[assignment]
    clear = None  # type: ignore[assignment]

    @initialize(
        entries=st.sampled_from([1, 2, 4, 50]),
        tombstones=st.sampled_from([0, 2, 50]),
        read=budgets,
        size=st.sampled_from([100, 300, 100_000]),
        eager=st.booleans(),
        window=st.sampled_from([1, 2, 50]),
    )
    def begin(self, entries, tombstones, read, size, eager, window):
        bounds = Bounds(entries, size, tombstones, read, eager, window)
        self.hub = StoredHub(LOGS, STATES, bounds)
        self.readers = [StoredReader(name, self.hub) for name in ("ann", "bob", "eve")]
        self.values = 0
        self.excused: set[str] = set()
        self.in_order = True
        for reader in self.readers:
            reader.connect()
            for topic in LOGS + STATES:
                reader.subscribe(topic, None, 0)

    # The disk.

    @rule(count=st.integers(1, 6))
    def commit(self, count):
        self.hub.commit(count)

    @rule()
    def refuse(self):
        """What was sent behind it arrives meanwhile: the order is the real hub's to keep."""
        self.in_order &= not self.hub.waiting
        self.hub.refuse()

    @rule(count=st.integers(0, 6))
    def crash(self, count):
        """Some of it is on disk by then, and nobody was told."""
        self.hub.commit(count, told=False)
        self._come_up()

    @rule(lost=st.integers(0, 3))
    def restore(self, lost):
        """Put an older copy in the place of the disk; everything has a new epoch."""
        gone = self.hub.restore(lost)
        self.excused |= gone
        self.in_order &= not gone
        self._cut_everybody()

    def _come_up(self) -> None:
        self.hub.crash()
        self._cut_everybody()

    def _cut_everybody(self) -> None:
        for reader in self.readers:
            if reader.session is not None:
                reader.lose()

    @rule(topic=logs, kept=st.integers(0, 5))
    def trim(self, topic, kept):
        self.hub.trim(topic, self.hub.stored[topic].head - kept + 1)

    @rule()
    def hear_of_trims(self):
        self.hub.hear_of_trims()

    @rule(topic=logs, back=st.integers(0, 8))
    def damage(self, topic, back):
        """A bit flips on disk; what is in memory is whole still."""
        stored = self.hub.stored[topic]
        if stored.head - back >= stored.first:
            stored.damaged.add(stored.head - back)

    @rule(
        who=who,
        topic=logs,
        times=st.integers(2, 8),
        damaged=st.sets(st.integers(0, 7), max_size=2),
        trimmed=st.integers(0, 4),
    )
    def come_back_from_afar(self, who, topic, times, damaged, trimmed):
        """Be away while much is said, some of which is lost; the past is on its way then."""
        self.connect(who)
        self.cut(who)
        for _ in range(times):
            self.append(topic)
        self.hub.commit(len(self.hub.waiting))
        for back in damaged:
            self.damage(topic, back)
        if trimmed:
            self.trim(topic, times - trimmed)
        self.connect(who)
        self.carry_up(who, 1_000)
        self.serve(who, READ_BUDGET)

    @rule(count=st.integers(1, 4))
    def fetch(self, count):
        self.hub.fetch(count)

    @rule(which=st.integers(0, 5))
    def arrive(self, which):
        self.hub.arrive(which)

    @rule(ms=st.sampled_from([200, REMEMBERED_MS // 2, REMEMBERED_MS + 1]))
    def let_time_pass(self, ms):
        self.hub.advance(ms)
        self.hub.forget_ids()

    # The same id again, from another connection.

    @rule(who=who, which=st.integers(0, 9), other=st.booleans(), times=st.integers(1, 5))
    def send_again(self, who, which, other, times):
        """It is the same entry, or a conflict, or too old to be known; never a second entry."""
        reader = self.readers[who]
        if not reader.published:
            return
        topic, id = reader.published[which % len(reader.published)]
        rows = [row for row in self.hub.history[topic] if row.id == id]
        if not rows:
            return  # its first sending is on the way still, or a backup does not have it
        body = Chat("another") if other else msgspec.convert(rows[0].body, Chat)
        session = self.hub.connect(reader.name)
        for _ in range(times):
            pub = m.Pub(topic, id, msgspec.Raw(codec.encode(body)))
            session.to_hub.append(codec.encode(pub))
            self.hub.take(session)
        self._let_all_be_written()
        self._assert_known(session, id, other, times)
        self.hub.cut(session)

    def _let_all_be_written(self) -> None:
        """Answer everything, refusals by a busy hub included."""
        self.hub.commit(len(self.hub.waiting))

    def _assert_known(self, session: Session, id: str, other: bool, times: int) -> None:
        answers = [codec.decode_from_hub(frame) for frame in session.to_client]
        told = [one for one in answers if isinstance(one, m.Ack | m.Nack)]
        assert len(told) == times
        for answer in told:
            if isinstance(answer, m.Ack):
                assert answer.dup
                assert not other
            else:
                assert answer.name in {"expired_id", "busy", "conflict" if other else ""}

    # Promises.

    @invariant()
    def what_is_in_memory_is_bounded(self):
        if not hasattr(self, "hub"):
            return
        for name in LOGS:
            log = self.hub.log(name)
            assert len(log._entries) <= self.hub.bounds.entries
            assert log.bytes <= self.hub.bounds.bytes or len(log._entries) == 1
            assert len(log._past) <= SHARED_READS
        for session in self.hub.sessions:
            assert set(session.outbox.far) <= set(session.outbox.topics)

    @invariant()
    def nothing_is_shown_that_a_power_cut_could_take_back(self):
        for name in LOGS if hasattr(self, "hub") else ():
            assert self.hub.log(name).head <= self.hub.stored[name].head

    def _move(self) -> bool:
        moved = bool(self.hub.waiting) or self.hub.hear_of_trims()
        self.hub.commit(len(self.hub.waiting))
        while self.hub.fetch(2):
            moved = True
            self.hub.arrive(0)
        return super()._move() or moved

    def _compare_log(self, topic: str, view: LogView) -> None:
        stored = self.hub.stored[topic]
        assert view.begun
        assert view.last in {None, stored.head}, "the newest entries never came"
        for entry in view.entries:
            row = self.hub.told[topic, stored.epoch, entry.seq]
            assert (entry.by, entry.id) == (row.producer, row.id), "another order"
            assert msgspec.json.decode(entry.body) == row.body
        for lost in view.missed:
            still_there = [seq for seq in lost if stored.is_whole(seq)]
            assert still_there == [], "what is there was called lost"

    def _compare_published(self, reader: Reader) -> None:
        assert isinstance(reader, StoredReader)
        for topic, id in reader.published:
            assert reader.acks[id] == 1, "a publish was never answered"
            rows: list[Row] = [row for row in self.hub.history[topic] if row.id == id]
            may_be_missing = id in self.excused or id in reader.expired
            assert len(rows) == 1 or (may_be_missing and not rows), "not exactly once"
        if self.in_order:
            for name in LOGS:
                ids = [row.id for row in self.hub.history[name] if row.producer == reader.name]
                said = [id for topic, id in reader.published if topic == name]
                assert ids == [id for id in said if id in ids]
                assert set(said) - set(ids) <= reader.expired | self.excused
        self.hub._assert_acked_is_there()


TestStoredDelivery = StoredDelivery.TestCase
TestStoredDelivery.settings = settings(max_examples=2 * settings().max_examples)
