"""A hub of another version than the page, newer or older: the page says so, and loses nothing."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.e2e.console import Console
from tests.e2e.visitors import enter_as_admin, join_as_guest, say, settle
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser

OTHER = Path(__file__).parents[1] / "hub" / "other_version_hub.py"
COMES_BACK_MS = 30_000
HURRY = "() => window.dispatchEvent(new Event('online'))"
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class AnyVersion(HubProcess):
    """A hub that says of itself what a test wants."""

    def start_as(self, version: str, port: int) -> None:
        self.program = (sys.executable, str(OTHER), version)
        self.start(port)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[AnyVersion]:
    running = AnyVersion(tmp_path / "data", "--lab")
    running.start()
    yield running
    running.stop()


def turn_into(page: Page, hub: AnyVersion, version: str) -> None:
    """Replace the hub by one of another version, and have the page find it."""
    port = hub.port
    hub.kill()
    page.get_by_test_id("banner-offline").wait_for()
    hub.start_as(version, port)
    page.evaluate(HURRY)


@pytest.mark.parametrize("version", ["0.0.9", "7.0.0"])
def test_another_version_is_told_and_waits_for_who_is_typing(
    hub: AnyVersion, visitor: Callable[..., Page], console: Console, version: str
) -> None:
    console.provoke_absence()
    page = visitor()
    enter_as_admin(page, hub)
    settle(page)
    page.get_by_test_id("room-input").fill("half a sentence")
    page.evaluate("window.sameDocument = true")
    turn_into(page, hub, version)
    banner = page.get_by_test_id("banner-outdated")
    expect(banner).to_contain_text(version, timeout=COMES_BACK_MS)
    page.evaluate(HIDE, True)
    expect(page.get_by_test_id("room-input")).to_have_value("half a sentence")
    page.evaluate(HIDE, False)
    say(page, "it still works")
    expect(page.get_by_test_id("room-message").filter(has_text="it still works")).to_have_count(1)
    assert page.evaluate("window.sameDocument")
    with page.expect_event("load"):
        banner.get_by_test_id("reload").click()
    expect(page.get_by_test_id("room-message").filter(has_text="it still works")).to_have_count(1)
    expect(banner).to_have_count(0)


def test_a_hidden_page_loads_itself_anew_once(
    hub: AnyVersion, visitor: Callable[..., Page], console: Console
) -> None:
    """Nobody sees it, nothing was typed; a hub that goes on changing is only told of."""
    console.provoke_absence()
    page = visitor()
    enter_as_admin(page, hub)
    settle(page)
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.evaluate(HIDE, True)
    page.evaluate("window.sameDocument = true")
    port = hub.port
    hub.kill()
    page.get_by_test_id("banner-offline").wait_for()
    hub.start_as("7.0.0", port)
    page.evaluate(HURRY)
    page.wait_for_function("() => !window.sameDocument", timeout=COMES_BACK_MS)
    settle(page)
    expect(page.get_by_test_id("banner-outdated")).to_have_count(0)
    page.evaluate(HIDE, True)
    turn_into(page, hub, "0.1.0")
    expect(page.get_by_test_id("banner-outdated")).to_contain_text("0.1.0", timeout=COMES_BACK_MS)
    assert len(loads) == 1


def test_parts_that_are_gone_are_told_of(
    hub: AnyVersion, visitor: Callable[..., Page], console: Console
) -> None:
    """The hub serves another build by now: what this page has not fetched yet is 404."""
    console.provoke(r"status of 404 \(.*/assets/")
    page = visitor()
    enter_as_admin(page, hub)
    page.route("**/assets/*admin-view*", gone)
    page.route("**/assets/*audit*", gone)
    page.goto(hub.url)
    expect(page.get_by_test_id("banner-outdated")).to_be_visible(timeout=COMES_BACK_MS)
    page.get_by_test_id("nav-audit").click()
    expect(page.get_by_test_id("not-loaded")).to_be_visible()
    say(page, "the rest works")
    expect(page.get_by_test_id("room-message").filter(has_text="the rest works")).to_have_count(1)
    page.unroute_all()
    page.get_by_test_id("banner-outdated").get_by_test_id("reload").click()
    expect(page.get_by_test_id("audit-page")).to_be_visible()


def test_parts_that_could_not_be_had_without_a_hub_come_with_it(
    hub: AnyVersion, visitor: Callable[..., Page], console: Console
) -> None:
    """The hub went away before the page had fetched all of itself: nobody has to load it anew."""
    console.provoke_absence()
    console.provoke(r"net::ERR_FAILED")
    page = visitor()
    enter_as_admin(page, hub)
    page.route("**/assets/*admin-view*", lambda route: route.abort())
    page.goto(hub.url)
    page.get_by_test_id("nav-audit").click()
    expect(page.get_by_test_id("not-loaded")).to_be_visible()
    page.unroute_all()
    port = hub.port
    hub.kill()
    page.get_by_test_id("banner-offline").wait_for()
    hub.start(port)
    page.evaluate(HURRY)
    expect(page.get_by_test_id("audit-page")).to_be_visible(timeout=COMES_BACK_MS)


def test_what_a_newer_hub_says_is_passed_over(
    hub: AnyVersion, visitor: Callable[..., Page], console: Console
) -> None:
    """A kind of message nobody knows, and a kind of entry, which the room shows as such."""
    page = visitor()
    page.route_web_socket("**/ws", newer)
    join_as_guest(page, hub, "ann")
    say(page, "before")
    expect(page.get_by_test_id("room-message")).to_have_text(["before"])
    expect(page.get_by_test_id("room-unknown")).to_have_count(1)
    say(page, "after")
    expect(page.get_by_test_id("room-message")).to_have_text(["before", "after"])
    expect(page.get_by_test_id("banner-ended")).to_have_count(0)


def gone(route: Route) -> None:
    route.fulfill(status=404, body="")


def newer(page_side: WebSocketRoute) -> None:
    """Stand between page and hub, and say what a hub of the future might."""
    hub_side = page_side.connect_to_server()

    def from_hub(frame: str | bytes) -> None:
        message = json.loads(frame)
        if message["t"] == "log" and message["topic"] == "room/main":
            for entry in message["entries"]:
                if entry["body"]["kind"] == "join":
                    entry["body"] = {"kind": "hologram", "shape": {"of": [1, 2]}}
        page_side.send(json.dumps({"t": "novelty", "of": ["a", "newer", "hub"]}))
        page_side.send(json.dumps(message))

    hub_side.on_message(from_hub)
