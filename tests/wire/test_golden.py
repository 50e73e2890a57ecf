"""Exact frames: what is read, what is refused and why, and that we write the same bytes."""

import json
from collections import Counter

import msgspec
import pytest

from tests.wire.golden import Vector, vectors
from tocsin_wire import bodies, codec
from tocsin_wire.errors import BadMessage
from tocsin_wire.messages import FromClient, FromHub, LogFrame, StateFrame
from tocsin_wire.topics import form_of

VALID = [vector for vector in vectors() if vector.valid]
INVALID = [vector for vector in vectors() if not vector.valid]

LOG_BODIES = {
    "room/*": msgspec.json.Decoder(bodies.RoomBody),
    "private/*": msgspec.json.Decoder(bodies.RoomBody),
    "run/*": msgspec.json.Decoder(bodies.RunBody),
    "runs": msgspec.json.Decoder(bodies.RunsBody),
    "audit": msgspec.json.Decoder(bodies.AuditBody),
    "host/*/inbox": msgspec.json.Decoder(bodies.InboxBody),
    "host/*/samples": msgspec.json.Decoder(bodies.Samples),
    "host/*/events": msgspec.json.Decoder(bodies.HostStatus),
    "host/*/busiest": msgspec.json.Decoder(bodies.Busiest),
}
STATE_VALUES = {
    "columns": bodies.Columns,
    "row": bodies.Row,
    "clock": bodies.Clock,
    "host/*/processes": bodies.Process,
    "host/*/facts": bodies.Fact,
    "h1": bodies.Host,
    "h1/now": bodies.Now,
    "people": bodies.Person,
    "rooms": bodies.Room,
    "room/*/typing": bodies.Typing,
    "private/*/typing": bodies.Typing,
    "saved-runs": bodies.SavedRun,
}


def name(vector: Vector) -> str:
    return f"{vector.direction}: {vector.name}"


def read(vector: Vector) -> FromClient | FromHub:
    if vector.direction == "from_client":
        return codec.decode_from_client(vector.frame)
    return codec.decode_from_hub(vector.frame)


@pytest.mark.parametrize("vector", VALID, ids=name)
def test_a_valid_frame_is_read_and_written_byte_for_byte(vector):
    message = read(vector)
    assert vector.message == json.loads(vector.frame)
    if vector.canonical:
        assert codec.encode(message) == vector.frame
    else:
        assert codec.encode(message) != vector.frame
        assert read(vector._replace(frame=codec.encode(message))) == message


@pytest.mark.parametrize("vector", INVALID, ids=name)
def test_an_invalid_frame_is_refused_by_name(vector):
    with pytest.raises(BadMessage) as caught:
        read(vector)
    assert caught.value.name == vector.error
    assert len(str(caught.value)) < 300
    assert str(caught.value).isascii(), "what a sender wrote does not come back raw"
    assert str(caught.value).isprintable()


def test_names_are_unique_within_a_file():
    counts = Counter((vector.file, vector.name) for vector in vectors())
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("direction", "union"), [("from_client", FromClient), ("from_hub", FromHub)]
)
def test_every_message_has_two_valid_frames(direction, union):
    tags = Counter(v.message["t"] for v in VALID if v.direction == direction)
    expected = {member.__struct_config__.tag for member in union.__args__}
    assert set(tags) == expected
    assert min(tags.values()) >= 2


def test_the_bodies_are_read_by_their_types():
    kinds = set()
    for vector in VALID:
        if vector.file != "bodies.json":
            continue
        message = read(vector)
        if isinstance(message, LogFrame):
            raw = message.entries[0].body
            body = codec.decode(raw, LOG_BODIES[form_of(message.topic).pattern])
        else:
            assert isinstance(message, StateFrame)
            ((key, raw),) = message.set.items()
            pattern = form_of(message.topic).pattern
            kind = STATE_VALUES.get(key) or STATE_VALUES[pattern]
            body = codec.decode(raw, msgspec.json.Decoder(kind))
        assert codec.encode(body) == bytes(raw)
        kinds.add(type(body))
    ours = {
        found
        for found in vars(bodies).values()
        if isinstance(found, type)
        and issubclass(found, bodies.Body | bodies.Value)
        and found.__struct_fields__
    }
    assert ours - kinds == {bodies.RunTarget, bodies.Column, bodies.BusyProcess}, (
        "those stand inside others"
    )


def test_a_changed_vector_is_noticed():
    """The comparison looks: the same frame with one byte changed is another message."""
    vector = next(v for v in VALID if v.name == "gap")
    changed = vector._replace(frame=vector.frame.replace(b"42", b"43"))
    assert codec.encode(read(changed)) != vector.frame
