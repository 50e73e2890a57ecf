"""A mirror tells only differences, and they lead to the same state."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.changes import Mirror
from tocsin_agent.core.lease import Lease

states = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3))


@given(st.lists(st.tuples(states, st.booleans()), max_size=20))
def test_differences_applied_in_order_give_the_state(steps):
    mirror: Mirror[int] = Mirror()
    there: dict[str, int] = {}
    for state, afresh in steps:
        change = mirror.afresh(state) if afresh else mirror.differ(state)
        there.update(change.set)
        for key in change.removed:
            del there[key]
        assert there == state


def test_no_difference_is_false():
    mirror: Mirror[int] = Mirror()
    assert mirror.differ({"a": 1})
    assert not mirror.differ({"a": 1})


def test_a_lease_runs_out_unless_extended():
    lease = Lease()
    assert not lease.holds(0)
    lease.extend(0, 30)
    lease.extend(10, 5)
    assert lease.holds(29.9)
    assert not lease.holds(30)
