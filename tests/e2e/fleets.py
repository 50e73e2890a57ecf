"""A fleet for the tests of its view: a hub, simulated machines, and somebody who looks at them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.machine_series import Machine
from tests.e2e.simulated_machines import SimulatedMachines
from tests.e2e.visitors import enter_as_admin
from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess

SHOWN = '[data-testid="fleet-grid"] [data-host]'


class Fleet:
    """What a test does with one fleet, which others of its file use as well."""

    def __init__(self, hub: HubProcess, backstage: Backstage) -> None:
        self.hub = hub
        self.backstage = backstage
        admin = backstage.run(become_admin(hub, "fleet"))
        self.machines = SimulatedMachines(hub, admin, past_seconds=5)

    def enter(self, *machines: Machine) -> None:
        self.backstage.run(self.machines.enter(machines), 150)

    def leave(self, name: str) -> None:
        self.backstage.run(self.machines.leave(name))

    def look(self, page: Page, query: str = "") -> Page:
        """Enter as an admin, and look at the fleet once its tools are there."""
        enter_as_admin(page, self.hub)
        return self.again(page, query)

    def again(self, page: Page, query: str = "") -> Page:
        page.goto(f"{self.hub.url}/{query}")
        page.get_by_test_id("fleet-display").wait_for()
        return page

    def label(self, page: Page, host: str, **labels: str) -> None:
        """The page is an admin's."""
        own = {"Origin": self.hub.url}
        answer = page.request.patch(
            f"{self.hub.url}/api/hosts/{host}", data={"labels": labels}, headers=own
        )
        assert answer.ok, answer.text()


@pytest.fixture(scope="module")
def fleet_backstage() -> Iterator[Backstage]:
    with Backstage() as stage:
        yield stage


@pytest.fixture(scope="module")
def empty_fleet(
    tmp_path_factory: pytest.TempPathFactory, fleet_backstage: Backstage
) -> Iterator[Fleet]:
    """A hub of one's own; its machines are for the file to let in."""
    hub = HubProcess(tmp_path_factory.mktemp("fleet") / "data", "--lab").start()
    fleet = Fleet(hub, fleet_backstage)
    yield fleet
    fleet_backstage.run(fleet.machines.stop())
    hub.stop()


def shown(page: Page) -> Locator:
    """The hosts in the document, in rows or tiles."""
    return page.locator(SHOWN)


def names(page: Page) -> list[str]:
    found: list[str] = shown(page).evaluate_all("(all) => all.map((one) => one.dataset.host)")
    return found


def expect_names(page: Page, *expected: str) -> None:
    """Wait until exactly these are shown, in this order."""
    locator = shown(page)
    expect(locator).to_have_count(len(expected))
    page.wait_for_function(
        "([selector, names]) => [...document.querySelectorAll(selector)]"
        ".map((one) => one.dataset.host).join() === names",
        arg=[SHOWN, ",".join(expected)],
    )


def filter_by(page: Page, text: str) -> None:
    page.get_by_test_id("fleet-filter").fill(text)
