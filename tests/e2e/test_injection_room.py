"""Text stays text in the room: edits, quotes, reactions, names and titles of rooms, search."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.injections import DISGUISES, HIDDEN, INJECTIONS
from tests.e2e.visitors import enter_as_admin
from tests.e2e.watched import Watched
from tests.hub.credentials import become_admin, join
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import RoomClient, room_client
from tocsin_wire.bodies import Chat, Deleted, Edited, Reacted
from tocsin_wire.messages import Nack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_TITLE = 60
NUMBERS = count(1)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    running = HubProcess(tmp_path_factory.mktemp("room") / "data", "--lab").start()
    yield running
    running.stop()


@pytest.fixture
def watched(hub: HubProcess, visitor: Callable[..., Page]) -> Watched:
    page = visitor()
    enter_as_admin(page, hub, "ann")
    return Watched(page, hub)


async def begin_room(hub: HubProcess, admin: str, name: str, title: str = "") -> int:
    body = {"name": name, "title": title}
    return (await request(hub, "POST", "/api/rooms", body, token=admin)).status


async def told(client: RoomClient, topic: str, *bodies: Any) -> list[Any]:
    """Publish bodies one after the other; return the hub's answers."""
    return [await client.answered(await client.publish(topic, body)) for body in bodies]


async def edited_and_answered(hub: HubProcess, admin: str) -> None:
    """Say harmless lines, make them say each text, and answer each."""
    await begin_room(hub, admin, "edits")
    async with room_client(hub, await join(hub, "mallory")) as mallory:
        topic = "room/edits"
        await mallory.subscribe(topic)
        ids = [await mallory.publish(topic, Chat(text)) for text in INJECTIONS]
        acks = [await mallory.answered(id) for id in ids]
        for id, ack, text in zip(ids, acks, reversed(INJECTIONS), strict=True):
            await mallory.answered(await mallory.publish(topic, Edited(id, ack.seq, text)))
        for id, ack in zip(ids, acks, strict=True):
            last = await mallory.publish(topic, Chat("yes", reply=id, reply_seq=ack.seq))
        await mallory.answered(last)


def test_edits_their_history_and_quotes(
    hub: HubProcess, watched: Watched, backstage: Backstage
) -> None:
    backstage.run(edited_and_answered(hub, backstage.run(become_admin(hub, "ann"))))
    page = watched.page
    page.goto(f"{hub.url}/room/edits")
    said = page.get_by_test_id("room-message")
    expect(said).to_have_count(2 * len(INJECTIONS))
    assert said.all_text_contents()[: len(INJECTIONS)] == [*reversed(INJECTIONS)]
    quotes = page.get_by_test_id("quote").locator(".quote-text")
    quoted = [" ".join(one.split()) for one in reversed(INJECTIONS)]  # a quote is one line
    assert quotes.all_text_contents() == quoted
    watched.check()
    edited = page.get_by_test_id("message-edited")
    for index in (0, 17, 59):
        edited.nth(index).click()
        expect(page.get_by_test_id("former-text")).to_have_text([INJECTIONS[index]])
        watched.check()
        page.keyboard.press("Escape")
    page.get_by_test_id("message-row").nth(3).hover()
    page.get_by_test_id("tool-reply").click()
    expect(page.get_by_test_id("replying")).to_contain_text(INJECTIONS[56])
    watched.check()


def test_what_was_deleted_is_nowhere(
    hub: HubProcess, watched: Watched, backstage: Backstage
) -> None:
    async def deleted() -> None:
        await begin_room(hub, await become_admin(hub, "ann"), "deletions")
        async with room_client(hub, await join(hub, "malou")) as mallory:
            topic = "room/deletions"
            for text in INJECTIONS:
                id = await mallory.publish(topic, Chat(text))
                ack = await mallory.answered(id)
                await told(mallory, topic, Deleted(id, ack.seq))

    backstage.run(deleted())
    page = watched.page
    page.goto(f"{hub.url}/room/deletions")
    expect(page.get_by_test_id("message-deleted")).to_have_count(len(INJECTIONS))
    expect(page.get_by_test_id("room-message")).to_have_count(0)
    watched.check()


