"""What hub and agent sign: one statement for one purpose, and one way to write it into a header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_wire.proofs import (
    Presented,
    connect_statement,
    hub_statement,
    join_statement,
    read_presented,
    statement,
)

A, B = bytes(32), b"\1" * 32
GOOD = Presented("web-1", A, 7, bytes(64))


@given(st.lists(st.binary(max_size=8), max_size=4), st.lists(st.binary(max_size=8), max_size=4))
def test_other_fields_are_other_bytes(fields, others):
    assert (statement("d", *fields) == statement("d", *others)) == (fields == others)


def test_a_signature_is_good_for_one_purpose():
    """Whatever the fields are, what begins differently is never the same."""
    begins = {
        hub_statement(A, b"", "h", A, B)[:14],
        join_statement(A, B, "c", "n", A)[:14],
        connect_statement(A, B, "h", 1)[:14],
    }
    assert len({hub_statement(A, b"", "h", A, B), connect_statement(A, B, "h", 1), *begins}) > 3
    assert connect_statement(A, B, "h", 1) != connect_statement(A, B, "h", 2)
    assert hub_statement(A, b"", "h", A, B) != hub_statement(A, b"", "h", B, A)


@given(
    st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True),
    st.binary(min_size=32, max_size=32),
    st.integers(1, 10**15 - 1),
    st.binary(min_size=64, max_size=64),
)
def test_a_header_is_read_as_it_was_written(host, nonce, counter, signature):
    presented = Presented(host, nonce, counter, signature)
    assert read_presented(str(presented)) == presented


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Tocsin-Agent ",
        "Bearer x",
        str(GOOD).replace("Tocsin-Agent", "tocsin-agent"),
        str(GOOD).replace("web-1", ""),
        str(GOOD).replace("web-1", "Web/1"),
        str(GOOD).replace("counter=7", "counter=0"),
        str(GOOD).replace("counter=7", "counter=-7"),
        str(GOOD).replace("counter=7", "counter=07"),
        str(GOOD).replace("counter=7", "counter=" + "7" * 16),
        str(GOOD).replace("counter=7", "counter=\u0667"),
        str(GOOD).replace("nonce=0", "nonce="),
        str(GOOD) + "0",
        str(GOOD) + "\n",
        str(GOOD).upper(),
    ],
)
def test_anything_else_is_none(header):
    assert read_presented(str(GOOD)) == GOOD
    assert read_presented(header) is None
