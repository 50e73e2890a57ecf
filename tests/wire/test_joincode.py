"""Codes as people read, type and paste them, and what a join code pins."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_wire.crockford import grouped, read, written
from tocsin_wire.joincode import PIN_BITS, SECRET_BITS, JoinCode, pin_of, read_join_code

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}")
NUMBERS = st.integers(0, 2**SECRET_BITS - 1)
PINS = st.integers(0, 2**PIN_BITS - 1)
KEYS = st.binary(min_size=32, max_size=32)


def code_of(number: int) -> str:
    return grouped(written(number, SECRET_BITS))


@given(NUMBERS)
def test_a_code_is_letters_and_digits_in_groups(number):
    """A command line takes what begins with a hyphen for an option: `--join -x` would fail."""
    assert CODE.fullmatch(code_of(number))


@given(NUMBERS, NUMBERS)
def test_two_numbers_are_two_codes(one, other):
    assert (read(code_of(one)) == read(code_of(other))) == (one == other)


@given(NUMBERS, PINS, st.randoms(use_true_random=False))
def test_a_join_code_is_read_however_it_is_written(secret, pin, random):
    code = JoinCode(written(secret, SECRET_BITS), written(pin, PIN_BITS))
    like = {"0": "0oO", "1": "1iIlL"}
    typed = re.sub("[01]", lambda found: random.choice(like[found[0]]), str(code))
    typed = "".join(random.choice([one.lower(), one]) for one in typed)
    typed = typed.replace("-", random.choice(["", "-", " ", " - "]))
    assert read_join_code(typed) == code


@given(st.text())
def test_reading_anything_is_no_error(text):
    assert read(read(text)) == read(text)
    assert read_join_code(text) is None


@pytest.mark.parametrize("length", [0, 20, 30, 49, 51, 100])
def test_a_part_of_a_join_code_is_none(length):
    assert read_join_code("7" * length) is None
    assert read_join_code("7" * 50) is not None
    assert read_join_code("7" * 49 + "U") is None, "there is no U in it"


@given(KEYS, st.binary(max_size=64), KEYS, st.binary(max_size=64))
def test_a_pin_is_of_one_key_and_one_authority(key, authority, other_key, other):
    assert len(pin_of(key, authority)) == PIN_BITS // 5
    same = (key, authority) == (other_key, other)
    assert (pin_of(key, authority) == pin_of(other_key, other)) == same


def test_a_join_code_does_not_show_its_secret():
    assert "SECRET" not in repr(JoinCode("SECRET", "PIN"))
