"""The codec: one kind of error whatever comes in, and nothing of the sender's in it raw."""

import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_wire import codec
from tocsin_wire.bodies import Chat, Samples
from tocsin_wire.errors import BadField, BadJson, BadMessage, TooLarge, UnknownType
from tocsin_wire.ids import uuid7
from tocsin_wire.messages import AskTime, Pub, Unsub

ID = uuid7(5, bytes(10))


def refusal(
    frame: bytes, decode: Callable[[bytes], object] = codec.decode_from_client
) -> BadMessage | None:
    """Why a frame is refused; None when it is read."""
    try:
        decode(frame)
    except BadMessage as error:
        return error
    return None


def test_the_longest_message_fits_and_one_byte_more_does_not():
    frame = codec.encode(AskTime(5))
    longest = frame + b" " * (codec.MAX_INBOUND - len(frame))
    assert codec.decode_from_client(longest) == AskTime(5)
    with pytest.raises(TooLarge, match="65537 bytes: at most 65536"):
        codec.decode_from_client(longest + b" ")


@pytest.mark.parametrize("depth", [60, 30_000])
def test_nesting_is_read_or_refused(depth):
    """How deep JSON may nest is the interpreter's affair; that nothing else is raised is ours."""
    body = "[" * depth + "]" * depth
    frame = f'{{"t":"pub","topic":"room/main","id":"{ID}","body":{body}}}'.encode()
    try:
        message = codec.decode_from_client(frame)
    except BadJson:
        assert depth > 60
    else:
        assert isinstance(message, Pub)


def test_a_hundred_thousand_brackets_are_too_large():
    with pytest.raises(TooLarge):
        codec.decode_from_client(b"[" * 100_000)


def test_nesting_beside_a_suspicious_tag_is_refused_as_well():
    """The closer look at a tag is another reader, with a depth of its own."""
    for depth in (900, 5_000, 30_000):
        body = '["t",' + "[" * depth + "]" * depth + "]"
        frame = f'{{"t":"pub","topic":"room/main","id":"{ID}","body":{body}}}'.encode()
        error = refusal(frame)
        assert error is None or "nested too deeply" in error.message


def test_the_closer_look_at_a_tag_does_not_stumble_over_numbers():
    """Five thousand digits are more than Python turns into an int, and no concern of the tag's."""
    digits = "9" * 5_000
    frame = f'{{"t":"pub","topic":"room/main","id":"{ID}","body":{{"t":{digits}}}}}'.encode()
    assert isinstance(codec.decode_from_client(frame), Pub)


def test_a_tag_elsewhere_is_no_second_tag():
    body = {"kind": "chat", "text": '"t":', "t": {"t": ["t", "t"]}}
    pub = Pub("room/main", ID, msgspec.Raw(codec.encode(body)))
    read = codec.decode_from_client(codec.encode(pub))
    assert isinstance(read, Pub)
    assert read.body == pub.body


def test_what_is_left_as_it_is_holds_its_bounds_when_it_is_read():
    samples = msgspec.json.Decoder(Samples)
    for number in (b"1e999", b"-1e999", b"1" + b"0" * 5_000, b"true", b'"5"'):
        raw = msgspec.Raw(b'{"kind":"rows","columns":"c","rows":[[%s]]}' % number)
        with pytest.raises(BadField):
            codec.decode(raw, samples)


def test_a_body_of_another_kind_is_a_bad_field_not_an_unknown_type():
    with pytest.raises(BadField):
        codec.decode(b'{"kind":"nope"}', msgspec.json.Decoder(Chat))


def test_a_field_named_like_a_path_does_not_change_the_error():
    with pytest.raises(BadField):
        codec.decode_from_client(b'{"t":"unsub","topic":"a","x - at `$.t`":1}')


def test_nan_becomes_null_so_it_never_leaves():
    """Known of msgspec 0.22: whoever sends floats looks first. Here so that a change is noticed."""
    assert codec.encode([float("nan"), float("inf")]) == b"[null,null]"


def test_the_hub_s_frames_may_be_text_or_bytes():
    frame = b'{"t":"bye","reason":"x"}'
    assert codec.decode_from_hub(frame) == codec.decode_from_hub(frame.decode())


def test_an_error_is_short_and_printable():
    frame = '{"t":"unsub","topic":"a","\u202e\u0007%s":1}'.replace("\u0007", "\\u0007")
    with pytest.raises(BadField) as caught:
        codec.decode_from_client((frame % ("é" * 5_000)).encode())
    assert str(caught.value).isascii()
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 2_500


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_bad_message(frame):
    for decode in (codec.decode_from_client, codec.decode_from_hub):
        error = refusal(frame, decode)
        assert error is None or (100 <= error.code < 200 and not error.retryable)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["t", "topic", "id", "body", "since", "tail", "at", "set", "removed", "sent", "x"]
        ),
        json_values | st.sampled_from(["sub", "pub", "put", "time", "hello", "room/main", ID, 5]),
    )
)
def test_any_object_is_a_message_or_a_bad_message(value):
    frame = json.dumps(value).encode()
    try:
        message = codec.decode_from_client(frame)
    except BadMessage:
        return
    assert codec.decode_from_client(codec.encode(message)) == message


@given(
    st.lists(
        st.tuples(st.sampled_from(['"t"', '"\\u0074"', '"topic"']), st.sampled_from(["", " "])),
        min_size=1,
        max_size=4,
    )
)
def test_a_tag_is_named_once_however_it_is_written(members):
    fields = [
        f"{key}{space}:{space}" + ('"room/main"' if "topic" in key else '"unsub"')
        for key, space in members
    ]
    tags = sum("topic" not in key for key, _ in members)
    topics = len(members) - tags
    frame = ("{" + ",".join(fields) + "}").encode()
    if tags == 1 and topics:
        assert codec.decode_from_client(frame) == Unsub("room/main")
    else:
        with pytest.raises(UnknownType if tags != 1 and topics else BadMessage):
            codec.decode_from_client(frame)
