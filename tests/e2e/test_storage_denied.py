"""A browser that keeps nothing: everything works, nothing is remembered, and that is said once."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitors import enter_as_admin, say
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser

DENIED = """() => {
  const refuse = () => { throw new DOMException("denied", "SecurityError"); };
  for (const name of ["indexedDB", "localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get: refuse });
}"""
FULL = """() => {
  const full = () => { throw new DOMException("full", "QuotaExceededError"); };
  Storage.prototype.setItem = full;
  IDBObjectStore.prototype.put = full;
  IDBObjectStore.prototype.add = full;
}"""
VIEWS = {
    "/": "fleet",
    "/runs": "runs-page",
    "/room": "room-input",
    "/machines": "machines-page",
    "/people": "people-page",
    "/audit": "audit-page",
    "/account": "account-page",
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    running = HubProcess(tmp_path_factory.mktemp("hub") / "data", "--lab").start()
    yield running
    running.stop()


@pytest.mark.parametrize("why", [DENIED, FULL], ids=["denied", "full"])
def test_everything_works_and_it_is_said_once(
    hub: HubProcess, visitor: Callable[..., Page], why: str
) -> None:
    page = visitor()
    page.add_init_script(f"({why})()")
    enter_as_admin(page, hub)
    for path, content in VIEWS.items():
        page.goto(f"{hub.url}{path}")
        expect(page.get_by_test_id(content).first).to_be_visible()
    page.get_by_test_id("theme-switch").click()
    page.get_by_test_id("theme-switch").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_test_id("lang-switch").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_test_id("lang-switch").click()
    say(page, "nothing is kept")
    expect(page.get_by_test_id("room-message").last).to_have_text("nothing is kept")
    expect(page.locator("[role=alert]")).to_have_count(0)
    page.get_by_test_id("account").click()
    expect(page.get_by_test_id("keeps-nothing")).to_have_count(1)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_browser_that_keeps_things_is_not_worth_a_word(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    enter_as_admin(page, hub)
    page.get_by_test_id("account").click()
    expect(page.get_by_test_id("log-out")).to_be_visible()
    expect(page.get_by_test_id("keeps-nothing")).to_have_count(0)
