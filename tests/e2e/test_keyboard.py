"""By the keyboard alone all can be found, done and left again; no key acts where one types."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.visitors import enter_as_admin, first_host, join_as_guest

pytestmark = pytest.mark.browser

FOCUSED = "() => document.activeElement.tagName + '#' + document.activeElement.id"


@pytest.fixture
def page(admin: Page) -> Page:
    """An admin's page whose keyboard is ready, and whose focus is on the view."""
    admin.get_by_test_id("palette-open").wait_for()
    admin.locator("#view").focus()
    return admin


def palette(page: Page, typed: str) -> None:
    """Open the palette and type; nothing is chosen yet."""
    page.keyboard.press("Control+k")
    expect(page.get_by_test_id("palette-field")).to_be_focused()
    page.keyboard.type(typed)


def test_to_a_host_and_back_without_a_mouse(lab: LabProcess, page: Page) -> None:
    """Find a host, run a command there, talk about it, come back."""
    host = first_host(page, lab)
    page.get_by_test_id("palette-open").wait_for()
    name = page.get_by_test_id(f"fleet-row-{host}").locator("a").first.inner_text()
    palette(page, name)
    expect(page.get_by_test_id("palette-row").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.get_by_test_id("host-facts").wait_for()
    expect(page).to_have_title(f"{name} · Tocsin")
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    page.keyboard.press("c")
    expect(page.get_by_test_id("room-input")).to_be_focused()
    page.keyboard.type(f"/run {name} uptime ")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("run-card").first).to_contain_text("uptime")
    page.keyboard.type("it has been up for long")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("room-message").last).to_have_text("it has been up for long")

    page.keyboard.press("Escape")
    expect(page.get_by_test_id("room-input")).not_to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.get_by_test_id(f"fleet-row-{host}").wait_for()
    expect(page).to_have_title("Fleet · Tocsin")
    page.keyboard.press("/")
    expect(page.get_by_test_id("fleet-filter")).to_be_focused()


def test_the_palette_finds_in_both_languages_and_gives_the_focus_back(page: Page) -> None:
    palette(page, "parc")
    row = page.get_by_test_id("palette-row").first
    expect(row).to_contain_text("Fleet")
    expect(row).to_contain_text("G then F")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("palette")).to_have_count(0)
    assert page.evaluate(FOCUSED) == "MAIN#view"
    palette(page, "> theme: dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    palette(page, "")
    expect(page.get_by_test_id("palette-row").first).to_contain_text("Dark")
    page.keyboard.type("no such thing at all")
    expect(page.get_by_test_id("palette-row")).to_have_count(0)
    assert violations(page) == []


def test_the_palette_goes_round_and_finds_people(
    lab: LabProcess, page: Page, visitor: Callable[..., Page]
) -> None:
    join_as_guest(visitor(), lab, "zoe")
    palette(page, "@")
    expect(page.get_by_test_id("palette-row").filter(has_text="zoe")).to_have_count(1)
    page.keyboard.type("zoe")
    rows = page.get_by_test_id("palette-row")
    expect(rows).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(rows.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{lab.url}/private/zoe")


def test_a_moment_is_gone_to_from_a_host(lab: LabProcess, page: Page) -> None:
    host = first_host(page, lab)
    page.goto(f"{lab.url}/host/{host}")
    page.get_by_test_id("host-facts").wait_for()
    page.get_by_test_id("palette-open").wait_for()
    palette(page, "go to yesterday 14:05")
    expect(page.get_by_test_id("palette-row")).to_have_attribute("data-kind", "moment")
    page.keyboard.press("Enter")
    page.wait_for_function("() => /from=/.test(location.search)")


def test_help_has_the_keys_that_act_and_switches_them_off(lab: LabProcess, page: Page) -> None:
    page.keyboard.press("?")
    sheet = page.get_by_test_id("help")
    for key in ("Search and commands", "Write in the room", "/run", "Audit"):
        expect(sheet).to_contain_text(key)
    assert violations(page) == []
    page.get_by_test_id("single-keys").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("?")
    page.keyboard.press("c")
    palette(page, "switch single")
    expect(page.get_by_test_id("help")).to_have_count(0)
    expect(page.get_by_test_id("room-input")).not_to_be_focused()
    page.keyboard.press("Escape")
    page.reload()
    page.get_by_test_id("palette-open").wait_for()
    palette(page, "switch single")
    page.keyboard.press("Enter")
    page.keyboard.press("?")
    expect(page.get_by_test_id("help")).to_have_count(1)


def test_no_key_acts_where_one_types_or_in_a_dialog(lab: LabProcess, page: Page) -> None:
    page.get_by_test_id("room-input").focus()
    page.keyboard.type("g f ? / c")
    expect(page.get_by_test_id("room-input")).to_have_value("g f ? / c")
    expect(page.get_by_test_id("help")).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.locator("#view").focus()
    page.keyboard.press("?")
    expect(page.get_by_test_id("help")).to_have_count(1)
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page).to_have_url(f"{lab.url}/")


def test_a_key_pressed_before_the_keyboard_is_there_waits_for_it(
    lab: LabProcess, admin: Page
) -> None:
    """Its code is on its way; what is pressed meanwhile acts when it is here."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    admin.route("**/assets/menus-*.js", hold)
    with admin.expect_request("**/assets/menus-*.js"):
        admin.goto(lab.url)
    admin.keyboard.press("?")
    expect(admin.get_by_test_id("palette-open")).to_have_count(0)
    for route in held:
        route.continue_()
    expect(admin.get_by_test_id("help")).to_be_visible()


def test_where_no_room_is_beside_the_view_one_goes_there_to_write(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_test_id("room-input")).to_be_hidden()
    page.keyboard.press("c")
    expect(page.get_by_test_id("room-input")).to_be_focused()


def test_a_guest_is_offered_what_a_guest_may(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    guest = visitor()
    join_as_guest(guest, lab, "passing")
    guest.get_by_test_id("palette-open").wait_for()
    palette(guest, "audit")
    expect(guest.get_by_test_id("palette-row").filter(has_text="Audit")).to_have_count(0)


def test_without_a_hub_screen_readers_are_told_once(
    start_lab: Callable[[], LabProcess], visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_absence()
    hub, page = start_lab(), visitor()
    enter_as_admin(page, hub)
    page.get_by_test_id("palette-open").wait_for()
    said = page.get_by_test_id("announcer")
    expect(said).to_have_text("")
    hub.kill()
    expect(said).to_contain_text("does not answer")
    hub.start(hub.port)
    expect(said).to_contain_text("answers again", timeout=30_000)
