"""An admin removes a machine that is down; nobody else can, and none that is there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.visitors import enrol_machine, first_host, join_as_guest

pytestmark = pytest.mark.browser


def ask(page: Page) -> None:
    """Press the button, and the one that is asked for once more."""
    page.get_by_test_id("remove-open").click()
    page.get_by_test_id("remove-confirm").click()


def answer(page: Page, status: int) -> list[str]:
    """Let a hub answer the removal so; return what was asked for."""
    asked: list[str] = []

    def fulfil(route: Route) -> None:
        if route.request.method != "DELETE":
            return route.continue_()
        asked.append(route.request.url)
        if status == 204:
            return route.fulfill(status=status)
        return route.fulfill(status=status, json={"code": 0, "name": "x", "message": "no"})

    page.route("**/api/hosts/*", fulfil)
    return asked


def test_an_admin_removes_a_machine_that_is_down(lab: LabProcess, admin: Page) -> None:
    host = enrol_machine(admin, lab, "gone")
    asked = answer(admin, 204)
    admin.goto(f"{lab.url}/host/{host}")
    expect(admin.get_by_test_id("host-status")).to_have_text("down")
    admin.get_by_test_id("remove-open").click()
    dialog = admin.get_by_test_id("remove-dialog")
    expect(dialog).to_contain_text("gone")
    admin.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert asked == []
    ask(admin)
    admin.get_by_test_id("fleet").wait_for()
    assert asked == [f"{lab.url}/api/hosts/{host}"]


@pytest.mark.parametrize(("status", "says"), [(409, "connected again"), (403, "no")])
def test_a_refusal_stands_in_the_dialog(
    lab: LabProcess, admin: Page, console: Console, status: int, says: str
) -> None:
    host = enrol_machine(admin, lab, f"refused-{status}")
    console.provoke_status(status, f"/api/hosts/{host}")
    answer(admin, status)
    admin.goto(f"{lab.url}/host/{host}")
    ask(admin)
    expect(admin.get_by_test_id("remove-problem")).to_contain_text(says)
    expect(admin.get_by_test_id("remove-confirm")).to_be_enabled()


def test_nobody_is_offered_what_would_be_refused(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    """Neither an admin for a machine that is there, nor a guest for one that is not."""
    admin.goto(f"{lab.url}/host/{first_host(admin, lab)}")
    admin.get_by_test_id("run-open").wait_for()
    expect(admin.get_by_test_id("remove-open")).to_have_count(0)
    host = enrol_machine(admin, lab, "absent")
    guest = visitor()
    join_as_guest(guest, lab, "gina")
    guest.goto(f"{lab.url}/host/{host}")
    expect(guest.get_by_test_id("host-status")).to_have_text("down")
    expect(guest.get_by_test_id("remove-open")).to_have_count(0)
