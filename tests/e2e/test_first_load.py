"""The first load: what a browser that was never here fetches before something is drawn."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import LabProcess
from tests.e2e.visitors import join_as_guest

pytestmark = pytest.mark.browser

PROMISED = 60_000
"""Bytes, compressed, the heads of the answers included."""
FETCHED = """(mark) => {
  const [drawn] = performance.getEntriesByName(mark);
  const all = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  return all.filter((one) => one.startTime < drawn.startTime)
    .map((one) => [new URL(one.name).pathname, one.transferSize]);
}"""
DRAWN = "(mark) => performance.getEntriesByName(mark).length > 0"


def fetched(page: Page, address: str, mark: str) -> dict[str, int]:
    """Open an address with an empty cache; return the bytes of what came before the mark."""
    session = page.context.new_cdp_session(page)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address)
    page.wait_for_function(DRAWN, arg=mark)
    found: dict[str, int] = {}
    for path, size in page.evaluate(FETCHED, mark):
        found[path] = found.get(path, 0) + size
    return found


def enter(lab: LabProcess, page: Page, login: str) -> str:
    """Join, and wait until this machine has told enough for a line; return its identity."""
    join_as_guest(page, lab, login)
    page.wait_for_function(DRAWN, arg="tocsin:first-sparkline")
    row = page.locator('[data-testid^="fleet-row-"]').first
    return (row.get_attribute("data-testid") or "").removeprefix("fleet-row-")


def test_the_fleet_is_drawn_within_60_kb(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    page = visitor()
    enter(lab, page, "first")
    found = fetched(page, lab.url, "tocsin:first-sparkline")
    assert found["/api/hosts"] > 0
    assert sum(found.values()) < PROMISED, found
    assert not any("talk" in path for path in found), "the room waits for the fleet"


def test_a_hosts_first_chart_is_drawn_within_60_kb(
    lab: LabProcess, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    host = enter(lab, page, "second")
    found = fetched(page, f"{lab.url}/host/{host}", "tocsin:first-chart")
    assert any("host" in path for path in found)
    assert sum(found.values()) < PROMISED, found
