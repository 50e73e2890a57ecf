"""UUIDv7, against the vector of RFC 9562 and against Python's own reading of it."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_wire.ids import RANDOM_BYTES, is_uuid7, uuid7

times = st.integers(0, 2**48 - 1)
randoms = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


def test_the_vector_of_rfc_9562():
    """Appendix A.6: unix_ts_ms 017F22E279B0, rand_a CC3, rand_b 18C4DC0C0C07398F."""
    random = (0xCC3 << 62 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, random) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(times, randoms)
def test_version_variant_and_time_are_where_they_belong(now, random):
    text = uuid7(now, random)
    read = uuid.UUID(text)
    assert str(read) == text
    assert read.version == 7
    assert read.variant == uuid.RFC_4122
    assert read.int >> 80 == now
    assert is_uuid7(text)


@given(times, times, randoms, randoms)
def test_a_later_id_sorts_later(now, later, one, other):
    if now < later:
        assert uuid7(now, one) < uuid7(later, other)


@given(randoms, randoms)
def test_every_bit_of_chance_that_fits_is_used(one, other):
    mask = 2**74 - 1
    same = int.from_bytes(one, "big") & mask == int.from_bytes(other, "big") & mask
    assert (uuid7(5, one) == uuid7(5, other)) is same


GOOD = uuid7(5, bytes(10))


@pytest.mark.parametrize(
    "text",
    [
        "",
        GOOD + "\n",
        "\n" + GOOD,
        "x" + GOOD,
        "x\n" + GOOD,
        GOOD + "0",
        GOOD.upper().replace("0", "A"),
        GOOD.replace("-", ""),
        "{" + GOOD + "}",
        str(uuid.UUID(int=0)),
        str(uuid.uuid5(uuid.NAMESPACE_DNS, "example.org")),
        GOOD[:19] + "c" + GOOD[20:],
        GOOD[:-1] + "٣",
    ],
)
def test_what_is_no_uuid7_of_ours(text):
    assert is_uuid7(GOOD)
    assert not is_uuid7(text)
