"""A conversation as far back as the hub keeps it, opened where one stopped reading."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.backstage import Backstage
from tests.e2e.console import Console
from tests.e2e.visitors import enter_as_admin, join_as_guest, say
from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import room_client

pytestmark = pytest.mark.browser

TEXTS = """(page) => [...document.querySelectorAll('[data-testid="room-message"]')]
  .map((line) => line.textContent)"""
SCROLL = """(by) => new Promise((drawn) => {
  document.querySelector('.timeline-scroll').scrollBy(0, by);
  requestAnimationFrame(() => requestAnimationFrame(drawn));
})"""
FIRST_IN_SIGHT = """() => {
  const edge = document.querySelector('.timeline-scroll').getBoundingClientRect().top;
  const lines = [...document.querySelectorAll('[data-testid="room-message"]')];
  const line = lines.find((one) => one.getBoundingClientRect().top >= edge);
  return { text: line.textContent, top: line.getBoundingClientRect().top };
}"""
TOP_OF = """(text) => [...document.querySelectorAll('[data-testid="room-message"]')]
  .find((line) => line.textContent === text)?.getBoundingClientRect().top"""
MANY = 1_200
PIECES = "**/api/logs/entries?*"


@pytest.fixture
def chatter(hub: HubProcess, backstage: Backstage) -> Callable[[int, int], None]:
    """Say `line <number>` for each number of a range; all of it is in the log on return."""
    token = backstage.run(become_admin(hub, "chatter"))

    async def talk(begin: int, end: int) -> None:
        async with room_client(hub, token) as speaker:
            for number in range(begin, end):
                last = await speaker.say(f"line {number}")
            await speaker.answered(last)

    return lambda begin, end: backstage.run(talk(begin, end))


def shown(page: Page) -> list[str]:
    """Return the texts in the document, from the top."""
    texts: list[str] = page.evaluate(TEXTS)
    return texts


def lines(begin: int, end: int) -> list[str]:
    return [f"line {number}" for number in range(begin, end)]


def number_of(text: str) -> int:
    return int(text.split()[1])


def newest_is(page: Page, text: str) -> None:
    expect(page.get_by_test_id("room-message").last).to_have_text(text)


def scroll_to(page: Page, text: str, by: int) -> list[str]:
    """Scroll as one does with a wheel until a line is there; return every line seen."""
    seen: dict[str, None] = {}
    for _ in range(600):
        here = shown(page)
        seen.update(dict.fromkeys(here))
        if text in here:
            return list(seen)
        page.evaluate(SCROLL, by)
    raise AssertionError(f"{text} was not reached; here is {here[0]} to {here[-1]}")


@pytest.mark.slow
def test_the_room_scrolls_back_to_its_beginning(
    hub: HubProcess, chatter: Callable[[int, int], None], visitor: Callable[..., Page]
) -> None:
    """Far beyond what is in memory, here and in the hub, without a hole and without a double."""
    chatter(0, MANY)
    page = visitor()
    join_as_guest(page, hub, "ann")
    newest_is(page, f"line {MANY - 1}")
    seen = scroll_to(page, "line 0", -700)
    assert sorted(seen, key=number_of) == lines(0, MANY)
    page.evaluate(SCROLL, -100_000)
    expect(page.get_by_test_id("timeline-start")).to_contain_text("begins here")
    here = shown(page)
    assert len(here) < MANY, "the document must stay small"
    assert here == lines(0, len(here))
    page.get_by_test_id("jump-newest").click()
    newest_is(page, f"line {MANY - 1}")
    say(page, "seen it all")
    newest_is(page, "seen it all")


def test_what_one_reads_stays_where_it_is(
    hub: HubProcess, chatter: Callable[[int, int], None], visitor: Callable[..., Page]
) -> None:
    """Older lines come above it, new ones below: the line in sight does not move."""
    chatter(0, 450)
    page = visitor()
    join_as_guest(page, hub, "ann")
    newest_is(page, "line 449")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(PIECES, hold, times=1)
    with page.expect_request(PIECES):
        page.evaluate("() => document.querySelector('.timeline-scroll').scrollTop = 300")
    before = page.evaluate(FIRST_IN_SIGHT)
    count = len(shown(page))
    held[0].continue_()
    page.wait_for_function(
        f"(count) => {TEXTS.removeprefix('(page) => ')}.length > count", arg=count
    )
    assert page.evaluate(TOP_OF, before["text"]) == pytest.approx(before["top"], abs=2)
    chatter(450, 470)
    expect(page.get_by_test_id("jump-newest")).to_contain_text("20 new messages")
    assert page.evaluate(TOP_OF, before["text"]) == pytest.approx(before["top"], abs=2)


def test_the_room_opens_at_the_first_line_that_was_not_read(
    hub: HubProcess, chatter: Callable[[int, int], None], visitor: Callable[..., Page]
) -> None:
    """Even when that is further back than what comes by itself."""
    chatter(0, 20)
    page = visitor()
    join_as_guest(page, hub, "ann")
    newest_is(page, "line 19")
    page.goto("about:blank")
    chatter(20, 620)

    page.goto(hub.url)
    first = page.get_by_text("line 20", exact=True)
    expect(first).to_be_in_viewport()
    expect(page.get_by_test_id("new-line")).to_be_in_viewport()
    here = shown(page)
    assert here[here.index("line 19") + 1] == "line 20"
    expect(page.get_by_test_id("jump-newest")).to_contain_text("new messages")
    scroll_to(page, "line 619", 700)
    newest_is(page, "line 619")
    page.evaluate(SCROLL, 100_000)
    expect(page.get_by_test_id("jump-newest")).to_have_count(0)
    page.reload()
    newest_is(page, "line 619")
    expect(page.get_by_test_id("new-line")).to_have_count(0)


def test_what_cannot_be_fetched_is_told_and_asked_for_again(
    hub: HubProcess,
    chatter: Callable[[int, int], None],
    visitor: Callable[..., Page],
    console: Console,
) -> None:
    console.provoke("ERR_FAILED .*/api/logs/entries")
    chatter(0, 450)
    page = visitor()
    join_as_guest(page, hub, "ann")
    newest_is(page, "line 449")
    page.route(PIECES, lambda route: route.abort())
    page.evaluate("() => document.querySelector('.timeline-scroll').scrollTop = 0")
    retry = page.get_by_test_id("older-retry")
    expect(retry).to_be_visible()
    page.unroute(PIECES)
    retry.click()
    scroll_to(page, "line 0", -700)


def test_a_private_conversation_scrolls_back_too(
    hub: HubProcess, backstage: Backstage, visitor: Callable[..., Page]
) -> None:
    """The log of one's private messages has those of others between them."""
    page = visitor()
    enter_as_admin(page, hub, "ann")
    token = backstage.run(become_admin(hub, "bob"))
    other = backstage.run(become_admin(hub, "eve"))

    async def talk() -> None:
        async with room_client(hub, token) as bob, room_client(hub, other) as eve:
            for number in range(150):
                last = await bob.say(f"line {number}", "private/ann")
                await eve.say(f"eve {number}", "private/ann")
                await eve.say(f"more of eve {number}", "private/ann")
            await bob.answered(last)

    backstage.run(talk())
    page.reload()
    page.get_by_test_id("tab-private-bob").click()
    newest_is(page, "line 149")
    seen = scroll_to(page, "line 0", -700)
    assert sorted(seen, key=number_of) == lines(0, 150)
