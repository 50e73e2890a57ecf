import pytest

from tocsin_hub.core.codes import UNLIMITED, Code, Codes
from tocsin_wire.errors import BadCode

NOW = 1_700_000_000_000


def test_a_code_is_used_as_often_as_it_says():
    codes = Codes([Code("d", "join", 2, NOW + 1)])
    assert codes.use("d", "join", NOW) == Code("d", "join", 1, NOW + 1)
    assert codes.use("d", "join", NOW) is None
    with pytest.raises(BadCode):
        codes.use("d", "join", NOW)


def test_a_code_without_limit_stays():
    codes = Codes([Code("d", "join", UNLIMITED, 0)])
    for _ in range(1000):
        assert codes.use("d", "join", NOW * 2) == Code("d", "join", UNLIMITED, 0)


@pytest.mark.parametrize(
    ("digest", "opens", "late"),
    [("x", "join", -1), ("d", "setup", -1), ("d", "join", 0), ("d", "join", 1)],
)
def test_wrong_for_something_else_or_too_old(digest, opens, late):
    codes = Codes([Code("d", "join", 1, NOW)])
    with pytest.raises(BadCode):
        codes.use(digest, opens, NOW + late)
    assert codes.use("d", "join", NOW - 1) is None, "a refused try costs nothing"