def test_a_reaction_is_an_emoji_or_refused(hub: HubProcess, backstage: Backstage) -> None:
    async def reacted() -> list[Any]:
        async with room_client(hub, await join(hub, "mallet")) as mallory:
            id = await mallory.say("react to this")
            ack = await mallory.answered(id)
            wishes = [Reacted(id, ack.seq, text[:64]) for text in (*INJECTIONS, *DISGUISES, "")]
            return await told(mallory, "room/main", *wishes)

    answers = backstage.run(reacted())
    assert [one for one in answers if not isinstance(one, Nack)] == []


def test_the_names_of_rooms(hub: HubProcess, backstage: Backstage) -> None:
    """None is taken but those that are words; a name that objects know is a room like others."""

    async def begun() -> list[str]:
        admin = await become_admin(hub, "ann")
        names = (*INJECTIONS, *DISGUISES)
        return [name for name in names if await begin_room(hub, admin, name) == 201]

    assert set(backstage.run(begun())) <= {"constructor", "__proto__"}


def test_the_titles_of_rooms(hub: HubProcess, watched: Watched, backstage: Backstage) -> None:
    """In the head, the list, the palette, the window's title."""
    page = watched.page
    admin = backstage.run(become_admin(hub, "ann"))
    backstage.run(begin_room(hub, admin, "titled"))

    async def rename(title: str) -> str:
        answer = await request(
            hub, "PATCH", "/api/rooms/titled", {"title": title[:MOST_TITLE]}, token=admin
        )
        assert answer.status == 200, answer
        kept = answer.json["title"]
        assert isinstance(kept, str)
        return kept

    page.goto(f"{hub.url}/room/titled")
    title = page.get_by_test_id("room-title")
    for text in (*INJECTIONS, *DISGUISES):
        kept = backstage.run(rename(text))
        expect(title).not_to_have_text("titled")
        page.wait_for_function(
            "(title) => document.querySelector('[data-testid=room-title]').textContent === title",
            arg=visible(page, kept),
        )
        watched.check()
    page.get_by_test_id("switcher-open").click()
    for text in INJECTIONS[::6]:
        expect(page.get_by_test_id("switcher")).to_contain_text(backstage.run(rename(text)))
        watched.check()
    page.get_by_test_id("room-rename-titled").click()
    expect(page.get_by_test_id("room-title-input")).to_have_value(backstage.run(rename("<b>")))
    watched.check()


def visible(page: Page, text: str) -> str:
    """Return a text as the page writes it where something in it is hidden."""
    assert page.evaluate(f"(text) => !/{HIDDEN}/.test(text)", text), repr(text)
    return text


PLACES = (
    *("/run/a%2Fb", "/run/%3Cb%3E", "/run/%20", "/run/..%2F..", f"/run/{'a' * 300}"),
    *("/host/a%2Fb", "/host/%3Cb%3E", f"/host/{'a' * 300}", "/host/x?from=1e400&to=-1"),
    *("/run/%", "/host/%E0%A4%A", "/run/__proto__", "/host/__proto__?with=x"),
)


def test_addresses_that_lead_nowhere(
    hub: HubProcess, watched: Watched, backstage: Backstage
) -> None:
    """Who says them harms nobody: what names no run or host is text, and the talk goes on."""

    async def say(*texts: str) -> None:
        async with room_client(hub, await join(hub, f"lost{next(NUMBERS)}")) as lost:
            await told(lost, "room/main", *(Chat(text) for text in texts))

    page = watched.page
    page.goto(f"{hub.url}/room")
    page.get_by_test_id("room-input").wait_for()
    for place in PLACES:
        backstage.run(say(f"look: {place} there"))
        row = page.get_by_test_id("room-message").last
        expect(row).to_have_text(f"look: {place} there")
    backstage.run(say("and the talk", "goes on"))
    expect(page.get_by_test_id("room-message").last).to_have_text("goes on")
    watched.check()
    for place in PLACES:
        if ".." in place:
            continue  # the hub has no such file
        page.goto(hub.url + place)
        page.locator("#view > *").first.wait_for()
        expect(page.get_by_test_id("banner-offline")).to_have_count(0)
    page.goto(f"{hub.url}/room")
    expect(page.get_by_test_id("room-message").last).to_have_text("goes on")
    watched.check()
