from tocsin_hub.core.accounts import Account, Accounts
from tocsin_hub.core.principal import ALWAYS, Role
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


def test_what_one_may_do_is_the_accounts_now():
    accounts = Accounts([ANN])
    known = Sessions([SESSION], START, accounts)
    accounts.set(Account("ann", Role.OPERATOR, ("site=paris",)))
    person = known.find("digest", START)
    assert person is not None
    assert (person.name, person.role, person.scope) == ("ann", Role.OPERATOR, ("site=paris",))
    accounts.set(Account("ann", Role.OPERATOR, disabled=True))
    assert known.find("digest", START) is None
    assert known.people() == []
    accounts.remove("ann")
    assert known.find("digest", START) is None


def test_a_guest_needs_no_account():
    known = Sessions([Session("g", "Eve", Role.GUEST, START, proved=START)], START)
    guest = known.find("g", START)
    assert guest is not None
    assert (guest.role, guest.proved) == (Role.GUEST, 0)


def test_a_token_is_the_least_of_both_roles():
    accounts, tokens = Accounts([ANN]), Tokens([TOKEN])
    known = Sessions([], START, accounts, tokens)
    for own, gets in (
        (Role.ADMIN, Role.OPERATOR),
        (Role.OPERATOR, Role.OPERATOR),
        (Role.AUDITOR, Role.VIEWER),
        (Role.VIEWER, Role.VIEWER),
    ):
        accounts.set(Account("Ann", own))
        bearer = known.find("token", START)
        assert bearer is not None
        assert (bearer.role, bearer.proved) == (gets, 0)
    assert known.find("token", START + 1_000) is None
    tokens.add(TOKEN._replace(digest="c", critical=True))
    critical = known.find("c", START)
    assert critical is not None
    assert critical.proved == ALWAYS


def test_a_rotated_session_is_as_old_as_before():
    known = sessions()
    known.end("digest")
    known.add(SESSION._replace(digest="next", proved=START + 5), START + 5)
    person = known.find("next", START + 5)
    assert person is not None
    assert person.proved == START + 5
    assert known.find("digest", START + 5) is None
    assert known.find("next", START + ABSOLUTE_MS + 1) is None
