"""An admin lets people in, changes what they may do, takes it back; who is here follows at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.visitors import accept_invitation, first_host, invite_person

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


def act_on(page: Page, login: str, act: str) -> None:
    """Choose an act of somebody's menu."""
    page.get_by_test_id(f"account-more-{login}").click()
    page.get_by_test_id(f"account-more-{login}-{act}").click()


def open_people(page: Page, lab: LabProcess) -> None:
    page.goto(f"{lab.url}/people")
    page.get_by_test_id("people-page").wait_for()


def test_a_person_is_added_and_comes_in_by_the_link(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    """The admin sees the account before and after: never logged in, then here with a session."""
    open_people(admin, lab)
    link = invite_person(admin, "olga", "operator")
    row = admin.get_by_test_id("account-row-olga")
    expect(row).to_contain_text("never logged in")
    olga = visitor()
    accept_invitation(olga, link)
    expect(olga.get_by_test_id("account")).to_contain_text("olga")
    expect(row.get_by_test_id("account-sessions")).to_have_text("1 session")
    expect(row).not_to_contain_text("never logged in")
    olga.goto(f"{lab.url}/people")
    expect(olga.get_by_test_id("not-yours")).to_be_visible()
    expect(olga.get_by_test_id("nav-people")).to_have_count(0)


def test_a_demoted_operator_follows_at_once(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    """They stay in the room they are in; what they may no longer do is gone."""
    host = first_host(admin, lab)
    open_people(admin, lab)
    oscar = visitor()
    accept_invitation(oscar, invite_person(admin, "oscar", "operator"))
    oscar.goto(f"{lab.url}/host/{host}")
    oscar.get_by_test_id("run-open").wait_for()
    act_on(admin, "oscar", "edit")
    expect(admin.get_by_test_id("affected")).to_contain_text("oscar has a session open")
    admin.get_by_test_id("role-viewer").check()
    admin.get_by_test_id("account-save").click()
    expect(admin.get_by_test_id("account-row-oscar")).to_have_attribute("data-role", "viewer")
    expect(oscar.get_by_test_id("run-open")).to_have_count(0)
    expect(oscar.get_by_test_id("host-name")).to_be_visible()
    oscar.get_by_test_id("account").click()
    expect(oscar.locator(".account-menu")).to_contain_text("viewer")


def test_an_operator_is_told_which_hosts_are_out_of_reach(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    host = first_host(admin, lab)
    open_people(admin, lab)
    link = invite_person(admin, "scott", "operator", scope="role=nowhere")
    expect(admin.get_by_test_id("account-row-scott")).to_contain_text("role=nowhere")
    scott = visitor()
    accept_invitation(scott, link)
    scott.goto(f"{lab.url}/host/{host}")
    scott.get_by_test_id("host-facts").wait_for()
    expect(scott.get_by_test_id("run-open")).to_have_count(0)
    scott.goto(lab.url)
    scott.get_by_test_id("fleet-run").click()
    scott.get_by_test_id("run-hosts").fill(host)
    expect(scott.get_by_test_id("run-count")).to_contain_text("Outside your scope")
    scott.keyboard.press("Escape")
    scott.get_by_test_id("room-input").fill(f"/run {host[:1]}")
    expect(scott.get_by_test_id("suggestions")).to_contain_text("outside your scope")
    act_on(admin, "scott", "edit")
    admin.get_by_test_id("scope-input").press("Backspace")
    expect(admin.get_by_test_id("scope-note")).to_contain_text("on every machine")
    admin.get_by_test_id("account-save").click()
    expect(scott.get_by_test_id("suggestions")).not_to_contain_text("outside your scope")


def test_the_last_admin_stays(lab: LabProcess, admin: Page, console: Console) -> None:
    """Neither demoted, nor disabled, nor deleted: the dialog says why, and what to do."""
    console.provoke_status(409, "/api/accounts/admin")
    open_people(admin, lab)
    act_on(admin, "admin", "edit")
    expect(admin.get_by_test_id("affected")).to_contain_text("your own account")
    admin.get_by_test_id("role-viewer").check()
    admin.get_by_test_id("account-save").click()
    expect(admin.get_by_test_id("account-problem")).to_contain_text("last admin")
    admin.keyboard.press("Escape")
    for act in ("disable", "delete"):
        act_on(admin, "admin", act)
        admin.get_by_test_id("account-confirm").click()
        expect(admin.get_by_test_id("account-problem")).to_contain_text("last admin")
        admin.keyboard.press("Escape")
    expect(admin.get_by_test_id("account-row-admin")).to_have_attribute("data-role", "admin")


def test_disabled_enabled_reset_and_deleted(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page], console: Console
) -> None:
    """A session ends when its account does; a reset gives a new link."""
    console.provoke("WebSocket connection to .* failed")
    console.provoke_status(401, "/api/")
    open_people(admin, lab)
    dora = visitor()
    accept_invitation(dora, invite_person(admin, "dora", "viewer"))
    row = admin.get_by_test_id("account-row-dora")
    act_on(admin, "dora", "disable")
    admin.get_by_test_id("account-confirm").click()
    expect(row).to_have_attribute("data-disabled", "true")
    expect(dora.get_by_test_id("room-input")).to_have_count(0)
    act_on(admin, "dora", "enable")
    admin.get_by_test_id("account-confirm").click()
    expect(row).to_have_attribute("data-disabled", "false")
    act_on(admin, "dora", "reset")
    admin.get_by_test_id("account-confirm").click()
    link = admin.get_by_test_id("invitation-link").inner_text()
    admin.get_by_test_id("invitation-done").click()
    accept_invitation(dora, link)
    act_on(admin, "dora", "delete")
    admin.get_by_test_id("account-confirm").click()
    expect(row).to_have_count(0)
    expect(dora.get_by_test_id("room-input")).to_have_count(0)


@pytest.mark.parametrize("login", ["", "-x", "a b", "é", "<script>", "x" * 33])
def test_a_login_is_looked_at_before_it_is_sent(lab: LabProcess, admin: Page, login: str) -> None:
    open_people(admin, lab)
    admin.get_by_test_id("person-add").click()
    admin.get_by_test_id("person-login").evaluate("(one) => { one.removeAttribute('maxlength'); }")
    admin.get_by_test_id("person-login").fill(login)
    if login:
        admin.get_by_test_id("person-invite").click()
        expect(admin.get_by_test_id("person-problem")).to_have_attribute("role", "alert")
    else:
        expect(admin.get_by_test_id("person-invite")).to_be_disabled()


def test_french_on_a_phone_by_keyboard(
    lab: LabProcess, visitor: Callable[..., Page], admin: Page
) -> None:
    """Nothing stands out over the edge; the menu and the dialog work without a pointer."""
    open_people(admin, lab)
    invite_person(admin, "phoebe", "auditor")
    page = visitor(locale="fr-FR", viewport=PHONE, storage_state=admin.context.storage_state())
    open_people(page, lab)
    expect(page.locator("h1")).to_contain_text("Personnes")
    row = page.get_by_test_id("account-row-phoebe")
    expect(row).to_contain_text("jamais venu")
    expect(row.get_by_test_id("account-role")).to_have_text("auditeur")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_test_id("account-more-phoebe").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("account-dialog")).to_contain_text("Supprimer phoebe")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    page.get_by_test_id("account").click()
    page.get_by_test_id("account-machines").click()
    page.get_by_test_id("machines-page").wait_for()
