"""The main job, as its users do it: real hub, real agent, real browsers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.visitors import enter_as_admin, fresh_setup_url, join_as_guest, say

pytestmark = pytest.mark.browser


def host_row(page: Page) -> Locator:
    return page.locator('[data-testid^="fleet-row-"]').first


def messages(page: Page, text: str) -> Locator:
    return page.get_by_test_id("room-message").filter(has_text=text)


def test_one_click_after_the_setup_address_shows_this_host(
    lab: LabProcess, visitor: Callable[..., Page]
) -> None:
    """The printed address and one click: the room is there, and this machine's numbers live."""
    page = visitor()
    page.goto(lab.setup_url)
    page.get_by_test_id("setup-enter").click()
    expect(host_row(page)).to_contain_text(re.compile(r"\d+\s?%"))
    assert "#k=" not in page.url


def test_a_used_setup_address_says_what_to_do(
    lab: LabProcess, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_status(403, "/api/setup/look")
    url = fresh_setup_url(lab)
    first, second = visitor(), visitor()
    first.goto(url)
    first.get_by_test_id("setup-enter").click()
    first.get_by_test_id("room-input").wait_for()
    second.goto(url)
    expect(second.locator("body")).to_contain_text("tocsin-hub open")


def test_charts_move(admin: Page) -> None:
    """The host's charts are drawn, and what they show changes by itself."""
    host_row(admin).click()
    chart = admin.locator('[data-testid^="host-chart-"] canvas').first
    chart.wait_for()
    admin.wait_for_function("performance.getEntriesByName('tocsin:first-chart').length > 0")
    pixels = "document.querySelector('[data-testid^=\"host-chart-\"] canvas').toDataURL()"
    before = admin.evaluate(pixels)
    admin.wait_for_function(f"(before) => {pixels} !== before", arg=before)


def test_two_people_talk(lab: LabProcess, admin: Page, visitor: Callable[..., Page]) -> None:
    """Each sees what the other says, with login and address, once."""
    guest = visitor()
    join_as_guest(guest, lab, "alice")
    say(admin, "hello alice")
    expect(messages(guest, "hello alice")).to_have_count(1)
    say(guest, "hello <b>admin</b>")
    expect(messages(admin, "hello <b>admin</b>")).to_have_count(1)
    by = admin.get_by_test_id("message-by").last
    expect(by).to_have_text("alice")
    expect(by.locator("xpath=..")).to_contain_text("127.0.0.1")


def test_a_private_message_reaches_only_the_two(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    bob, carol = visitor(), visitor()
    join_as_guest(bob, lab, "bob")
    join_as_guest(carol, lab, "carol")
    say(bob, "/msg carol the secret word")
    expect(carol.locator("body")).to_contain_text("bob")
    carol.get_by_role("tab", name=re.compile("bob")).click()
    expect(messages(carol, "the secret word")).to_have_count(1)
    say(bob, "after that")
    expect(messages(admin, "the secret word")).to_have_count(0)


def test_a_command_streams_in_front_of_both(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    """One asks for `uptime`; both see the card, its output and its exit code."""
    guest = visitor()
    join_as_guest(guest, lab, "dora")
    host = admin.request.get(f"{lab.url}/api/hosts").json()["hosts"][0]["id"]
    say(admin, f"/run {host} uptime")
    for page in (admin, guest):
        card = page.get_by_test_id("run-card").last
        expect(card).to_contain_text("uptime")
        expect(card.get_by_test_id("run-output").first).to_contain_text("load average")
        expect(card.get_by_test_id("run-exit").first).to_contain_text("0")


def test_a_guest_may_not_run(
    lab: LabProcess, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_status(403, "/api/runs")
    guest = visitor()
    join_as_guest(guest, lab, "eve")
    say(guest, "/run whatever uptime")
    expect(guest.get_by_test_id("room-problem")).to_be_visible()
    expect(guest.get_by_test_id("run-card").filter(has_text="whatever")).to_have_count(0)


def test_logins_are_unique(lab: LabProcess, visitor: Callable[..., Page], console: Console) -> None:
    """A taken login is refused at the field, in the person's language."""
    console.provoke_status(409, "/api/session")
    first, second = visitor(), visitor(locale="fr-FR")
    join_as_guest(first, lab, "frank")
    second.goto(lab.url)
    second.get_by_test_id("join-login").fill("Frank")
    second.get_by_test_id("join-enter").click()
    expect(second.locator("form")).to_contain_text("déjà là sous cet identifiant")
    expect(second.get_by_test_id("join-login")).to_be_visible()


def test_bye_ends_politely(lab: LabProcess, admin: Page, visitor: Callable[..., Page]) -> None:
    guest = visitor()
    join_as_guest(guest, lab, "gus")
    say(guest, "bye")
    guest.get_by_test_id("come-back").wait_for()
    admin.get_by_test_id("people-toggle").click()
    expect(admin.get_by_test_id("person-gus")).to_have_count(0)


def test_both_come_back_after_a_restart_and_nothing_is_said_twice(
    start_lab: Callable[[], LabProcess], visitor: Callable[..., Page], console: Console
) -> None:
    """What was written while the hub was away goes out by itself, once."""
    console.provoke_absence()
    lab = start_lab()
    admin, guest = visitor(), visitor()
    enter_as_admin(admin, lab)
    join_as_guest(guest, lab, "hugo")
    say(guest, "before the restart")
    expect(messages(admin, "before the restart")).to_have_count(1)
    port = lab.port
    lab.stop()
    admin.get_by_test_id("banner-offline").wait_for()
    guest.get_by_test_id("banner-offline").wait_for()
    say(guest, "while it was away")
    expect(guest.get_by_test_id("message-pending")).to_have_count(1)
    lab.start(port)
    expect(messages(admin, "while it was away")).to_have_count(1, timeout=30_000)
    expect(messages(guest, "while it was away")).to_have_count(1)
    expect(guest.get_by_test_id("message-pending")).to_have_count(0)
    expect(admin.get_by_test_id("banner-offline")).to_have_count(0)
    expect(host_row(admin)).to_contain_text(re.compile(r"\d+\s?%"))
    say(admin, "and back again")
    expect(messages(guest, "and back again")).to_have_count(1)
    expect(messages(guest, "while it was away")).to_have_count(1)


ALL_FETCHED = """() => performance.getEntriesByType("resource")
  .some((one) => /fr-admin-.*js$/.test(one.name) && one.responseEnd > 0)"""


def test_arret_asks_first_then_stops_everybody(
    start_lab: Callable[[], LabProcess], visitor: Callable[..., Page]
) -> None:
    lab = start_lab()
    admin, guest = visitor(), visitor()
    enter_as_admin(admin, lab)
    join_as_guest(guest, lab, "ines")
    for page in (admin, guest):
        page.wait_for_function(ALL_FETCHED)  # what comes after the hub has gone must be here
    say(admin, "/arret")
    admin.get_by_test_id("stop-confirm").click()
    guest.get_by_test_id("reconnect").wait_for()
    expect(guest.locator("body")).to_contain_text("admin")
    assert lab.wait() == 0
