"""The search of a running hub: what somebody may read, as it reads now, a piece at a time."""

from urllib.parse import urlencode

import pytest

from tests.hub.credentials import become_admin, join
from tests.hub.http_client import request
from tests.hub.room_client import room_client
from tocsin_wire.bodies import Deleted, Edited


async def search(hub, token, **asked):
    answer = await request(hub, "GET", f"/api/search?{urlencode(asked)}", token=token)
    assert answer.status == 200, answer
    return answer.json


@pytest.fixture
async def people(start_hub):
    """Ann and Bob in a hub; what they say is in no other test's way."""
    hub = start_hub("--lab")
    tokens = [await join(hub, name) for name in ("ann", "bob")]
    async with room_client(hub, tokens[0]) as ann, room_client(hub, tokens[1]) as bob:
        yield hub, ann, bob


async def test_words_are_found_without_case_and_accents(people):
    hub, ann, bob = people
    id = await ann.say("Le disque est plein à Orléans")
    ack = await ann.answered(id)
    answer = await search(hub, bob.token, text="ORLEA disq")
    assert answer == {
        "found": [
            {
                "topic": "room/main",
                "seq": ack.seq,
                "id": id,
                "at": ack.at,
                "by": "ann",
                "ip": "127.0.0.1",
                "kind": "chat",
                "run": "",
                "text": "Le disque est plein à Orléans",
                "parts": [
                    {"text": "Le ", "hit": False},
                    {"text": "disque", "hit": True},
                    {"text": " est plein à ", "hit": False},
                    {"text": "Orléans", "hit": True},
                ],
            }
        ],
        "next": "",
        "complete": True,
    }


async def test_what_was_edited_or_deleted_is_found_as_it_is_now(people):
    hub, ann, bob = people
    first, second = [await ann.answered(await ann.say(f"word {n}")) for n in (1, 2)]
    await ann.answered(await ann.publish("room/main", Edited(first.id, first.seq, "other")))
    await ann.answered(await ann.publish("room/main", Deleted(second.id, second.seq)))
    assert (await search(hub, bob.token, text="word"))["found"] == []
    (found,) = (await search(hub, bob.token, text="other"))["found"]
    assert (found["id"], found["text"]) == (first.id, "other")
    assert len((await search(hub, bob.token, by="ANN"))["found"]) == 1


async def test_private_messages_are_found_by_the_two_and_nobody_else(people):
    hub, ann, bob = people
    admin = await become_admin(hub, "boss")
    said = await ann.answered(await ann.say("secret", "private/bob"))
    for who, topic in ((ann, "private/ann"), (bob, "private/bob")):
        (found,) = (await search(hub, who.token, text="secret"))["found"]
        assert found["topic"] == topic
        assert found["id"].removesuffix("-copy") == said.id
    assert (await search(hub, admin, text="secret"))["found"] == []
    for token in (admin, bob.token):
        answer = await request(hub, "GET", "/api/search?text=a&topic=private/ann", token=token)
        assert (answer.status, answer.json["name"]) == (403, "forbidden")


async def test_a_login_s_next_owner_finds_nothing_of_the_last(people):
    hub, ann, bob = people
    await ann.answered(await ann.say("secret", "private/bob"))
    await bob.say("bye")
    await bob.ended()
    token = await join(hub, "bob")
    assert (await search(hub, token, text="secret"))["found"] == []


async def test_one_comes_to_everything_a_piece_at_a_time(people):
    hub, ann, bob = people
    for number in range(7):
        await ann.answered(await ann.say(f"word {number}"))
    texts, asked = [], {"text": "word", "limit": 3}
    while True:
        answer = await search(hub, bob.token, **asked)
        texts += [found["text"] for found in answer["found"]]
        if not answer["next"]:
            break
        asked["before"] = answer["next"]
    assert texts == [f"word {number}" for number in reversed(range(7))]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 422),
        ({"text": "!!"}, 422),
        ({"text": "x" * 201}, 422),
        ({"text": "x", "limit": 51}, 422),
        ({"text": "x", "before": "yesterday"}, 422),
        ({"text": "x", "topic": "people"}, 422),
        ({"text": "x", "topic": "audit"}, 422),
        ({"text": "x", "topic": "nothing"}, 422),
        ({"text": "x", "from": "-1"}, 422),
        ({"text": "x", "offset": 3}, 422),
        ({"text": "x", "topic": "room/none"}, 200),
    ],
)
async def test_what_is_asked_wrongly(hub, login, asked, status):
    token = await join(hub, login)
    answer = await request(hub, "GET", f"/api/search?{urlencode(asked)}", token=token)
    assert answer.status == status, answer
