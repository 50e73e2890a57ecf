"""The doors: a first visit with a password, in and out again, a second factor, an invitation."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.console import Console
from tests.e2e.credentials import (
    PASSWORD,
    STORED,
    fill_log_in,
    log_in,
    log_out,
    set_up,
    switch_factor_on,
)
from tests.e2e.visitors import fresh_setup_url, join_as_guest
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser

NARROW = {"width": 360, "height": 740}
TOTP_STEP = 30


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub that is no lab and has no machine: nobody can log in yet."""
    running = HubProcess(tmp_path / "data").start()
    yield running
    running.stop()


def as_admin(page: Page, hub: HubProcess, method: str, path: str, **body: Any) -> Any:
    """Ask the hub with the session of a page."""
    answer = page.request.fetch(
        f"{hub.url}{path}", method=method, data=body or None, headers={"Origin": hub.url}
    )
    assert answer.ok, answer.text()
    return answer.json() if answer.body() else None


def test_first_visit_with_a_password_then_out_and_in(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    """The rules are told before one types; afterwards the password leads in, from anywhere."""
    page, other = visitor(), visitor()
    page.goto(hub.setup_url)
    expect(page.get_by_test_id("setup-password-note")).to_contain_text("10 characters")
    page.get_by_test_id("setup-login").fill("ann")
    page.get_by_test_id("setup-password").fill(PASSWORD)
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("room-input").wait_for()
    log_out(page)
    fill_log_in(page, "ann", PASSWORD)
    page.get_by_test_id("room-input").wait_for()
    log_in(other, hub, "ann")


def test_without_a_password_the_door_says_how_to_get_in(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    page.goto(hub.url)
    expect(page.get_by_test_id("locked")).to_contain_text("tocsin-hub open")
    page.goto(fresh_setup_url(hub))
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("account").click()
    page.get_by_test_id("log-out").click()
    expect(page.get_by_test_id("locked")).to_contain_text("tocsin-hub open")


def test_a_link_pasted_into_the_open_door_is_taken(
    hub: HubProcess, visitor: Callable[..., Page]
) -> None:
    """Nothing but the fragment changes then, so that the browser loads nothing anew."""
    page = visitor()
    page.goto(f"{hub.url}/setup")
    page.get_by_test_id("locked").wait_for()
    page.evaluate("(url) => location.assign(url)", fresh_setup_url(hub))
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("room-input").wait_for()


def test_what_is_wrong_stands_at_its_field(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_status(409, "/api/setup")
    page = visitor()
    page.goto(fresh_setup_url(hub))
    note, password = (
        page.get_by_test_id("setup-password-note"),
        page.get_by_test_id("setup-password"),
    )
    for typed, said in [
        ("too short", "10 characters"),
        ("x" * 257, "256 bytes"),
        ("1234567890", "first that are guessed"),
    ]:
        password.fill(typed)
        page.get_by_test_id("setup-enter").click()
        expect(note).to_contain_text(said)
        expect(password).to_be_focused()
        expect(password).to_have_attribute("aria-invalid", "true")
    page.get_by_test_id("setup-login").fill("no login")
    page.get_by_test_id("setup-enter").click()
    expect(page.get_by_test_id("setup-login-note")).to_contain_text("starts with a letter")
    expect(page.get_by_test_id("setup-login")).to_be_focused()


def test_a_wrong_password_is_refused_without_telling_which_part(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_status(401, "/api/login")
    page = visitor()
    set_up(page, hub)
    log_out(page)
    said = []
    for login in ("admin", "nobody"):
        fill_log_in(page, login, "not the password")
        note = page.get_by_test_id("log-in-password-note")
        expect(note).to_have_attribute("role", "alert")
        said.append(note.inner_text())
        expect(page.get_by_test_id("log-in-password")).to_be_focused()
    assert said[0] == said[1]


def test_a_door_that_is_tried_too_often_says_when_to_try_again(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    """The answer is made up: to provoke a real one takes more tries than a test has time for."""
    console.provoke_status(429, "/api/login")
    page = visitor()
    set_up(page, hub)
    log_out(page)
    page.route(
        "**/api/login",
        lambda route: route.fulfill(
            status=429,
            headers={"Retry-After": "28"},
            json={"code": 502, "name": "too_fast", "message": "somebody guesses"},
        ),
    )
    fill_log_in(page, "admin", PASSWORD)
    note = page.get_by_test_id("log-in-password-note")
    expect(note).to_contain_text(re.compile(r"28\s?s.*\d\d:\d\d:\d\d"))


def test_a_second_factor(hub: HubProcess, visitor: Callable[..., Page], console: Console) -> None:
    """A code of the app leads in, a wrong one does not, a recovery code once."""
    console.provoke_status(401, "/api/login")
    page = visitor()
    set_up(page, hub)
    app, codes = switch_factor_on(page, hub)
    assert len(codes) == 10
    log_out(page)
    fill_log_in(page, "admin", PASSWORD)
    code, enter = page.get_by_test_id("log-in-code"), page.get_by_test_id("log-in-code-enter")
    expect(code).to_be_focused()
    code.fill("000000")
    enter.click()
    expect(page.get_by_test_id("log-in-code-note")).to_contain_text("wrong, used or too old")
    # The step the set-up used up is over before the next is: an app's user would wait, too.
    code.fill(app.at(int(time.time()) + TOTP_STEP))
    enter.click()
    page.get_by_test_id("room-input").wait_for()
    log_out(page)
    fill_log_in(page, "admin", PASSWORD)
    page.get_by_test_id("log-in-other").click()
    code.fill(codes[3])
    enter.click()
    page.get_by_test_id("room-input").wait_for()
    log_out(page)
    fill_log_in(page, "admin", PASSWORD)
    code.fill(codes[3])
    enter.click()
    expect(page.get_by_test_id("log-in-code-note")).to_contain_text("wrong, used or too old")


def test_an_invitation_says_whom_it_is_for(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_status(403, "/api/setup/look")
    admin, invited, late = visitor(), visitor(locale="fr-FR", viewport=NARROW), visitor()
    set_up(admin, hub)
    made = as_admin(admin, hub, "POST", "/api/accounts", login="grace", role="operator")
    invited.goto(made["url"])
    expect(invited.get_by_test_id("invitation")).to_contain_text("Bienvenue, grace")
    expect(invited.get_by_test_id("invitation")).to_contain_text("opérateur")
    expect(invited.get_by_test_id("invitation-login")).to_have_value("grace")
    assert "#" not in invited.url
    invited.get_by_test_id("invitation-password").fill(PASSWORD)
    invited.get_by_test_id("invitation-enter").click()
    invited.get_by_test_id("nav-room").wait_for()
    me = as_admin(invited, hub, "GET", "/api/session")
    assert (me["login"], me["role"]) == ("grace", "operator")
    late.goto(made["url"])
    expect(late.get_by_test_id("setup-old")).to_be_visible()


def test_a_lab_has_both_ways_in(tmp_path: Path, visitor: Callable[..., Page]) -> None:
    hub = HubProcess(tmp_path / "lab", "--lab").start()
    try:
        admin, guest, again = visitor(), visitor(), visitor()
        set_up(admin, hub)
        join_as_guest(guest, hub, "bob")
        again.goto(hub.url)
        again.get_by_test_id("way-account").click()
        expect(again.get_by_test_id("log-in-login")).to_be_focused()
        fill_log_in(again, "admin", PASSWORD)
        again.get_by_test_id("room-input").wait_for()
        for page in (admin, guest, again):
            page.context.close()
    finally:
        hub.stop()


def test_in_french_on_a_phone_by_keyboard(hub: HubProcess, visitor: Callable[..., Page]) -> None:
    set_up(visitor(), hub)
    page = visitor(locale="fr-FR", viewport=NARROW)
    page.goto(hub.url)
    expect(page.get_by_test_id("log-in").get_by_role("heading")).to_have_text("Se connecter")
    expect(page.get_by_test_id("log-in-login")).to_be_focused()
    page.keyboard.type("admin")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_test_id("nav-room").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_provider_is_beside_the_password(hub: HubProcess, visitor: Callable[..., Page]) -> None:
    """Its log-in leads back to where one was. The provider itself is tested with the hub."""
    set_up(visitor(), hub)
    page = visitor()

    def with_provider(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "oidc": "Example"})

    page.route("**/api/hub", with_provider)
    page.goto(f"{hub.url}/runs?host=a%26b")
    button = page.get_by_test_id("log-in-provider")
    expect(button).to_have_text("Continue with Example")
    expect(button).to_have_attribute("href", "/api/oidc/login?next=%2Fruns%3Fhost%3Da%2526b")
    expect(page.get_by_test_id("log-in-password")).to_be_visible()


@pytest.mark.parametrize(
    ("word", "said"),
    [("oidc_unknown", "nobody here expects you"), ("<b>constructor</b>", "did not work")],
)
def test_what_went_wrong_at_the_provider_is_said_once(
    hub: HubProcess, visitor: Callable[..., Page], word: str, said: str
) -> None:
    """At the door and inside; the word in the address is anybody's and never shown."""
    page = visitor()
    set_up(page, hub)
    page.goto(f"{hub.url}/?problem={quote(word)}")
    dialog = page.get_by_test_id("problem-dialog")
    expect(dialog.get_by_test_id("provider-problem")).to_contain_text(said)
    assert page.url == f"{hub.url}/"
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    log_out(page)
    page.goto(f"{hub.url}/?problem={quote(word)}")
    expect(page.get_by_test_id("provider-problem")).to_contain_text(said)
    assert word not in page.content()
    fill_log_in(page, "admin", PASSWORD)
    page.get_by_test_id("room-input").wait_for()
    expect(dialog).to_have_count(0)


def test_no_secret_stays_anywhere(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    """Password, key and codes are in no address, store, console or page once the form is left."""
    console.provoke_status(401, "/api/login")
    page = visitor()
    addresses: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: addresses.append(_told_of(request)))
    page.on("console", lambda message: said.append(message.text))
    url = fresh_setup_url(hub)
    page.goto(url)
    page.get_by_test_id("setup-password").fill(PASSWORD)
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("room-input").wait_for()
    app, codes = switch_factor_on(page, hub)
    log_out(page)
    fill_log_in(page, "admin", PASSWORD)
    page.get_by_test_id("log-in-code").fill(codes[0])
    left_at_the_code = page.evaluate(STORED)
    page.get_by_test_id("log-in-code-enter").click()
    page.get_by_test_id("room-input").wait_for()
    everything = json.dumps([page.evaluate(STORED), addresses, said])
    for secret in (PASSWORD, url.partition("#k=")[2], app.secret, *codes):
        assert secret not in everything
        assert secret == codes[0] or secret not in left_at_the_code
    assert len(addresses) > 10


def _told_of(request: Request) -> str:
    return json.dumps([request.url, request.headers])
