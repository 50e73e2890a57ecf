"""One's own account: password, second factor, sessions, tokens; and saying again who one is."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import Console
from tests.e2e.credentials import (
    PASSWORD,
    fill_log_in,
    let_proofs_grow_old,
    log_in,
    log_out,
    set_up,
    switch_factor_on,
)
from tests.e2e.visitors import fresh_setup_url, say
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser

NARROW = {"width": 360, "height": 740}
ANOTHER = "other ships sail faster"
SLOWEST_BACK_MS = 25_000
"""A page waits 20 s at most between two tries."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    running = HubProcess(tmp_path / "data").start()
    yield running
    running.stop()


@pytest.fixture
def owner(hub: HubProcess, visitor: Callable[..., Page]) -> Page:
    """Somebody with an account and a password, in their account's page."""
    page = visitor()
    set_up(page, hub)
    page.get_by_test_id("account").click()
    page.get_by_test_id("account-open").click()
    page.get_by_test_id("session-row").first.wait_for()
    return page


def ask(page: Page, hub: HubProcess, method: str, path: str, **body: Any) -> Any:
    """Ask the hub with the session of a page."""
    own = {"Origin": hub.url}
    answer = page.request.fetch(f"{hub.url}{path}", method=method, data=body or None, headers=own)
    assert answer.ok, answer.text()
    return answer.json() if answer.body() else None


def back_in(page: Page) -> None:
    """Wait until a page has come back to a hub that was started anew."""
    expect(page.get_by_test_id("banner-offline")).to_have_count(0, timeout=SLOWEST_BACK_MS)
    expect(page.locator('main[data-stale="false"]')).to_have_count(1)


def prove(page: Page, password: str = PASSWORD) -> None:
    page.get_by_test_id("proof-password").fill(password)
    page.get_by_test_id("proof-confirm").click()


def test_a_critical_act_asks_who_one_is_and_is_done_afterwards(
    hub: HubProcess, owner: Page, console: Console
) -> None:
    """A wrong password is refused in place; giving up leaves things as they were."""
    console.provoke_absence()
    console.provoke_status(403, "/api/tokens")
    console.provoke_status(401, "/api/session/proof")
    let_proofs_grow_old(hub)
    back_in(owner)
    owner.get_by_test_id("token-new").click()
    owner.get_by_test_id("token-name").fill("by hand")
    owner.get_by_test_id("token-make").click()
    expect(owner.get_by_test_id("proof")).to_contain_text("“New token”")
    expect(owner.locator('dialog[data-covered="true"]')).to_have_count(1)
    owner.keyboard.press("Escape")
    expect(owner.get_by_test_id("token-name-note")).to_contain_text("password once more")
    expect(owner.get_by_test_id("token-row")).to_have_count(0)
    owner.get_by_test_id("token-make").click()
    prove(owner, "not the password")
    expect(owner.get_by_test_id("proof-password-note")).to_contain_text("not your password")
    prove(owner)
    expect(owner.get_by_test_id("token-text")).to_contain_text("tocsin_")
    expect(owner.get_by_test_id("proof")).to_have_count(0)
    owner.get_by_test_id("token-done").click()
    expect(owner.get_by_test_id("token-row")).to_contain_text("by hand")


def test_stopping_the_hub_asks_who_one_is(hub: HubProcess, owner: Page, console: Console) -> None:
    """`arret` goes over the socket: the dialog is the same, and the hub stops afterwards."""
    console.provoke_absence()
    let_proofs_grow_old(hub)
    back_in(owner)
    say(owner, "arret")
    owner.get_by_test_id("stop-confirm").click()
    owner.get_by_test_id("proof-password").wait_for()
    owner.keyboard.press("Escape")
    expect(owner.get_by_test_id("message-failed")).to_have_count(0)
    say(owner, "still here")
    expect(owner.get_by_test_id("room-message").filter(has_text="still here")).to_have_count(1)
    say(owner, "arret")
    owner.get_by_test_id("stop-confirm").click()
    prove(owner)
    assert hub.wait() == 0
    expect(owner.get_by_test_id("banner-stopped")).to_contain_text("admin")


