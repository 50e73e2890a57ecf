"""What is searched for has no syntax: whatever stands in it are words, or there is none in it."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.e2e.injections import DISGUISES, INJECTIONS
from tests.hub.credentials import join
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient, room_client

SYNTAX = (
    *('"', '""', '"""', '"a', 'a"', "'", "''", "a''b", ";--", "'; DROP TABLE spoken; --"),
    *("*", "a*", "*a", "^", "^a", "a^", "+", "a + b", "-a", "a -b", ":", "a:", ":a", "::"),
    *("text:a", "author:root", "{text}:a", "{text author} : a", "- {author} : a", "rowid:1"),
    *("AND", "OR", "NOT", "a AND", "OR a", "NOT a", "a NOT b", "a AND AND b", "(", ")", "(a", "a)"),
    *("NEAR", "NEAR(", "NEAR(a b)", "NEAR(a b, 2)", "NEAR(a b, -1)", "a NEAR/2 b", '"a" NEAR "b"'),
    *("spoken MATCH a", "%", "_", "?", "?1", ":a", "@a", "$a", "\\", "\x00", "a\x00b", "\x1a"),
    *("\u200b", "\u202e", "\u0301", "e\u0301", "a" * 200, "\U0001f468\u200d\U0001f469", "\ufffe"),
)
"""What means something to FTS5, to SQL, or to Unicode."""
ALL = (*INJECTIONS, *DISGUISES, *SYNTAX)


@pytest.fixture
async def ann(start_hub: Any) -> AsyncIterator[RoomClient]:
    hub: HubProcess = start_hub("--lab")
    async with room_client(hub, await join(hub, "ann")) as client:
        yield client


async def search(client: RoomClient, **asked: str) -> Any:
    path = f"/api/search?{urlencode(asked)}"
    return await request(client.hub, "GET", path, token=client.token)


async def test_whatever_is_searched_for_are_words_or_none(ann: RoomClient) -> None:
    await ann.answered(await ann.say("words that are nothing else, a and b"))
    for text in ALL:
        for name in ("text", "by"):
            answer = await search(ann, **{name: text})
            assert answer.status in {200, 422}, (name, text, answer)
            if answer.status == 422:
                assert answer.json["name"] == "bad_field", (text, answer)


async def test_a_word_of_the_syntax_is_a_word(ann: RoomClient) -> None:
    """`NOT a` looks for "not" and "a": it does not find what has no "a"."""
    for text in ("or and near not", "a NOT b", "author ann"):
        await ann.answered(await ann.say(text))
    found = {
        asked: [one["text"] for one in (await search(ann, text=asked)).json["found"]]
        for asked in ("NOT zebra", "a NOT b", "OR", "NEAR", "author:ann", "b NOT a")
    }
    assert found == {
        "NOT zebra": [],
        "a NOT b": ["a NOT b"],
        "OR": ["or and near not"],
        "NEAR": ["or and near not"],
        "author:ann": ["author ann"],
        "b NOT a": ["a NOT b"],
    }


async def test_what_was_said_is_found_by_itself_and_shown_whole(ann: RoomClient) -> None:
    """The pieces of a find are the text, letter for letter; no mark-up is added to them."""
    for text in INJECTIONS:
        await ann.answered(await ann.say(text))
    for text in INJECTIONS:
        answer = await search(ann, text=text)
        if answer.status == 422:
            continue  # more words than one may look for
        found = answer.json["found"]
        assert text in [one["text"] for one in found], text
        for one in found:
            assert "".join(part["text"] for part in one["parts"]) == one["text"]
