"""Meters: a person's allowance is one, over all their connections and after they came back."""

import pytest

from tocsin_hub.core.bucket import Bucket
from tocsin_hub.core.meter import MAX_METERS, Limits, Meters
from tocsin_hub.core.principal import Principal, Role

ANN = Principal("ann", Role.GUEST, "s1")
LIMITS = Limits(connections=16, publish_rate=50, inbound_kib=100)


@pytest.fixture
def meters():
    return Meters(LIMITS)


def test_two_sessions_of_a_person_share_a_meter(meters):
    assert meters.of(ANN, 0) is meters.of(Principal("Ann", Role.GUEST, "s2"), 9)
    assert meters.of(ANN, 0) is not meters.of(Principal("bob", Role.GUEST, "s3"), 0)


def test_another_role_is_another_allowance(meters):
    admin = meters.of(Principal("ann", Role.ADMIN, "s"), 0)
    guest = meters.of(ANN, 0)
    assert (admin.publishes.burst, guest.publishes.burst) == (200, 100)
    assert meters.of(Principal("h", Role.AGENT, "s"), 0).publishes is None


def test_bytes_beyond_the_share_are_read_later(meters):
    meter = meters.of(ANN, 0)
    assert meter.came(400 * 1024, 0) == 0, "four seconds at once"
    assert meter.came(100 * 1024, 0) == 1001
    assert meter.came(4 * 1024, 1001) > 0
    assert meter.came(1, 10_000) == 0


def test_messages_beyond_the_share_are_read_later(meters):
    meter = meters.of(ANN, 0)
    rests = [meter.read(0) for _ in range(16_010)]
    assert rests[:16_000] == [0] * 16_000
    assert all(rests[16_000:])


def test_more_may_be_read_than_published():
    assert Limits(1, publish_rate=1_000_000).messages.a_second > 1_000_000


def test_of_many_the_one_that_came_first_is_forgotten(meters):
    first = meters.of(ANN, 0)
    for number in range(MAX_METERS - 1):
        meters.of(Principal(f"p{number}", Role.GUEST, ""), 0)
    assert meters.of(ANN, 0) is first, "who comes again is recent"
    for number in range(MAX_METERS):
        meters.of(Principal(f"q{number}", Role.GUEST, ""), 0)
    assert meters.of(ANN, 0) is not first


def test_who_owes_waits_until_it_is_paid():
    bucket = Bucket(10, 20, 0)
    assert bucket.owe(0, 20) == 0
    assert bucket.owe(0, 10) == 1001
    assert not bucket.take(1000)
    assert bucket.take(1101)
