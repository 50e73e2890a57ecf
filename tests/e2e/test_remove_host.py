"""An admin removes a machine, whether it is there or not; nobody else can."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.visitors import Machine, enrol_machine, join_as_guest
from tests.hub.simulated_agent import SimulatedAgent

pytestmark = pytest.mark.browser


def open_host(page: Page, lab: LabProcess, machine: Machine) -> None:
    page.goto(f"{lab.url}/host/{machine.host}")
    expect(page.get_by_test_id("host-status")).to_have_text("expected")


def test_an_admin_removes_a_machine_that_is_down(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    """Asked once more; whoever looks at it is told that it is gone."""
    machine = enrol_machine(admin, lab, "gone")
    guest = visitor()
    join_as_guest(guest, lab, "hanna")
    open_host(guest, lab, machine)
    open_host(admin, lab, machine)
    admin.get_by_test_id("remove-open").click()
    dialog = admin.get_by_test_id("remove-dialog")
    expect(dialog).to_contain_text("gone")
    admin.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    admin.get_by_test_id("remove-open").click()
    admin.get_by_test_id("remove-confirm").click()
    admin.get_by_test_id("fleet").wait_for()
    expect(admin.get_by_test_id(f"fleet-row-{machine.host}")).to_have_count(0)
    expect(guest.get_by_test_id("no-such-host")).to_be_visible()


def test_a_machine_that_is_up_goes_as_well(lab: LabProcess, admin: Page) -> None:
    """Its key is worth nothing any more: its connection ends."""
    machine = enrol_machine(admin, lab, "there")
    with Backstage() as backstage:
        agent = SimulatedAgent(lab, machine.host, machine.identity)
        backstage.run(agent.connect())
        admin.goto(f"{lab.url}/host/{machine.host}")
        expect(admin.get_by_test_id("host-status")).to_have_text("up")
        admin.get_by_test_id("remove-open").click()
        admin.get_by_test_id("remove-confirm").click()
        admin.get_by_test_id("fleet").wait_for()
        expect(admin.get_by_test_id(f"fleet-row-{machine.host}")).to_have_count(0)
        backstage.run(agent.ended())
        backstage.run(agent.stop())


def test_a_refusal_stands_in_the_dialog(lab: LabProcess, admin: Page, console: Console) -> None:
    """Whoever is admin no longer: the button is there, the right to press it is not."""
    machine = enrol_machine(admin, lab, "refused")
    console.provoke_status(403, f"/api/hosts/{machine.host}")

    def refuse(route: Route) -> None:
        route.fulfill(status=403, json={"code": 200, "name": "forbidden", "message": "no"})

    admin.route("**/api/hosts/refused", refuse)
    open_host(admin, lab, machine)
    admin.get_by_test_id("remove-open").click()
    admin.get_by_test_id("remove-confirm").click()
    expect(admin.get_by_test_id("remove-problem")).to_contain_text("You may not do that")
    expect(admin.get_by_test_id("remove-confirm")).to_be_enabled()


def test_nobody_is_offered_what_would_be_refused(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    """No guest, whether the machine is there or not."""
    machine = enrol_machine(admin, lab, "absent")
    guest = visitor()
    join_as_guest(guest, lab, "gina")
    open_host(guest, lab, machine)
    expect(guest.get_by_test_id("remove-open")).to_have_count(0)
