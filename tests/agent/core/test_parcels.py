"""State entries of any number and size go out in messages a hub reads, or are named."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.parcels import ROOM, pack
from tocsin_wire import codec
from tocsin_wire.link import Link
from tocsin_wire.messages import MAX_PUT, Hello

DECODER = msgspec.json.Decoder(str)
TOPIC = "host/" + "h" * 80 + "/facts"

keys = st.text(min_size=1, max_size=128)


def test_what_fits_is_one_message():
    packed = pack({"os": "Debian", "cores": "8"}, ["gone"])
    (parcel,) = packed.parcels
    assert {key: codec.decode(raw, DECODER) for key, raw in parcel.set.items()} == {
        "os": "Debian",
        "cores": "8",
    }
    assert parcel.removed == ["gone"]


def test_nothing_is_no_message():
    assert pack({}).parcels == []


def test_removals_alone_are_a_message():
    (parcel,) = pack({}, ["a", "b"]).parcels
    assert (parcel.set, parcel.removed) == ({}, ["a", "b"])


def test_what_no_message_holds_is_named_and_the_rest_goes_out():
    packed = pack({"a": 1, "b": "x" * 70_000, "c": 3})
    assert packed.too_large == ["b"]
    assert [list(parcel.set) for parcel in packed.parcels] == [["a", "c"]]


@given(
    st.dictionaries(keys, st.text(max_size=200).map(lambda text: text * 200), max_size=20),
    st.lists(keys, max_size=40),
    st.integers(1, 40),
)
def test_a_link_takes_every_message(values, removed, times):
    removed = removed * times
    packed = pack(values, removed)
    link = Link(Hello("test", "0"), bytes)
    for parcel in packed.parcels:
        link.put(TOPIC, parcel.set, parcel.removed)  # raises TooLarge
        assert len(parcel.set) <= MAX_PUT
        assert len(parcel.removed) <= MAX_PUT
    gone = [key for parcel in packed.parcels for key in parcel.removed]
    sent = [key for parcel in packed.parcels for key in parcel.set]
    assert gone == removed
    assert sent == [key for key in values if key not in packed.too_large]
    assert all(len(codec.encode(values[key])) > ROOM - 1_000 for key in packed.too_large)
    last_removal = max((n for n, one in enumerate(packed.parcels) if one.removed), default=0)
    first_set = next((n for n, one in enumerate(packed.parcels) if one.set), last_removal)
    assert last_removal <= first_set, "a removal behind a set of the same key would undo it"


def test_long_keys_to_remove_are_bounded_in_bytes_too():
    removed = [f"{n:0>128}".replace("0", "\N{PILE OF POO}") for n in range(1, 600)]
    packed = pack({}, removed)
    for parcel in packed.parcels:
        Link(Hello("test", "0"), bytes).put(TOPIC, parcel.set, parcel.removed)
    assert [key for parcel in packed.parcels for key in parcel.removed] == removed


def test_many_small_entries_are_counted():
    packed = pack({str(n): n for n in range(MAX_PUT + 5)})
    assert [len(parcel.set) for parcel in packed.parcels] == [MAX_PUT, 5]
