"""Which account somebody comes in by: never one by a name alone."""

import pytest

from tests.hub.core.oidc.test_client import client
from tocsin_hub.core.accounts import Account, Accounts
from tocsin_hub.core.oidc.admission import admit
from tocsin_hub.core.oidc.identity import Identity
from tocsin_hub.core.oidc.problem import NoEntry, Problem
from tocsin_hub.core.principal import Role

NOW = 1_800_000_000_000
ISSUER = "https://id.example.org"
ANN = Identity(ISSUER, "s1", "ann", "ann@example.org")
OPEN = client(newcomers="viewer")
CLAIMED = client(role_claim="groups", role_map=("ops=operator", "boss=admin"))


def come(*accounts, identity=ANN, by=None):
    return admit(identity, Accounts(accounts), by or client(), NOW)


def problem(*accounts, identity=ANN, by=None):
    with pytest.raises(NoEntry) as caught:
        come(*accounts, identity=identity, by=by)
    return caught.value.problem


def bound(login="ann", role=Role.OPERATOR, **others):
    return Account(login, role, subject=ANN.subject, **others)


def test_a_bound_account_is_come_in_by_whatever_its_name():
    account = bound("anna", scope=("role=web",))
    assert come(account, identity=ANN._replace(username="x", email="")) == account


def test_the_same_subject_of_another_provider_is_somebody_else():
    other = ANN._replace(issuer="https://evil.example")
    assert problem(bound(), identity=other) is Problem.UNKNOWN


@pytest.mark.parametrize("expected", ["ann@example.org", "Ann@Example.org", "s1"])
def test_an_account_that_expects_somebody_is_bound_to_them(expected):
    found = come(Account("chief", Role.ADMIN, expected=expected))
    assert found == Account("chief", Role.ADMIN, subject=ANN.subject)


@pytest.mark.parametrize(
    "identity",
    [
        ANN._replace(email=""),
        ANN._replace(email="ann@example.net"),
        ANN._replace(email="", username="ann@example.org"),
        ANN._replace(email="", username="ann"),
    ],
)
def test_nobody_else_is_who_was_expected(identity):
    account = Account("ann", Role.ADMIN, expected="ann@example.org")
    assert problem(account, identity=identity) is Problem.UNKNOWN


@pytest.mark.parametrize(
    "account", [Account("ann", Role.ADMIN), Account("ann", Role.ADMIN, password="x")]
)
@pytest.mark.parametrize("by", [client(), OPEN])
def test_an_account_of_ones_name_is_not_taken_over(account, by):
    assert problem(account, by=by) in (Problem.UNKNOWN, Problem.TAKEN)


def test_who_is_bound_already_is_expected_no_more():
    held = Account("ann", Role.ADMIN, subject=f"{ISSUER} other", expected="ann@example.org")
    assert problem(held) is Problem.UNKNOWN


def test_two_accounts_that_expect_the_same_person_let_in_nobody():
    twice = [Account(name, Role.ADMIN, expected="ann@example.org") for name in ("a", "b")]
    assert problem(*twice) is Problem.UNKNOWN


def test_a_disabled_account_is_closed():
    assert problem(bound(disabled=True)) is Problem.DISABLED
    assert problem(Account("a", Role.VIEWER, expected="s1", disabled=True)) is Problem.DISABLED


def test_newcomers_are_refused_unless_they_have_a_role():
    assert problem() is Problem.UNKNOWN
    assert come(by=OPEN) == Account("ann", Role.VIEWER, created=NOW, subject=ANN.subject)


@pytest.mark.parametrize(
    ("username", "email", "login"),
    [
        ("ann", "", "ann"),
        ("ann@example.org", "", "ann"),
        ("", "ann.b@example.org", "ann.b"),
        ("Änn", "ann@example.org", "ann"),
        ("ann b", "", ""),
        ("", "", ""),
        ("@hub", "", ""),
        ("a" * 33, "", ""),
    ],
)
def test_a_newcomer_is_called_as_they_are_there_where_that_is_a_login(username, email, login):
    identity = ANN._replace(username=username, email=email)
    if login:
        assert come(identity=identity, by=OPEN).login == login
    else:
        assert problem(identity=identity, by=OPEN) is Problem.TAKEN


@pytest.mark.parametrize(
    ("values", "role"), [(("ops",), Role.OPERATOR), (("x", "boss", "ops"), Role.ADMIN)]
)
def test_the_claim_tells_the_role_of_all(values, role):
    identity = ANN._replace(values=values)
    assert come(identity=identity, by=CLAIMED).role is role
    assert come(bound(role=Role.VIEWER), identity=identity, by=CLAIMED).role is role


def test_a_claim_without_a_role_closes_the_account():
    assert problem(bound(), identity=ANN._replace(values=("x",)), by=CLAIMED) is Problem.NO_ROLE


def test_a_role_of_the_claim_keeps_the_scope():
    account = bound(scope=("role=web",), role=Role.VIEWER)
    assert come(account, identity=ANN._replace(values=("ops",)), by=CLAIMED).scope == ("role=web",)
