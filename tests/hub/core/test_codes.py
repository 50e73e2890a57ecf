import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hub.credentials import CODE
from tocsin_hub.core.codes import BITS, UNLIMITED, Code, Codes, read, written
from tocsin_wire.errors import BadCode

NOW = 1_700_000_000_000


def test_a_code_is_used_as_often_as_it_says():
    codes = Codes([Code("d", "join", 2, NOW + 1)])
    assert codes.use(codes.find("d", "join", NOW)) == Code("d", "join", 1, NOW + 1)
    assert codes.use(codes.find("d", "join", NOW)) is None
    with pytest.raises(BadCode):
        codes.find("d", "join", NOW)


def test_a_code_without_limit_stays():
    codes = Codes([Code("d", "join", UNLIMITED, 0)])
    for _ in range(1000):
        code = codes.find("d", "join", NOW * 2)
        assert codes.use(code) == Code("d", "join", UNLIMITED, 0)


@pytest.mark.parametrize(
    ("digest", "opens", "late"),
    [("x", "join", -1), ("d", "setup", -1), ("d", "join", 0), ("d", "join", 1)],
)
def test_wrong_for_something_else_or_too_old(digest, opens, late):
    codes = Codes([Code("d", "join", 1, NOW)])
    with pytest.raises(BadCode):
        codes.find(digest, opens, NOW + late)
    assert codes.find("d", "join", NOW - 1).uses == 1, "a refused try costs nothing"


def test_only_those_whose_time_is_over_are_forgotten():
    codes = Codes([Code(str(end), "join", 1, end) for end in (0, NOW - 1, NOW, NOW + 1)])
    codes.purge(NOW)
    for digest, end in (("0", 0), (str(NOW + 1), NOW + 1)):
        assert codes.find(digest, "join", NOW) == Code(digest, "join", 1, end)
    for digest in (str(NOW - 1), str(NOW)):
        with pytest.raises(BadCode):
            codes.find(digest, "join", 0)


NUMBERS = st.integers(0, 2**BITS - 1)


@given(NUMBERS)
def test_a_code_is_letters_and_digits_in_groups(number):
    """A command line takes what begins with a hyphen for an option: `--join -x` would fail."""
    assert CODE.fullmatch(written(number))


@given(NUMBERS, NUMBERS)
def test_two_numbers_are_two_codes(one, other):
    assert (read(written(one)) == read(written(other))) == (one == other)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_a_code_is_read_however_it_is_written(number, random):
    text = written(number)
    typed = re.sub("[01]", lambda found: random.choice({"0": "0oO", "1": "1iIlL"}[found[0]]), text)
    typed = "".join(random.choice([one.lower(), one]) for one in typed)
    typed = typed.replace("-", random.choice(["", "-", " ", " - "]))
    assert read(typed) == read(text)


@given(st.text())
def test_reading_anything_is_no_error(text):
    assert read(read(text)) == read(text)
