import pytest

from tocsin_hub.core.passwords import LEAST, MOST, check, is_bounded, normal
from tocsin_wire.errors import Refused


@pytest.mark.parametrize(
    "password", ["tree house 12", "ébène à Évian", "😀😁😂🤣😃😄😅😆😉😊", "a b" * 80]
)
def test_what_may_be_chosen(password):
    assert check(password, "ann") == password


@pytest.mark.parametrize(
    "password",
    [
        *("", "short one", "a" * 300, "é" * (MOST // 2) + "xyz", "aaaaaaaaaaaa", "abababababab"),
        *("Password123", "PASSWORD123", "1234567890", "azertyuiop", "ann.o'nymous"),
    ],
)
def test_what_may_not(password):
    with pytest.raises(Refused) as refused:
        check(password, "Ann.O'Nymous")
    assert len(password) < 4 or password not in refused.value.message


def test_a_password_is_compared_in_one_form():
    assert normal("ﬁne e\u0301clair №5") == "fine éclair No5"
    assert check("e\u0301" * 5 + "clair", "ann") == "é" * 5 + "clair"


def test_a_letter_of_two_signs_is_one():
    with pytest.raises(Refused, match="too short"):
        check("e\u0301a" * (LEAST // 2 - 1), "ann")


def test_surrogates_are_bytes_too():
    assert is_bounded("\ud800" * 80)
    assert not is_bounded("\ud800" * 90)
