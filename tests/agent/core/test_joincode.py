"""A join code is taken out of a command line, whichever way it was written."""

import pytest

from tocsin_agent.core.joincode import MAX_LENGTH, moved


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (["run", "--join", "C0DE"], ["run", "--join", "-"]),
        (["run", "--join=C0DE", "--wait"], ["run", "--join=-", "--wait"]),
        (["run", "--join", "old", "--join", "C0DE"], ["run", "--join", "-", "--join", "-"]),
        (
            ["-m", "tocsin_agent", "run", "--join", "C0DE"],
            ["-m", "tocsin_agent", "run", "--join", "-"],
        ),
        (["run", "--join", "x=C0DE"], ["run", "--join", "-"]),
        (["join", "http://h", "C0DE"], ["join", "http://h", "-"]),
        (["-m", "tocsin_agent", "join", "u", "C0DE"], ["-m", "tocsin_agent", "join", "u", "-"]),
        (["join", "--name", "m", "u", "C0DE"], ["join", "--name", "m", "u", "-"]),
        (["join", "u", "--data=d", "C0DE"], ["join", "u", "--data=d", "-"]),
        (["join", "u", "--data", "d", "C0DE", "-h"], ["join", "u", "--data", "d", "-", "-h"]),
    ],
)
def test_the_code_is_taken_out(words, left):
    found = moved(words)
    assert found is not None
    assert found.words == left
    assert found.code.endswith("C0DE")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["run"],
        ["run", "--join"],
        ["run", "--join", "-"],
        ["run", "--join=-"],
        ["run", "--join="],
        ["run", "--join-file", "x"],
        ["run", "--join-file=x"],
        ["join"],
        ["join", "http://h"],
        ["join", "http://h", "-"],
        ["join", "--name", "m", "http://h", "--data", "d"],
        ["run", "--name", "join", "--hub", "http://h"],
    ],
)
def test_without_a_code_nothing_is_to_be_done(words):
    assert moved(words) is None


def test_what_is_too_long_for_a_code_is_cut():
    found = moved(["run", "--join", "x" * 100_000])
    assert found is not None
    assert len(found.code) == MAX_LENGTH
