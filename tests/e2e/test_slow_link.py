"""A slow link: how old the numbers are is shown, and people still understand each other."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import Simulate
from tests.e2e.crossing import Crossing
from tests.e2e.machine_series import Machine
from tests.e2e.visitors import join_as_guest, say, settle

pytestmark = pytest.mark.browser

COUNT = 200
RATE = 32_000
BUFFER = 16 * 1024
PATIENCE_MS = 30_000


@pytest.fixture
def crossing(crossing: Crossing) -> Crossing:
    """A way that holds little: what is slow is felt at once."""
    crossing.weather.buffer = BUFFER
    return crossing


def test_a_silent_link_is_seen_before_it_is_lost(
    crossing: Crossing, visitor: Callable[..., Page]
) -> None:
    """The mark counts, then the numbers turn grey; both go when the hub is heard again."""
    page = visitor()
    crossing.enter(page)
    settle(page)
    view = page.locator("main.view")
    expect(view).to_have_attribute("data-stale", "false")
    expect(page.get_by_test_id("behind")).to_have_count(0)
    crossing.weather.blackhole = True
    behind = re.compile(r"^\d+s behind$")
    expect(page.get_by_test_id("behind")).to_have_text(behind, timeout=20_000)
    expect(view).to_have_attribute("data-stale", "false")
    expect(view).to_have_attribute("data-stale", "true", timeout=20_000)
    expect(page.get_by_test_id("banner-offline")).to_have_count(0)
    crossing.weather.blackhole = False
    crossing.cut()  # what was swallowed is gone for good: only another connection helps
    expect(page.get_by_test_id("behind")).to_have_count(0, timeout=PATIENCE_MS)
    expect(view).to_have_attribute("data-stale", "false", timeout=PATIENCE_MS)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_people_talk_while_numbers_conflate(
    crossing: Crossing, backstage: Backstage, simulate: Simulate, visitor: Callable[..., Page]
) -> None:
    """Two hundred machines over 32 kB a second: what is said comes through, numbers still move."""
    hub = crossing.hub
    machines = simulate(hub)
    names = [f"node-{number:03}" for number in range(COUNT)]
    backstage.run(machines.enter(Machine(name, cores=2) for name in names), 100)
    other = visitor()
    join_as_guest(other, hub, "ann")
    page = visitor()
    crossing.enter(page)
    expect(page.get_by_test_id("fleet-tally")).to_contain_text(f"{COUNT} up")
    crossing.weather.rate = RATE
    for number in range(5):
        say(other, f"from ann {number}")
        said = page.get_by_test_id("room-message").filter(has_text=f"from ann {number}")
        expect(said).to_have_count(1, timeout=PATIENCE_MS)
        say(page, f"from far away {number}")
        heard = other.get_by_test_id("room-message").filter(has_text=f"from far away {number}")
        expect(heard).to_have_count(1, timeout=PATIENCE_MS)
    expect(page.get_by_test_id("message-pending")).to_have_count(0, timeout=PATIENCE_MS)
    moved = """() => {
      const text = () => document.querySelector(".fleet-scroll").textContent;
      window.before ??= text();
      return text() !== window.before;
    }"""
    page.wait_for_function(moved, timeout=PATIENCE_MS)
    expect(page.get_by_test_id("banner-offline")).to_have_count(0)
