"""MemoryStore: numbers without a hole, and each id once, as long as it is remembered."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.store import Committed, Draft
from tocsin_hub.edge.memory_store import REMEMBERED_IDS, REMEMBERED_MS, MemoryStore
from tocsin_wire.errors import IdConflict

NOW = 1_700_000_000_000


def store() -> MemoryStore:
    numbers = itertools.count(1)
    return MemoryStore(lambda: f"e{next(numbers)}")


def append(to: MemoryStore, id: str, *, topic="t", by="ann", body=b"{}", at=NOW):
    outcomes: list[Any] = []
    to.append(Draft(topic, id, by, body), at, outcomes.append)
    (outcome,) = outcomes
    return outcome


def test_the_same_again_gets_the_same_answer():
    one = store()
    first, again = append(one, "a"), append(one, "a", at=NOW + 5)
    assert isinstance(first, Committed)
    assert (first.dup, again.dup) == (False, True)
    assert (first.entry, first.epoch) == (again.entry, again.epoch)


def test_the_same_id_with_something_else_is_a_conflict():
    one = store()
    append(one, "a")
    assert isinstance(append(one, "a", body=b"[]"), IdConflict)
    assert isinstance(append(one, "a", topic="u"), IdConflict)
    assert append(one, "b").entry.seq == 2, "a conflict takes no number"


def test_an_id_is_its_publishers_own():
    one = store()
    assert [append(one, "a", by=by).entry.seq for by in ("ann", "bob")] == [1, 2]


def test_an_id_is_remembered_for_a_day():
    one = store()
    append(one, "a")
    assert append(one, "a", at=NOW + REMEMBERED_MS).dup
    append(one, "b", at=NOW + REMEMBERED_MS + 1)
    assert not append(one, "a", at=NOW + REMEMBERED_MS + 2).dup


def test_what_is_remembered_is_bounded():
    one = store()
    for number in range(10 * REMEMBERED_IDS):
        append(one, f"{number}")
    assert len(one._seen["ann"]) == REMEMBERED_IDS
    assert append(one, f"{10 * REMEMBERED_IDS - 1}").dup


def test_a_forgotten_topic_begins_a_new_epoch():
    one = store()
    before = append(one, "a")
    one.drop("t")
    after = append(one, "b")
    assert (before.entry.seq, after.entry.seq) == (1, 1)
    assert before.epoch != after.epoch == one.epoch("t")


@given(
    st.lists(st.tuples(st.sampled_from("tu"), st.sampled_from(["ann", "bob"]), st.integers(0, 20)))
)
def test_numbers_have_no_hole_and_no_id_two_rows(publishes):
    one = store()
    rows: dict[tuple[str, str, int], int] = {}
    for topic, by, id in publishes:
        outcome = append(one, f"{topic}{id}", topic=topic, by=by)
        assert outcome.dup is ((topic, by, id) in rows)
        seq = rows.setdefault((topic, by, id), outcome.entry.seq)
        assert seq == outcome.entry.seq
    for topic in "tu":
        seqs = [seq for (name, _, _), seq in rows.items() if name == topic]
        assert seqs == list(range(1, len(seqs) + 1))
