"""How guessing at passwords is slowed down, and that nobody is ever locked out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin_hub.core.known_networks import KEEP_MS, KNOWN_MS, KnownNetworks
from tocsin_hub.core.login_throttle import A_NETWORK, FREE, LONGEST_MS, LoginThrottle
from tocsin_wire.errors import TooFast

START = 1_700_000_000_000
HOUR = 3_600_000


def wait_of(throttle, network, now, login="ann", *, known=False):
    """Return how long (ms) a network has to wait before it is listened to."""
    try:
        throttle.check(login, network, now, known=known)
    except TooFast as error:
        return error.after_ms
    return 0


def attempt(throttle, network, now, *, login="ann", known=False):
    """Guess wrongly; return how long (ms) to wait instead, 0 when the guess was looked at."""
    wait = wait_of(throttle, network, now, login, known=known)
    if not wait:
        throttle.failed(login, network, now, known=known)
    return wait


def test_a_few_mistakes_cost_nothing():
    throttle = LoginThrottle()
    assert [attempt(throttle, "n", START) for _ in range(FREE)] == [0] * FREE
    assert attempt(throttle, "n", START, login="bob") == 0


def test_many_networks_come_one_after_another():
    throttle = LoginThrottle()
    waits = [attempt(throttle, f"n{number}", START) for number in range(200)]
    assert waits.count(0) == FREE + 1
    assert max(waits) <= LONGEST_MS
    assert waits[FREE + 1 :] == sorted(waits[FREE + 1 :])


def test_an_appointment_that_was_given_stands():
    throttle = LoginThrottle()
    for number in range(50):
        attempt(throttle, f"n{number}", START)
    wait = attempt(throttle, "me", START)
    assert wait > 0
    assert attempt(throttle, "me", START + 1) == wait - 1
    throttle.check("ann", "me", START + wait, known=False)


def test_who_is_known_there_waits_for_nobody():
    throttle = LoginThrottle()
    for number in range(500):
        attempt(throttle, f"n{number}", START)
    throttle.check("ann", "home", START, known=True)


def test_one_network_comes_to_its_end_whatever_it_guesses_at():
    throttle = LoginThrottle()
    waits = [attempt(throttle, "n", START, login=f"l{number}") for number in range(A_NETWORK + 9)]
    assert waits.count(0) == A_NETWORK
    assert attempt(throttle, "n", START, known=True) > 0
    assert attempt(throttle, "other", START) == 0


def test_a_siege_is_forgotten():
    throttle = LoginThrottle()
    for number in range(100):
        attempt(throttle, f"n{number}", START)
    assert attempt(throttle, "late", START + HOUR) == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3_000), st.booleans()), max_size=300))
def test_whoever_keeps_the_appointment_is_listened_to(steps):
    """However many guess, from wherever, and however often they come too early."""
    throttle, now = LoginThrottle(), START
    for network, pause, listens in steps:
        now += pause
        wait = attempt(throttle, f"n{network}", now)
        assert wait <= 60_000  # a network's own bucket; an appointment is sooner
        if wait and listens:
            now += wait
            assert attempt(throttle, f"n{network}", now) == 0
    wait = wait_of(throttle, "the person's", now)
    assert wait <= LONGEST_MS
    assert wait_of(throttle, "the person's", now + wait) == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 2_000))
def test_an_hour_of_guessing_is_bounded_by_addresses(networks, pause):
    throttle, looked_at = LoginThrottle(), 0
    for number, now in enumerate(range(START, START + HOUR // 10, pause)):
        looked_at += attempt(throttle, f"n{number % networks}", now) == 0
    longest = HOUR // 10
    assert looked_at <= FREE + 1 + max(longest / 2_000, networks * longest / LONGEST_MS) + networks


# Known networks.


def test_a_network_is_known_for_a_month():
    known = KnownNetworks([("Ann", "old", START - KNOWN_MS)])
    assert known.knows("ann", "old", START)
    assert not known.knows("ann", "old", START + 1)
    assert not known.knows("ann", "new", START)
    assert not known.knows("bob", "old", START)


def test_what_is_known_is_written_down_once_a_day():
    known = KnownNetworks()
    assert known.learn("Ann", "home", START)
    assert not known.learn("ann", "home", START + KEEP_MS)
    assert known.learn("ann", "home", START + KEEP_MS + 1)
    known.forget("ANN")
    assert not known.knows("ann", "home", START)
