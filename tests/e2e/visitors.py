"""What people do in the page: enter, join, talk."""

from typing import NamedTuple

from playwright.sync_api import Page

from tests.hub.hub_process import HubProcess, run_to_end


def fresh_setup_url(hub: HubProcess) -> str:
    """Ask for another set-up address, as `tocsin-hub open` does."""
    done = run_to_end("open", "--data", str(hub.data))
    assert done.code == 0, done.stderr
    return done.stdout.strip()


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
    """A machine that was let in: its identity, and what its agent would connect with."""

    host: str
    token: str


def enrol_machine(page: Page, hub: HubProcess, name: str) -> Machine:
    """Let a machine in that does not connect by itself. The page is an admin's."""
    own = {"Origin": hub.url}  # what comes with a cookie must come from the hub's page
    made = page.request.post(f"{hub.url}/api/join-codes", data={}, headers=own)
    wish = {"code": made.json()["code"], "name": name}
    answer = page.request.post(f"{hub.url}/api/join", data=wish, headers=own)
    assert answer.ok, answer.text()
    joined = answer.json()
    return Machine(joined["host"], joined["token"])
