"""The hub is lost: what is on the screen stays, what needs the hub says so, and all comes back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import Simulate
from tests.e2e.console import Console
from tests.e2e.crossing import Crossing
from tests.e2e.machine_series import Machine
from tests.e2e.visitors import enter_as_admin, say, settle
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser

COMES_BACK_MS = 30_000
"""More than the longest pause between two tries."""
HURRY = "() => window.dispatchEvent(new Event('online'))"
VIEWS = {
    "fleet": ("/", '[data-testid^="fleet-row-"]'),
    "host": ("/host/{host}", '[data-testid^="host-chart-"] canvas'),
    "run": ("/run/{run}", '[data-testid="run-page"]'),
    "runs": ("/runs", '[data-testid="runs-page"]'),
    "room": ("/room", '[data-testid="room-input"]'),
    "machines": ("/machines", '[data-testid^="machine-row-"]'),
    "people": ("/people", '[data-testid="account-row-admin"]'),
    "audit": ("/audit", '[data-testid^="audit-row-"]'),
    "account": ("/account", '[data-testid="session-row"]'),
}


def offline(page: Page) -> Locator:
    return page.get_by_test_id("banner-offline")


def lose(page: Page, hub: HubProcess) -> int:
    """Kill the hub once the page has fetched everything; return its port."""
    settle(page)
    port = hub.port
    hub.kill()
    offline(page).wait_for()
    return port


def test_one_banner_counts_down_and_says_of_when_the_screen_is(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    console.provoke_absence()
    page = visitor()
    enter_as_admin(page, hub)
    before = page.evaluate("Date.now()")
    port = lose(page, hub)
    after = page.evaluate("Date.now()")
    expect(page.locator(".banner")).to_have_count(1)
    expect(offline(page)).to_contain_text(re.compile(r"Next try in \d+ s|Trying now"))
    text = offline(page).inner_text()
    found = re.search(r"as of (\d\d:\d\d:\d\d)", text)
    assert found, text
    clock = "(at) => new Date(at).toLocaleTimeString('en-GB')"
    assert page.evaluate(clock, before - 5_000) <= found[1] <= page.evaluate(clock, after)
    expect(page.locator("main.view")).to_have_attribute("data-stale", "true")
    page.evaluate("window.sameDocument = true")
    hub.start(port)
    expect(offline(page)).to_have_count(0, timeout=COMES_BACK_MS)
    expect(page.locator("main.view")).to_have_attribute("data-stale", "false")
    assert page.evaluate("window.sameDocument")


def test_nothing_of_what_one_did_is_lost(
    crossing: Crossing,
    backstage: Backstage,
    simulate: Simulate,
    visitor: Callable[..., Page],
    console: Console,
) -> None:
    """What is typed, scrolled and sent stays, through the absence and after it."""
    console.provoke_absence()
    hub = crossing.hub
    machines = simulate(hub)
    backstage.run(machines.enter(Machine(f"node-{number:02}") for number in range(40)))
    page = visitor(viewport={"width": 1200, "height": 500})
    crossing.enter(page)
    rows = page.locator('[data-testid^="fleet-row-"]')
    expect(page.get_by_test_id("fleet-tally")).to_contain_text("40 up")
    page.get_by_test_id("fleet-filter").fill("node-")
    page.get_by_test_id("room-input").fill("half a sent")
    page.locator(".fleet-scroll").evaluate("(one) => (one.scrollTop = 300)")
    settle(page)
    page.evaluate("window.sameDocument = true")
    crossing.shut()
    offline(page).wait_for()
    say(page, "said meanwhile")
    expect(page.get_by_test_id("message-pending")).to_have_count(1)
    page.get_by_test_id("room-input").fill("half a sentence")
    assert rows.count() > 0
    crossing.open()
    page.evaluate(HURRY)
    expect(offline(page)).to_have_count(0, timeout=COMES_BACK_MS)
    expect(page.get_by_test_id("room-message").filter(has_text="said meanwhile")).to_have_count(1)
    expect(page.get_by_test_id("message-pending")).to_have_count(0)
    expect(page.get_by_test_id("room-input")).to_have_value("half a sentence")
    expect(page.get_by_test_id("fleet-filter")).to_have_value("node-")
    assert page.locator(".fleet-scroll").evaluate("(one) => one.scrollTop") == 300
    assert page.evaluate("window.sameDocument")


def test_every_view_opens_without_the_hub_and_fills_when_it_is_back(
    crossing: Crossing,
    backstage: Backstage,
    simulate: Simulate,
    visitor: Callable[..., Page],
    console: Console,
) -> None:
    """None is blank, none spins for ever, none has to be loaded again."""
    console.provoke_absence()
    hub = crossing.hub
    machines = simulate(hub)
    backstage.run(machines.enter([Machine("node-01")]))
    page = visitor()
    crossing.enter(page)
    row = page.locator('[data-testid^="fleet-row-"]')
    row.wait_for()
    host = str(row.get_attribute("data-testid")).removeprefix("fleet-row-")
    say(page, "/run node-01 uptime")
    expect(page.get_by_test_id("run-exit")).to_be_visible()
    (run,) = page.request.get(f"{crossing.url}/api/runs").json()["runs"]
    settle(page)
    page.evaluate("window.sameDocument = true")
    away = """(path) => {
      history.pushState(null, "", path);
      dispatchEvent(new PopStateEvent("popstate"));
    }"""
    for path, content in VIEWS.values():
        crossing.shut()
        offline(page).wait_for()
        page.evaluate(away, path.format(host=host, run=run["run"]))
        expect(page.locator(".inside")).to_contain_text(re.compile(r"\w{3}"))
        expect(page.get_by_test_id("not-loaded")).to_have_count(0)
        expect(offline(page)).to_be_visible()
        crossing.open()
        page.evaluate(HURRY)
        expect(page.locator(content).first).to_be_visible(timeout=COMES_BACK_MS)
        expect(offline(page)).to_have_count(0, timeout=COMES_BACK_MS)
        expect(page.locator("[role=alert]")).to_have_count(0)
    assert page.evaluate("window.sameDocument")


def test_forms_keep_what_was_typed_and_say_that_it_cannot_be_done_now(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    """A filter of the audit, a search in what was said, a new password: none is lost."""
    console.provoke_absence()
    page = visitor()
    enter_as_admin(page, hub)
    page.get_by_test_id("nav-audit").click()
    rows = page.locator('[data-testid^="audit-row-"]')
    rows.first.wait_for()
    port = lose(page, hub)
    before = rows.count()
    page.get_by_test_id("audit-text").fill("admin")
    page.get_by_test_id("search-open").click()
    page.get_by_test_id("search-text").fill("rain")
    page.get_by_test_id("search-text").press("Enter")
    expect(page.get_by_test_id("search-results")).to_have_attribute("data-state", "failed")
    assert before > 0
    expect(page.get_by_test_id("audit-text")).to_have_value("admin")
    expect(offline(page)).to_contain_text("as of")
    hub.start(port)
    page.evaluate(HURRY)
    expect(offline(page)).to_have_count(0, timeout=COMES_BACK_MS)
    expect(page.get_by_test_id("audit-text")).to_have_value("admin")
    expect(page.get_by_test_id("search-text")).to_have_value("rain")
    expect(rows.first).to_be_visible()
