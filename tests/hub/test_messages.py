"""Messages that are not of the protocol: each is told what is wrong, and the connection lives."""

import json
import os
from pathlib import Path

import pytest

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import request
from tests.hub.ids import new_id
from tests.hub.raw_client import TEXT, RawClient, frame, raw_client
from tests.hub.room_client import room_client
from tests.hub.witness import undisturbed
from tocsin_hub.edge.clock import now_ms
from tocsin_wire import messages as m
from tocsin_wire.bodies import Chat
from tocsin_wire.codec import MAX_INBOUND
from tocsin_wire.link import Link
from tocsin_wire.window import WINDOW

GOLDEN = Path(__file__).parents[2] / "wire" / "golden" / "invalid_from_client.json"
A_TIME = new_id(0xABCDEF)
PUB = '{"t":"pub","topic":"room/main","id":"%s","body":%s}'
CHAT = '{"kind":"chat","text":%s}'


@pytest.fixture
async def raw(hub, login):
    async with raw_client(hub, await join(hub, login)) as client:
        yield client


@pytest.fixture
async def guest(hub, login):
    async with room_client(hub, await join(hub, login)) as client:
        yield client


async def refusal(client: RawClient, text: str | bytes) -> str:
    """Send one text; return the name of the error it gets. The connection must answer after it."""
    client.send(frame(TEXT, text.encode() if isinstance(text, str) else text))
    answer = await client.read_message()
    assert answer["t"] in ("error", "nack"), answer
    await assert_alive(client)
    name = answer["name"]
    assert answer["message"].isprintable()
    assert isinstance(name, str)
    return name


async def assert_alive(client: RawClient) -> None:
    client.send_message({"t": "time", "sent": 77})
    assert (await client.read_message())["sent"] == 77


