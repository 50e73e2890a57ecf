"""Somebody in the window and somebody in a browser talk to each other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.desktop.qt.conftest import Open
from tests.e2e.visitors import enter_as_admin, say
from tests.hub.hub_process import HubProcess

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AS_ROOT = ("--no-sandbox", "--disable-gpu")


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    """A browser beside the window, for as long as the test: its driver holds the thread's loop."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(AS_ROOT))
        yield browser.new_page(locale="en-GB")
        browser.close()


def test_both_hear_what_the_other_says(
    open_window: Open, hub: HubProcess, page: Page, login: str
) -> None:
    enter_as_admin(page, hub, "otto")
    driver = open_window()
    driver.enter(hub, login)
    say(page, "good morning from the browser")
    driver.until(lambda: "good morning from the browser" in driver.texts_of_room())
    driver.say("and hello from the window")
    said = page.get_by_text("and hello from the window")
    expect(said).to_be_visible(timeout=30_000)
