"""Text stays text in what is named: titles of rooms, saved runs, screens; and in what is found."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.console import Console
from tests.e2e.injections import INJECTIONS
from tests.e2e.visitors import enter_as_admin
from tests.e2e.watched import Watched
from tests.hub.credentials import become_admin, join, screen_key
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import room_client

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_TITLE = 60
MOST_NAME = 80
GO = """(path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    running = HubProcess(tmp_path_factory.mktemp("names") / "data", "--lab").start()
    yield running
    running.stop()


@pytest.fixture
def watched(hub: HubProcess, visitor: Callable[..., Page]) -> Watched:
    page = visitor(viewport={"width": 1_280, "height": 800})
    enter_as_admin(page, hub, "ann")
    return Watched(page, hub)


@pytest.fixture(scope="module")
def operator(hub: HubProcess, backstage: Backstage) -> str:
    return backstage.run(become_admin(hub, "ann"))


def collapsed(text: str) -> str:
    return " ".join(text.split())


def test_the_titles_of_sixty_rooms(
    hub: HubProcess, watched: Watched, backstage: Backstage, operator: str
) -> None:
    """All at once in the list of rooms and in the palette, and each above its room."""

    async def begin() -> None:
        for number, text in enumerate(INJECTIONS):
            body = {"name": f"room-{number}", "title": text[:MOST_TITLE]}
            answer = await request(hub, "POST", "/api/rooms", body, token=operator)
            assert answer.status == 201, answer

    backstage.run(begin())
    page = watched.page
    page.goto(f"{hub.url}/room")
    page.get_by_test_id("switcher-open").click()
    lines = page.get_by_test_id("switcher-line")
    expect(lines.filter(has_text="#room-59")).to_have_count(1)
    shown = lines.all_inner_texts()
    for number, text in enumerate(INJECTIONS):
        (line,) = (one for one in shown if f"room-{number}" in one.split())
        assert collapsed(text[:MOST_TITLE]) in collapsed(line)
    watched.check()
    for text in INJECTIONS:
        page.get_by_test_id("switcher-filter").fill(text[:MOST_TITLE])
        watched.check()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    for number in range(0, 60, 10):
        page.get_by_test_id("palette-field").fill(f"room-{number}")
        expect(page.get_by_test_id("palette-row").first).to_contain_text(f"room-{number}")
        watched.check()
    page.keyboard.press("Escape")
    title = page.get_by_test_id("room-title")
    for number, text in enumerate(INJECTIONS):
        page.evaluate(GO, f"/room/room-{number}")
        expect(title).to_have_text(text[:MOST_TITLE])
        assert title.get_attribute("title") == title.text_content()
        assert "injected" not in page.title()
    watched.check()
    page.get_by_test_id("search-open").click()
    scopes = page.get_by_test_id("search-where").locator("option").all_text_contents()
    assert any("room-59" in scope for scope in scopes)
    watched.check()


def test_the_names_and_commands_of_saved_runs(hub: HubProcess, watched: Watched) -> None:
    """In the view of runs, in the form that changes one, in the palette."""
    page = watched.page
    own = {"Origin": hub.url, "Content-Type": "application/json"}
    saved: dict[str, str] = {}
    for number, text in enumerate(INJECTIONS):
        name = f"{number} {text}"[:MOST_NAME]
        wish = {"name": name, "where": ["all"], "command": "echo", "arguments": [text]}
        answer = page.request.post(f"{hub.url}/api/saved-runs", data=json.dumps(wish), headers=own)
        assert answer.ok, answer.text()
        saved[answer.json()["id"]] = name
    page.goto(f"{hub.url}/runs")
    for id, name in saved.items():
        card = page.get_by_test_id(f"saved-{id}")
        expect(card.locator("strong")).to_have_text(name)
        expect(card.locator("code")).to_contain_text("echo ")
    watched.check()
    for id in [*saved][::12]:
        page.get_by_test_id(f"saved-more-{id}").click()
        page.get_by_role("menuitem").first.click()
        expect(page.get_by_test_id("save-name")).to_have_value(saved[id])
        watched.check()
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    for name in saved.values():
        page.get_by_test_id("palette-field").fill(name[:40])
        expect(page.locator(".palette-row[data-kind=saved]").first).to_be_visible()
        watched.check()


def test_what_a_screen_is_called_on_the_wall(
    hub: HubProcess, visitor: Callable[..., Page], backstage: Backstage, operator: str
) -> None:
    """Above its fleet, beside its clock, in the window's title; and what was said, as it was."""

    async def say_all() -> None:
        async with room_client(hub, await join(hub, "mallory")) as mallory:
            for text in INJECTIONS[::6]:
                await mallory.answered(await mallory.say(text))

    backstage.run(say_all())
    page = visitor(viewport={"width": 1_280, "height": 720})
    watched = Watched(page, hub)
    views = ["/", "/clock", "/room"]
    for text in (INJECTIONS[0], INJECTIONS[12], INJECTIONS[31], INJECTIONS[50]):
        key = backstage.run(screen_key(hub, operator, name=text[:64], views=views, seconds=300))
        page.goto("about:blank")
        page.goto(f"{hub.url}/tv#k={key}")
        expect(page.locator(".tv-head h1")).to_have_text(text[:64])
        watched.check()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_test_id("tv")).to_have_attribute("data-view", "/clock")
        expect(page.get_by_test_id("tv")).to_contain_text(text[:64])
        watched.check()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_test_id("tv-said")).to_contain_text(INJECTIONS[54])
        watched.check()


def test_what_is_searched_and_found(
    hub: HubProcess, watched: Watched, backstage: Backstage, operator: str, console: Console
) -> None:
    """Every text is said, and every one is searched for; a find leads to where it was said."""
    console.provoke(r"status of 422 \(.*/api/search\?")

    async def say_all() -> None:
        body = {"name": "found", "title": ""}
        assert (await request(hub, "POST", "/api/rooms", body, token=operator)).status == 201
        async with room_client(hub, await join(hub, "finder")) as finder:
            for text in INJECTIONS:
                await finder.answered(await finder.say(text, "room/found"))

    backstage.run(say_all())
    page = watched.page
    page.goto(f"{hub.url}/room/found")
    expect(page.get_by_test_id("room-message")).to_have_count(len(INJECTIONS))
    page.get_by_test_id("search-open").click()
    page.get_by_test_id("search-where").select_option("here")
    field, results = page.get_by_test_id("search-text"), page.get_by_test_id("search-results")
    found = page.get_by_test_id("search-found")
    for text in INJECTIONS:
        with page.expect_response("**/api/search?*") as came:
            field.fill(text)
        status = came.value.status
        assert status in {200, 422}, (text, status)
        expect(results).to_have_attribute("data-state", "found" if status == 200 else "failed")
        if status == 200:
            expect(found.locator(".found-text").get_by_text(text, exact=True).first).to_be_visible()
        watched.check()
    with page.expect_response("**/api/search?*"):
        field.fill("onerror")
    marks = found.locator("mark")
    expect(marks.first).to_have_text("onerror")
    assert set(marks.all_text_contents()) == {"onerror"}
    for index in range(0, found.count(), 4):
        seq = found.nth(index).get_attribute("data-seq-found")
        found.nth(index).click()
        expect(page.locator(f'.row[data-seq="{seq}"]')).to_be_visible()
        watched.check()
        if page.get_by_test_id("search-panel").count() == 0:
            page.get_by_test_id("search-open").click()
            with page.expect_response("**/api/search?*"):
                page.get_by_test_id("search-text").fill("onerror")
            expect(found.first).to_be_visible()
