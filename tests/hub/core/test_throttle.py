"""Throttle: never above the rate, and nothing overtakes, however long messages are on their way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.bucket import Bucket
from tocsin_hub.core.throttle import TURN_MS, Throttle
from tocsin_wire.errors import TooFast

RATE, BURST = 10, 20


@pytest.fixture
def throttle():
    return Throttle(Bucket(RATE, BURST, 0))


def refusal(throttle: Throttle, id: str, now: int) -> int | None:
    """Return the `after_ms` a publish is refused with, None when it is let through."""
    try:
        throttle.check(id, now)
    except TooFast as error:
        return error.after_ms
    return None


def spend(throttle: Throttle, now: int = 0) -> None:
    for number in range(BURST):
        assert refusal(throttle, f"spent{number}", now) is None


def test_a_burst_passes_and_what_comes_after_is_told_when(throttle):
    spend(throttle)
    assert [refusal(throttle, id, 0) for id in "abc"] == [101, 201, 301]


def test_one_repetition_at_the_time_told_last_is_enough(throttle):
    spend(throttle)
    after = [refusal(throttle, id, 0) for id in "abcde"][-1]
    assert after is not None
    assert [refusal(throttle, id, after) for id in "abcde"] == [None] * 5
    assert refusal(throttle, "f", after) is not None


def test_what_was_behind_a_refused_one_does_not_overtake_it(throttle):
    spend(throttle)
    assert refusal(throttle, "first", 0) is not None
    assert refusal(throttle, "second", 10_000) is not None, "there is room, but it is not its turn"
    assert refusal(throttle, "first", 10_001) is None
    assert refusal(throttle, "second", 10_001) is None


def test_a_publish_that_was_given_up_holds_the_others_back_for_a_while_only(throttle):
    spend(throttle)
    after = refusal(throttle, "given up", 0)
    assert after is not None
    for now in range(0, after + TURN_MS, 500):
        assert refusal(throttle, f"n{now}", now) is not None
    assert refusal(throttle, "n", after + TURN_MS) is None


def test_nobody_is_told_to_wait_longer_than_an_empty_bucket_takes(throttle):
    spend(throttle)
    told = [refusal(throttle, f"{number}", 0) or 0 for number in range(1_000)]
    assert max(told) == BURST * 1000 // RATE + 1


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(1, 60)), max_size=20))
def test_a_client_that_obeys_gets_all_through_once_and_in_order(flights):
    """Each flight is sent at once, and everything refused again at the time told last."""
    throttle, now, said, passed, numbers = Throttle(Bucket(RATE, BURST, 0)), 0, [], [], 0
    for pause, size in flights:
        now += pause
        waiting = [f"{numbers + number}" for number in range(size)]
        numbers += size
        said += waiting
        rounds = 0
        while waiting:
            told = {id: refusal(throttle, id, now) for id in waiting}
            passed += [id for id, after in told.items() if after is None]
            waiting = [id for id, after in told.items() if after is not None]
            now += max((after for after in told.values() if after is not None), default=0)
            rounds += 1
        assert rounds <= 1 + -(-size // BURST)
        assert len(passed) <= BURST + now * RATE / 1000 + 1e-6
    assert passed == said


def test_what_the_store_refused_comes_before_what_was_sent_behind_it():
    throttle = Throttle(None)
    for id in ("a", "b", "c"):
        throttle.check(id, 0)
    throttle.hold("a", 1_000, 10)
    throttle.hold("b", 1_000, 10)
    with pytest.raises(TooFast) as refused:
        throttle.check("d", 20)
    assert refused.value.after_ms > 0
    for id in ("a", "b", "c", "d"):
        throttle.check(id, 1_100)


def test_nobody_waits_for_ever_for_what_does_not_come_again():
    throttle = Throttle(None)
    throttle.hold("a", 1_000, 0)
    with pytest.raises(TooFast):
        throttle.check("b", 1_000)
    throttle.check("b", 1_000 + TURN_MS)
