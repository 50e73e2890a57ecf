"""A host's page: its charts come, whatever comes first of their code and their numbers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import LabProcess, Simulate
from tests.e2e.console import Console
from tests.e2e.machine_series import Machine
from tests.e2e.visitors import enter_as_admin, first_host
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser

CODE = re.compile(r"/assets/host-[\w-]{8}\.js$")

EFFECTS_AFTER_THE_CODE = """() => {
  // What a component does once drawn waits for a frame or 35 ms: here, for the charts' code.
  const [frame, timer] = [requestAnimationFrame.bind(window), setTimeout.bind(window)];
  const arrived = () => performance.getEntriesByType("resource")
    .some((one) => /[/]host-[^/]*js$/.test(one.name) && one.responseEnd > 0);
  const later = (then) => timer(() => arrived() ? timer(then, 50) : later(then), 20);
  window.requestAnimationFrame = (then) => arrived() ? frame(then) : (later(() => then(0)), 0);
  window.setTimeout = (then, after, ...rest) =>
    after < 100 && !arrived() ? later(then) : timer(then, after, ...rest);
}"""


def charts(page: Page) -> None:
    """See the charts drawn."""
    expect(page.locator('[data-testid^="host-chart-"] canvas').first).to_be_visible()
    page.wait_for_function("() => performance.getEntriesByName('tocsin:first-chart').length > 0")


def hold_code(page: Page) -> list[Route]:
    """Let the charts' code wait; return where its request will be."""
    page.goto("about:blank")  # the page before fetches its own rest when it is at rest
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(CODE, hold)
    return held


def test_charts_come_first_and_however_late_their_code(
    lab: LabProcess, visitor: Callable[..., Page]
) -> None:
    """The room beside them, and what stands below, wait for the charts and then come too."""
    page = visitor()
    enter_as_admin(page, lab)
    address = f"{lab.url}/host/{first_host(page, lab)}"
    held = hold_code(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_test_id("account").wait_for()
    assert len(held) == 1
    assert not [url for url in asked if "/talk-" in url or "/below-" in url]
    held[0].continue_()
    charts(page)
    expect(page.get_by_test_id("room-input")).to_be_visible()
    expect(page.get_by_test_id("host-facts")).to_be_visible()


def test_charts_come_when_their_code_is_early(
    lab: LabProcess, visitor: Callable[..., Page]
) -> None:
    """The code arrives between the first drawing of the view and what follows that drawing."""
    page = visitor()
    enter_as_admin(page, lab)
    address = f"{lab.url}/host/{first_host(page, lab)}"
    page.add_init_script(f"({EFFECTS_AFTER_THE_CODE})()")
    held = hold_code(page)
    page.goto(address)
    page.locator("#view").wait_for(state="attached")
    held[0].continue_()
    charts(page)


def test_code_that_cannot_be_had_is_told(
    lab: LabProcess, visitor: Callable[..., Page], console: Console
) -> None:
    """A hub that serves another version by now: the page says what to do, not nothing."""
    page = visitor()
    enter_as_admin(page, lab)
    address = f"{lab.url}/host/{first_host(page, lab)}"
    console.provoke("ERR_FAILED .*/assets/host-")
    page.route(CODE, lambda route: route.abort())
    page.goto(address)
    reload = page.get_by_test_id("not-loaded").get_by_role("button")
    # Until then the code stays away: at rest the page would fetch it, and the button be gone.
    with page.expect_navigation(wait_until="commit"):
        reload.click()
    page.unroute(CODE)
    charts(page)


def test_a_host_that_is_down_shows_no_number_as_its_present_one(
    hub: HubProcess, backstage: Backstage, simulate: Simulate, visitor: Callable[..., Page]
) -> None:
    machines = simulate(hub)
    backstage.run(machines.enter([Machine("node-01")]))
    page = visitor()
    enter_as_admin(page, hub)
    page.goto(f"{hub.url}/host/{first_host(page, hub)}")
    expect(page.get_by_test_id("now-cpu")).to_have_text(re.compile(r"^\d+%$"))
    expect(page.get_by_test_id("is-live")).to_have_text("Live")
    backstage.run(machines.leave("node-01"))
    expect(page.get_by_test_id("host-status")).to_have_text("down")
    for name in ("cpu", "memory", "disk", "load", "uptime"):
        expect(page.get_by_test_id(f"now-{name}")).to_have_text(re.compile("^\u2013"))
    expect(page.get_by_test_id("is-live")).to_have_text("down")
    legend = page.get_by_test_id("host-chart-cpu").locator(".legend-value")
    expect(legend.first).to_have_text("\u2013")


def test_the_page_waits_for_its_language(
    lab: LabProcess, visitor: Callable[..., Page], console: Console
) -> None:
    """A catalogue that cannot be had is asked for again."""
    page = visitor()
    enter_as_admin(page, lab)
    address = f"{lab.url}/host/{first_host(page, lab)}"
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    console.provoke("ERR_FAILED .*/en-")
    page.route("**/assets/en-*.js", refuse, times=2)
    page.goto(address)
    page.locator('[data-testid^="host-chart-"] canvas').first.wait_for()
    charts(page)
    assert refused
