import pytest

from tocsin_hub.core.principal import Role
from tocsin_hub.core.tokens import KEEP_USE_MS, MAX_TOKENS, Token, Tokens
from tocsin_wire.errors import NotFound, TooMany

START = 1_700_000_000_000


def token(digest: str, login: str = "Ann", lasts: int = 1_000_000) -> Token:
    return Token(digest, f"id {digest}", login, "bot", Role.OPERATOR, False, START, START + lasts)


def test_a_token_is_over_to_the_millisecond():
    tokens = Tokens([token("a", lasts=10)])
    assert tokens.find("a", START + 9)
    assert tokens.find("a", START + 10) is None
    assert tokens.expired(START + 9) == []
    assert tokens.expired(START + 10) == ["a"]


def test_a_token_is_named_by_its_owner_alone():
    tokens = Tokens([token("a"), token("b", "Bob")])
    assert tokens.get("ANN", "id a").digest == "a"
    with pytest.raises(NotFound):
        tokens.get("ann", "id b")
    tokens.remove("a")
    assert tokens.of("ann") == []
    assert tokens.find("a", START) is None


def test_uses_are_written_down_now_and_then():
    tokens = Tokens([token("a")])
    assert tokens.to_keep() == []
    tokens.find("a", START)
    (used,) = tokens.to_keep()
    tokens.kept([used])
    tokens.find("a", START + KEEP_USE_MS - 1)
    assert tokens.to_keep() == []
    tokens.find("a", START + KEEP_USE_MS)
    assert [one.used for one in tokens.to_keep()] == [START + KEEP_USE_MS]


def test_a_person_has_so_many():
    tokens = Tokens([token(f"t{number}") for number in range(MAX_TOKENS)])
    tokens.check_room("Bob")
    with pytest.raises(TooMany):
        tokens.check_room("ANN")
