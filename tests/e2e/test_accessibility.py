"""Every view for everybody: axe-core finds nothing, light and dark, French and English."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.credentials import PASSWORD, fill_log_in, log_out, set_up, switch_factor_on
from tests.e2e.visitors import enter_as_admin, first_host, fresh_setup_url, join_as_guest, say
from tests.hub.hub_process import HubProcess

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("theme", ["light", "dark"]),
    pytest.mark.parametrize("locale", ["en-GB", "fr-FR"]),
]

NARROW = {"width": 360, "height": 740}
AT_REST = """() => ["en", "fr"].every((language) => performance.getEntriesByType("resource")
    .some((one) => one.name.includes(`/${language}-admin-`)))
  && [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => link.sheet)"""
"""The page has fetched all it may need: without a hub it could not be had."""


@pytest.fixture
def look(visitor: Callable[..., Page], theme: str, locale: str) -> Callable[..., Page]:
    """Open a page of a new browser in this theme and language."""

    def open_page(**options: object) -> Page:
        return visitor(color_scheme=theme, locale=locale, **options)

    return open_page


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A hub that is no lab and has no machine."""
    hub = HubProcess(tmp_path_factory.mktemp("bare") / "data").start()
    yield hub
    hub.stop()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub of one's own, whose people have passwords."""
    hub = HubProcess(tmp_path / "own").start()
    yield hub
    hub.stop()


class Wrongs(list[str]):
    """What was found on a tour through several views, so that one look tells all of it."""

    def look(self, page: Page, view: str) -> None:
        self += [f"{view}: {one}" for one in violations(page)]


def test_doors(
    lab: LabProcess, bare: HubProcess, look: Callable[..., Page], console: Console
) -> None:
    console.provoke_status(403, "/api/setup/look")
    console.provoke("ERR_FAILED .*/api/")
    wrongs = Wrongs()
    page = look()
    page.goto(lab.url)
    page.get_by_test_id("join-login").wait_for()
    wrongs.look(page, "join")
    page.get_by_test_id("join-login").fill("?")
    page.get_by_test_id("join-enter").click()
    wrongs.look(page, "join refused")
    page.goto(bare.url)
    page.get_by_test_id("locked").wait_for()
    wrongs.look(page, "locked")
    page.goto(fresh_setup_url(bare))
    page.get_by_test_id("setup-password").fill("too short")
    wrongs.look(page, "setup")
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("setup-password-note").wait_for()
    wrongs.look(page, "setup refused")
    page.goto(f"{bare.url}/setup#k=of-nobody")
    page.get_by_test_id("setup-old").wait_for()
    wrongs.look(page, "setup old")
    page.route("**/api/**", lambda route: route.abort())
    page.goto(bare.url)
    page.get_by_test_id("unreachable").wait_for()
    wrongs.look(page, "unreachable")
    assert not wrongs, "\n".join(wrongs)


def test_log_in_and_account(own: HubProcess, look: Callable[..., Page], console: Console) -> None:
    console.provoke_status(401, "/api/login")
    wrongs = Wrongs()
    page = look()
    set_up(page, own)
    page.goto(f"{own.url}/account")
    page.get_by_test_id("session-row").first.wait_for()
    wrongs.look(page, "account")
    page.get_by_test_id("password-change").click()
    page.get_by_test_id("token-new").click()
    page.get_by_test_id("token-make").wait_for()
    wrongs.look(page, "new token")
    page.get_by_test_id("token-name").fill("robot")
    page.get_by_test_id("token-make").click()
    page.get_by_test_id("token-done").wait_for()
    wrongs.look(page, "token")
    page.get_by_test_id("token-done").click()
    page.get_by_test_id("factor-on").click()
    page.get_by_test_id("factor-qr").wait_for()
    wrongs.look(page, "second factor")
    switch_factor_on(page, own, done=False)
    wrongs.look(page, "recovery codes")
    log_out(page)
    wrongs.look(page, "log in")
    fill_log_in(page, "admin", "not the password")
    page.get_by_test_id("log-in-password-note").wait_for()
    wrongs.look(page, "log in refused")
    fill_log_in(page, "admin", PASSWORD)
    page.get_by_test_id("log-in-code").wait_for()
    wrongs.look(page, "code")
    assert not wrongs, "\n".join(wrongs)


def test_without_encryption(lab: LabProcess, look: Callable[..., Page]) -> None:
    def insecure(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "insecure": True})

    wrongs = Wrongs()
    page = look()
    page.route("**/api/hub", insecure)
    page.goto(lab.url)
    page.get_by_test_id("banner-insecure").wait_for()
    wrongs.look(page, "join")
    enter_as_admin(page, lab)
    page.get_by_test_id("banner-insecure").wait_for()
    wrongs.look(page, "fleet")
    assert not wrongs, "\n".join(wrongs)


