"""Every language says everything, with the same things put in."""

import string
from collections.abc import Iterator, Mapping

import msgspec
import pytest

from tocsin_desktop.core.address import Slip
from tocsin_desktop.core.language import ALL, texts_of
from tocsin_desktop.core.notices import Kind, Notice, Unread
from tocsin_desktop.core.trouble import Trouble


def leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a language with where it stands."""
    if isinstance(value, str):
        yield path, value
        return
    parts = value if isinstance(value, Mapping) else msgspec.structs.asdict(value)  # type: ignore[arg-type]
    for name, part in parts.items():
        yield from leaves(part, f"{path}.{name}")


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("texts", ALL, ids=lambda one: one.language)
def test_nothing_is_missing_or_empty(texts) -> None:
    assert all(text.strip() for _, text in leaves(texts))
    assert set(texts.slips) == set(Slip)
    assert set(texts.troubles) == set(Trouble)
    assert len(set(texts.troubles.values())) == len(Trouble)  # each says something of its own


def test_the_languages_have_the_same_texts_with_the_same_holes() -> None:
    first, *others = (dict(leaves(texts)) for texts in ALL)
    for other in others:
        assert other.keys() == first.keys()
        assert {path: holes(text) for path, text in other.items()} == {
            path: holes(text) for path, text in first.items()
        }


@pytest.mark.parametrize(
    ("name", "language"),
    [("fr_CA", "fr"), ("fr", "fr"), ("en_GB", "en"), ("de_DE", "en"), ("", "en")],
)
def test_the_system_s_language_is_spoken_where_it_is_known(name: str, language: str) -> None:
    assert texts_of(name).language == language


def test_a_notice_is_a_title_and_a_text() -> None:
    english, french = ALL
    private = Notice(Kind.PRIVATE, "/private/bob", "bob", text="psst")
    assert english.notice(private) == ("bob, in private", "psst")
    mention = Notice(Kind.MENTION, "/room", "bob", "ops", "look")
    assert french.notice(mention) == ("bob vous mentionne dans ops", "look")
    down = Notice(Kind.DOWN, "/", hosts=("a", "b", "c"), total=5)
    assert english.notice(down) == ("5 hosts are down", "a, b, c and 2 more")
    back = Notice(Kind.BACK, "/host/a", hosts=("a",), total=1)
    assert english.notice(back) == ("A host is back", "a")


def test_counts_say_one_many_or_nothing() -> None:
    english = ALL[0]
    assert [english.down(n) for n in (0, 1, 2)] == ["", "1 host down", "2 hosts down"]
    assert english.unread(Unread()) == ""
    assert english.unread(Unread(1, 2)) == "3 unread"