MALFORMED = {
    "nothing": ("", "bad_json"),
    "blank": ("  ", "bad_json"),
    "not JSON": ("hello", "bad_json"),
    "an array": ("[]", "bad_json"),
    "a number": ("5", "bad_json"),
    "null": ("null", "bad_json"),
    "two objects": ('{"t":"time","sent":1}{}', "bad_json"),
    "cut short": ('{"t":"time","sent":1', "bad_json"),
    "a comma too many": ('{"t":"time","sent":1,}', "bad_json"),
    "a BOM": ('\ufeff{"t":"time","sent":1}', "bad_json"),
    "no tag": ('{"sent":1}', "unknown_type"),
    "an unknown tag": ('{"t":"shutdown"}', "unknown_type"),
    "a message of the hub's": ('{"t":"beat","at":1}', "unknown_type"),
    "a tag that is a number": ('{"t":1,"sent":1}', "unknown_type"),
    "a tag twice": ('{"t":"time","t":"time","sent":1}', "unknown_type"),
    "a tag twice, once escaped": ('{"t":"time","\\u0074":"time","sent":1}', "unknown_type"),
    "two tags": ('{"t":"time","t":"hello","sent":1}', "unknown_type"),
    "an unknown field": ('{"t":"time","sent":1,"by":"root"}', "bad_field"),
    "a forged sender": ((PUB % (A_TIME, CHAT % '"x"'))[:-1] + ',"by":"@hub"}', "bad_field"),
    "a missing field": ('{"t":"time"}', "bad_field"),
    "true for a number": ('{"t":"time","sent":true}', "bad_field"),
    "a string for a number": ('{"t":"time","sent":"5"}', "bad_field"),
    "a fraction": ('{"t":"time","sent":1.5}', "bad_field"),
    "NaN": ('{"t":"time","sent":NaN}', "bad_json"),
    "1e999": ('{"t":"time","sent":1e999}', "bad_field"),
    "10^5000": ('{"t":"time","sent":1' + "0" * 5000 + "}", "bad_field"),
    "2^53": ('{"t":"time","sent":9007199254740992}', "bad_field"),
    "a negative time": ('{"t":"time","sent":-1}', "bad_field"),
    "60,000 open brackets": ("[" * 60_000, "bad_json"),
    "60,000 open brackets in a body": (PUB % (A_TIME, "[" * 60_000), "bad_json"),
    "10,000 nested objects": ('{"t":"hello","client":' + '{"a":' * 10_000, "bad_field"),
    "NUL": ('{"t":"time","sent":1}\0', "bad_json"),
    "NUL in a string": ('{"t":"sub","topic":"\0"}', "bad_json"),
    "an escaped NUL in a topic": ('{"t":"sub","topic":"room/\\u0000"}', "bad_topic"),
    "a lone surrogate in a topic": ('{"t":"sub","topic":"room/\\ud800"}', "bad_json"),
    "U+202E in a topic": ('{"t":"sub","topic":"room/\u202e"}', "bad_topic"),
    "a lone surrogate in a chat": (PUB % (A_TIME, CHAT % '"\\ud800"'), "bad_json"),
    "surrogates the wrong way round": (PUB % (A_TIME, CHAT % '"\\udc00\\ud800"'), "bad_json"),
    "a newline after a topic": ('{"t":"sub","topic":"room/main\\n"}', "bad_topic"),
    "a newline after an id": (PUB % (A_TIME + "\\n", CHAT % '"x"'), "bad_field"),
    "an id in capitals": (PUB % (A_TIME.upper(), CHAT % '"x"'), "bad_field"),
    "an id of version 4": (PUB % (f"{A_TIME[:14]}4{A_TIME[15:]}", CHAT % '"x"'), "bad_field"),
    "no such form of topic": ('{"t":"sub","topic":"chambers"}', "bad_topic"),
    "a climbing topic": ('{"t":"sub","topic":"room/../people"}', "bad_topic"),
    "a topic in capitals": ('{"t":"sub","topic":"ROOM/main"}', "bad_topic"),
    "97 characters of topic": ('{"t":"sub","topic":"room/' + "a" * 92 + '"}', "bad_field"),
    "a subscription not there": ('{"t":"unsub","topic":"people"}', "not_subscribed"),
    "a negative tail": ('{"t":"sub","topic":"people","tail":-1}', "bad_field"),
    "a position without an epoch": (
        '{"t":"sub","topic":"people","since":{"number":1}}',
        "bad_field",
    ),
    "a pace of a day": ('{"t":"sub","topic":"people","every_ms":86400000}', "bad_field"),
    "an unknown room": ('{"t":"sub","topic":"room/other"}', "forbidden"),
    "an unknown run": ('{"t":"sub","topic":"run/none"}', "unknown_topic"),
    "an unknown host": ('{"t":"sub","topic":"host/none/facts"}', "unknown_host"),
    "an inbox": ('{"t":"sub","topic":"host/none/inbox"}', "forbidden"),
    "somebody's private log": ('{"t":"sub","topic":"private/somebody"}', "forbidden"),
    "a put": ('{"t":"put","topic":"people","set":{"x":1}}', "forbidden"),
    "a put of facts": ('{"t":"put","topic":"host/a/facts"}', "forbidden"),
    "publishing to a state": (PUB.replace("room/main", "people") % (A_TIME, "{}"), "forbidden"),
    "publishing to a run": (PUB.replace("room/main", "run/x") % (A_TIME, "{}"), "forbidden"),
}
BAD_BODIES = {
    "no object": ("5", "bad_json"),
    "nothing": ("null", "bad_json"),
    "nothing in it": ("{}", "bad_field"),
    "no kind": ('{"text":"x"}', "bad_field"),
    "two kinds": ('{"kind":"chat","kind":"stop","text":"x"}', "bad_field"),
    "an edit of nothing": ('{"kind":"edit","text":"x"}', "bad_field"),
    "an edit of what is not there": (
        f'{{"kind":"edit","of":"{A_TIME}","seq":1,"text":"x"}}',
        "not_found",
    ),
    "a deletion at a place of no log": (
        f'{{"kind":"delete","of":"{A_TIME}","seq":9007199254740991}}',
        "not_found",
    ),
    "a mark that is a word": (
        f'{{"kind":"react","of":"{A_TIME}","seq":1,"emoji":"no"}}',
        "bad_text",
    ),
    "an answer to nothing": (
        f'{{"kind":"chat","text":"x","reply":"{A_TIME}","reply_seq":1}}',
        "not_found",
    ),
    "an unknown kind": ('{"kind":"alert"}', "bad_field"),
    "a join": ('{"kind":"join","login":"x","role":"admin","count":1}', "bad_field"),
    "a leave": ('{"kind":"leave","login":"x","reason":"bye","count":1}', "bad_field"),
    "a run": ('{"kind":"run","run":"x","command":"ls","hosts":[]}', "bad_field"),
    "a stop": ('{"kind":"stop","login":"x"}', "bad_field"),
    "no text": ('{"kind":"chat"}', "bad_field"),
    "a number": (CHAT % "5", "bad_field"),
    "an unknown field": ('{"kind":"chat","text":"x","html":"<b>"}', "bad_field"),
    "empty": (CHAT % '""', "bad_field"),
    "blank": (CHAT % '" \\n\\t "', "bad_text"),
    "NUL": (CHAT % '"a\\u0000b"', "bad_text"),
    "ESC": (CHAT % '"\\u001b[31mred"', "bad_text"),
    "DEL": (CHAT % '"\\u007f"', "bad_text"),
    "C1": (CHAT % '"\\u009b31m"', "bad_text"),
    "CR": (CHAT % '"a\\rb"', "bad_text"),
    "U+202E": (CHAT % '"exe.\\u202egpj"', "bad_text"),
    "U+202E as it is": (CHAT % '"exe.\u202egpj"', "bad_text"),
    "U+2066": (CHAT % '"\\u2066x"', "bad_text"),
    "4,001 characters": (CHAT % f'"{"é" * 4001}"', "too_large"),
    "8,001 characters": (CHAT % f'"{"x" * 8001}"', "bad_field"),
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_a_bad_message_gets_its_error(raw, name):
    text, error = MALFORMED[name]
    assert await refusal(raw, text) == error


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_a_bad_body_is_refused_by_its_id(raw, name):
    body, error = BAD_BODIES[name]
    raw.send_message(PUB % (A_TIME, body))
    answer = await raw.read_message()
    assert (answer["t"], answer.get("id"), answer["name"]) == ("nack", A_TIME, error)
    assert not answer.get("retryable", False)
    await assert_alive(raw)


def golden() -> list[tuple[str, str, bytes]]:
    """Return (name, error, text) of the vectors a frame can carry; those of bad UTF-8 end it."""
    vectors = json.loads(GOLDEN.read_text("utf-8"))
    texts = [
        (one["name"], one["error"], one["frame"].encode()) for one in vectors if "frame" in one
    ]
    return [vector for vector in texts if len(vector[2]) <= MAX_INBOUND]


async def test_every_invalid_vector_gets_the_error_it_names(hub):
    vectors = golden()
    assert len(vectors) > 20
    token = await join(hub, "golden")
    for at in range(0, len(vectors), 50):  # a hundred at once would be too many for one
        async with raw_client(hub, token) as client:
            for name, error, text in vectors[at : at + 50]:
                assert await refusal(client, text) == error, name


async def test_all_of_it_at_once_disturbs_nobody(hub, raw):
    async with undisturbed(hub):
        for text, error in MALFORMED.values():
            assert await refusal(raw, text) == error


@pytest.mark.parametrize("text", ["[" * 100_000, PUB % (A_TIME, "[" * 100_000)])
async def test_what_is_longer_than_a_message_ends_the_connection_and_disturbs_nobody(
    hub, raw, text
):
    async with undisturbed(hub):
        await raw.send_all(frame(TEXT, text.encode()))
        assert (await raw.closing())[0] == 1009


@pytest.mark.parametrize(
    ("text", "status", "error"),
    [
        ("[" * 60_000, 422, "bad_json"),
        ("[" * 100_000, 413, "too_large"),
        ('{"login":' + "[" * 60_000, 422, "bad_field"),
        ('{"login":1' + "0" * 5_000 + "}", 422, "bad_field"),
        ('{"login":1e999}', 422, "bad_field"),
        ('{"login":true}', 422, "bad_field"),
        ('{"login":"x","login":"y"', 422, "bad_json"),
        ('{"login":"x","role":"admin"}', 422, "bad_field"),
        ('{"login":"x"}\0', 422, "bad_json"),
        ("\ufeff{}", 422, "bad_json"),
    ],
    ids=lambda value: str(value)[:12],
)
async def test_a_request_is_read_as_strictly(hub, text, status, error):
    async with undisturbed(hub):
        answer = await request(hub, "POST", "/api/session", raw=text.encode())
        assert (answer.status, answer.json["name"]) == (status, error)
        assert answer.json["message"].isprintable()


async def test_what_a_program_calls_itself_is_shown_disarmed(hub, guest):
    await guest.subscribe("people")
    shown = "a\ufffd\ufffd\ufffd[31m"
    async with raw_client(hub, guest.token) as raw:
        raw.send_message('{"t":"hello","client":"a\\u0000\\u202e\\u001b[31m","version":"0"}')
        await assert_alive(raw)
        people = guest.states["people"]
        await guest.until(lambda: shown in [one["client"] for one in people.values()])
        for bad in ('"\\ud800"', '"' + "x" * 65 + '"', "5", "null"):
            name = await refusal(raw, f'{{"t":"hello","client":{bad},"version":"0"}}')
            assert name in ("bad_json", "bad_field")


@pytest.mark.parametrize(
    "text",
    ["tab\tand\nnewline", "é€😀", "<script>alert(1)</script>", "$(id); `id`", "שלום", "a" * 4000],
)
async def test_what_may_be_said_arrives_as_it_was(guest, login, text):
    await guest.subscribe("room/main", tail=0)
    await guest.say(text)
    await guest.until(lambda: guest.chats() == [(login, text)])


async def test_the_hub_writes_sender_time_and_address_itself(guest, login):
    await guest.subscribe("room/main", tail=0)
    ack = await guest.answered(await guest.say("who am I"))
    await guest.until(guest.chats)
    entry = guest.entries["room/main"][-1]
    assert (entry.by, entry.ip, entry.seq, entry.at) == (login, "127.0.0.1", ack.seq, ack.at)


async def test_the_same_id_and_body_is_acknowledged_again_not_said_again(hub, guest, login):
    await guest.subscribe("room/main", tail=0)
    async with raw_client(hub, guest.token) as raw:
        id = new_id(4)
        for _ in range(3):
            raw.send_message(PUB % (id, CHAT % '"once"'))
        acks = [await raw.read_message() for _ in range(3)]
    assert [ack.get("dup", False) for ack in acks] == [False, True, True]
    assert len({(ack["seq"], ack["epoch"], ack["at"]) for ack in acks}) == 1
    await guest.say("after")
    await guest.until(lambda: (login, "after") in guest.chats())
    assert guest.chats() == [(login, "once"), (login, "after")]


@pytest.mark.parametrize(
    ("topic", "body"),
    [("room/main", CHAT % '"other"'), ("private/{login}", CHAT % '"once"')],
    ids=["another body", "another topic"],
)
async def test_the_same_id_with_something_else_is_a_conflict(raw, login, topic, body):
    id = new_id(2)
    raw.send_message(PUB % (id, CHAT % '"once"'))
    assert (await raw.read_message())["t"] == "ack"
    raw.send_message(
        {"t": "pub", "topic": topic.format(login=login), "id": id, "body": json.loads(body)}
    )
    answer = await raw.read_message()
    assert (answer["t"], answer["id"], answer["name"]) == ("nack", id, "conflict")
    await assert_alive(raw)


async def test_the_same_id_from_five_connections_at_once_counts_once(hub, guest, login):
    id = new_id(3)
    await guest.subscribe("room/main", tail=0)
    clients = [RawClient.dial(hub) for _ in range(5)]
    opened = [await client for client in clients]
    try:
        for one in opened:
            assert (await one.upgrade(hub, token=guest.token)).status == 101
            await one.read_until("welcome")
        for one in opened:
            one.send_message(PUB % (id, CHAT % '"five"'))
        acks = [await one.read_until("ack") for one in opened]
    finally:
        for one in opened:
            one.abort()
    assert sorted(ack.get("dup", False) for ack in acks) == [False, True, True, True, True]
    assert len({ack["seq"] for ack in acks}) == 1
    await guest.say("after")
    await guest.until(lambda: (login, "after") in guest.chats())
    assert guest.chats() == [(login, "five"), (login, "after")]


async def test_publishes_whose_answers_are_lost_count_once_however_many_wait(start_hub, login):
    """A Link repeats after a cut only what was in flight, and that is less than a hub remembers.

    Repeats count as publishes of their person, over all connections: here nobody is held back.
    """
    hub = start_hub("--publish-rate", "100000")
    link = Link(m.Hello("test", "0"), os.urandom)
    for number in range(1_000):
        link.publish("room/main", Chat(str(number)), now_ms())
    heard = 60
    async with room_client(hub, await become_admin(hub, login)) as watcher:
        await watcher.subscribe("room/main", tail=0)
        while link.unanswered:
            async with raw_client(hub, watcher.token) as raw:
                link.opened(now_ms())
                assert await exchange(raw, link, heard=heard) <= WINDOW
                await exchange(raw, link, heard=0)
                link.closed(1006)
        await watcher.until(lambda: len(watcher.chats()) >= 1_000)
        await watcher.say("after")
        await watcher.until(lambda: (login, "after") in watcher.chats())
        assert [text for _, text in watcher.chats()] == [*map(str, range(1_000)), "after"]


async def exchange(raw: RawClient, link: Link, *, heard: int) -> int:
    """Send what a link has to say until the hub answered; hand it so many answers, lose the others.

    Return how many there were.
    """
    frames = link.outgoing(now_ms())
    await raw.send_all(b"".join(frame(TEXT, text) for text in frames))
    answers = [await raw.read_until("ack") for text in frames if b'"pub"' in text]
    for answer in answers[:heard]:
        link.receive(json.dumps(answer), now_ms())
    return len(answers)


async def test_two_people_may_have_the_same_id(hub, raw, login):
    raw.send_message(PUB % (A_TIME, CHAT % '"mine"'))
    async with raw_client(hub, await join(hub, f"{login}b")) as other:
        other.send_message(PUB % (A_TIME, CHAT % '"yours"'))
        answers = [await one.read_message() for one in (raw, other)]
    assert [answer["t"] for answer in answers] == ["ack", "ack"]
    assert answers[0]["seq"] != answers[1]["seq"]


@pytest.mark.parametrize(
    "login",
    [
        "",
        " ",
        "-a",
        ".a",
        "a b",
        "a\n",
        "a\0",
        "é",
        "a\u202eb",
        "@hub",
        "host/x",
        "a" * 33,
        "a/b",
        "<b>",
    ],
    ids=repr,
)
async def test_a_malformed_login_is_refused(hub, login):
    answer = await request(hub, "POST", "/api/session", {"login": login})
    assert (answer.status, answer.json["name"]) == (422, "bad_field")


@pytest.mark.parametrize(
    "text", ['{"login":"\\ud800"}', '{"login":"a\\udc00"}', '{"login":5}', "{}"]
)
async def test_a_login_that_is_no_text_is_refused(hub, text):
    answer = await request(hub, "POST", "/api/session", raw=text.encode())
    assert (answer.status, answer.json["code"] // 100) == (422, 1)


async def test_a_hundred_errors_at_once_are_forgiven_more_are_not(raw):
    for _ in range(99):
        raw.send_message("x")
    for _ in range(99):
        assert (await raw.read_message())["t"] == "error"
    for _ in range(200):
        raw.send_message("x")
    assert (await raw.closing())[0] == 4400
