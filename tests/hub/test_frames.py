"""Frames no library would send: each ends its own connection with the right code, nothing else."""

import asyncio
import struct

import pytest

from tests.hub.credentials import join
from tests.hub.ids import new_id
from tests.hub.raw_client import (
    BINARY,
    CLOSE,
    CONT,
    LOST,
    PING,
    PONG,
    TEXT,
    RawClient,
    frame,
    raw_client,
)
from tests.hub.witness import undisturbed

KIB = 1024
LIMIT = 64 * KIB
TIME = b'{"t":"time","sent":1}'


def padded(size: int) -> bytes:
    """Return a good message of exactly `size` bytes."""
    return TIME[:-1] + b" " * (size - len(TIME)) + b"}"


PROTOCOL_ERRORS = {
    "unmasked": frame(TEXT, TIME, mask=None),
    "rsv1": frame(TEXT, TIME, rsv=4),
    "rsv2": frame(TEXT, TIME, rsv=2),
    "rsv3": frame(TEXT, TIME, rsv=1),
    "rsv of a ping": frame(PING, b"", rsv=4),
    "opcode 3": frame(0x3, TIME),
    "opcode 7": frame(0x7),
    "opcode 11": frame(0xB),
    "opcode 15": frame(0xF),
    "ping of 126 bytes": frame(PING, b"x" * 126),
    "pong of 126 bytes": frame(PONG, b"x" * 126),
    "close of 126 bytes": frame(CLOSE, b"\x03\xe8" + b"x" * 124),
    "fragmented ping": frame(PING, b"x", fin=False),
    "fragmented close": frame(CLOSE, b"\x03\xe8", fin=False),
    "continuation of nothing": frame(CONT, TIME),
    "text inside a fragmented text": frame(TEXT, TIME[:5], fin=False) + frame(TEXT, TIME),
    "continuation after the end": frame(TEXT, TIME[:9], fin=False)
    + frame(CONT, TIME[9:])
    + frame(CONT, b""),
    "close with one byte": frame(CLOSE, b"\x03"),
    "close with code 1005": frame(CLOSE, struct.pack(">H", 1005)),
    "close with code 999": frame(CLOSE, struct.pack(">H", 999)),
}
BAD_UTF8 = {
    "a lone continuation byte": frame(TEXT, b'{"t":"\x80"}'),
    "an overlong slash": frame(TEXT, b'"\xc0\xaf"'),
    "a surrogate": frame(TEXT, b'"\xed\xa0\x80"'),
    "beyond U+10FFFF": frame(TEXT, b'"\xf4\x90\x80\x80"'),
    "cut at the end": frame(TEXT, b'"\xe2\x82'),
    "bad in the second fragment": frame(TEXT, b'{"t":', fin=False) + frame(CONT, b'"\xff"}'),
    "cut across the last fragment": frame(TEXT, b'"\xe2', fin=False) + frame(CONT, b"\x82"),
    "in the reason of a close": frame(CLOSE, b"\x03\xe8\xff\xfe"),
}
TOO_BIG = {
    "65,537 bytes": frame(TEXT, padded(LIMIT + 1)),
    "65,537 bytes in two fragments": frame(TEXT, padded(LIMIT + 1)[:100], fin=False)
    + frame(CONT, padded(LIMIT + 1)[100:]),
    "a length of 2^63": frame(TEXT, b"x", length=2**63),
    "a length of 2^63-1": frame(TEXT, b"x", length=2**63 - 1),
    "a length of 2^64-1": frame(TEXT, b"x", length=2**64 - 1),
    "a length of 2^32": frame(TEXT, b"x", length=2**32),
    "a continuation of 2^62": frame(TEXT, b"x", fin=False) + frame(CONT, length=2**62),
    "binary of 65,537 bytes": frame(BINARY, b"x" * (LIMIT + 1)),
    "a ping of 2^63-1 bytes": frame(PING, length=2**63 - 1),
    "65 fragments": frame(TEXT, b"{", fin=False) + frame(CONT, b" ", fin=False) * 64,
}


@pytest.fixture
async def raw(hub, login):
    async with raw_client(hub, await join(hub, login)) as client:
        yield client


async def ends_with(client: RawClient, code: int, data: bytes, hub) -> None:
    """Send `data`; the connection must end with `code`, while a witness notices nothing."""
    async with undisturbed(hub):
        client.send(data)
        assert (await client.closing())[0] == code


@pytest.mark.parametrize("name", PROTOCOL_ERRORS)
async def test_a_breach_of_the_protocol_closes_1002(hub, raw, name):
    await ends_with(raw, 1002, PROTOCOL_ERRORS[name], hub)


@pytest.mark.parametrize("name", BAD_UTF8)
async def test_bad_utf8_closes_1007(hub, raw, name):
    await ends_with(raw, 1007, BAD_UTF8[name], hub)


@pytest.mark.parametrize("name", TOO_BIG)
async def test_too_much_closes_1009_and_takes_no_memory(hub, raw, name):
    before = hub.memory
    await ends_with(raw, 1009, TOO_BIG[name], hub)
    assert hub.memory < before + 8 * KIB * KIB


@pytest.mark.parametrize("payload", [b"", TIME])
async def test_binary_closes_1003(hub, raw, payload):
    await ends_with(raw, 1003, frame(BINARY, payload), hub)


