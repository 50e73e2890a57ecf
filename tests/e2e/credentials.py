"""What people prove themselves by in the page: passwords, codes, and where none of it may stay."""

import sqlite3

import pyotp
from playwright.sync_api import Page

from tests.e2e.visitors import fresh_setup_url
from tests.hub.hub_process import HubProcess

PASSWORD = "tall ships sail slowly"
STORED = """() => JSON.stringify([
  {...localStorage}, {...sessionStorage}, location.href, history.state, document.cookie,
  document.documentElement.outerHTML,
  ...[...document.querySelectorAll("input, textarea")].map((field) => field.value),
])"""
"""All of a page where a secret could have been left."""


def set_up(page: Page, hub: HubProcess, login: str = "admin", password: str = PASSWORD) -> None:
    """Open a fresh set-up address, choose login and password, and enter."""
    page.goto(fresh_setup_url(hub))
    page.get_by_test_id("setup-login").fill(login)
    page.get_by_test_id("setup-password").fill(password)
    page.get_by_test_id("setup-enter").click()
    page.get_by_test_id("room-input").wait_for()


def fill_log_in(page: Page, login: str, password: str) -> None:
    """Fill in the door's form, and send it."""
    page.get_by_test_id("log-in-login").fill(login)
    page.get_by_test_id("log-in-password").fill(password)
    page.get_by_test_id("log-in-enter").click()


def log_in(page: Page, hub: HubProcess, login: str = "admin", password: str = PASSWORD) -> None:
    """Log in at the door of a hub that is no lab."""
    page.goto(hub.url)
    fill_log_in(page, login, password)
    page.get_by_test_id("room-input").wait_for()


def log_out(page: Page) -> None:
    page.get_by_test_id("account").click()
    page.get_by_test_id("log-out").click()
    page.get_by_test_id("log-in-login").wait_for()


def switch_factor_on(
    page: Page, hub: HubProcess, *, done: bool = True
) -> tuple[pyotp.TOTP, list[str]]:
    """Switch the second factor on by what the page shows; return the app and the recovery codes.

    `done`: the codes are kept, and the page shows them no more.
    """
    page.goto(f"{hub.url}/account")
    page.get_by_test_id("factor-on").click()
    app = pyotp.TOTP(page.get_by_test_id("factor-secret").inner_text().replace(" ", ""))
    page.get_by_test_id("factor-code").fill(app.now())
    page.get_by_test_id("factor-confirm").click()
    page.get_by_test_id("recovery-codes").wait_for()
    codes = page.get_by_test_id("recovery-codes").locator("code").all_inner_texts()
    if done:
        page.get_by_test_id("recovery-done").click()
    return app, codes


def let_proofs_grow_old(hub: HubProcess) -> None:
    """Start the hub anew, long after everybody last said who they are. Pages come back to it."""
    port = hub.port
    hub.stop()
    database = sqlite3.connect(hub.data / "hub.db")
    with database:
        assert database.execute("UPDATE session SET proved = 1").rowcount > 0
    database.close()
    hub.start(port)