def test_an_empty_fleet(bare: HubProcess, look: Callable[..., Page]) -> None:
    wrongs = Wrongs()
    page = look()
    enter_as_admin(page, bare)
    page.get_by_test_id("make-join-code").wait_for()
    wrongs.look(page, "empty fleet")
    page.get_by_test_id("make-join-code").click()
    page.get_by_test_id("join-command").wait_for()
    wrongs.look(page, "empty fleet with a join code")
    assert not wrongs, "\n".join(wrongs)


def test_fleet_and_host(lab: LabProcess, look: Callable[..., Page]) -> None:
    wrongs = Wrongs()
    page = look()
    enter_as_admin(page, lab)
    host = first_host(page, lab)
    wrongs.look(page, "fleet")
    page.get_by_test_id("account").click()
    wrongs.look(page, "account")
    page.keyboard.press("Escape")
    page.get_by_test_id("fleet-filter").fill("nothing is called so")
    wrongs.look(page, "fleet without a match")
    page.get_by_test_id("add-machine").click()
    page.get_by_test_id("make-join-code").click()
    page.get_by_test_id("join-command").wait_for()
    wrongs.look(page, "add a machine")
    page.goto(f"{lab.url}/host/{host}")
    page.get_by_test_id("host-facts").wait_for()
    page.get_by_test_id("processes-toggle").click()
    page.locator(".processes tbody tr").first.wait_for()
    # What lies under the bar is elsewhere.
    page.locator("#view").evaluate("(view) => view.scrollTo(0, 0)")
    wrongs.look(page, "host")
    page.get_by_test_id("run-open").click()
    page.get_by_test_id("run-line").wait_for()
    wrongs.look(page, "run dialog")
    page.goto(f"{lab.url}/host/nobody")
    page.get_by_test_id("no-such-host").wait_for()
    wrongs.look(page, "no such host")
    assert not wrongs, "\n".join(wrongs)


def test_machines_people_and_audit(lab: LabProcess, look: Callable[..., Page]) -> None:
    wrongs = Wrongs()
    page = look()
    enter_as_admin(page, lab)
    host = first_host(page, lab)
    page.goto(f"{lab.url}/machines")
    page.get_by_test_id(f"labels-edit-{host}").click()
    page.get_by_test_id("labels-input").fill("no")
    page.keyboard.press("Enter")
    wrongs.look(page, "machines, a label")
    page.get_by_test_id("labels-done").click()
    page.get_by_test_id(f"machine-more-{host}").click()
    wrongs.look(page, "machines, the menu")
    page.get_by_test_id(f"machine-more-{host}-rename").click()
    wrongs.look(page, "machines, a name")
    page.keyboard.press("Escape")
    page.get_by_test_id("add-machine").click()
    page.get_by_test_id("invite-for-many").click()
    wrongs.look(page, "machines, for how many")
    page.get_by_test_id("make-join-code").click()
    page.get_by_test_id("join-command").wait_for()
    wrongs.look(page, "machines, the line")
    page.keyboard.press("Escape")
    page.get_by_test_id("codes").wait_for()
    wrongs.look(page, "machines, the codes")
    page.goto(f"{lab.url}/people")
    page.get_by_test_id("account-row-admin").wait_for()
    wrongs.look(page, "people")
    page.get_by_test_id("person-add").click()
    page.get_by_test_id("scope-input").fill("role=web")
    page.keyboard.press("Enter")
    wrongs.look(page, "people, somebody new")
    page.keyboard.press("Escape")
    page.get_by_test_id("account-more-admin").click()
    page.get_by_test_id("account-more-admin-disable").click()
    wrongs.look(page, "people, asked once more")
    page.goto(f"{lab.url}/audit")
    page.get_by_test_id("audit-open").first.click()
    page.get_by_test_id("audit-details").wait_for()
    wrongs.look(page, "audit")
    page.get_by_test_id("audit-verify").click()
    wrongs.look(page, "audit, how to verify it")
    assert not wrongs, "\n".join(wrongs)


