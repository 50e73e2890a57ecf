"""Search: what somebody looks for in what was said, and where a text has it. No I/O.

How a text falls into words is the index's business: it is handed in as `tokenize`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from tocsin_wire.errors import BadField

MAX_TEXT: Final = 200
MAX_WORDS: Final = 12
SHOWN: Final = 240
"""Characters of an excerpt, about."""
BEFORE: Final = 60
"""Characters of it before the first hit."""
ELLIPSIS: Final = "…"
_PIECES: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')


class Token(NamedTuple):
    """A word of a text as the index has it: without case and accents."""

    start: int
    """In bytes of UTF-8."""
    end: int
    word: str


Tokenize = Callable[[bytes], Sequence[Token]]


class Term(NamedTuple):
    """Words that are to follow on each other; the last one may only begin so."""

    words: tuple[str, ...]
    is_prefix: bool


class Part(Struct, frozen=True):
    """A piece of a text: `hit` where it is what was looked for."""

    text: str
    hit: bool


def terms_of(text: str, tokenize: Tokenize) -> list[Term]:
    """Return what somebody looks for: words as beginnings, "phrases" as they are.

    Raises BadField when there is no word in it, or there are too many.
    """
    found = [
        Term(tuple(token.word for token in tokenize((phrase or word).encode())), bool(word))
        for phrase, word in _PIECES.findall(text)
    ]
    terms = [term for term in found if term.words]
    if not terms:
        raise BadField("there is no word in that: search for letters or digits")
    if sum(len(term.words) for term in terms) > MAX_WORDS:
        raise BadField(f"search for at most {MAX_WORDS} words")
    return terms


def expression(terms: Sequence[Term], author: Sequence[str]) -> str:
    """Return a search as FTS5 has it. Words are quoted: what came from outside has no syntax."""
    said = [_quoted(term.words) + ("*" if term.is_prefix else "") for term in terms]
    parts = [f"{{text}} : ({' AND '.join(said)})"] if said else []
    parts += [f"{{author}} : {_quoted(author)}"] if author else []
    return " AND ".join(parts)


def _quoted(words: Sequence[str]) -> str:
    return '"' + " ".join(words).replace('"', '""') + '"'


def matches(text: str, terms: Sequence[Term], tokenize: Tokenize) -> bool:
    """Tell whether a text has every term."""
    tokens = tokenize(text.encode())
    return all(any(_places(tokens, term)) for term in terms)


def excerpt(text: str, terms: Sequence[Term], tokenize: Tokenize) -> list[Part]:
    """Return what to show of a text, cut into hits and what is between them."""
    raw = text.encode()
    tokens = tokenize(raw)
    hits = _merged(sorted(span for term in terms for span in _places(tokens, term)))
    spans = [(_chars(raw, start), _chars(raw, end)) for start, end in hits]
    first, last = _window(text, spans)
    parts = [Part(ELLIPSIS, hit=False)] if first else []
    at = first
    for start, end in spans:
        if start >= last:
            break
        parts += [Part(text[at:start], hit=False), Part(text[start : min(end, last)], hit=True)]
        at = end
    parts += [Part(text[at:last], hit=False)]
    parts += [Part(ELLIPSIS, hit=False)] if last < len(text) else []
    return [part for part in parts if part.text]


def _window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return which characters are shown: some before the first hit, from where a word begins."""
    if len(text) <= SHOWN:
        return 0, len(text)
    first = max(min(spans[0][0] if spans else 0, len(text) - SHOWN + BEFORE) - BEFORE, 0)
    space = text.find(" ", first, first + BEFORE // 2) if first else -1
    first = space + 1 if space >= 0 else first
    return first, min(first + SHOWN, len(text))


def _places(tokens: Sequence[Token], term: Term) -> Iterator[tuple[int, int]]:
    """Yield where a term is, from the byte it begins at to the one it ends before."""
    count = len(term.words)
    for at in range(len(tokens) - count + 1):
        here = tokens[at : at + count]
        if _is(here, term):
            yield here[0].start, here[-1].end


def _is(tokens: Sequence[Token], term: Term) -> bool:
    *whole, last = term.words
    if any(token.word != word for token, word in zip(tokens, whole, strict=False)):
        return False
    word = tokens[-1].word
    return word.startswith(last) if term.is_prefix else word == last


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _chars(raw: bytes, at: int) -> int:
    return len(raw[:at].decode())
