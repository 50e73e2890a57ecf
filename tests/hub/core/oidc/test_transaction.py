"""A log-in under way: of one browser, once, for ten minutes; and never too many."""

import pytest

from tocsin_hub.core.oidc.problem import NoEntry, Problem
from tocsin_hub.core.oidc.transaction import LASTS_MS, MOST, Transaction, Transactions

NOW = 1_000_000


def transaction(state="state", begun=NOW):
    return Transaction(state, "nonce", "verifier", "/", begun)


def refusal(transactions, key, state, now=NOW):
    with pytest.raises(NoEntry) as caught:
        transactions.take(key, state, now)
    return caught.value.problem


def test_it_is_taken_once():
    transactions = Transactions()
    transactions.begin("key", transaction())
    assert transactions.take("key", "state", NOW) == transaction()
    assert refusal(transactions, "key", "state") is Problem.EXPIRED


def test_another_browser_does_not_have_it():
    transactions = Transactions()
    transactions.begin("key", transaction())
    assert refusal(transactions, "other", "state") is Problem.EXPIRED


@pytest.mark.parametrize("state", ["", "stat", "stateX", "\udc80", "é"])
def test_a_wrong_state_is_refused_and_uses_nothing_up(state):
    transactions = Transactions()
    transactions.begin("key", transaction())
    if state == "\udc80":
        state = state.encode("utf-8", "surrogatepass").decode("latin-1")
    assert refusal(transactions, "key", state) is Problem.EXPIRED
    assert transactions.take("key", "state", NOW)


def test_it_is_over_after_ten_minutes():
    transactions = Transactions()
    transactions.begin("key", transaction())
    assert refusal(transactions, "key", "state", NOW + LASTS_MS) is Problem.EXPIRED
    assert transactions.take("key", "state", NOW + LASTS_MS - 1)


def test_what_is_over_is_forgotten_by_the_next():
    transactions = Transactions()
    transactions.begin("old", transaction())
    transactions.begin("new", transaction(begun=NOW + LASTS_MS))
    assert len(transactions) == 1


def test_beyond_the_bound_the_oldest_goes():
    transactions = Transactions()
    for number in range(MOST + 1):
        transactions.begin(str(number), transaction())
    assert len(transactions) == MOST
    assert refusal(transactions, "0", "state") is Problem.EXPIRED
    assert transactions.take("1", "state", NOW)
