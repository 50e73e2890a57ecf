import pytest

from tocsin_hub.core.codes import UNLIMITED, Code, Codes
from tocsin_wire.errors import BadCode, NotFound

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


def test_codes_that_somebody_made_are_listed_while_they_hold():
    first = Code("a", "join", 2, NOW + 1, "1", "ann", NOW - 2)
    second = Code("b", "join", 1, NOW + 9, "2", "bob", NOW - 1)
    codes = Codes([second, first, Code("c", "join", UNLIMITED, 0), Code("d", "setup", 1, 0, "4")])
    assert codes.listed("join", NOW) == [first, second]
    assert codes.listed("join", NOW + 1) == [second]
    codes.delete(codes.named("2", "join"))
    assert codes.listed("join", NOW) == [first]
    for id in ("2", "4", ""):
        with pytest.raises(NotFound):
            codes.named(id or "none", "join")
