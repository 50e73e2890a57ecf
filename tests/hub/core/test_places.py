"""Connections are counted right, whatever they become and in whatever order they end."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.places import UNKNOWN, Bounds, Places
from tocsin_wire.errors import Busy, TooMany

BOUNDS = Bounds(total=12, network=8, strangers=4, person=2)
STEPS = st.lists(
    st.tuples(st.sampled_from(["take", "become", "upgrade", "move", "leave"]), st.integers(0, 11)),
    max_size=80,
)


@given(STEPS)
def test_every_count_is_that_of_those_who_are_here(steps):
    """A plain list of who is here is the oracle."""
    places = Places(BOUNDS)
    here: list[dict] = []
    for what, number in steps:
        if what == "take":
            network = ["a", "b", UNKNOWN][number % 3]
            is_full = len(here) >= 12 or has_no_room(here, network)
            try:
                place = places.take(network)
            except Busy:
                assert is_full
            else:
                assert not is_full
                here.append({"network": network, "place": place, "person": ""})
        elif here:
            one = here[number % len(here)]
            if what == "move":
                move(here, one, ["a", "b", UNKNOWN][number % 3])
            elif what == "leave":
                here.remove(one)
                one["place"].leave()
                one["place"].leave()
            elif what == "upgrade":
                one["place"].upgrade()
                one["person"] = ""
            elif one["place"].is_stranger:
                become(here, one, "xyz"[number % 3])
        assert_counted(places, here)


def has_no_room(here, network):
    """Of those a proxy hands on nobody knows yet whose they are."""
    of_network = [one for one in here if one["network"] == network]
    strangers = [one for one in of_network if one["place"].is_stranger]
    return network != UNKNOWN and (len(of_network) >= 8 or len(strangers) >= 4)


def move(here, one, network):
    others = [other for other in here if other is not one]
    one["network"], one["person"] = UNKNOWN, ""
    try:
        one["place"].move(network)
    except Busy:
        assert has_no_room(others, network)
    else:
        assert not has_no_room(others, network)
        one["network"] = network


def become(here, one, person):
    is_full = [other["person"] for other in here].count(person) >= 2
    try:
        one["place"].become(person)
    except TooMany:
        assert is_full
    else:
        assert not is_full
        one["person"] = person


def assert_counted(places, here):
    assert places.total == len(here)
    known = [one for one in here if one["network"] != UNKNOWN]
    assert places.networks == Counter(one["network"] for one in known)
    assert places.people == Counter(one["person"] for one in here if one["person"])
    assert places.strangers == Counter(one["network"] for one in known if one["place"].is_stranger)


def test_a_refusal_says_when_to_try_again():
    places = Places(Bounds(1, 1, 1, 1))
    first = places.take("a")
    for network in ("a", "b"):
        with pytest.raises(Busy) as refused:
            places.take(network)
        assert refused.value.after_ms > 0
    first.leave()
    places.take("b")


def test_one_network_takes_no_place_of_another():
    places = Places(Bounds(100, 10, 5, 1))
    for _ in range(5):
        places.take("a")
    with pytest.raises(Busy):
        places.take("a")
    places.take("b")


def test_a_connection_that_ended_is_counted_nowhere_any_more():
    places = Places(BOUNDS)
    place = places.take(UNKNOWN)
    place.leave()
    place.move("a")
    assert (places.total, places.networks) == (0, Counter())
