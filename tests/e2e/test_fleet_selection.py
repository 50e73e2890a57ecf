"""Selecting hosts and walking through the fleet by keys; five hundred of them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.fleets import (  # noqa: F401 -- fixtures
    Fleet,
    empty_fleet,
    filter_by,
    fleet_backstage,
    shown,
)
from tests.e2e.machine_series import Machine

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]
COUNT = 500
FOCUSED = "() => document.activeElement.dataset.id ?? ''"
FOCUS_IS = "(id) => document.activeElement.dataset.id === id"
FOCUS_LEFT = "(id) => (document.activeElement.dataset.id ?? id) !== id"


@pytest.fixture(scope="module")
def fleet(empty_fleet: Fleet) -> Fleet:  # noqa: F811
    empty_fleet.enter(*(Machine(f"node-{number:03}", cores=2) for number in range(COUNT)))
    return empty_fleet


@pytest.fixture
def page(fleet: Fleet, visitor: Callable[..., Page]) -> Page:
    page = fleet.look(visitor())
    # All are there; on a busy machine not all of them are in time.
    expect(page.get_by_test_id("fleet-grid")).to_have_attribute("aria-rowcount", str(COUNT + 1))
    return page


def focused(page: Page) -> str:
    found: str = page.evaluate(FOCUSED)
    return found


def expect_focus(page: Page, host: str) -> None:
    page.wait_for_function(FOCUS_IS, arg=host)
    expect(page.get_by_test_id(f"fleet-row-{host}")).to_be_in_viewport()


def test_keys_walk_through_all_of_them_and_a_few_are_drawn(page: Page) -> None:
    grid = page.get_by_test_id("fleet-grid")
    expect(grid).to_have_attribute("aria-rowcount", str(COUNT + 1))
    page.get_by_test_id("fleet-row-node-000").focus()
    for key, host in (
        ("j", "node-001"),
        ("ArrowDown", "node-002"),
        ("k", "node-001"),
        ("End", "node-499"),
        ("ArrowDown", "node-499"),
        ("Home", "node-000"),
        ("ArrowUp", "node-000"),
    ):
        page.keyboard.press(key)
        expect_focus(page, host)
        assert shown(page).count() < 80
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    after = focused(page)
    assert "node-010" < after < "node-040"
    expect_focus(page, after)
    expect(page.get_by_test_id(f"fleet-row-{after}")).to_have_attribute(
        "aria-rowindex", str(int(after.removeprefix("node-")) + 2)
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/host/{after}")


def test_the_focus_survives_whatever_one_scrolls(page: Page) -> None:
    row = page.get_by_test_id("fleet-row-node-003")
    row.focus()
    grid = page.get_by_test_id("fleet-grid")
    grid.evaluate("(box) => { box.scrollTop = 20_000; }")
    expect(page.get_by_test_id("fleet-row-node-390")).to_be_visible()
    expect(row).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect_focus(page, "node-004")


def test_a_range_stays_selected_whatever_is_filtered(page: Page) -> None:
    def select(host: str, **options: object) -> None:
        page.get_by_test_id(f"fleet-row-{host}").hover()
        page.get_by_test_id(f"select-{host}").click(**options)  # type: ignore[arg-type]

    bar = page.get_by_test_id("selection-bar")
    select("node-002")
    select("node-008", modifiers=["Shift"])
    expect(bar).to_contain_text("7 hosts selected")
    expect(page.get_by_test_id("fleet-row-node-005")).to_have_attribute("aria-selected", "true")
    filter_by(page, "name:node-4*")
    expect(bar).to_contain_text("(7 not shown)")
    page.get_by_test_id("fleet-row-node-400").focus()
    page.keyboard.press("Control+a")
    expect(bar).to_contain_text("107 hosts selected")
    page.keyboard.press("x")
    expect(bar).to_contain_text("106 hosts selected")
    filter_by(page, "")
    expect(page.get_by_test_id("fleet-row-node-002")).to_have_attribute("aria-selected", "true")
    page.get_by_test_id("fleet-row-node-002").focus()
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)


def test_a_run_is_asked_of_what_is_selected(page: Page) -> None:
    page.get_by_test_id("fleet-row-node-000").focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_test_id("selection-run").click()
    expect(page.get_by_test_id("run-targets")).to_have_text("node-000, node-001, node-002")
    page.get_by_test_id("run-line").fill("uptime")
    page.get_by_test_id("run-start").click()
    page.get_by_test_id("run-page").wait_for()
    for host in ("node-000", "node-001", "node-002"):
        expect(page.get_by_text(host, exact=True).first).to_be_visible()


def test_a_few_are_opened_side_by_side(fleet: Fleet, page: Page) -> None:
    """The first is looked at, the others are compared with it; more than four are too many."""
    page.get_by_test_id("fleet-row-node-000").focus()
    page.keyboard.press("x")
    beside = page.get_by_test_id("selection-beside")
    expect(page.get_by_test_id("selection-bar")).to_contain_text("1 host selected")
    expect(beside).to_have_count(0)
    for _ in range(4):
        page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_test_id("selection-bar")).to_contain_text("5 hosts selected")
    expect(beside).to_be_disabled()
    page.keyboard.press("x")
    expect(beside).to_have_text("Open side by side")
    beside.click()
    expect(page).to_have_url(re.compile(r"/host/node-000\?with=node-001,node-002,node-003$"))
    expect(page.get_by_test_id("host-name")).to_have_text("node-000")
    expect(page.get_by_test_id("compare")).to_have_attribute("aria-pressed", "true")
    page.get_by_test_id("compare").click()
    for name in ("node-001", "node-002", "node-003"):
        expect(page.get_by_test_id("compare-panel").get_by_text(name, exact=True)).to_be_visible()


def test_names_are_copied(fleet: Fleet, visitor: Callable[..., Page]) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    fleet.look(page, "?q=name:node-00%5B12%5D")
    page.get_by_test_id("fleet-row-node-001").focus()
    page.keyboard.press("Control+a")
    page.get_by_test_id("selection-copy").click()
    expect(page.get_by_test_id("selection-copy")).to_have_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == "node-001\nnode-002"


def test_squares_of_five_hundred_are_walked_through_both_ways(fleet: Fleet, page: Page) -> None:
    page.evaluate("() => localStorage.setItem('tocsin.fleet-size', '\"map\"')")
    fleet.again(page, "?view=tiles")
    squares = shown(page)
    first = page.get_by_test_id("fleet-tile-node-000")
    first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(FOCUS_IS, arg="node-001")
    page.keyboard.press("ArrowDown")
    page.wait_for_function(FOCUS_LEFT, arg="node-001")
    below = focused(page)
    a, b = first.bounding_box(), page.get_by_test_id(f"fleet-tile-{below}").bounding_box()
    assert a
    assert b
    assert b["y"] > a["y"]
    assert abs(b["x"] - a["x"]) < 40
    page.keyboard.press("End")
    page.wait_for_function(FOCUS_IS, arg="node-499")
    assert squares.count() <= COUNT
    display = page.get_by_test_id("fleet-grid").bounding_box()
    assert display
    assert display["height"] > 300


def test_cards_fit_the_narrowest_screen(fleet: Fleet, visitor: Callable[..., Page]) -> None:
    page = fleet.look(visitor())
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_test_id("fleet-row-node-000")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    box = page.get_by_test_id("fleet-grid")
    assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    filter_by(page, "name:node-49[0-3]")
    expect(shown(page)).to_have_count(4)
