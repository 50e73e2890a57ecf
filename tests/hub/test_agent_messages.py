"""What an agent may not send: it is told what is wrong, nothing changes, and it goes on."""

import contextlib

import pytest

from tests.hub.credentials import become_admin, enrol, join
from tests.hub.ids import new_id
from tests.hub.raw_client import TEXT, frame, raw_client
from tests.hub.room_client import room_client

COLUMNS = (
    '{"id":"c","interval_ms":1000,"columns":[{"name":"system.cpu.utilization","unit":"1"},'
    '{"name":"system.memory.utilization","unit":"1"}]}'
)
BIG = "1" + "0" * 5_000


def put(host: str, part: str, values: str) -> str:
    return f'{{"t":"put","topic":"host/{host}/{part}","set":{values}}}'


def pub(host: str, body: str, number: int = 2) -> str:
    return f'{{"t":"pub","topic":"host/{host}/samples","id":"{new_id(number)}","body":{body}}}'


def rows(text: str) -> str:
    return f'{{"kind":"rows","columns":"c","rows":{text}}}'


def columns(interval: str) -> str:
    return f'{{"columns":{COLUMNS.replace("1000", interval)}}}'


@contextlib.asynccontextmanager
async def an_agent(hub, name):
    """Hold an agent that has told its columns and one row; yields it with its host."""
    host, identity = await enrol(hub, await become_admin(hub), name)
    async with raw_client(hub, "", await identity.authorization(hub)) as raw:
        raw.send_message({"t": "hello", "client": "agent", "version": "0", "instance": "i"})
        raw.send_message(put(host, "stats", columns("1000")))
        raw.send_message(pub(host, rows("[[1000,0.5,null]]"), 1))
        assert (await raw.read_until("ack"))["id"] == new_id(1)
        yield raw, host


@contextlib.asynccontextmanager
async def unchanged(hub, host, login):
    """Hold somebody who follows the host, and at the end has seen nothing of it change."""
    async with room_client(hub, await join(hub, f"{login}w")) as watcher:
        topics = ["hosts", *(f"host/{host}/{part}" for part in ("stats", "facts", "processes"))]
        for topic in topics:
            await watcher.subscribe(topic)
        await watcher.until(lambda: f"{host}/now" in watcher.states["hosts"])
        await watcher.until(lambda: "row" in watcher.states[f"host/{host}/stats"])
        before = {topic: dict(watcher.states[topic]) for topic in topics[1:]}
        now = watcher.states["hosts"][f"{host}/now"]
        yield
        await watcher.ask_time()
        await watcher.say("all is seen")
        await watcher.subscribe("room/main", tail=0)
        assert {topic: watcher.states[topic] for topic in topics[1:]} == before
        assert watcher.states["hosts"][f"{host}/now"] == now


async def refused(raw, text: str) -> str:
    """Send one message; return the name of the error it gets. The connection lives."""
    raw.send(frame(TEXT, text.encode()))
    answer = await raw.read_message()
    while answer["t"] == "beat":
        answer = await raw.read_message()
    assert answer["t"] in ("error", "nack"), answer
    assert answer["message"].isprintable()
    assert not answer.get("retryable", False)
    raw.send_message({"t": "time", "sent": 5})
    assert (await raw.read_until("time_ok"))["sent"] == 5
    name = answer["name"]
    assert isinstance(name, str)
    return name


ROW_VALUES = {
    "true": "bad_field",
    '"5"': "bad_field",
    "NaN": "bad_json",
    "Infinity": "bad_json",
    "-Infinity": "bad_json",
    "1e999": "bad_field",
    "-1e999": "bad_field",
    BIG: "bad_field",
    "[]": "bad_field",
    "{}": "bad_field",
    "0x10": "bad_json",
    "01": "bad_json",
    "1.": "bad_json",
    "[" * 50_000: "bad_json",
}
STAMPS = {
    "null": "bad_field",
    "true": "bad_field",
    '"1"': "bad_field",
    "-1": "bad_field",
    "9007199254740992": "bad_field",
    "1e300": "bad_field",
    "1e999": "bad_field",
    BIG: "bad_field",
}


@pytest.mark.parametrize("value", ROW_VALUES, ids=lambda value: value[:12])
async def test_no_number_in_a_row(hub, login, value):
    async with an_agent(hub, login) as (raw, host), unchanged(hub, host, login):
        body = rows(f"[[2000,0.5,0.5],[2001,{value},0.5]]")
        assert await refused(raw, pub(host, body)) == ROW_VALUES[value]


@pytest.mark.parametrize("at", STAMPS, ids=lambda at: at[:12])
async def test_no_time_in_a_row(hub, login, at):
    async with an_agent(hub, login) as (raw, host), unchanged(hub, host, login):
        body = rows(f"[[2000,0.5,0.5],[{at},0.5,0.5]]")
        assert await refused(raw, pub(host, body)) == STAMPS[at]


