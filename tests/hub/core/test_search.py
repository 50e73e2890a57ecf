"""What somebody looks for, and where a text has it; words are cut by a plain rule here."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.search import (
    ELLIPSIS,
    MAX_WORDS,
    SHOWN,
    Part,
    Term,
    Token,
    excerpt,
    expression,
    matches,
    terms_of,
)
from tocsin_wire.errors import BadField


def tokenize(raw: bytes) -> list[Token]:
    """Cut into runs of letters and digits, without case and accents."""
    text = raw.decode()
    return [
        Token(
            len(text[: one.start()].encode()), len(text[: one.end()].encode()), folded(one.group())
        )
        for one in re.finditer(r"[^\W_]+", text)
    ]


def folded(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def shown(text: str, wanted: str) -> str:
    """Return an excerpt with its hits in brackets."""
    parts = excerpt(text, terms_of(wanted, tokenize), tokenize)
    return "".join(f"[{part.text}]" if part.hit else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Été", [Term(("ete",), is_prefix=True)]),
        ("a-b c", [Term(("a", "b"), is_prefix=True), Term(("c",), is_prefix=True)]),
        ('"two words" x', [Term(("two", "words"), is_prefix=False), Term(("x",), is_prefix=True)]),
        ('say"it', [Term(("say",), is_prefix=True), Term(("it",), is_prefix=False)]),
        ('"" -- x', [Term(("x",), is_prefix=True)]),
    ],
)
def test_words_and_phrases(text, terms):
    assert terms_of(text, tokenize) == terms


@pytest.mark.parametrize("text", ["", " ", '"', "-- !", "w " * (MAX_WORDS + 1)])
def test_what_cannot_be_looked_for(text):
    with pytest.raises(BadField):
        terms_of(text, tokenize)


def test_what_came_from_outside_is_quoted():
    terms = [Term(("or", 'x"y'), is_prefix=True), Term(("near",), is_prefix=False)]
    said = '{text} : ("or x""y"* AND "near")'
    assert expression(terms, []) == said
    assert expression(terms, ["ann"]) == f'{said} AND {{author}} : "ann"'
    assert expression([], ["a", "b"]) == '{author} : "a b"'
    assert expression([], []) == ""


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("The disk is full", "DIS", "The [disk] is full"),
        ("été, étés", "ete", "[été], [étés]"),
        ("one two three", '"one two"', "[one two] three"),
        ("one two three", '"two one"', "one two three"),
        ("aa ab", "a", "[aa] [ab]"),
        ("x-y-z", "x-y", "[x-y]-z"),
        ("é😀 full", "full", "é😀 [full]"),
    ],
)
def test_hits_are_cut_out(text, wanted, expected):
    assert shown(text, wanted) == expected


def test_of_a_long_text_the_place_of_the_first_hit_is_shown():
    text = "lorem ipsum " * 100 + "needle " + "dolor sit " * 100
    found = shown(text, "needle")
    assert "[needle]" in found
    assert found.startswith(ELLIPSIS)
    assert found.endswith(ELLIPSIS)
    assert len(found) <= SHOWN + len("[]") + 2 * len(ELLIPSIS)


words = st.text(st.sampled_from("abé- \n😀"), max_size=400)


@given(words, words)
def test_an_excerpt_is_of_the_text_and_its_hits_are_hits(text, wanted):
    try:
        terms = terms_of(wanted[:20], tokenize)
    except BadField:
        return
    parts = excerpt(text, terms, tokenize)
    assert "".join(part.text for part in parts).strip(ELLIPSIS) in text
    assert Part("", hit=False) not in parts
    if matches(text, terms, tokenize) and len(text) <= SHOWN:
        assert any(part.hit for part in parts)
