"""Hundreds of hosts as tiles: few are drawn, each shows its own, and a hidden page rests."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.fleets import Fleet, empty_fleet, fleet_backstage, shown  # noqa: F401 -- fixtures
from tests.e2e.machine_series import Machine

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

COUNT = 240
MOST = 80
"""Tiles in the document at once: what is in sight, and a little beyond."""
BEATS = 2
NUMBERS = '/now":{'
"""In each frame that tells hosts' numbers."""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
WATCH = """() => {
  window.changes = 0;
  const what = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver((all) => { window.changes += all.length; })
    .observe(document.querySelector(".fleet-scroll"), what);
}"""
CHANGED = "() => window.changes > 0"
WHOLE = "() => !document.querySelector('.tile:not(:has(.number))')"
"""A tile shows its numbers when it is its turn: in a frame soon after."""
EACH = """(tiles) => tiles.map((tile) => [
  tile.dataset.host,
  tile.querySelector(".row-link").textContent,
  tile.querySelector(".tile-disk .number").textContent,
])"""


@pytest.fixture(scope="module")
def fleet(empty_fleet: Fleet) -> Fleet:  # noqa: F811
    """Each machine's disk is as full as the last two digits of its name say."""
    empty_fleet.enter(*(Machine(f"node-{n:04}", full=n % 90 / 100) for n in range(COUNT)))
    return empty_fleet


@pytest.fixture
def page(fleet: Fleet, visitor: Callable[..., Page]) -> Page:
    return fleet.look(visitor(viewport={"width": 1_440, "height": 900}), "?view=tiles")


def scroll_to(page: Page, top: int) -> None:
    page.locator(".fleet-scroll").evaluate("(box, top) => { box.scrollTop = top; }", top)
    page.wait_for_function("() => new Promise(requestAnimationFrame)")
    page.wait_for_function(WHOLE)


def test_few_are_in_the_document_and_each_shows_its_own(page: Page) -> None:
    tiles = shown(page)
    tiles.first.wait_for()
    height = page.locator(".fleet-scroll").evaluate("(box) => box.scrollHeight")
    seen: set[str] = set()
    for top in [*range(0, height, 600), 0, height, height // 2, 700]:
        scroll_to(page, top)
        each = tiles.evaluate_all(EACH)
        assert 0 < len(each) < MOST
        for host, name, disk in each:
            assert (name, disk) == (host, f"{int(host[-4:]) % 90}%")
            seen.add(host)
    assert len(seen) == COUNT


def test_focus_and_selection_outlive_being_scrolled_away(page: Page) -> None:
    tile = page.locator('[data-host="node-0001"]')
    tile.focus()
    page.keyboard.press("x")
    expect(tile).to_have_attribute("aria-selected", "true")
    scroll_to(page, 100_000)
    expect(page.locator(f'[data-host="node-{COUNT - 1:04}"]')).to_be_visible()
    expect(tile).to_be_focused()
    scroll_to(page, 0)
    expect(tile).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("view", ["rows", "tiles"])
def test_a_hidden_page_draws_nothing(fleet: Fleet, page: Page, view: str) -> None:
    """Numbers go on coming meanwhile; back in sight, they are shown."""
    fleet.again(page, f"?view={view}")
    told = 0

    def count(frame: str | bytes) -> None:
        nonlocal told
        told += NUMBERS in str(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    page.reload()
    page.locator(".spark-line[d]").first.wait_for(state="attached")
    page.evaluate(WATCH)
    page.wait_for_function(CHANGED)
    page.evaluate(HIDE, True)
    page.wait_for_function("() => new Promise(requestAnimationFrame)")
    page.wait_for_function(WHOLE)
    page.evaluate("() => { window.changes = 0; }")
    before = told
    while told < before + BEATS:
        page.wait_for_function("() => new Promise((done) => setTimeout(done, 100, true))")
    assert page.evaluate("() => window.changes") == 0
    page.evaluate(HIDE, False)
    page.wait_for_function(CHANGED)
