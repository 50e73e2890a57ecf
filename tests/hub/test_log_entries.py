"""Entries of a log over HTTP: any piece of it, from memory and from the store alike."""

from urllib.parse import urlencode

import pytest

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import Answer, request
from tests.hub.room_client import room_client
from tocsin_wire.bodies import Deleted, Edited
from tocsin_wire.topics import MAIN_ROOM

SAID = 1_300
"""More than a log's tail in memory."""


async def ask(hub, token, **query) -> Answer:
    return await request(hub, "GET", f"/api/logs/entries?{urlencode(query)}", token=token)


@pytest.mark.slow
async def test_a_piece_from_anywhere(start_hub):
    hub = start_hub("--lab")
    token = await become_admin(hub)
    async with room_client(hub, token) as ann:
        await ann.subscribe(MAIN_ROOM, tail=0)
        for number in range(SAID):
            await ann.say(f"{number}")
        await ann.until(lambda: len(ann.chats()) == SAID, 30)
        entries = ann.entries[MAIN_ROOM]
        head = entries[-1].seq

        async def seqs(**place):
            answer = await ask(hub, token, topic=MAIN_ROOM, **place)
            assert answer.status == 200, answer.body
            assert (answer.json["first"], answer.json["head"]) == (1, head)
            return [one["seq"] for one in answer.json["entries"]]

        assert await seqs() == list(range(head - 99, head + 1))
        assert await seqs(before=head - 49, limit=3) == [head - 52, head - 51, head - 50]
        assert await seqs(before=4) == [1, 2, 3]
        assert await seqs(before=1) == await seqs(before=0) == []
        assert await seqs(after=0, limit=500) == list(range(1, 501))
        assert await seqs(after=head - 1_030, limit=20) == list(range(head - 1_029, head - 1_009))
        assert await seqs(after=head) == await seqs(after=2**53 - 1) == []
        early = entries[20]
        assert (await seqs(at=early.at, limit=1))[0] <= early.seq
        assert (await seqs(at=early.at + 1, limit=1))[0] > early.seq


async def test_a_piece_tells_what_was_changed_in_it_since(start_hub):
    hub = start_hub("--lab")
    token = await become_admin(hub)
    async with room_client(hub, token) as ann:
        said = [await ann.answered(await ann.say(text)) for text in ("one", "two", "three")]
        one, two, three = said
        await ann.answered(await ann.publish(MAIN_ROOM, Edited(one.id, one.seq, "1")))
        await ann.answered(await ann.publish(MAIN_ROOM, Deleted(two.id, two.seq)))
        await ann.answered(await ann.publish(MAIN_ROOM, Edited(three.id, three.seq, "3")))

        async def amendments(**place):
            answer = await ask(hub, token, topic=MAIN_ROOM, **place)
            return [entry["body"] for entry in answer.json["amendments"]]

        told = await amendments(after=one.seq - 1, limit=2)
        assert [(body["kind"], body["seq"]) for body in told] == [
            ("edit", one.seq),
            ("delete", two.seq),
        ]
        assert await amendments(after=one.seq - 1, limit=6) == [], "they are in the piece"
        assert await amendments(after=2**53 - 1) == []


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"topic": ""},
        {"topic": MAIN_ROOM, "before": "x"},
        {"topic": MAIN_ROOM, "before": "-1"},
        {"topic": MAIN_ROOM, "before": "1.5"},
        {"topic": MAIN_ROOM, "limit": "0"},
        {"topic": MAIN_ROOM, "limit": "501"},
        {"topic": MAIN_ROOM, "before": "3", "after": "1"},
        {"topic": MAIN_ROOM, "other": "1"},
        {"topic": "people"},
        {"topic": "../etc"},
    ],
    ids=str,
)
async def test_what_makes_no_sense_is_told_so(hub, login, query):
    answer = await ask(hub, await join(hub, login), **query)
    assert answer.status == 422
    assert answer.json["message"]


async def test_who_may_not_follow_may_not_read(hub, login):
    token = await join(hub, login)
    topics = {"private/other": 403, "host/x/inbox": 403, "room/nowhere": 404}
    for topic, status in topics.items():
        assert (await ask(hub, token, topic=topic)).status == status
    assert (await ask(hub, "", topic=MAIN_ROOM)).status == 401
