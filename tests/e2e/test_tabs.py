"""Two tabs of one person agree: what was read, said and chosen in one is so in the other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import Console
from tests.e2e.visitors import enter_as_admin, join_as_guest, say, settle
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser

HURRY = "() => window.dispatchEvent(new Event('online'))"


@pytest.fixture
def tabs(hub: HubProcess, visitor: Callable[..., Page], console: Console) -> tuple[Page, Page]:
    """Two tabs of one browser, one person in both."""
    one = visitor()
    join_as_guest(one, hub, "ann")
    other = one.context.new_page()
    console.watch(other)
    other.goto(hub.url)
    other.get_by_test_id("room-input").wait_for()
    settle(one)
    settle(other)
    return one, other


def test_what_is_read_in_one_is_read_in_the_other(
    hub: HubProcess, tabs: tuple[Page, Page], visitor: Callable[..., Page]
) -> None:
    """The counts go together, in the bar and in the title."""
    one, other = tabs
    for tab in tabs:
        tab.get_by_test_id("dock-toggle").click()
    ben = visitor()
    join_as_guest(ben, hub, "ben")
    say(ben, "hello")
    for tab in tabs:
        expect(tab.get_by_test_id("unread")).to_have_text("1")
    one.get_by_test_id("nav-room").click()
    expect(one.get_by_test_id("room-message")).to_have_text(["hello"])
    for tab in tabs:
        expect(tab.get_by_test_id("unread")).to_have_count(0)
    assert not other.title().startswith("(")


def test_what_is_chosen_in_one_is_chosen_in_the_other(tabs: tuple[Page, Page]) -> None:
    one, other = tabs
    html = other.locator("html")
    one.get_by_test_id("lang-switch").click()
    expect(html).to_have_attribute("lang", "fr")
    expect(other.get_by_test_id("nav-fleet")).to_have_text("Parc")
    one.get_by_test_id("theme-switch").click()
    one.get_by_test_id("theme-switch").click()
    expect(html).to_have_attribute("data-theme", "dark")
    other.get_by_test_id("lang-switch").click()
    expect(one.locator("html")).to_have_attribute("lang", "en")


def test_what_both_could_not_send_is_said_once(
    hub: HubProcess, tabs: tuple[Page, Page], console: Console
) -> None:
    console.provoke_absence()
    one, other = tabs
    port = hub.port
    hub.kill()
    for tab, text in zip(tabs, ("from one", "from the other"), strict=True):
        tab.get_by_test_id("banner-offline").wait_for()
        say(tab, text)
        expect(tab.get_by_test_id("message-pending")).to_have_count(1)
    hub.start(port)
    for tab in tabs:
        tab.evaluate(HURRY)
    for tab in tabs:
        expect(tab.get_by_test_id("message-pending")).to_have_count(0)
    say(one, "the end")
    for tab in tabs:
        said = tab.get_by_test_id("room-message")
        expect(said.filter(has_text="the end")).to_have_count(1)
        expect(said).to_have_count(3)
    assert other.get_by_test_id("room-message").all_inner_texts()[2] == "the end"


def test_who_leaves_in_one_has_left_in_the_other(tabs: tuple[Page, Page], console: Console) -> None:
    console.provoke_status(401, "/ws")
    console.provoke(r"WebSocket connection to .* failed")
    one, other = tabs
    one.get_by_test_id("account").click()
    one.get_by_test_id("log-out").click()
    for tab in tabs:
        expect(tab.get_by_test_id("join-enter")).to_be_visible()
    expect(other.get_by_test_id("room-input")).to_have_count(0)


def test_a_room_joined_in_one_is_followed_in_the_other_and_left_with_it(
    hub: HubProcess, tabs: tuple[Page, Page], visitor: Callable[..., Page]
) -> None:
    one, other = tabs
    owner = visitor()
    enter_as_admin(owner, hub, "owner")
    made = owner.request.post(
        f"{hub.url}/api/rooms", data={"name": "ops"}, headers={"Origin": hub.url}
    )
    assert made.ok, made.text()
    for tab in tabs:
        tab.get_by_test_id("switcher-open").click()
    one.get_by_test_id("room-join-ops").click()
    other.keyboard.press("Escape")
    for tab in tabs:
        expect(tab.get_by_test_id("tab-room-ops")).to_be_visible()
    other.get_by_test_id("switcher-open").click()
    other.get_by_test_id("room-leave-ops").click()
    other.keyboard.press("Escape")
    one.get_by_test_id("tab-room").click()
    for tab in tabs:
        expect(tab.get_by_test_id("tab-room-ops")).to_have_count(0)


def test_what_is_typed_in_one_is_no_other_s_and_there_after_it_is_closed(
    hub: HubProcess, tabs: tuple[Page, Page]
) -> None:
    """A draft belongs to where it is typed; the next page goes on with it."""
    one, other = tabs
    one.get_by_test_id("room-input").fill("half a sentence")
    expect(other.get_by_test_id("room-input")).to_have_value("")
    one.close()
    other.reload()
    expect(other.get_by_test_id("room-input")).to_have_value("half a sentence")
