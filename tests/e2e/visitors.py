"""What people do in the page: enter, join, talk."""

from typing import NamedTuple

from playwright.sync_api import Page

from tests.e2e.backstage import Backstage
from tests.hub.credentials import Identity, ask_to_join
from tests.hub.hub_process import HubProcess
from tocsin_hub.edge.control import ask
from tocsin_hub.edge.data import read_control

AT_REST = "() => 'rest' in document.documentElement.dataset"


def fresh_setup_url(hub: HubProcess) -> str:
    """Ask for another set-up address as `tocsin-hub open` does, without another process for it."""
    status, answer = ask(read_control(hub.data), "POST", "/api/setup-links")
    assert status == 201, answer
    url = answer["url"]
    assert isinstance(url, str)
    return url


def enter_as_admin(page: Page, hub: HubProcess, login: str = "admin") -> None:
    """Open a fresh set-up address and press the one button."""
    page.goto(fresh_setup_url(hub))
    page.get_by_test_id("setup-login").fill(login)
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("room-input").wait_for()


def join_as_guest(page: Page, hub: HubProcess, login: str) -> None:
    """Open the hub's address, give a login and enter."""
    page.goto(hub.url)
    page.get_by_test_id("join-login").fill(login)
    page.get_by_test_id("join-enter").click()
    page.get_by_test_id("room-input").wait_for()


def settle(page: Page) -> None:
    """Wait until the page has fetched all of itself: from then on it can do without its hub."""
    page.wait_for_function(AT_REST, timeout=30_000)


def say(page: Page, text: str) -> None:
    """Type into the room and send."""
    page.get_by_test_id("room-input").fill(text)
    page.get_by_test_id("room-input").press("Enter")


def first_host(page: Page, hub: HubProcess) -> str:
    """Return the identity of the machine the hub runs on, once its agent is in."""
    page.goto(hub.url)
    row = page.locator('[data-testid^="fleet-row-"][data-status="up"]').first
    row.wait_for()
    name = row.get_attribute("data-testid")
    assert name is not None
    return name.removeprefix("fleet-row-")


class Machine(NamedTuple):
    """A machine that was let in: what it is called, and what its agent would connect with."""

    host: str
    identity: Identity


def enrol_machine(page: Page, hub: HubProcess, name: str) -> Machine:
    """Let a machine in that does not connect by itself. The page is an admin's."""
    own = {"Origin": hub.url}  # what comes with a cookie must come from the hub's page
    made = page.request.post(f"{hub.url}/api/join-codes", data={}, headers=own)
    identity = Identity()
    with Backstage() as backstage:
        answer = backstage.run(ask_to_join(hub, made.json()["code"], name, identity))
    identity.host = answer.json["host"]
    return Machine(identity.host, identity)


def invite_person(page: Page, login: str, role: str, scope: str = "") -> str:
    """Add an account in the view of people; return the link that lets its person in."""
    page.get_by_test_id("person-add").click()
    page.get_by_test_id("person-login").fill(login)
    page.get_by_test_id(f"role-{role}").check()
    if scope:
        page.get_by_test_id("scope-input").fill(scope)
        page.get_by_test_id("scope-input").press("Enter")
    page.get_by_test_id("person-invite").click()
    link = page.get_by_test_id("invitation-link").inner_text()
    page.get_by_test_id("invitation-done").click()
    page.get_by_test_id(f"account-row-{login}").wait_for()
    return link


def accept_invitation(page: Page, link: str, password: str = "a long way to Tipperary") -> None:
    """Open the link, choose a password, and come in."""
    page.goto("about:blank")  # another fragment alone would not load the page anew
    page.goto(link)
    page.get_by_test_id("invitation-password").fill(password)
    page.get_by_test_id("invitation-enter").click()
    page.get_by_test_id("room-input").wait_for()