def test_who_has_no_password_is_told_what_to_do(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_absence()
    console.provoke_status(403, "/api/account/password")
    page = visitor()
    page.goto(fresh_setup_url(hub))
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("room-input").wait_for()
    let_proofs_grow_old(hub)
    page.goto(f"{hub.url}/account")
    page.get_by_test_id("password-change").click()
    page.get_by_test_id("new-password").fill(ANOTHER)
    page.get_by_test_id("password-save").click()
    expect(page.get_by_test_id("proof-without-password")).to_contain_text("tocsin-hub open")


def test_another_password_ends_other_sessions(
    hub: HubProcess, owner: Page, visitor: Callable[..., Page], console: Console
) -> None:
    """They stand at the log-in door at once; what was typed there is still there afterwards."""
    console.provoke_status(401, "/api/login")
    other = visitor()
    log_in(other, hub)
    other.goto(f"{hub.url}/room")
    other.get_by_test_id("room-input").fill("what I was about to say")
    owner.get_by_test_id("password-change").click()
    owner.get_by_test_id("new-password").fill(ANOTHER)
    owner.get_by_test_id("password-save").click()
    expect(owner.get_by_test_id("password-done")).to_contain_text("saved")
    expect(other.get_by_test_id("log-in")).to_contain_text("Your session is over")
    expect(other.get_by_test_id("log-in-login")).to_have_value("admin")
    other.get_by_test_id("log-in-password").fill(PASSWORD)
    other.get_by_test_id("log-in-enter").click()
    expect(other.get_by_test_id("log-in-password-note")).to_be_visible()
    other.get_by_test_id("log-in-password").fill(ANOTHER)
    other.get_by_test_id("log-in-enter").click()
    expect(other.get_by_test_id("room-input")).to_have_value("what I was about to say")
    assert other.url == f"{hub.url}/room"
    expect(owner.get_by_test_id("account-page")).to_be_visible()


def test_sessions_are_ended_from_another_browser(
    hub: HubProcess, owner: Page, visitor: Callable[..., Page]
) -> None:
    pages = [visitor(), visitor(), visitor()]
    for page in pages:
        log_in(page, hub)
    owner.reload()
    rows = owner.get_by_test_id("session-row")
    expect(rows).to_have_count(4)
    expect(rows.first).to_have_attribute("data-current", "true")
    expect(rows.first).to_contain_text("Chrome, Linux")
    expect(rows.first.get_by_test_id("session-end")).to_have_count(0)
    rows.nth(1).get_by_test_id("session-end").click()
    expect(rows).to_have_count(3)
    owner.get_by_test_id("sessions-end").click()
    expect(rows).to_have_count(1)
    for page in pages:
        page.get_by_test_id("log-in-login").wait_for()


def test_a_token_works_over_http_and_not_once_it_is_deleted(hub: HubProcess, owner: Page) -> None:
    owner.get_by_test_id("token-new").click()
    owner.get_by_test_id("token-name").fill("my terminal")
    owner.get_by_test_id("token-role").select_option("viewer")
    owner.get_by_test_id("token-days").select_option("7")
    owner.get_by_test_id("token-make").click()
    token = owner.get_by_test_id("token-text").inner_text()
    owner.get_by_test_id("token-done").click()
    row = owner.get_by_test_id("token-row")
    expect(row).to_contain_text("viewer")
    expect(row).to_contain_text("never used")
    bearer = {"Authorization": f"Bearer {token}"}
    context = owner.context.browser
    assert context is not None
    program = context.new_context().request
    me = program.get(f"{hub.url}/api/session", headers=bearer).json()
    assert (me["login"], me["role"]) == ("admin", "viewer")
    owner.reload()
    expect(row).to_contain_text("last used")
    assert token not in owner.content()
    row.get_by_test_id("token-remove").click()
    expect(row).to_have_count(0)
    assert program.get(f"{hub.url}/api/session", headers=bearer).status == 401
    program.dispose()


def test_a_second_factor_is_asked_for_again_and_switched_off(
    hub: HubProcess, owner: Page, console: Console
) -> None:
    console.provoke_absence()
    console.provoke_status(403, "/api/account/second-factor")
    console.provoke_status(409, "/api/account/second-factor")
    owner.get_by_test_id("factor-on").click()
    expect(owner.get_by_role("img", name=re.compile("Scan"))).to_be_visible()
    owner.get_by_test_id("factor-code").fill("000000")
    owner.get_by_test_id("factor-confirm").click()
    expect(owner.get_by_test_id("factor-code-note")).to_be_visible()
    _, codes = switch_factor_on(owner, hub)
    let_proofs_grow_old(hub)
    back_in(owner)
    owner.get_by_test_id("factor-off").click()
    owner.get_by_test_id("proof-password").fill(PASSWORD)
    owner.get_by_test_id("proof-other").click()
    owner.get_by_test_id("proof-code").fill(codes[0])
    owner.get_by_test_id("proof-confirm").click()
    expect(owner.get_by_test_id("factor-on")).to_be_visible()
    log_out(owner)
    fill_log_in(owner, "admin", PASSWORD)
    owner.get_by_test_id("account-page").wait_for()


def test_recovery_codes_can_be_saved(hub: HubProcess, owner: Page) -> None:
    owner.get_by_test_id("factor-on").click()
    secret = owner.get_by_test_id("factor-secret").inner_text().replace(" ", "")

    owner.get_by_test_id("factor-code").fill(pyotp.TOTP(secret).now())
    owner.get_by_test_id("factor-confirm").click()
    codes = owner.get_by_test_id("recovery-codes").locator("code").all_inner_texts()
    with owner.expect_download() as saved:
        owner.get_by_test_id("recovery-save").click()
    assert saved.value.suggested_filename == "tocsin-admin-recovery.txt"
    text = Path(saved.value.path()).read_text()
    assert all(code in text for code in codes)
    assert hub.authority in text


def test_another_role_is_there_at_once(
    hub: HubProcess, owner: Page, visitor: Callable[..., Page]
) -> None:
    """Who is made an operator gets the buttons of one without a reload, and loses them again."""
    invited = visitor()
    made = ask(owner, hub, "POST", "/api/accounts", login="grace", role="viewer")
    invited.goto(made["url"])
    invited.get_by_test_id("invitation-password").fill(PASSWORD)
    invited.get_by_test_id("invitation-enter").click()
    invited.get_by_test_id("account").click()
    invited.get_by_test_id("account-open").click()
    role = invited.get_by_test_id("account-role")
    expect(role).to_have_text("viewer")
    invited.get_by_test_id("room-input").fill("half a sentence")
    ask(owner, hub, "PATCH", "/api/accounts/grace", role="operator", scope=["role=db"])
    expect(role).to_have_text("operator")
    expect(invited.get_by_test_id("account-scope")).to_contain_text("role=db")
    ask(owner, hub, "PATCH", "/api/accounts/grace", role="auditor", scope=[])
    expect(role).to_have_text("auditor")
    expect(invited.get_by_test_id("account-scope")).to_have_count(0)
    expect(invited.get_by_test_id("room-input")).to_have_value("half a sentence")
    ask(owner, hub, "PATCH", "/api/accounts/grace", disabled=True)
    expect(invited.get_by_test_id("log-in")).to_contain_text("Your session is over")


def test_in_french_on_a_phone(hub: HubProcess, visitor: Callable[..., Page]) -> None:
    page = visitor(locale="fr-FR", viewport=NARROW)
    page.goto(fresh_setup_url(hub))
    page.get_by_test_id("setup-password").fill(PASSWORD)
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("account").click()
    page.get_by_test_id("account-open").click()
    page.get_by_test_id("session-row").first.wait_for()
    titles = page.get_by_test_id("account-page").get_by_role("heading", level=2)
    expect(titles).to_have_text(["Mot de passe", "Second facteur", "Sessions", "Jetons"])
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
