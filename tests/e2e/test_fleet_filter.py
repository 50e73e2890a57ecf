"""The fleet's filter: what it finds, what it says of what it cannot read, and where it is kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.fleets import (  # noqa: F401 -- fixtures
    Fleet,
    empty_fleet,
    expect_names,
    filter_by,
    fleet_backstage,
    shown,
)
from tests.e2e.machine_series import GIB, Machine
from tests.e2e.visitors import enrol_machine

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def fleet(empty_fleet: Fleet) -> Fleet:  # noqa: F811
    empty_fleet.enter(
        Machine("db-1", cores=8, busy=0.9, full=0.97),
        Machine("web-1", busy=0.02, memory=4 * GIB),
        Machine("web-2", busy=0.02, os="Ubuntu 24.04.3 LTS"),
        Machine("nas", busy=0.02, full=0.9),
    )
    return empty_fleet


@pytest.fixture
def page(fleet: Fleet, visitor: Callable[..., Page]) -> Page:
    found = fleet.look(visitor())
    fleet.label(found, "web-1", role="web", lab="b12")
    fleet.label(found, "web-2", role="web", lab="b13")
    return found


def test_every_kind_of_term_finds_its_hosts(page: Page) -> None:
    for text, expected in (
        ("WEB", ["web-1", "web-2"]),
        ("lab=b12", ["web-1"]),
        ("role=web -lab=b12", ["web-2"]),
        ("name:*-1", ["db-1", "web-1"]),
        ("os:ubuntu", ["web-2"]),
        ("disk>85", ["db-1", "nas"]),
        ("disk>=95% up", ["db-1"]),
        ("cores>4", ["db-1"]),
        ("uptime<1d", []),
        ("version=0.1.0 !web", ["db-1", "nas"]),
    ):
        filter_by(page, text)
        expect_names(page, *expected)


def test_it_speaks_french(fleet: Fleet, visitor: Callable[..., Page]) -> None:
    page = fleet.look(visitor(locale="fr-FR"))
    filter_by(page, "disque>95 état:active")
    expect_names(page, "db-1")
    filter_by(page, "mémoire>beaucoup")
    expect(page.get_by_test_id("filter-problem")).to_contain_text("écrivez un nombre")


def test_what_cannot_be_read_is_said_at_its_word_and_the_rest_counts(page: Page) -> None:
    filter_by(page, "web cpu>much")
    problem = page.get_by_test_id("filter-problem")
    expect(problem).to_contain_text("cpu>much")
    expect(page.get_by_test_id("fleet-filter")).to_have_attribute("aria-invalid", "true")
    mark = problem.locator(".filter-mark").bounding_box()
    field = page.get_by_test_id("fleet-filter").bounding_box()
    assert mark
    assert field
    assert field["x"] + 40 < mark["x"] < field["x"] + field["width"] / 2, "under the second word"
    expect_names(page, "web-1", "web-2")
    filter_by(page, "web cpu<80")
    expect(problem).to_have_count(0)
    expect(page.get_by_test_id("fleet-filter")).not_to_have_attribute("aria-invalid", "true")


def test_fields_labels_and_values_are_completed_by_keys(page: Page) -> None:
    field = page.get_by_test_id("fleet-filter")
    field.click()
    page.keyboard.type("la")
    options = page.get_by_test_id("filter-options").get_by_role("option")
    expect(options.first).to_contain_text("late")
    page.keyboard.type("b")
    expect(options.first).to_contain_text("lab=")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("lab=")
    expect(options).to_have_text(["b12value", "b13value"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field).to_have_value("lab=b13 ")
    expect(field).to_be_focused()
    expect_names(page, "web-2")


def test_it_is_in_the_address(fleet: Fleet, page: Page) -> None:
    filter_by(page, "lab=b12 up")
    page.wait_for_url("**/?q=lab%3Db12+up")
    page.reload()
    expect_names(page, "web-1")
    expect(page.get_by_test_id("fleet-filter")).to_have_value("lab=b12 up")
    fleet.again(page, "?q=nas")
    expect_names(page, "nas")
    page.get_by_test_id("fleet-filter").press("Escape")
    expect(shown(page)).to_have_count(4)
    page.wait_for_url(f"{fleet.hub.url}/")


def test_filters_are_saved_under_names(fleet: Fleet, page: Page) -> None:
    filter_by(page, "role=web")
    page.get_by_test_id("saved-filters").click()
    page.get_by_test_id("save-filter-name").fill("<b>the web</b>")
    page.get_by_test_id("save-filter").click()
    fleet.again(page)
    filter_by(page, "")
    page.get_by_test_id("saved-filters").click()
    saved = page.get_by_test_id("saved-filter-<b>the web</b>")
    saved.get_by_role("button").first.click()
    expect_names(page, "web-1", "web-2")
    page.get_by_test_id("saved-filters").click()
    saved.get_by_role("button").last.click()
    expect(saved).to_have_count(0)


def test_help_has_examples_to_press(page: Page) -> None:
    page.get_by_test_id("filter-help").click()
    page.get_by_role("button", name="lab=b12", exact=True).click()
    expect(page.get_by_test_id("fleet-filter")).to_have_value("lab=b12")
    expect(page.get_by_test_id("fleet-filter")).to_be_focused()
    expect_names(page, "web-1")


def test_counts_are_buttons_that_filter(fleet: Fleet, page: Page) -> None:
    enrol_machine(page, fleet.hub, "awaited")
    expected = page.get_by_test_id("tally-expected")
    expect(expected).to_have_text("1 expected")
    expected.click()
    expect_names(page, "awaited")
    expect(page.get_by_test_id("filter-count")).to_have_text("1 of 5")
    expect(expected).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("fleet-row-awaited")).to_contain_text("start its agent")
    page.get_by_test_id("tally-up").click(modifiers=["Shift"])
    expect(shown(page)).to_have_count(5)
    expect(page.get_by_test_id("fleet-filter")).to_have_value("state:expected,up")
    page.get_by_test_id("tally-up").click()
    expect(shown(page)).to_have_count(4)
    page.get_by_test_id("tally-up").click()
    expect(page.get_by_test_id("fleet-filter")).to_have_value("")
    expect(page.get_by_test_id("filter-count")).to_be_empty()
    expect(shown(page).first).to_have_attribute("data-host", "awaited")


def test_a_result_follows_the_numbers(fleet: Fleet, page: Page) -> None:
    """A host that goes away no longer has a CPU; it leaves the result after a rest."""
    fleet.enter(Machine("burning", busy=0.99))
    filter_by(page, "name:burning cpu>50")
    expect_names(page, "burning")
    fleet.leave("burning")
    expect(page.get_by_test_id("fleet-nothing")).to_be_visible(timeout=30_000)
    filter_by(page, "name:burning down")
    expect_names(page, "burning")
