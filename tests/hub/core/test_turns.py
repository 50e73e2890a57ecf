import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.turns import Turns
from tocsin_wire.errors import TooFast


def test_known_ones_go_first_and_each_line_in_its_order():
    turns = Turns[str](1, 10)
    assert turns.enter("first", known=False)
    for who, known in (("s1", False), ("k1", True), ("s2", False), ("k2", True)):
        assert not turns.enter(who, known=known)
    assert [turns.leave() for _ in range(5)] == ["k1", "k2", "s1", "s2", None]
    assert turns.enter("next", known=False)


def test_a_full_line_takes_no_stranger_and_gives_way_to_who_is_known():
    turns = Turns[str](1, 2)
    turns.enter("first", known=False)
    turns.enter("s1", known=False)
    turns.enter("s2", known=False)
    assert turns.displaced(known=False) is None
    with pytest.raises(TooFast):
        turns.enter("s3", known=False)
    assert turns.displaced(known=True) == "s2"
    assert not turns.enter("k1", known=True)
    assert [turns.leave(), turns.leave()] == ["k1", "s1"]


def test_where_all_are_known_none_gives_way():
    turns = Turns[str](1, 1)
    turns.enter("first", known=True)
    turns.enter("k1", known=True)
    assert turns.displaced(known=True) is None
    with pytest.raises(TooFast):
        turns.enter("k2", known=True)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=200))
def test_never_more_places_nor_a_longer_line(steps):
    turns, inside, waiting = Turns[int](2, 4), 0, set[int | None]()
    for number, (comes, known) in enumerate(steps):
        if comes:
            waiting -= {turns.displaced(known=known)}
            try:
                has_place = turns.enter(number, known=known)
            except TooFast:
                assert turns.waiting == 4
            else:
                inside += has_place
                waiting |= set() if has_place else {number}
        elif inside:
            following = turns.leave()
            inside -= following is None
            waiting -= {following}
        assert inside <= 2
        assert turns.waiting == len(waiting) <= 4
        assert inside == 2 or not waiting
