"""Wrong codes of a second factor: whoever sends many has the password, from however many places."""

import pytest

from tocsin_hub.core.login_throttle import CODES, STRANGE_CODES, LoginThrottle
from tocsin_wire.errors import TooFast

NOW = 1_700_000_000_000
DAY = 24 * 3_600_000


def guesses(throttle: LoginThrottle, login: str, networks: int, until: int, step: int) -> int:
    """Guess from many networks in turn until a time; return how many codes were looked at."""
    looked_at = 0
    for number, now in enumerate(range(NOW, until, step)):
        network = f"2001:db8:{number % networks:x}::/64"
        try:
            throttle.check_code(login, network, now, known=False)
        except TooFast:
            continue
        throttle.failed_code(login, network, now, known=False)
        looked_at += 1
    return looked_at


def test_a_day_of_guesses_from_many_networks_finds_no_code():
    """Three of a million codes fit at a time: of a hundred such days less than one finds one."""
    looked_at = guesses(LoginThrottle(), "ann", 5_000, NOW + DAY, 1_000)
    assert STRANGE_CODES < looked_at <= STRANGE_CODES + DAY / 600_000 * STRANGE_CODES + 1


def test_who_is_known_gets_in_all_the_same():
    throttle = LoginThrottle()
    guesses(throttle, "ann", 5_000, NOW + 60_000, 100)
    with pytest.raises(TooFast) as refused:
        throttle.check_code("ann", "192.0.2.1", NOW + 59_950, known=False)
    assert 0 < refused.value.after_ms <= 600_000
    throttle.check_code("ann", "198.51.100.7", NOW + 59_950, known=True)
    throttle.check_code("bob", "192.0.2.1", NOW + 59_950, known=False)


def test_one_network_has_a_few():
    throttle = LoginThrottle()
    assert guesses(throttle, "ann", 1, NOW + 1_000, 10) == CODES
