"""Whom the claims are about."""

import pytest

from tocsin_hub.core.oidc.identity import Identity, identity_of

TOKEN = {"iss": "https://id.example.org", "sub": "s1"}
MAIL = {"email": "Ann@Example.org", "email_verified": True}


def test_the_least_is_issuer_and_subject():
    one = identity_of(TOKEN, {})
    assert one == Identity("https://id.example.org", "s1")
    assert one.subject == "https://id.example.org s1"


@pytest.mark.parametrize("place", ["token", "userinfo"])
def test_a_verified_address_counts_in_lower_case(place):
    one = identity_of({**TOKEN, **MAIL}, {}) if place == "token" else identity_of(TOKEN, MAIL)
    assert one.email == "ann@example.org"


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes"])
def test_an_address_that_is_not_verified_does_not(verified):
    assert identity_of({**TOKEN, **MAIL, "email_verified": verified}, {}).email == ""


def test_the_two_sources_do_not_vouch_for_each_other():
    assert identity_of({**TOKEN, "email": "admin@example.org"}, MAIL).email == ""


def test_the_signed_token_goes_before():
    one = identity_of({**TOKEN, "preferred_username": "ann"}, {"preferred_username": "eve"})
    assert one.username == "ann"


@pytest.mark.parametrize(
    ("claim", "values"),
    [
        ("ops", ("ops",)),
        (["a", 5, "b", None], ("a", "b")),
        ({"a": "b"}, ()),
        (None, ()),
        (True, ()),
    ],
)
def test_the_claim_of_roles_is_a_text_or_a_list(claim, values):
    assert identity_of(TOKEN, {"groups": claim}, "groups").values == values


@pytest.mark.parametrize(
    ("seconds", "authenticated"),
    [(1_800_000_000, 1_800_000_000_000), (1.5, 1_500), (None, 0), ("1", 0), (True, 0), (-1, 0),
     (float("nan"), 0), (float("inf"), 0), (10**400, 0)],
)  # fmt: skip
def test_when_they_logged_in_there_is_a_time_or_unknown(seconds, authenticated):
    assert identity_of({**TOKEN, "auth_time": seconds}, {}).authenticated == authenticated


def test_names_of_another_kind_are_none():
    odd = {"preferred_username": ["ann"], "email": {"a": 1}, "email_verified": True}
    assert identity_of({**TOKEN, **odd}, {}) == identity_of(TOKEN, {})
