"""What one does with messages: answers, changes, takes back, reacts, mentions, links."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.injections import INJECTIONS
from tests.e2e.visitors import first_host, join_as_guest, say

pytestmark = pytest.mark.browser

Pair = tuple[Page, Page]


@pytest.fixture
def pair(lab: LabProcess, visitor: Callable[..., Page], request: pytest.FixtureRequest) -> Pair:
    """Two people in one room; their logins end with the name of the test."""
    ending = f"{abs(hash(request.node.name)) % 10**8}"
    ann, bob = visitor(), visitor(locale="fr-FR")
    join_as_guest(ann, lab, f"ann-{ending}")
    join_as_guest(bob, lab, f"bob-{ending}")
    return ann, bob


def login_of(page: Page) -> str:
    return page.get_by_test_id("account").inner_text().strip()


def row(page: Page, text: str) -> Locator:
    """Return the newest message that says so."""
    return page.get_by_test_id("message-row").filter(has_text=text).last


def tool(page: Page, text: str, name: str) -> None:
    """Hover a message and press one of its tools."""
    row(page, text).hover()
    page.get_by_test_id(f"tool-{name}").click()


def from_menu(page: Page, text: str, name: str) -> None:
    tool(page, text, "more")
    page.get_by_test_id(f"message-{name}").click()


def test_a_reply_quotes_what_it_answers_and_leads_there(pair: Pair) -> None:
    ann, bob = pair
    say(ann, "is the backup done?")
    tool(bob, "is the backup done?", "reply")
    expect(bob.get_by_test_id("replying")).to_be_visible()
    say(bob, "since nine")
    expect(bob.get_by_test_id("replying")).to_have_count(0)
    quote = row(ann, "since nine").get_by_test_id("quote")
    expect(quote).to_contain_text("is the backup done?")
    quote.click()
    expect(ann.locator('[data-message]:focus [data-testid="room-message"]')).to_have_text(
        "is the backup done?"
    )


def test_what_one_said_last_is_edited_from_an_empty_line(pair: Pair) -> None:
    ann, bob = pair
    say(ann, "the disk is ful")
    expect(bob.get_by_test_id("room-message").last).to_have_text("the disk is ful")
    field = ann.get_by_test_id("room-input")
    field.press("ArrowUp")
    expect(field).to_have_value("the disk is ful")
    field.press("Escape")
    expect(field).to_have_value("")
    field.press("ArrowUp")
    say(ann, "the disk is full")
    for page in pair:
        expect(page.get_by_test_id("room-message").last).to_have_text("the disk is full")
    row(bob, "the disk is full").get_by_test_id("message-edited").click()
    expect(bob.get_by_test_id("former-text")).to_have_text(["the disk is ful"])


def test_a_message_is_taken_back_once_one_says_yes(pair: Pair) -> None:
    ann, bob = pair
    say(ann, "not for here")
    expect(row(bob, "not for here")).to_be_visible()
    from_menu(ann, "not for here", "delete")
    expect(ann.get_by_test_id("delete-message-dialog")).to_contain_text("not for here")
    ann.get_by_test_id("delete-message-confirm").click()
    for page, tombstone in ((ann, "Message deleted"), (bob, "Message supprimé")):
        expect(page.get_by_test_id("message-deleted").last).to_have_text(tombstone)
        expect(page.get_by_text("not for here")).to_have_count(0)
    bob.reload()
    expect(bob.get_by_test_id("message-deleted").last).to_be_visible()
    expect(bob.get_by_text("not for here")).to_have_count(0)


def test_only_what_is_ones_own_can_be_changed(pair: Pair) -> None:
    ann, bob = pair
    say(ann, "mine alone")
    tool(bob, "mine alone", "more")
    expect(bob.get_by_test_id("message-copy")).to_be_visible()
    expect(bob.get_by_test_id("message-edit")).to_have_count(0)
    expect(bob.get_by_test_id("message-delete")).to_have_count(0)


def test_reactions_are_counted_named_and_taken_back(pair: Pair) -> None:
    ann, bob = pair
    say(ann, "who looks at this?")
    tool(bob, "who looks at this?", "react")
    bob.get_by_test_id("emoji").nth(4).click()
    seen = row(ann, "who looks at this?").get_by_test_id("reaction")
    expect(seen).to_have_text("👀1")
    expect(seen).to_have_attribute("title", f"{login_of(bob)} reacted with 👀")
    seen.click()
    expect(seen).to_have_text("👀2")
    expect(seen).to_have_attribute("aria-pressed", "true")
    seen.click()
    expect(seen).to_have_text("👀1")
    tool(ann, "who looks at this?", "react")
    ann.get_by_test_id("emoji-input").fill("no emoji")
    ann.get_by_test_id("emoji-input").press("Enter")
    expect(ann.get_by_test_id("emoji-input")).to_have_attribute("aria-invalid", "true")
    ann.get_by_test_id("emoji-input").fill("🦉")
    ann.get_by_test_id("emoji-input").press("Enter")
    expect(row(bob, "who looks at this?").get_by_test_id("reaction")).to_have_count(2)


def test_everything_by_keyboard(pair: Pair) -> None:
    ann, bob = pair
    say(ann, "first line")
    say(ann, "second line")
    expect(row(bob, "second line")).to_be_visible()
    field = ann.get_by_test_id("room-input")
    field.press("Shift+Tab")
    expect(row(ann, "second line")).to_be_focused()
    ann.keyboard.press("ArrowUp")
    expect(row(ann, "first line")).to_be_focused()
    ann.keyboard.press("+")
    ann.get_by_test_id("emoji").first.wait_for()
    ann.keyboard.press("ArrowRight")
    ann.keyboard.press("Enter")
    expect(row(bob, "first line").get_by_test_id("reaction")).to_have_text("👎1")
    expect(row(ann, "first line")).to_be_focused()
    ann.keyboard.press("e")
    expect(field).to_be_focused()
    expect(field).to_have_value("first line")
    ann.keyboard.press("Escape")
    row(ann, "first line").focus()  # moments and reactions are in the order of Tab before it
    ann.keyboard.press("Enter")
    expect(ann.get_by_test_id("message-react")).to_be_focused()
    ann.keyboard.press("Escape")
    expect(row(ann, "first line")).to_be_focused()
    ann.keyboard.press("r")
    ann.keyboard.type("an answer")
    ann.keyboard.press("Enter")
    expect(row(bob, "an answer").get_by_test_id("quote")).to_contain_text("first line")
    field.press("Shift+Tab")
    expect(row(ann, "an answer").get_by_test_id("quote")).to_be_focused()
    answer = row(ann, "an answer").get_attribute("data-message")
    row(ann, "an answer").focus()
    ann.keyboard.press("Delete")
    ann.get_by_test_id("delete-message-confirm").press("Enter")
    expect(
        bob.locator(f'[data-message="{answer}"]').get_by_test_id("message-deleted")
    ).to_be_visible()


def test_mentions_are_marked_and_counted_apart(pair: Pair, lab: LabProcess) -> None:
    ann, bob = pair
    me = login_of(ann)
    ann.evaluate("document.querySelector('[data-testid=dock-toggle]').click()")
    say(bob, "nothing for anybody")
    say(bob, f"@{me}: this is for you")
    expect(ann.get_by_test_id("unread-mentions")).to_have_text("@1")
    expect(ann.get_by_test_id("unread")).to_have_text("1")
    expect(ann).to_have_title("(@1 1) Fleet · Tocsin")
    ann.get_by_test_id("dock-toggle").click()
    expect(row(ann, "this is for you")).to_have_attribute("data-for-me", "true")
    expect(row(ann, "this is for you").get_by_test_id("mention")).to_have_text(f"@{me}")
    expect(row(ann, "nothing for anybody")).to_have_attribute("data-for-me", "false")
    expect(ann.get_by_test_id("unread-mentions")).to_have_count(0)


def test_names_are_completed_in_the_middle_of_a_line(pair: Pair) -> None:
    ann, bob = pair
    field = ann.get_by_test_id("room-input")
    field.fill("thanks ")
    field.press_sequentially(f"@{login_of(bob)[:6]}")
    expect(ann.get_by_test_id("suggestions")).to_contain_text(login_of(bob))
    field.press("Tab")
    expect(field).to_have_value(f"thanks @{login_of(bob)} ")


def test_hosts_and_moments_unfold(pair: Pair, lab: LabProcess, admin: Page) -> None:
    ann, _ = pair
    host = first_host(admin, lab)
    name = admin.locator(f'[data-testid="fleet-row-{host}"]').get_attribute("data-host")
    say(ann, f"look at {lab.url}/host/{host} and #{name} but not #nothing-like-this")
    chips = row(ann, "look at").get_by_test_id("host-chip")
    expect(chips).to_have_text([f"{name}", f"#{name}"])
    expect(chips.first.locator(".dot")).to_have_attribute("data-status", "up")
    now = int(ann.evaluate("Date.now()"))
    say(ann, f"just then: {lab.url}/host/{host}?from={now - 60_000}&to={now}")
    card = row(ann, "just then").get_by_test_id("host-moment")
    expect(card).to_contain_text(str(name))
    card.click()
    expect(ann.get_by_test_id("host-page")).to_be_visible()


def test_code_and_links(pair: Pair) -> None:
    ann, bob = pair
    say(ann, "```\nSELECT 1;\n```\nand `ls -l`, see https://docs.example/x?y=1.")
    said = row(bob, "SELECT 1;")
    expect(said.get_by_test_id("code-block").locator("code")).to_have_text("SELECT 1;")
    expect(said.locator(".code-inline")).to_have_text("ls -l")
    link = said.locator(".message-link")
    expect(link).to_have_text("https://docs.example/x?y=1")
    expect(link).to_have_attribute("href", "https://docs.example/x?y=1")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")


def test_who_is_writing_is_shown(pair: Pair) -> None:
    ann, bob = pair
    field = bob.get_by_test_id("room-input")
    field.press_sequentially("I th")
    expect(ann.get_by_test_id("typing")).to_have_text(f"{login_of(bob)} is writing…")
    expect(bob.get_by_test_id("typing")).to_have_text("")
    field.fill("")
    expect(ann.get_by_test_id("typing")).to_have_text("")
    field.press_sequentially("I think so")
    expect(ann.get_by_test_id("typing")).to_contain_text(login_of(bob))
    field.press("Enter")
    expect(row(ann, "I think so")).to_be_visible()
    expect(ann.get_by_test_id("typing")).to_have_text("")


def test_a_draft_outlives_a_reload_and_not_the_log_out(lab: LabProcess, admin: Page) -> None:
    field = admin.get_by_test_id("room-input")
    field.fill("half a thou")
    admin.reload()
    expect(field).to_have_value("half a thou")
    admin.get_by_test_id("account").click()
    admin.get_by_test_id("log-out").click()
    admin.get_by_test_id("join").or_(admin.get_by_test_id("log-in")).first.wait_for()
    kept = admin.evaluate("Object.keys(localStorage).filter((key) => key.includes('drafts'))")
    assert kept == []


def test_a_browser_that_denies_storage(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    page = visitor()
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
             Object.defineProperty(window, name, { get() { throw new DOMException("denied"); } });
           }"""
    )
    join_as_guest(page, lab, "denied")
    say(page, "said without memory")
    from_menu(page, "said without memory", "edit")
    say(page, "changed without memory")
    expect(page.get_by_test_id("room-message").last).to_have_text("changed without memory")
    expect(page.get_by_test_id("message-edited").last).to_be_visible()


