"""Five hundred machines at one row a second: all are there, few are in the document."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import Simulate
from tests.e2e.machine_series import Machine
from tests.e2e.visitors import enter_as_admin
from tests.hub.hub_process import HubProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COUNT = 500
MOST_ROWS = 80


@pytest.mark.timeout(180)
def test_five_hundred_machines(
    hub: HubProcess,
    backstage: Backstage,
    simulate: Simulate,
    visitor: Callable[..., Page],
) -> None:
    names = [f"node-{number:03}" for number in range(COUNT)]
    machines = simulate(hub)
    backstage.run(machines.enter(Machine(name, cores=2) for name in names), 120)
    page = visitor()
    enter_as_admin(page, hub)
    expect(page.get_by_test_id("fleet-tally")).to_contain_text(f"{COUNT} up")
    rows = page.locator('[data-testid^="fleet-row-"]')
    seen = set()
    scroller = page.locator(".fleet-scroll")
    for step in range(COUNT):
        here = rows.evaluate_all("(rows) => rows.map((row) => row.dataset.host)")
        assert len(here) < MOST_ROWS
        seen |= set(here)
        if names[-1] in here:
            break
        scroller.evaluate("(box, step) => { box.scrollTop = step * box.clientHeight; }", step + 1)
        page.wait_for_function("() => new Promise(requestAnimationFrame)")
    assert seen == set(names)
    page.get_by_test_id("fleet-filter").fill("node-321")
    expect(rows).to_have_count(1)
    backstage.run(machines.leave("node-321"))
    expect(rows).to_have_attribute("data-status", "down")
    page.get_by_test_id("fleet-filter").fill("")
    expect(rows.first).to_have_attribute("data-host", "node-321")
    look_after_them(page, hub)


def look_after_them(page: Page, hub: HubProcess) -> None:
    """The list for admins holds all of them; what is typed narrows it, what is changed stands."""
    page.goto(f"{hub.url}/machines")
    rows = page.locator('[data-testid^="machine-row-"]')
    rows.first.wait_for()
    last = page.get_by_test_id("machine-row-node-499")
    expect(last).to_have_count(0)
    assert rows.count() < MOST_ROWS
    view = page.locator("#view")
    view.hover()
    view.evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
    expect(last).to_be_visible()
    assert rows.count() < MOST_ROWS
    page.get_by_test_id("machines-filter").fill("node-123")
    expect(rows).to_have_count(1)
    page.get_by_test_id("labels-edit-node-123").click()
    page.get_by_test_id("labels-input").fill("role=found")
    page.get_by_test_id("labels-input").press("Enter")
    page.get_by_test_id("labels-done").click()
    page.get_by_test_id("machines-filter").fill("role=found")
    expect(rows.locator(".chip")).to_have_text(["role=found"])
    page.get_by_test_id("machines-filter").fill("")
    expect(rows.first).to_have_attribute("aria-setsize", str(COUNT))