def test_room(lab: LabProcess, look: Callable[..., Page], theme: str, locale: str) -> None:
    wrongs = Wrongs()
    admin, guest = look(), look()
    enter_as_admin(admin, lab)
    host = first_host(admin, lab)
    login = f"guest-{theme}-{locale}"
    join_as_guest(guest, lab, login)
    admin.goto(f"{lab.url}/room")
    say(guest, "hello")
    say(guest, "/msg admin between us")
    say(admin, f"/run {host} uptime")
    expect(admin.get_by_test_id("run-exit").last).to_be_visible()
    wrongs.look(admin, "room")
    admin.get_by_test_id("room-input").fill("/")
    admin.get_by_test_id("suggestions").wait_for()
    wrongs.look(admin, "suggestions")
    say(admin, "/nothing")
    admin.get_by_test_id("room-problem").wait_for()
    wrongs.look(admin, "problem")
    say(admin, "/arret")
    admin.get_by_test_id("stop-dialog").wait_for()
    wrongs.look(admin, "stop dialog")
    admin.keyboard.press("Escape")
    admin.get_by_test_id(f"tab-private-{login}").click()
    admin.get_by_test_id("private-note").wait_for()
    wrongs.look(admin, "private")
    say(guest, "bye")
    guest.get_by_test_id("bye").wait_for()
    wrongs.look(guest, "bye")
    assert not wrongs, "\n".join(wrongs)


def test_narrow(lab: LabProcess, look: Callable[..., Page]) -> None:
    wrongs = Wrongs()
    page = look(viewport=NARROW)
    page.goto(fresh_setup_url(lab))
    page.get_by_test_id("setup-enter").click()
    page.locator('[data-testid^="fleet-row-"]').first.wait_for()
    wrongs.look(page, "fleet")
    page.get_by_test_id("nav-room").click()
    page.get_by_test_id("people-toggle").click()
    page.get_by_test_id("people-list").wait_for()
    wrongs.look(page, "room")
    page.get_by_test_id("nav-fleet").click()
    page.locator('[data-testid^="fleet-row-"]').first.click()
    page.get_by_test_id("host-facts").wait_for()
    wrongs.look(page, "host")
    for view in ("machines", "people", "audit"):
        page.get_by_test_id("account").click()
        page.get_by_test_id(f"account-{view}").click()
        page.get_by_test_id(f"{view}-page").wait_for()
        wrongs.look(page, view)
    assert not wrongs, "\n".join(wrongs)


def test_without_a_hub(
    start_lab: Callable[[], LabProcess], look: Callable[..., Page], console: Console
) -> None:
    console.provoke_absence()
    wrongs = Wrongs()
    page = look()
    lab = start_lab()
    enter_as_admin(page, lab)
    violations(page)  # axe itself cannot be had later
    page.wait_for_function(AT_REST)
    lab.stop()
    page.get_by_test_id("banner-offline").wait_for()
    say(page, "is anybody there?")
    page.get_by_test_id("message-pending").wait_for()
    wrongs.look(page, "offline")
    assert not wrongs, "\n".join(wrongs)


def test_palette_help_and_screens(lab: LabProcess, look: Callable[..., Page]) -> None:
    wrongs = Wrongs()
    for size in (ViewportSize(width=360, height=740), ViewportSize(width=1280, height=720)):
        page = look()
        enter_as_admin(page, lab)
        host = first_host(page, lab)
        page.set_viewport_size(size)
        page.get_by_test_id("announcer").wait_for(state="attached")
        page.locator("#view").focus()
        page.keyboard.press("Control+k")
        page.get_by_test_id("palette-row").first.wait_for()
        wrongs.look(page, "palette")
        page.get_by_test_id("palette-field").fill("e")
        wrongs.look(page, "palette, found")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        page.get_by_test_id("help").wait_for()
        wrongs.look(page, "help")
        page.keyboard.press("Escape")
        page.get_by_test_id("account").click()
        page.get_by_test_id("screens-open").click()
        page.get_by_test_id("screen-name").fill("the hall")
        page.get_by_test_id("screen-add-host").select_option(f"/host/{host}")
        wrongs.look(page, "screens")
        page.get_by_test_id("screen-make").click()
        page.get_by_test_id("screen-url").wait_for()
        page.get_by_test_id("screen-revoke").first.click()
        wrongs.look(page, "screens, a link")
        url = page.get_by_test_id("screen-url").inner_text()
        wall = look(viewport=size)
        wall.goto(url)
        wall.get_by_test_id("tv-tile").wait_for()
        wrongs.look(wall, "tv, fleet")
        for view in ("tv-said", "tv-host"):
            wall.keyboard.press("ArrowRight")
            wall.get_by_test_id(view).wait_for()
            wrongs.look(wall, view)
    page.goto(f"{lab.url}/tv")
    page.get_by_test_id("tv-tile").wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator(".tv-clock").wait_for()
    wrongs.look(page, "tv, clock")
    assert not wrongs, "\n".join(wrongs)
