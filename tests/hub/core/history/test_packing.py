"""Packing: what comes out of a block is what went in, bit by bit, or an error."""

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hub.core.history.tables import START, identical, rows_of, tables
from tocsin_hub.core.history.coding import coded, decoded
from tocsin_hub.core.history.grouping import rolled
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.packing import BadBlock, choice, pack, unpack
from tocsin_hub.core.history.table import samples, select


@given(tables(min_rows=1))
def test_samples_come_out_as_they_went_in(table):
    again = unpack(pack(table, START), choice(table.layout), START)
    assert identical(again, table)


@given(tables(min_rows=1), st.sampled_from([1_000, 7_000, 60_000]))
def test_summaries_too(table, row_ms):
    whole = rolled(table, row_ms)
    start = int(whole.times[0])
    assert identical(unpack(pack(whole, start), choice(whole.layout), start), whole)


@given(tables(min_rows=1), st.lists(st.sampled_from("abcdefghxy"), unique=True))
def test_some_columns_are_what_they_are_among_all(table, names):
    wanted = Layout((name, "1") for name in names)
    some = unpack(pack(table, START), choice(table.layout, wanted), START)
    assert set(some.layout.names) == set(names) & set(table.layout.names)
    assert identical(select(some, wanted), select(table, wanted))


@given(
    tables(min_rows=1),
    st.integers(0, 10_000),
    st.integers(1, 255),
)
def test_a_flipped_bit_is_found_out(table, at, flip):
    block = bytearray(pack(table, START))
    block[at % len(block)] ^= flip
    try:
        again = unpack(bytes(block), choice(table.layout), START)
    except BadBlock:
        return
    assert identical(again, table), "what is damaged is never drawn"


@given(tables(min_rows=1), st.integers(0, 10_000))
def test_half_a_block_is_none(table, length):
    block = pack(table, START)
    with pytest.raises(BadBlock):
        unpack(block[: length % len(block)], choice(table.layout), START)


@given(st.binary(max_size=200))
def test_what_is_no_block_is_refused(data):
    with pytest.raises(BadBlock):
        unpack(data, choice(Layout([("a", "1")])), START)


def block_of(rows: int, columns: int, stream: bytes, version: int = 1, planes: int = 1) -> bytes:
    head = struct.pack("<BII", planes, rows, columns)
    return bytes([version]) + zlib.compress(head + stream)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (block_of(1, 1, b"", version=2), "begins with 02: this hub reads 01"),
        (b"", "begins with nothing"),
        (b"\1", "shorter than a header"),
        (block_of(1, 1, b"", planes=3), "header is damaged"),
        (block_of(1 << 31, 1 << 31, b""), "header is damaged"),
        (block_of(1, 2, bytes(30)), "2 columns, its layout 1"),
        (block_of(1, 1, bytes(100_000_000)), "what its header does not say"),
        (block_of(1, 1, bytes(19)), "what its header does not say"),
        (block_of(1, 1, bytes(20)) + b"more", "what its header does not say"),
    ],
)
def test_a_header_that_lies_is_told_so(block, reason):
    layout = Layout([("a", "1")])
    with pytest.raises(BadBlock, match=reason):
        unpack(block, choice(layout), START)


def test_another_layout_than_the_blocks_own_is_refused():
    table = samples(Layout([("a", "1")]), np.array([START]), np.array([[1.0]]))
    with pytest.raises(BadBlock, match="1 columns, its layout 2"):
        unpack(pack(table, START), choice(Layout([("a", "1"), ("b", "1")])), START)


def test_decimals_become_small_whole_numbers():
    columns = np.array(
        [[0.5396, 0.535, 0.5377, 0.54], [1e9, 1e9 + 4, 1e9 + 8, 1e9 + 11], [1.0, np.nan, 3.0, 2.0]]
    )
    kinds, bases, codes = coded(columns)
    assert (kinds % 16).tolist() == [4, 0, 0]
    assert bases.tolist() == [5350, 1_000_000_000, 1]
    assert codes.tolist() == [[46, 0, 27, 50], [0, 4, 8, 11], [1, 0, 3, 2]]
    np.testing.assert_array_equal(decoded(coded(columns)), columns)


def test_a_steady_counter_is_its_steps():
    columns = np.array([[2028.0 + second for second in range(60)]])
    kinds, bases, codes = coded(columns)
    assert (kinds.tolist(), bases.tolist()) == ([16], [2028])
    assert codes.tolist() == [[0] + [2] * 59]
    np.testing.assert_array_equal(decoded(coded(columns)), columns)


def test_a_minute_of_noise_takes_no_more_than_its_bits_and_a_little():
    chance = np.random.default_rng(1)
    values = np.round(chance.random((60, 40)), 4)
    table = samples(Layout((f"c{n}", "1") for n in range(40)), START + np.arange(60) * 1000, values)
    assert len(pack(table, START)) < 2.1 * values.size, "noise of 13 bits"
    assert rows_of(unpack(pack(table, START), choice(table.layout), START)) == rows_of(table)