@pytest.mark.slow
def test_text_stays_text_in_everything_a_message_shows(pair: Pair) -> None:
    """As an answer's quote, as another text, as a former text, as what is to be deleted."""
    ann, bob = pair
    for text in INJECTIONS[:24:3]:
        say(ann, text)
        expect(bob.get_by_test_id("room-message").last).to_have_text(text)
        bob.get_by_test_id("message-row").last.hover()
        bob.get_by_test_id("tool-reply").click()
        say(bob, f"re {text}")
        expect(ann.get_by_test_id("quote").last).to_contain_text(text)
        ann.get_by_test_id("message-row").nth(-2).hover()
        ann.get_by_test_id("tool-edit").click()
        say(ann, f"new {text}")
        expect(bob.get_by_test_id("room-message").nth(-2)).to_have_text(f"new {text}")
    ann.get_by_test_id("message-edited").last.click()
    expect(ann.get_by_test_id("former-text")).to_have_text([INJECTIONS[21]])
    for page in pair:
        assert page.evaluate("window.injected ?? null") is None
        assert page.locator("#injected").count() == 0


def test_a_finger_opens_the_menu(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    """At 360 px, with a long press; nothing reaches beyond the edge."""
    page = visitor(viewport={"width": 360, "height": 720}, has_touch=True, is_mobile=True)
    page.goto(lab.url)
    page.get_by_test_id("join-login").fill("finger")
    page.get_by_test_id("join-enter").click()
    page.get_by_test_id("nav-room").click()
    page.get_by_test_id("room-input").wait_for()
    say(page, "press me long")
    press(page.context, page, row(page, "press me long"))
    menu = page.get_by_test_id("message-menu")
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.get_by_test_id("message-react").tap()
    page.get_by_test_id("emoji").first.tap()
    expect(row(page, "press me long").get_by_test_id("reaction")).to_have_text("👍1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def press(context: BrowserContext, page: Page, target: Locator) -> None:
    """Put a finger on something and leave it there until the menu has opened."""
    box = target.bounding_box()
    assert box
    session = context.new_cdp_session(page)
    point = {"x": box["x"] + 100, "y": box["y"] + box["height"] / 2}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.get_by_test_id("message-menu").wait_for()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