async def test_binary_in_fragments_closes_1003(hub, raw):
    await ends_with(raw, 1003, frame(BINARY, TIME[:5], fin=False) + frame(CONT, TIME[5:]), hub)


async def test_65536_bytes_are_read(raw):
    raw.send(frame(TEXT, padded(LIMIT)))
    assert (await raw.read_message())["t"] == "time_ok"


async def test_65536_bytes_in_64_fragments_are_read(raw):
    text = padded(LIMIT)
    pieces = [text[at : at + KIB] for at in range(0, LIMIT, KIB)]
    raw.send(frame(TEXT, pieces[0], fin=False))
    for piece in pieces[1:-1]:
        raw.send(frame(CONT, piece, fin=False))
    raw.send(frame(CONT, pieces[-1]))
    assert (await raw.read_message())["t"] == "time_ok"


async def test_a_short_length_may_be_written_long(raw):
    raw.send(frame(TEXT, TIME, wide=True))
    assert (await raw.read_message())["t"] == "time_ok"


async def test_a_frame_may_come_byte_by_byte(raw):
    for byte in frame(TEXT, TIME):
        await raw.send_all(bytes([byte]))
    assert (await raw.read_message())["t"] == "time_ok"


async def test_control_frames_may_come_between_fragments(raw):
    raw.send(frame(TEXT, TIME[:5], fin=False) + frame(PING, b"a") + frame(CONT, TIME[5:]))
    answers = [await raw.read_frame(), await raw.read_frame()]
    assert (True, PONG, b"a") in answers
    assert [b"time_ok" in answer.payload for answer in answers].count(True) == 1


async def test_a_character_may_be_cut_between_fragments(raw):
    text = '{"t":"hello","client":"é€😀","version":"1"}{'.encode()[:-1]
    for at in range(1, len(text)):
        raw.send(frame(TEXT, text[:at], fin=False) + frame(CONT, text[at:]))
    raw.send(frame(TEXT, TIME))
    assert (await raw.read_message())["t"] == "time_ok"


async def test_a_ping_of_125_bytes_is_answered(raw):
    raw.send(frame(PING, b"x" * 125))
    assert await raw.read_frame() == (True, PONG, b"x" * 125)


async def test_an_unasked_pong_is_ignored(raw):
    raw.send(frame(PONG, b"x") + frame(TEXT, TIME))
    assert (await raw.read_message())["t"] == "time_ok"


@pytest.mark.parametrize("payload", [b"", b"\x03\xe8", b"\x03\xe8ciao", struct.pack(">H", 4999)])
async def test_a_close_is_answered_in_kind(raw, payload):
    raw.send(frame(CLOSE, payload))
    received = await raw.read_frame()
    assert (received.opcode, received.payload[:2]) == (CLOSE, payload[:2])


async def test_nothing_is_taken_in_after_a_close(hub, raw, login):
    async with undisturbed(hub) as witness:
        said = '{"t":"pub","topic":"room/main","id":"%s","body":{"kind":"chat","text":"late"}}'
        text = said % new_id(1)
        raw.send(frame(CLOSE, b"\x03\xe8") + frame(TEXT, text.encode()))
        assert (await raw.closing())[0] == 1000
        await witness.client.until(lambda: witness.client.bodies("room/main", "leave"))
        assert (login, "late") not in witness.client.chats()


async def test_100000_empty_continuations_close_1009(hub, raw):
    before = hub.memory
    async with undisturbed(hub):
        raw.send(frame(TEXT, b"{", fin=False) + frame(CONT, fin=False) * 100_000)
        assert (await raw.closing())[0] == 1009
    assert hub.memory < before + 8 * KIB * KIB


async def test_40000_one_byte_messages_in_one_write_close_4400(hub, raw):
    before = hub.memory
    async with undisturbed(hub):
        raw.send(frame(TEXT, b"x") * 40_000)
        code, reason = await raw.closing()
    assert (code, reason) == (4400, "too many messages that are not of the protocol")
    assert hub.memory < before + 8 * KIB * KIB


@pytest.mark.slow
async def test_10000_good_messages_in_one_write_are_all_answered(hub, raw):
    async with undisturbed(hub):
        raw.send(b"".join(frame(TEXT, b'{"t":"time","sent":%d}' % at) for at in range(10_000)))
        for at in range(10_000):
            assert (await raw.read_message())["sent"] == at


async def test_the_reason_reaches_a_client_that_is_still_sending(hub, raw):
    async with undisturbed(hub):
        raw.send(frame(TEXT, b"x" * 100, length=2**32))
        for _ in range(64):
            await raw.send_all(b"x" * LIMIT)
        assert (await raw.closing())[0] == 1009


async def test_half_a_frame_then_nothing_harms_nobody(hub, raw):
    async with undisturbed(hub):
        raw.send(frame(TEXT, padded(LIMIT))[: LIMIT // 2])
        raw.writer.write_eof()
        assert (await raw.closing())[0] in (1002, LOST)


@pytest.mark.slow
async def test_a_client_that_never_answers_a_close_is_cut(hub, login):
    async with raw_client(hub, await join(hub, login)) as client:
        client.send(frame(BINARY, b"x"))
        received = await client.read_frame()
        assert received.opcode == CLOSE
        async with asyncio.timeout(8):
            assert await client.reader.read() == b""
