"""The error tree: numbers and names are unique, and a number says whether to try again."""

from tocsin_wire import errors
from tocsin_wire.errors import BadJson, Busy, Stopping, TocsinError, Unavailable, tree


def test_numbers_and_names_are_unique():
    found = tree()
    assert len({error.code for error in found}) == len(found)
    assert len({error.name for error in found}) == len(found)


def test_the_tree_is_all_there_is():
    defined = {
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, TocsinError)
    }
    assert set(tree()) == defined
    assert [error.code for error in tree()] == sorted(error.code for error in defined)


def test_a_number_stands_below_its_parent_s():
    for error in tree():
        for child in error.__subclasses__():
            if error is not TocsinError:
                assert child.code // 100 == error.code // 100, child
            else:
                assert child.code % 100 == 0, child


def test_the_drawing_at_the_top_is_the_tree():
    drawn = errors.__doc__ or ""
    for error in tree():
        assert error.__name__ in drawn
        if error.code:
            line = next(line for line in drawn.splitlines() if f" {error.__name__} " in line)
            assert f" {error.code}" in line


def test_only_the_unavailable_is_worth_trying_again():
    for error in tree():
        assert error("x").retryable is issubclass(error, Unavailable)


def test_an_error_is_a_sentence_a_number_and_a_delay():
    error = Busy("the hub is busy", after_ms=250)
    assert (str(error), error.message, error.code, error.name, error.after_ms) == (
        "the hub is busy",
        "the hub is busy",
        501,
        "busy",
        250,
    )
    assert BadJson("x").after_ms == 0
    assert Stopping("x").retryable


def test_every_error_says_what_it_means():
    assert all("__doc__" in vars(error) and error.__doc__ for error in tree())
