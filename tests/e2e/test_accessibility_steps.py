"""What one comes to step by step (refusals, what was made, what is asked once more), for everybody.

Views that have an address, or are one press away from it, are toured by the files beside this one.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.credentials import PASSWORD, fill_log_in, log_out, set_up, switch_factor_on
from tests.e2e.photographs.look import Look
from tests.e2e.tour import NARROW, USUAL, Wrongs, stroller
from tests.e2e.visitors import enter_as_admin, first_host, fresh_setup_url, join_as_guest, say
from tests.hub.hub_process import HubProcess

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("look", [USUAL, NARROW], ids=["usual", "narrow"]),
]


@pytest.fixture
def page(browser: Browser, console: Console, look: Look) -> Iterator[Page]:
    with stroller(browser, look) as one:
        console.watch(one)
        yield one
    assert console.unexpected == []


@pytest.fixture
def admin(page: Page, lab: LabProcess, look: Look) -> Page:
    """The page of somebody who entered where there was room, and went on by this look."""
    page.set_viewport_size(USUAL.viewport)
    enter_as_admin(page, lab)
    page.set_viewport_size(look.viewport)
    return page


@pytest.fixture
def wrongs() -> Iterator[Wrongs]:
    found = Wrongs()
    yield found
    assert not found, "\n".join(found)


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


def test_doors_that_stay_shut(lab: LabProcess, bare: HubProcess, page: Page, wrongs: Wrongs):
    def insecure(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "insecure": True})

    page.route("**/api/hub", insecure)
    page.goto(lab.url)
    page.get_by_test_id("banner-insecure").wait_for()
    wrongs.look(page, "join without encryption")
    page.get_by_test_id("join-login").fill("?")
    page.get_by_test_id("join-enter").click()
    wrongs.look(page, "join refused")
    page.goto(bare.url)
    page.get_by_test_id("locked").wait_for()
    wrongs.look(page, "locked")
    page.goto(fresh_setup_url(bare))
    page.get_by_test_id("setup-password").fill("too short")
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("setup-password-note").wait_for()
    wrongs.look(page, "setup refused")


def test_what_one_proves_oneself_by(
    own: HubProcess, page: Page, wrongs: Wrongs, look: Look, console: Console
):
    console.provoke_status(401, "/api/login")  # a code is asked for
    page.set_viewport_size(USUAL.viewport)
    set_up(page, own)
    page.set_viewport_size(look.viewport)
    page.goto(f"{own.url}/account")
    page.get_by_test_id("token-new").click()
    page.get_by_test_id("token-name").fill("robot")
    page.get_by_test_id("token-make").click()
    page.get_by_test_id("token-done").wait_for()
    wrongs.look(page, "token made")
    page.get_by_test_id("token-done").click()
    switch_factor_on(page, own, done=False)
    wrongs.look(page, "recovery codes")
    log_out(page)
    fill_log_in(page, "admin", PASSWORD)
    page.get_by_test_id("log-in-code").wait_for()
    wrongs.look(page, "code asked")


def test_machines_let_in_and_named(lab: LabProcess, admin: Page, wrongs: Wrongs):
    host = first_host(admin, lab)
    admin.goto(f"{lab.url}/machines")
    admin.get_by_test_id(f"labels-edit-{host}").click()
    admin.get_by_test_id("labels-input").fill("no")
    admin.keyboard.press("Enter")
    wrongs.look(admin, "a label refused")
    admin.get_by_test_id("labels-done").click()
    admin.get_by_test_id(f"machine-more-{host}").click()
    admin.get_by_test_id(f"machine-more-{host}-rename").click()
    wrongs.look(admin, "a name")
    admin.keyboard.press("Escape")
    admin.get_by_test_id("add-machine").click()
    admin.get_by_test_id("invite-for-many").click()
    wrongs.look(admin, "for how many")
    admin.get_by_test_id("make-join-code").click()
    admin.get_by_test_id("join-command").wait_for()
    admin.keyboard.press("Escape")
    admin.get_by_test_id("codes").wait_for()
    wrongs.look(admin, "the codes")


def test_people_let_in_and_shut_out(lab: LabProcess, admin: Page, wrongs: Wrongs):
    admin.goto(f"{lab.url}/people")
    admin.get_by_test_id("person-add").click()
    admin.get_by_test_id("scope-input").fill("role=web")
    admin.keyboard.press("Enter")
    wrongs.look(admin, "somebody new, and their scope")
    admin.keyboard.press("Escape")
    admin.get_by_test_id("account-more-admin").click()
    admin.get_by_test_id("account-more-admin-disable").click()
    wrongs.look(admin, "asked once more")


def test_a_run_in_the_room(lab: LabProcess, admin: Page, wrongs: Wrongs):
    host = first_host(admin, lab)
    admin.goto(f"{lab.url}/room")
    say(admin, f"/run {host} uptime")
    expect(admin.get_by_test_id("run-exit").last).to_be_visible()
    wrongs.look(admin, "a run that is over")


def test_a_screen_on_the_wall(
    lab: LabProcess, admin: Page, wrongs: Wrongs, visitor: Callable[..., Page], look: Look
):
    talker = visitor()
    join_as_guest(talker, lab, f"guest-{look.width}")
    say(talker, "hello")
    host = first_host(admin, lab)
    admin.get_by_test_id("account").click()
    admin.get_by_test_id("screens-open").click()
    admin.get_by_test_id("screen-name").fill("the hall")
    admin.get_by_test_id("screen-add-host").select_option(f"/host/{host}")
    admin.get_by_test_id("screen-make").click()
    admin.get_by_test_id("screen-url").wait_for()
    admin.get_by_test_id("screen-revoke").first.click()
    wrongs.look(admin, "revoking a link")
    admin.goto(admin.get_by_test_id("screen-url").inner_text())
    admin.get_by_test_id("tv-tile").wait_for()
    for view in ("tv-said", "tv-host"):
        admin.keyboard.press("ArrowRight")
        admin.get_by_test_id(view).wait_for()
        wrongs.look(admin, view)
    admin.goto(f"{lab.url}/tv")
    admin.get_by_test_id("tv-tile").wait_for()
    admin.keyboard.press("ArrowLeft")
    admin.locator(".tv-clock").wait_for()
    wrongs.look(admin, "the clock")
