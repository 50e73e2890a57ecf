"""A tab that slept: it is back at once, with what was missed, and has not grown meanwhile."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.charts import Chart
from tests.e2e.conftest import Simulate
from tests.e2e.console import Console
from tests.e2e.crossing import Crossing
from tests.e2e.machine_series import Machine
from tests.e2e.visitors import join_as_guest, say, settle

pytestmark = pytest.mark.browser

NIGHT_MS = 8 * 3_600_000
BACK_MS = 15_000
SAID = 12
NO_HOLE = "^[.]*#+[.]{0,3}$"
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
RESTORED = "() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.fixture
def host(crossing: Crossing, backstage: Backstage, simulate: Simulate) -> str:
    """The address of a machine with some minutes of past, and whose agent goes on."""
    machines = simulate(crossing.hub, 300)
    backstage.run(machines.enter([Machine("node-01")]))
    return f"{crossing.url}/host/{machines.agents['node-01'].host}"


def lifecycle(devtools: CDPSession, state: str) -> None:
    devtools.send("Page.setWebLifecycleState", {"state": state})


def test_a_frozen_tab_whose_connection_died_is_back(
    crossing: Crossing,
    host: str,
    backstage: Backstage,
    visitor: Callable[..., Page],
    console: Console,
) -> None:
    """Charts have no hole, the room has its unread line, and nothing came twice."""
    console.provoke_absence()
    page, ben = visitor(), visitor()
    crossing.enter(page)
    page.goto(host)
    chart = Chart(page)
    page.get_by_test_id("host-facts").wait_for()
    settle(page)
    join_as_guest(ben, crossing.hub, "ben")
    page.evaluate(HIDE, True)
    devtools = page.context.new_cdp_session(page)
    lifecycle(devtools, "frozen")
    for number in range(SAID):
        say(ben, f"at night {number}")
    crossing.cut()
    expect(ben.get_by_test_id("room-message")).to_have_count(SAID)
    lifecycle(devtools, "active")
    page.evaluate(HIDE, False)
    expect(page.get_by_test_id("room-message")).to_have_count(SAID, timeout=BACK_MS)
    expect(page.get_by_test_id("new-line")).to_have_count(1)
    expect(page.get_by_test_id("banner-offline")).to_have_count(0)
    expect(page.locator("main.view")).to_have_attribute("data-stale", "false")
    chart.ink(NO_HOLE)
    assert_live(page)


def test_a_connection_that_died_unnoticed_is_found_out_by_waking(
    crossing: Crossing, visitor: Callable[..., Page], console: Console
) -> None:
    """No close ever came; so it is for a page restored from the browser's memory, too."""
    console.provoke_absence()
    page, ben = visitor(), visitor()
    crossing.enter(page)
    settle(page)
    join_as_guest(ben, crossing.hub, "ben")
    crossing.weather.blackhole = True
    say(ben, "into the void")
    expect(ben.get_by_test_id("room-message")).to_have_count(1)
    crossing.forsake()
    page.evaluate(RESTORED)
    expect(page.get_by_test_id("room-message")).to_have_text(["into the void"], timeout=BACK_MS)
    expect(page.get_by_test_id("banner-offline")).to_have_count(0)
    assert_live(page)


def test_after_eight_hours_the_tab_is_back(
    crossing: Crossing, host: str, visitor: Callable[..., Page], console: Console
) -> None:
    """The lid was closed: no timer ran, and the clock is a night further."""
    console.provoke_absence()
    page, ben = visitor(), visitor()
    page.clock.install()
    crossing.enter(page)
    page.goto(host)
    page.get_by_test_id("host-facts").wait_for()
    settle(page)
    join_as_guest(ben, crossing.hub, "ben")
    page.evaluate(HIDE, True)
    crossing.weather.blackhole = True
    say(ben, "at night")
    expect(ben.get_by_test_id("room-message")).to_have_count(1)
    crossing.forsake()
    page.clock.fast_forward(NIGHT_MS)
    page.evaluate(HIDE, False)
    expect(page.get_by_test_id("room-message")).to_have_text(["at night"], timeout=BACK_MS)
    expect(page.get_by_test_id("new-line")).to_have_count(1)
    expect(page.get_by_test_id("banner-offline")).to_have_count(0)
    expect(page.get_by_test_id("host-status")).to_have_text("up")
    assert_live(page)


def assert_live(page: Page) -> None:
    """Say something, and see it answered: the socket that is shown as live is."""
    before = page.get_by_test_id("room-message").count()
    say(page, "here again")
    expect(page.get_by_test_id("message-pending")).to_have_count(0, timeout=BACK_MS)
    expect(page.get_by_test_id("room-message")).to_have_count(before + 1)