BODIES = {
    "no kind": ('{"columns":"c","rows":[[1,2,3]]}', "bad_field"),
    "two kinds": ('{"kind":"rows","kind":"busiest","columns":"c","rows":[[1,2,3]]}', "bad_field"),
    "the busiest": ('{"kind":"busiest","at":1,"reason":"minute","processes":[]}', "bad_field"),
    "a chat": ('{"kind":"chat","text":"x"}', "bad_field"),
    "an unknown field": ('{"kind":"rows","columns":"c","rows":[[1,2,3]],"at":1}', "bad_field"),
    "no row": (rows("[]"), "bad_field"),
    "601 rows": (rows("[" + ",".join(["[1,2,3]"] * 601) + "]"), "bad_field"),
    "a row of 2,002": (rows("[[" + ",".join(["1"] * 2_002) + "]]"), "bad_field"),
    "true for backlog": (
        '{"kind":"rows","columns":"c","rows":[[1,2,3]],"backlog":1}',
        "bad_field",
    ),
    "other columns": ('{"kind":"rows","columns":"d","rows":[[1,2,3]]}', "bad_field"),
    "a lone surrogate": ('{"kind":"rows","columns":"\\ud800","rows":[[1,2,3]]}', "bad_json"),
}


@pytest.mark.parametrize("name", BODIES)
async def test_no_rows(hub, login, name):
    body, error = BODIES[name]
    async with an_agent(hub, login) as (raw, host), unchanged(hub, host, login):
        assert await refused(raw, pub(host, body)) == error


PUTS = {
    "stats: a key of the hub's": ("stats", '{"row":{"columns":"c","row":[1,2,3]}}', "bad_field"),
    "stats: 10^5000": ("stats", columns(BIG), "bad_field"),
    "stats: true": ("stats", columns("true"), "bad_field"),
    "stats: 99 ms": ("stats", columns("99"), "bad_field"),
    "stats: NaN": ("stats", '{"clock":{"offset_ms":NaN,"round_trip_ms":1}}', "bad_json"),
    "stats: 1e999": ("stats", '{"clock":{"offset_ms":1e999,"round_trip_ms":1}}', "bad_field"),
    "stats: nested": ("stats", '{"clock":' + "[" * 60_000, "bad_json"),
    "stats: nested and closed": (
        "stats",
        '{"clock":' + "[" * 30_000 + "]" * 30_000 + "}",
        "bad_json",
    ),
    "facts: no text": ("facts", '{"os":{"value":5}}', "bad_field"),
    "facts: a lone surrogate": ("facts", '{"os":{"value":"\\ud800"}}', "bad_json"),
    "facts: a lone surrogate as key": ("facts", '{"\\udc00":{"value":"x"}}', "bad_json"),
    "facts: no key": ("facts", '{"":{"value":"x"}}', "bad_field"),
    "facts: an unknown field": ("facts", '{"os":{"value":"x","by":"@hub"}}', "bad_field"),
    "facts: null": ("facts", '{"os":null}', "bad_json"),
    "facts: an array": ("facts", "[]", "bad_field"),
    "processes: 2^53": (
        "processes",
        '{"1":{"name":"x","user":"r","cpu":1,"memory":9007199254740992}}',
        "bad_field",
    ),
    "processes: a fraction": (
        "processes",
        '{"1":{"name":"x","user":"r","cpu":1,"memory":1.5}}',
        "bad_field",
    ),
    "processes: true": (
        "processes",
        '{"1":{"name":"x","user":"r","cpu":true,"memory":1}}',
        "bad_field",
    ),
    "processes: 1e999": (
        "processes",
        '{"1":{"name":"x","user":"r","cpu":1e999,"memory":1}}',
        "bad_field",
    ),
    "the inbox": ("inbox", "{}", "forbidden"),
    "no part": ("none", "{}", "bad_topic"),
}


@pytest.mark.parametrize("name", PUTS)
async def test_no_values(hub, login, name):
    part, values, error = PUTS[name]
    async with an_agent(hub, login) as (raw, host), unchanged(hub, host, login):
        assert await refused(raw, put(host, part, values)) == error


async def test_what_a_machine_calls_things_is_kept_as_it_is(hub, login):
    """In keys as in values: a page shows text as text, whatever it would like to be."""
    quoted, text = "a\\u0000\\n\\u202e<script>\\u001b[31m", "a\0\n\u202e<script>\x1b[31m"
    values = {
        "facts": f'{{"value":"{quoted}"}}',
        "processes": f'{{"name":"{quoted}","user":"{quoted}","cpu":1,"memory":1}}',
    }
    async with an_agent(hub, login) as (raw, host):
        for part, value in values.items():
            raw.send_message(put(host, part, f'{{"{quoted}":{value}}}'))
        raw.send_message({"t": "time", "sent": 1})
        assert (await raw.read_message())["t"] == "time_ok"
        async with room_client(hub, await join(hub, f"{login}w")) as watcher:
            for part in values:
                topic = f"host/{host}/{part}"
                await watcher.subscribe(topic)
                await watcher.until(lambda topic=topic: text in watcher.states[topic])
