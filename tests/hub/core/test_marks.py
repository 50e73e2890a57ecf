"""How many marks are made few enough."""

import itertools
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.marks import GIVEN_UP, Mark, evenly, thinned


def mark(kind: str, at: int) -> Mark:
    return Mark(at, kind, "room/main", at, "", "", "", "")


def test_what_fits_is_left_alone_and_in_the_order_of_time():
    marks = [mark("run", 3), mark("chat", 1), mark("up", 2)]
    assert thinned(marks, 3) == [marks[1], marks[2], marks[0]]


def test_chat_goes_first_and_evenly():
    marks = [mark("chat", at) for at in range(1_000)] + [mark("run", at) for at in range(100)]
    found = thinned(marks, 300)
    assert Counter(one.kind for one in found) == {"chat": 200, "run": 100}
    chats = [one.at for one in found if one.kind == "chat"]
    assert {after - before for before, after in itertools.pairwise(chats)} == {5}


def test_of_each_kind_something_stays():
    marks = [mark(kind, at) for kind in GIVEN_UP for at in range(500)]
    counts = Counter(one.kind for one in thinned(marks, 160))
    assert set(counts) == set(GIVEN_UP)
    assert counts["run"] > counts["chat"]


@given(st.lists(st.builds(mark, st.sampled_from(GIVEN_UP), st.integers(0, 99))), st.integers(1, 60))
def test_there_are_never_more_than_asked_for_nor_fewer_without_need(marks, limit):
    found = thinned(marks, limit)
    assert len(found) == min(limit, len(marks))
    assert not Counter(found_ids(found)) - Counter(found_ids(marks))
    assert [one.at for one in found] == sorted(one.at for one in found)


def found_ids(marks):
    return [(one.kind, one.at) for one in marks]


def test_evenly():
    assert evenly(range(10), 5) == [0, 2, 4, 6, 8]
    assert evenly(range(3), 3) == [0, 1, 2]
    assert evenly([], 0) == []
