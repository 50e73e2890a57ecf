"""Replicas: what fits is taken, what does not is a Hole and changes nothing."""

import pytest
from msgspec import Raw

from tocsin_wire.messages import Entry, Gap, Reset, StateFrame, SubOk
from tocsin_wire.position import Position
from tocsin_wire.replica import Hole, LogReplica, StateReplica
from tocsin_wire.topics import Kind


def sub_ok(epoch: str = "e1", after: int = 0, *, recovered: bool = False) -> SubOk:
    return SubOk("room/main", Kind.LOG, epoch, 1, 9, after, recovered, "")


def entries(*seqs: int) -> list[Entry]:
    return [Entry(seq, "id", 5, "ann", Raw(b"1")) for seq in seqs]


def log_at(last: int) -> LogReplica:
    replica = LogReplica()
    replica.begin(sub_ok(after=last))
    return replica


def test_a_new_log_replica_knows_nothing():
    assert LogReplica().position is None


def test_the_first_answer_always_means_to_forget():
    assert LogReplica().begin(sub_ok(after=0))
    assert LogReplica().begin(sub_ok(after=5))


@pytest.mark.parametrize(
    ("epoch", "after", "forget"),
    [("e1", 5, False), ("e1", 4, True), ("e1", 6, True), ("e2", 5, True), ("e2", 0, True)],
)
def test_an_answer_that_goes_on_elsewhere_means_to_forget(epoch, after, forget):
    replica = log_at(5)
    assert replica.begin(sub_ok(epoch, after)) is forget
    assert replica.position == Position(epoch, after)


def test_entries_that_follow_on_are_taken():
    replica = log_at(5)
    replica.extend(entries(6, 7))
    replica.extend([])
    replica.extend(entries(8))
    assert replica.position == Position("e1", 8)


@pytest.mark.parametrize("seqs", [(7,), (5,), (6, 8), (6, 6), (6, 5), (1,)])
def test_entries_that_do_not_are_a_hole_and_none_counts(seqs):
    replica = log_at(5)
    with pytest.raises(Hole):
        replica.extend(entries(*seqs))
    assert replica.position == Position("e1", 5)


def test_a_gap_that_follows_on_is_skipped():
    replica = log_at(5)
    replica.skip(Gap("room/main", 6, 8))
    replica.extend(entries(9))
    assert replica.position == Position("e1", 9)


@pytest.mark.parametrize("first", [1, 5, 7])
def test_a_gap_that_does_not_is_a_hole(first):
    replica = log_at(5)
    with pytest.raises(Hole):
        replica.skip(Gap("room/main", first, 8))
    assert replica.position == Position("e1", 5)


def test_a_reset_begins_before_its_first():
    replica = log_at(5)
    replica.reset(Reset("room/main", "e2", 3))
    assert replica.position == Position("e2", 2)
    replica.extend(entries(3))


def frame(rev: int, *, reset: bool = False, more: bool = False, **values: int) -> StateFrame:
    raws = {key: Raw(str(value).encode()) for key, value in values.items()}
    return StateFrame("people", rev, raws, [], reset, "e1" if reset else "", more)


def held(replica: StateReplica) -> dict[str, int]:
    return {key: int(bytes(raw)) for key, raw in replica.values.items()}


def test_a_state_replica_takes_changes_and_removals():
    replica = StateReplica()
    assert replica.position is None
    assert replica.begin(sub_ok())
    replica.apply(frame(3, reset=True, a=1, b=2))
    replica.apply(StateFrame("people", 5, {"b": Raw(b"3")}, ["a", "never there"]))
    assert held(replica) == {"b": 3}
    assert replica.position == Position("e1", 5)


def test_a_reset_clears_what_was_there():
    replica = StateReplica()
    replica.begin(sub_ok())
    replica.apply(frame(3, reset=True, a=1, b=2))
    replica.apply(frame(9, reset=True, c=3))
    assert held(replica) == {"c": 3}


def test_rev_may_stay_or_rise_but_not_fall_without_a_reset():
    replica = StateReplica()
    replica.begin(sub_ok())
    replica.apply(frame(5, reset=True, a=1))
    replica.apply(frame(5, b=2))
    with pytest.raises(Hole):
        replica.apply(frame(4, a=0))
    assert held(replica) == {"a": 1, "b": 2}
    replica.apply(frame(2, reset=True))
    assert (replica.rev, held(replica)) == (2, {})


def test_half_a_snapshot_cannot_be_resumed():
    replica = StateReplica()
    replica.begin(sub_ok())
    replica.apply(frame(2, reset=True, more=True, a=1))
    assert replica.position is None
    replica.apply(frame(4, b=2))
    assert replica.position == Position("e1", 4)
    assert held(replica) == {"a": 1, "b": 2}


def test_what_is_resumed_is_kept_and_what_is_not_is_forgotten():
    replica = StateReplica()
    replica.begin(sub_ok())
    replica.apply(frame(2, reset=True, a=1))
    assert not replica.begin(sub_ok(after=2, recovered=True))
    assert held(replica) == {"a": 1}
    assert replica.begin(sub_ok("e2"))
    assert (held(replica), replica.rev, replica.epoch) == ({}, 0, "e2")
