"""Several rooms and private conversations, and search in what was said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.visitors import enter_as_admin, join_as_guest, say
from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess
from tests.hub.room_client import room_client

pytestmark = pytest.mark.browser


def create_room(page: Page, name: str, title: str) -> None:
    page.get_by_test_id("switcher-open").click()
    page.get_by_test_id("room-new").click()
    page.get_by_test_id("room-name").fill(name)
    page.get_by_test_id("room-title-input").fill(title)
    page.get_by_test_id("room-form-done").click()
    expect(page.get_by_test_id(f"tab-room-{name}")).to_have_attribute("aria-selected", "true")


def test_a_room_is_created_joined_counted_renamed_and_left(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    ann, bob = visitor(), visitor(locale="fr-FR", viewport={"width": 360, "height": 720})
    enter_as_admin(ann, hub, "ann")
    create_room(ann, "ops", "Night shift")
    expect(ann.get_by_test_id("room-title")).to_have_text("Night shift")
    say(ann, "only here")

    bob.goto(hub.url)
    bob.get_by_test_id("join-login").fill("bob")
    bob.get_by_test_id("join-enter").click()
    bob.get_by_test_id("nav-room").click()
    bob.get_by_test_id("room-input").wait_for()
    expect(bob.get_by_text("only here")).to_have_count(0)
    bob.get_by_test_id("switcher-open").click()
    expect(bob.get_by_test_id("room-new")).to_have_count(0)
    expect(bob.get_by_test_id("switcher")).to_contain_text("Night shift")
    bob.get_by_test_id("room-join-ops").click()
    expect(bob.get_by_test_id("room-message")).to_have_text(["only here"])
    bob.get_by_test_id("tab-room").click()
    expect(bob.get_by_test_id("room-message")).to_have_count(0)
    say(ann, "@bob, and you?")
    say(ann, "or anybody")
    tab = bob.get_by_test_id("tab-room-ops")
    expect(tab).to_contain_text("@1")
    expect(bob.get_by_test_id("unread-mentions")).to_have_text("@1")
    bob.reload()
    expect(tab).to_contain_text("@1")
    tab.click()
    expect(bob.get_by_test_id("new-line")).to_have_count(1)
    expect(bob.get_by_test_id("unread-mentions")).to_have_count(0)
    assert bob.evaluate("document.documentElement.scrollWidth") <= 360

    ann.get_by_test_id("switcher-open").click()
    ann.get_by_test_id("room-rename-ops").click()
    ann.get_by_test_id("room-title-input").fill("Day shift")
    ann.get_by_test_id("room-form-done").click()
    expect(bob.get_by_test_id("room-title")).to_have_text("Day shift")

    bob.get_by_test_id("switcher-open").click()
    bob.get_by_test_id("room-leave-ops").click()
    expect(bob.get_by_test_id("tab-room")).to_have_attribute("aria-selected", "true")
    expect(tab).to_have_count(0)


def test_an_address_shows_a_room_before_one_joins_it(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    ann, bob = visitor(), visitor()
    enter_as_admin(ann, hub, "ann")
    create_room(ann, "ops", "")
    say(ann, "seen from outside")
    join_as_guest(bob, hub, "bob")
    bob.goto(f"{hub.url}/room/ops")
    expect(bob.get_by_test_id("room-message")).to_have_text(["seen from outside"])
    bob.get_by_test_id("room-join").click()
    expect(bob.get_by_test_id("room-notice")).to_have_count(0)
    bob.goto(f"{hub.url}/room/none-such")
    expect(bob.get_by_test_id("no-such-room")).to_be_visible()
    expect(bob.get_by_test_id("room-input")).to_have_count(0)


def test_twenty_rooms_are_found_by_their_names(
    hub: HubProcess, backstage: Backstage, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    enter_as_admin(page, hub, "ann")
    own = {"Origin": hub.url}
    for number in range(20):
        made = page.request.post(
            f"{hub.url}/api/rooms", data={"name": f"room-{number}", "title": ""}, headers=own
        )
        assert made.ok, made.text()
    page.get_by_test_id("switcher-open").click()
    expect(page.get_by_test_id("switcher-line")).to_have_count(21)
    page.get_by_test_id("switcher-filter").fill("room-17")
    expect(page.get_by_test_id("switcher-line")).to_have_count(1)
    page.get_by_test_id("switcher-filter").press("Enter")
    expect(page.get_by_test_id("tab-room-room-17")).to_have_attribute("aria-selected", "true")


def test_a_find_leads_to_its_place(
    hub: HubProcess, backstage: Backstage, visitor: Callable[..., Page]
) -> None:
    """Far behind what is here, with its words marked."""
    page = visitor()
    enter_as_admin(page, hub, "ann")
    token = backstage.run(become_admin(hub, "chatter"))

    async def talk() -> None:
        async with room_client(hub, token) as speaker:
            await speaker.say("the pélican has landed")
            for number in range(700):
                last = await speaker.say(f"line {number}")
            await speaker.answered(last)

    backstage.run(talk())
    page.get_by_test_id("search-open").click()
    page.get_by_test_id("search-text").fill("pelic")
    found = page.get_by_test_id("search-found")
    expect(found).to_have_count(1)
    expect(found.locator("mark")).to_have_text("pélican")
    page.get_by_test_id("search-by").fill("ann")
    expect(page.get_by_test_id("search-nothing")).to_be_visible()
    page.get_by_test_id("search-by").fill("chatter")
    expect(found).to_have_count(1)
    page.get_by_test_id("search-text").press("ArrowDown")
    expect(found).to_be_focused()
    found.press("Enter")
    landed = page.get_by_test_id("message-row").filter(has_text="pélican")
    expect(landed).to_be_in_viewport()
    expect(landed).to_be_focused()
    expect(page.get_by_text("line 0", exact=True)).to_be_visible()
    page.get_by_test_id("jump-newest").click()
    expect(page.get_by_test_id("room-message").last).to_have_text("line 699")


def test_a_find_in_private_leads_to_whom_it_was_said_to(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    ann, bob = visitor(), visitor()
    join_as_guest(ann, hub, "ann")
    join_as_guest(bob, hub, "bob")
    say(ann, "/msg bob the walrus is yours")
    expect(ann.get_by_test_id("room-message")).to_have_text(["the walrus is yours"])
    ann.get_by_test_id("tab-room").click()
    ann.get_by_test_id("search-open").click()
    ann.get_by_test_id("search-text").fill("walrus")
    ann.get_by_test_id("search-found").click()
    expect(ann.get_by_test_id("tab-private-bob")).to_have_attribute("aria-selected", "true")
    expect(ann.get_by_test_id("message-row").filter(has_text="walrus")).to_be_focused()
    bob.get_by_test_id("search-open").click()
    bob.get_by_test_id("search-text").fill("walrus")
    expect(bob.get_by_test_id("search-found")).to_have_count(1)
    bob.get_by_test_id("tab-private-ann").click()


def test_a_private_message_is_answered_and_reacted_to(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    ann, bob = visitor(), visitor()
    join_as_guest(ann, hub, "ann")
    join_as_guest(bob, hub, "bob")
    say(ann, "/msg bob psst")
    bob.get_by_test_id("tab-private-ann").click()
    bob.get_by_test_id("message-row").last.hover()
    bob.get_by_test_id("tool-react").click()
    bob.get_by_test_id("emoji").first.click()
    expect(ann.get_by_test_id("reaction")).to_have_text("👍1")
    bob.get_by_test_id("message-row").last.hover()
    bob.get_by_test_id("tool-reply").click()
    say(bob, "yes?")
    quote = ann.get_by_test_id("quote")
    expect(quote).to_contain_text("psst")
    quote.click()
    expect(ann.locator("[data-message]:focus")).to_contain_text("psst")


def test_the_palette_has_every_room_those_one_follows_first(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    ann, bob = visitor(), visitor()
    enter_as_admin(ann, hub, "ann")
    for name in ("alpha", "zulu"):
        create_room(ann, name, f"about {name}")
    join_as_guest(bob, hub, "bob")
    bob.goto(f"{hub.url}/room/zulu")
    bob.get_by_test_id("room-join").click()
    bob.get_by_test_id("palette-open").click()
    bob.get_by_test_id("palette-field").fill("#")
    rows = bob.get_by_test_id("palette-row")
    expect(rows).to_have_count(3)
    for row, (name, said) in zip(
        rows.all(), (("main", ""), ("zulu", "about zulu"), ("alpha", "not joined")), strict=True
    ):
        expect(row).to_contain_text(name)
        expect(row).to_contain_text(said)
    rows.last.click()
    expect(bob).to_have_url(f"{hub.url}/room/alpha")


def test_a_private_message_that_was_taken_back_is_not_unread(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    ann, bob = visitor(), visitor()
    join_as_guest(ann, hub, "ann")
    join_as_guest(bob, hub, "bob")
    for text in ("stays", "taken back"):
        say(ann, f"/msg bob {text}")
    expect(bob.get_by_test_id("unread")).to_have_text("2")
    ann.goto(f"{hub.url}/private/bob")
    mine = ann.locator('[data-testid="message-row"]', has_text="taken back")
    mine.focus()
    ann.keyboard.press("Delete")
    ann.get_by_test_id("delete-message-confirm").click()
    expect(bob.get_by_test_id("unread")).to_have_text("1")
