import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.allowance import MAX_NETWORKS, Allowance
from tocsin_wire.errors import TooFast

NOW = 1_700_000_000_000


def taken(allowance: Allowance, network: str, now: int, times: int) -> int:
    done = 0
    for _ in range(times):
        try:
            allowance.take(network, now)
        except TooFast:
            continue
        done += 1
    return done


def test_so_many_at_once_and_as_many_again_each_minute():
    allowance = Allowance(64, "guests")
    assert taken(allowance, "a", NOW, 100) == 64
    assert taken(allowance, "b", NOW, 100) == 64, "another network has its own"
    assert taken(allowance, "a", NOW + 30_000, 100) == 32
    assert taken(allowance, "a", NOW + 3_600_000, 100) == 64


def test_a_refusal_says_when_to_come_back():
    allowance = Allowance(2, "guests")
    taken(allowance, "a", NOW, 2)
    with pytest.raises(TooFast) as refused:
        allowance.take("a", NOW)
    assert refused.value.after_ms == 30_001
    assert "in 31 s" in refused.value.message
    allowance.take("a", NOW + 30_001)


def test_a_check_takes_nothing():
    allowance = Allowance(1, "tries")
    for _ in range(10):
        allowance.check("a", NOW)
    allowance.take("a", NOW)
    with pytest.raises(TooFast):
        allowance.check("a", NOW)


@given(st.integers(1, 200), st.lists(st.integers(0, 30_000), max_size=40))
def test_never_more_than_that(at_once, pauses):
    allowance, now, done = Allowance(at_once, "guests"), NOW, 0
    for pause in pauses:
        now += pause
        done += taken(allowance, "a", now, 20)
        assert done <= at_once * (1 + (now - NOW) / 60_000) + 1e-6


def test_networks_are_bounded_and_the_busy_ones_remembered():
    allowance = Allowance(2, "guests")
    taken(allowance, "busy", NOW, 1)
    for number in range(MAX_NETWORKS * 2):
        allowance.take(f"n{number}", NOW)
        if number == MAX_NETWORKS // 2:
            taken(allowance, "busy", NOW, 1)
    assert len(allowance._buckets) == MAX_NETWORKS
    assert taken(Allowance(2, "guests"), "busy", NOW, 2) == 2
