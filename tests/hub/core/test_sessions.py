from tocsin_hub.core.accounts import Account, Accounts
from tocsin_hub.core.principal import Role
from tocsin_hub.core.sessions import ABSOLUTE_MS, IDLE_MS, Session, Sessions
from tocsin_hub.core.tokens import Token, Tokens

START = 1_700_000_000_000
SESSION = Session("digest", "Ann", Role.ADMIN, START)
ANN = Account("Ann", Role.ADMIN)
TOKEN = Token("token", "t", "Ann", "bot", Role.OPERATOR, False, START, START + 1000)


def sessions() -> Sessions:
    return Sessions([SESSION], START, Accounts([ANN]), Tokens([TOKEN]))


def test_a_digest_proves_one_person():
    known = sessions()
    person = known.find("digest", START)
    assert person is not None
    assert (person.name, person.role, person.by) == ("Ann", Role.ADMIN, "Ann")
    assert known.find("other", START) is None


def test_idle_too_long_is_over():
    known = sessions()
    assert known.find("digest", START + IDLE_MS)
    assert known.find("digest", START + 2 * IDLE_MS)
    assert known.expired(START + 3 * IDLE_MS) == []
    assert known.expired(START + 3 * IDLE_MS + 1) == ["digest"]
    assert known.find("digest", START + 3 * IDLE_MS + 1) is None


def test_a_week_is_the_longest_however_busy():
    known, now = sessions(), START
    while now + IDLE_MS <= START + ABSOLUTE_MS:
        now += IDLE_MS
        assert known.find("digest", now)
    assert known.find("digest", START + ABSOLUTE_MS)
    assert known.find("digest", START + ABSOLUTE_MS + 1) is None
    assert known.expired(START + ABSOLUTE_MS + 1) == ["digest"]


def test_an_ended_session_proves_nothing():
    known = sessions()
    assert known.end("digest") == SESSION
    assert known.end("digest") is None
    assert known.find("digest", START) is None


def test_a_touch_is_a_use_and_makes_nothing_of_nobody():
    known, now = sessions(), START
    while now + IDLE_MS <= START + ABSOLUTE_MS:
        now += IDLE_MS
        known.touch("digest", now)
        known.touch("other", now)
    assert known.expired(START + ABSOLUTE_MS) == []
    assert known.expired(START + ABSOLUTE_MS + 1) == ["digest"]
    assert known.find("other", now) is None
