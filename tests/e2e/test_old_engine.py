"""The page in the engine of Qt 5.15, Chromium 87: all of it works there, as in today's browsers.

`web/scripts/floor.mjs` reads the code for what that engine lacks; this lets the engine speak.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.old_engine.engine import OldEngine, is_there
from tests.e2e.visitors import enter_as_admin, first_host, join_as_guest, say

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECONDS = 20
CHARTS = '[data-testid^="host-chart-"] canvas'
INK = f"""() => [...document.querySelectorAll('{CHARTS}')].map((canvas) => {{
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return new Set(new Uint32Array(pixels.buffer)).size;
}})"""
"""How many colours each chart is drawn in; a blank one has a single colour."""
SIZES = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [scrollWidth, scrollHeight, [innerWidth, innerHeight]];
}"""
FIRST_CHART = f"document.querySelector('{CHARTS}').toDataURL()"


@pytest.fixture
def engine(playwright_driver: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """The engine in a process of its own. Without its wheels a test skips; in CI it fails."""
    if not is_there():
        reason = "needs PyQtWebEngine (requirements/test.txt), which is made for x86_64 alone"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with OldEngine(tmp_path / "qt") as old:
        browser = old.connect(playwright_driver)
        yield browser
        browser.close()


@pytest.fixture
def old(engine: Browser, console: Console) -> Iterator[Page]:
    """Its one page, in which nothing may be complained of."""
    page = engine.contexts[0].pages[0]
    console.watch(page)
    yield page
    assert console.unexpected == []


def test_it_is_the_engine_it_is_meant_to_be(old: Page) -> None:
    assert "QtWebEngine/5.15" in old.evaluate("navigator.userAgent")
    assert "Chrome/87." in old.evaluate("navigator.userAgent")


def test_one_enters_and_sees_live_numbers(lab: LabProcess, old: Page) -> None:
    """By the keyboard, as one who types; the number of a cell becomes another by itself."""
    old.goto(lab.url)
    old.get_by_test_id("join-login").click()
    old.keyboard.type("quentin")
    old.keyboard.press("Enter")
    row = old.locator('[data-testid^="fleet-row-"][data-status="up"]').first
    expect(row).to_contain_text(re.compile(r"\d+\s?%"))
    before = row.inner_text()
    expect(row).not_to_have_text(before, use_inner_text=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_drawn_and_move(lab: LabProcess, old: Page, scheme: str) -> None:
    old.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    enter_as_admin(old, lab)
    expect(old.locator("html")).to_have_attribute("data-theme", scheme)
    old.goto(f"{lab.url}/host/{first_host(old, lab)}")
    until(lambda: old.evaluate(INK) and min(old.evaluate(INK)) > 5, old)
    before = old.evaluate(FIRST_CHART)
    until(lambda: old.evaluate(FIRST_CHART) != before, old)


def until(condition: Callable[[], bool], page: Page) -> None:
    """Wait for a condition. What Playwright polls by itself the page's policy forbids in here."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


def test_two_engines_talk(lab: LabProcess, old: Page, visitor: Callable[..., Page]) -> None:
    """What one says the other reads, with who said it; letters of every language."""
    new = visitor()
    join_as_guest(new, lab, "newton")
    join_as_guest(old, lab, "olga")
    say(old, "voilà, ça marche 🎉")
    heard = new.get_by_test_id("room-message").filter(has_text="voilà, ça marche 🎉")
    expect(heard).to_have_count(1)
    expect(new.get_by_test_id("message-by").last).to_have_text("olga")
    say(new, "and back again")
    answer = old.get_by_test_id("room-message").filter(has_text="and back again")
    expect(answer).to_have_count(1)
    expect(old.get_by_test_id("message-by").last).to_have_text("newton")


def test_a_run_is_read_in_its_terminal(lab: LabProcess, old: Page) -> None:
    enter_as_admin(old, lab)
    host = first_host(old, lab)
    say(old, f"/run {host} uptime")
    card = old.get_by_test_id("run-card").last
    expect(card.get_by_test_id("run-exit")).to_be_visible()
    card.get_by_test_id("run-open-view").click()
    old.get_by_test_id("run-page").wait_for()
    expect(old.locator(".xterm-rows")).to_contain_text("load average")


def test_the_palette_opens_finds_and_goes(lab: LabProcess, old: Page) -> None:
    """By its key and by its button; what it finds is where one then is."""
    enter_as_admin(old, lab)
    old.get_by_test_id("palette-open").click()
    field = old.get_by_test_id("palette-field")
    expect(field).to_be_focused()
    old.keyboard.press("Escape")
    expect(field).to_have_count(0)
    old.keyboard.press("Control+k")
    expect(field).to_be_focused()
    old.keyboard.type("audi")
    expect(old.get_by_test_id("palette-row").first).to_contain_text("Audit")
    old.keyboard.press("Enter")
    old.get_by_test_id("audit-page").wait_for()
    expect(field).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_opens(lab: LabProcess, old: Page, scheme: str, console: Console) -> None:
    """Without a word in the console (the fixture sees to that), and nothing beyond the window."""
    console.provoke("status of 404 .*run%2Fnothing")
    old.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    enter_as_admin(old, lab)
    host = first_host(old, lab)
    for path, testid in (
        ("/", "fleet"),
        (f"/host/{host}", "host-facts"),
        ("/host/nobody", "no-such-host"),
        ("/room", "room-input"),
        ("/runs", "runs-page"),
        ("/run/nothing", "run-gone"),
        ("/machines", "machines-page"),
        ("/people", "people-page"),
        ("/audit", "audit-page"),
        ("/account", "account-page"),
    ):
        old.goto(f"{lab.url}{path}")
        old.get_by_test_id(testid).first.wait_for()
        width, height, room = old.evaluate(SIZES)
        assert [width, height] == room, f"{path} is {width} x {height} px in a window of {room}"
