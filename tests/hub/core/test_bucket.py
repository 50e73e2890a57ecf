from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.bucket import Bucket

RATE, BURST = 10, 100


def test_a_burst_then_the_rate():
    bucket = Bucket(RATE, BURST, 0)
    assert [bucket.take(0) for _ in range(101)] == [True] * 100 + [False]
    assert not bucket.take(99)
    assert bucket.take(200)
    assert bucket.take(200)
    assert not bucket.take(200)


def test_what_was_not_used_does_not_add_up_beyond_the_burst():
    bucket = Bucket(RATE, BURST, 0)
    assert sum(bucket.take(10**9) for _ in range(1000)) == BURST


def test_a_clock_that_goes_back_gives_nothing():
    bucket = Bucket(RATE, 1, 1000)
    assert bucket.take(1000)
    assert not bucket.take(0)
    assert not bucket.take(50)
    assert not bucket.take(1000)


@given(st.lists(st.integers(0, 500), max_size=200))
def test_never_more_than_burst_and_rate(pauses):
    bucket, now, taken = Bucket(RATE, BURST, 0), 0, 0
    for pause in pauses:
        now += pause
        taken += bucket.take(now)
        assert taken <= BURST + now * RATE / 1000 + 1e-6


@given(st.lists(st.integers(0, 500), max_size=50), st.integers(1, BURST))
def test_the_wait_it_tells_is_exact(pauses, amount):
    bucket, now = Bucket(RATE, BURST, 0), 0
    for pause in pauses:
        now += pause
        bucket.take(now, amount)
    wait = bucket.wait(now, amount)
    if wait > 2:
        assert not bucket.take(now + wait - 2, amount)
    assert bucket.take(now + wait, amount)
