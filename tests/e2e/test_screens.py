"""Screens on walls: a link shows the fleet without an account, large, live or loudly not."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.visitors import enter_as_admin, first_host, say

pytestmark = pytest.mark.browser

TV = {"width": 1280, "height": 720}
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".tv *")]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((one) => parseFloat(getComputedStyle(one).fontSize))) / innerHeight"""
"""The smallest letters as a share of the screen's height."""


def make_link(page: Page, name: str) -> str:
    """Make a link in the dialog; return it."""
    page.get_by_test_id("account").click()
    page.get_by_test_id("screens-open").click()
    page.get_by_test_id("screen-name").fill(name)
    page.get_by_test_id("screen-view-clock").check()
    page.get_by_test_id("screen-make").click()
    link = page.get_by_test_id("screen-url").inner_text()
    page.keyboard.press("Escape")
    return link


def test_a_screen_has_a_name_and_others_can_follow(lab: LabProcess, admin: Page) -> None:
    admin.get_by_test_id("account").click()
    admin.get_by_test_id("screens-open").click()
    expect(admin.get_by_test_id("screen-name")).to_be_focused()
    admin.get_by_test_id("screen-make").click()
    expect(admin.get_by_test_id("screen-name-note")).to_contain_text("Say where it hangs")
    admin.get_by_test_id("screen-name").fill("the workshop")
    admin.get_by_test_id("screen-make").click()
    admin.get_by_test_id("screen-url").wait_for()
    admin.get_by_test_id("screen-again").click()
    expect(admin.get_by_test_id("screen-name")).to_have_value("")


def test_a_link_shows_the_fleet_and_goes_dark_when_it_is_revoked(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_status(401, "/api/session")
    host = first_host(admin, lab)
    say(admin, "read this from the sofa")
    link = make_link(admin, "the hall")
    wall = visitor(viewport=TV)
    wall.goto(link)
    tv = wall.get_by_test_id("tv")
    expect(wall.get_by_test_id("tv-tile")).to_have_count(1)
    expect(wall).to_have_url(f"{lab.url}/tv")  # the key is out of sight
    expect(wall.locator("html")).to_have_attribute("data-theme", "dark")
    assert wall.evaluate(SMALLEST) > 1 / 60
    assert violations(wall) == []
    wall.keyboard.press("ArrowRight")
    expect(wall.get_by_test_id("tv-said")).to_contain_text("read this from the sofa")
    expect(wall.locator("input, textarea")).to_have_count(0)
    expect(wall.get_by_test_id("tv-held")).to_be_visible()
    wall.keyboard.press("ArrowLeft")
    expect(tv).to_have_attribute("data-view", "/")
    wall.reload()
    expect(wall.get_by_test_id("tv-tile")).to_have_count(1)
    wall.goto(f"{lab.url}/host/{host}")
    expect(tv).to_be_visible()  # a screen is a screen at every address

    admin.get_by_test_id("account").click()
    admin.get_by_test_id("screens-open").click()
    line = admin.get_by_test_id("screen-line").filter(has_text="the hall")
    expect(line).to_contain_text("1 browser")
    assert violations(admin) == []
    line.get_by_test_id("screen-revoke").click()
    line.get_by_test_id("screen-revoke").click()
    expect(admin.get_by_test_id("screen-line").filter(has_text="the hall")).to_have_count(0)
    expect(wall.get_by_test_id("no-screen")).to_be_visible()
    expect(tv).to_have_count(0)


def test_views_come_in_turn(lab: LabProcess, admin: Page) -> None:
    """By the page's own clock, which is not waited for."""
    admin.clock.install()
    admin.goto(f"{lab.url}/tv")
    tv = admin.get_by_test_id("tv")
    expect(tv).to_have_attribute("data-view", "/")
    admin.clock.run_for(21_000)
    expect(tv).to_have_attribute("data-view", "/room")
    admin.keyboard.press(" ")
    admin.clock.run_for(120_000)
    expect(tv).to_have_attribute("data-view", "/room")
    admin.keyboard.press(" ")
    admin.clock.run_for(21_000)
    expect(tv).to_have_attribute("data-view", "/clock")
    expect(tv).to_have_attribute("data-pointer", "hidden")
    admin.mouse.move(100, 100)
    admin.mouse.move(120, 100)
    expect(tv).to_have_attribute("data-pointer", "shown")
    admin.clock.run_for(4_000)
    expect(tv).to_have_attribute("data-pointer", "hidden")
    admin.keyboard.press("Escape")
    expect(admin.get_by_test_id("room-input")).to_be_visible()


def test_a_lost_hub_is_loud_and_comes_back(
    start_lab: Callable[[], LabProcess], visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_absence()
    hub, page = start_lab(), visitor(viewport=TV)
    enter_as_admin(page, hub)
    page.goto(f"{hub.url}/tv")
    expect(page.get_by_test_id("tv-tile")).to_have_count(1)
    hub.kill()
    expect(page.get_by_test_id("tv-lost")).to_be_visible()
    expect(page.get_by_test_id("tv")).to_have_attribute("data-live", "false")
    expect(page.get_by_test_id("tv-tile")).to_be_hidden()
    hub.start(hub.port)
    expect(page.get_by_test_id("tv-lost")).to_have_count(0, timeout=30_000)
    expect(page.get_by_test_id("tv-tile")).to_be_visible()


def test_a_screen_without_a_clock_shows_the_hub_s(
    lab: LabProcess, visitor: Callable[..., Page]
) -> None:
    """A small computer behind a wall screen may think it is 1970, or five hours later."""
    page = visitor(timezone_id="UTC")
    enter_as_admin(page, lab)
    page.clock.install(time=time.time() + 5 * 3_600)
    page.goto(f"{lab.url}/tv")
    page.get_by_test_id("tv-tile").wait_for()
    page.keyboard.press("ArrowLeft")
    times = [time.strftime("%H:%M", time.gmtime(time.time() + ahead)) for ahead in (0, 60)]
    expect(page.locator(".tv-clock-time")).to_have_text(re.compile("|".join(times)))


def test_an_operator_who_opens_a_link_stays_who_they_are(lab: LabProcess, admin: Page) -> None:
    link = make_link(admin, "a try")
    admin.goto("about:blank")
    admin.goto(link)
    expect(admin.get_by_test_id("tv")).to_be_visible()
    admin.keyboard.press("Escape")
    expect(admin.get_by_test_id("account")).to_contain_text("admin")


def test_a_link_of_nobody_says_what_to_do(
    lab: LabProcess, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_status(403, "/api/screen")
    console.provoke_status(401, "/api/session")
    page = visitor()
    page.goto(f"{lab.url}/tv#k=of-nobody")
    expect(page.get_by_test_id("no-screen")).to_be_visible()
    assert violations(page) == []
