"""The fleet's view: order, groups, columns, tiles, and that choices are remembered."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.fleets import (  # noqa: F401 -- fixtures
    Fleet,
    empty_fleet,
    expect_names,
    filter_by,
    fleet_backstage,
    names,
    shown,
)
from tests.e2e.machine_series import Machine

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE = {"width": 1_700, "height": 800}


@pytest.fixture(scope="module")
def fleet(empty_fleet: Fleet) -> Fleet:  # noqa: F811
    empty_fleet.enter(
        Machine("a-10", busy=0.05, full=0.5),
        Machine("a-2", busy=0.6, full=0.2),
        Machine("b-1", busy=0.3, full=0.8),
        Machine("gone", busy=0.3),
    )
    empty_fleet.leave("gone")
    return empty_fleet


@pytest.fixture
def page(fleet: Fleet, visitor: Callable[..., Page]) -> Page:
    found = fleet.look(visitor(viewport=WIDE))
    fleet.label(found, "a-10", room="1")
    fleet.label(found, "a-2", room="1")
    fleet.label(found, "gone", room="2")
    return found


def display(page: Page) -> None:
    page.get_by_test_id("fleet-display").click()


def test_what_needs_a_look_comes_first_and_every_column_sorts(page: Page) -> None:
    expect_names(page, "gone", "a-2", "a-10", "b-1")
    page.get_by_test_id("sort-name").click()
    page.get_by_test_id("sort-name").click()
    expect_names(page, "gone", "b-1", "a-10", "a-2")
    page.get_by_test_id("sort-disk").click()
    expect_names(page, "gone", "b-1", "a-10", "a-2")
    page.get_by_test_id("sort-disk").click()
    expect_names(page, "gone", "a-2", "a-10", "b-1")
    expect(page.get_by_role("columnheader").nth(3)).to_have_attribute("aria-sort", "ascending")
    page.reload()
    expect_names(page, "gone", "a-2", "a-10", "b-1")
    display(page)
    for column in page.get_by_test_id("fleet-sort").locator("option").all():
        page.get_by_test_id("fleet-sort").select_option(column.get_attribute("value"))
        expect(shown(page)).to_have_count(4)


def test_groups_fold_and_tell_their_worst(fleet: Fleet, page: Page) -> None:
    display(page)
    page.get_by_test_id("fleet-group").select_option("label:room")
    page.keyboard.press("Escape")
    expect_names(page, "gone", "a-2", "a-10", "b-1")
    worst = page.get_by_test_id("group-2")
    expect(worst).to_have_attribute("data-worst", "down")
    expect(worst).to_contain_text("1 down")
    fold = page.get_by_test_id("group-1").get_by_role("button")
    fold.click()
    expect_names(page, "gone", "b-1")
    expect(fold).to_have_attribute("aria-expanded", "false")
    page.wait_for_url("**/?group=label%3Aroom")
    fleet.again(page, "?group=state")
    expect(page.get_by_test_id("group-down")).to_be_visible()
    expect_names(page, "gone", "a-2", "a-10", "b-1")
    page.set_viewport_size({"width": 350, "height": 780})
    grid = page.get_by_test_id("fleet-grid")
    expect(page.locator('.fleet[data-layout="cards"]')).to_be_visible()
    assert grid.evaluate("(grid) => [grid.scrollWidth, grid.clientWidth]") == [350, 350]


def test_columns_are_chosen_moved_and_remembered(page: Page) -> None:
    heads = page.get_by_role("columnheader")
    display(page)
    page.get_by_test_id("column-load").uncheck()
    expect(page.get_by_test_id("sort-load")).to_have_count(0)
    page.get_by_test_id("column-cpu").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(heads.nth(1)).to_have_text("Memory")
    expect(heads.nth(2)).to_have_text("CPU")
    expect(page.get_by_test_id("column-cpu")).to_be_focused()
    page.locator('[data-column="memory"]').dispatch_event("dragstart")
    page.locator('[data-column="cpu"]').dispatch_event("drop")
    expect(heads.nth(1)).to_have_text("CPU")
    page.reload()
    expect(heads.nth(1)).to_have_text("CPU")
    expect(page.get_by_test_id("sort-load")).to_have_count(0)
    display(page)
    page.get_by_test_id("fleet-reset").click()
    expect(page.get_by_test_id("sort-load")).to_have_count(1)
    expect(heads.nth(2)).to_have_text("Memory")


def test_wide_screens_show_more_and_stretch_nothing(
    fleet: Fleet, visitor: Callable[..., Page]
) -> None:
    page = fleet.look(visitor(viewport={"width": 2_560, "height": 900}))
    expect(page.get_by_test_id("sort-labels")).to_be_visible()
    expect(page.get_by_test_id("sort-address")).to_be_visible()
    for head in page.get_by_role("columnheader").all():
        box = head.bounding_box()
        assert box
        assert box["width"] <= 420
    box = page.get_by_test_id("fleet-grid").bounding_box()
    last = page.get_by_role("columnheader").last.bounding_box()
    assert box
    assert last
    assert last["x"] + last["width"] > box["x"] + box["width"] * 0.8


def test_tiles_show_the_same_hosts_and_are_in_the_address(fleet: Fleet, page: Page) -> None:
    display(page)
    page.get_by_test_id("layout-tiles").click()
    expect_names(page, "gone", "a-2", "a-10", "b-1")
    expect(page.get_by_test_id("fleet-tile-b-1")).to_contain_text("80%")
    page.wait_for_url("**/?view=tiles")
    for size in ("compact", "map", "normal"):
        page.get_by_test_id(f"size-{size}").click()
        expect_names(page, "gone", "a-2", "a-10", "b-1")
    page.get_by_test_id("size-map").click()
    page.keyboard.press("Escape")
    square = page.get_by_test_id("fleet-tile-gone")
    expect(square).to_have_attribute("data-heat", "down")
    page.get_by_test_id("fleet-tile-b-1").hover()
    expect(page.get_by_test_id("fleet-tile-b-1")).to_have_attribute("title", re.compile("80%"))
    fleet.again(page)
    expect(page.get_by_test_id("fleet-tile-b-1")).to_be_visible()
    fleet.again(page, "?view=rows")
    expect(page.get_by_test_id("fleet-row-b-1")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1_280])
@pytest.mark.parametrize("query", ["?view=rows&group=state", "?view=tiles"])
def test_nothing_is_wrong_for_who_does_not_see_it(
    fleet: Fleet, visitor: Callable[..., Page], width: int, query: str
) -> None:
    page = fleet.look(visitor(), query)
    page.set_viewport_size({"width": width, "height": 740})
    expect(shown(page)).to_have_count(4)
    page.get_by_test_id("fleet-grid").locator("[data-id]").first.focus()
    page.keyboard.press("x")
    page.get_by_test_id("selection-bar").wait_for()
    display(page)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_test_id("fleet-filter").click()
    page.keyboard.type("c")
    page.get_by_test_id("filter-options").wait_for()
    assert violations(page) == []


def test_names_of_hosts_stay_in_order_while_one_points_at_them(page: Page) -> None:
    """Sorted by a number that moves every second, the list stands still under the pointer."""
    page.get_by_test_id("sort-cpu").click()
    expect(shown(page).first).to_have_attribute("data-host", "gone")
    shown(page).nth(2).hover()
    before = names(page)
    moved = page.evaluate(
        """async ([selector, before]) => {
          const until = performance.now() + 7000;
          while (performance.now() < until) {
            await new Promise(requestAnimationFrame);
            const now = [...document.querySelectorAll(selector)].map((one) => one.dataset.host);
            if (now.join() !== before.join()) return now;
          }
          return null;
        }""",
        ['[data-testid="fleet-grid"] [data-host]', before],
    )
    assert moved is None
