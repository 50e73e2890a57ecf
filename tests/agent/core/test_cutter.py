"""Pieces of output: whole characters, small enough for a message, together what was written."""

from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.cutter import LINGER, Cutter, Piece, body, boundary
from tocsin_wire import codec
from tocsin_wire.bodies import MAX_CHUNK

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)


def restored(found):
    return found.text.encode() if found.text else b64decode(found.base64)


@given(texts, st.integers(0, 200))
def test_no_character_is_cut(text, place):
    data = text.encode()[:place]
    data[: boundary(data)].decode()
    assert len(data) - boundary(data) <= 3


@given(st.binary(max_size=64))
def test_at_most_three_bytes_are_held_back_whatever_they_are(data):
    assert len(data) - 3 <= boundary(data) <= len(data)


@given(st.lists(st.binary(max_size=MAX_CHUNK + 5), max_size=8))
def test_pieces_are_contiguous_and_are_what_was_written(parts):
    cutter, pieces, now = Cutter("out"), [], 0.0
    for part in parts:
        pieces += cutter.feed(part, now)
        now += LINGER
        pieces += cutter.ripe(now)
    pieces += cutter.end()
    offset = 0
    for piece in pieces:
        assert piece.offset == offset
        assert 0 < len(piece.data) <= MAX_CHUNK
        offset += len(piece.data)
    assert b"".join(piece.data for piece in pieces) == b"".join(parts)


@given(st.one_of(st.binary(min_size=1, max_size=MAX_CHUNK), texts.filter(bool).map(str.encode)))
def test_a_piece_is_restored_from_its_body(data):
    found = body(Piece("out", 0, data))
    assert bool(found.text) != bool(found.base64)
    assert restored(found) == data


def test_any_piece_fits_into_a_message():
    for byte in range(256):
        assert len(codec.encode(body(Piece("err", 2**50, bytes([byte]) * MAX_CHUNK)))) < 30_000


def test_bytes_wait_for_company_but_not_for_long():
    cutter = Cutter("out")
    assert cutter.feed(b"first", 0.0) == [Piece("out", 0, b"first")]
    assert cutter.feed(b"a", 0.01) == []
    assert cutter.ripe(0.02) == []
    assert cutter.feed(b"b", 0.03) == []
    assert cutter.ripe(0.01 + LINGER) == [Piece("out", 5, b"ab")]


def test_what_follows_a_silence_goes_at_once():
    cutter = Cutter("out")
    for number in range(5):
        line = b"%d\n" % number
        assert cutter.feed(line, number * LINGER) == [Piece("out", number * 2, line)]


def test_many_small_writes_are_few_pieces():
    cutter = Cutter("out")
    pieces = []
    for number in range(1_000):
        pieces += cutter.feed(b"x", number / 1_000)
        pieces += cutter.ripe(number / 1_000)
    pieces += cutter.end()
    assert len(pieces) <= 1 / LINGER + 2
    assert b"".join(piece.data for piece in pieces) == b"x" * 1_000


def test_an_unfinished_character_waits_for_its_end():
    cutter = Cutter("out")
    cutter.feed("é".encode()[:1], 0.0)
    assert cutter.ripe(1.0) == []
    assert cutter.feed("é".encode()[1:], 1.0) == [Piece("out", 0, "é".encode())]
