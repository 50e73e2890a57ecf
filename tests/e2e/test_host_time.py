"""The time all charts of a host share: typed, linked to, marked, and what happened in it."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.charts import Chart, Look, comes_to, is_live, look_at, look_of
from tests.e2e.scripted_machine import busy_process
from tests.e2e.told_past import HOUR, MINUTE, ToldPast, told_past
from tests.e2e.visitors import enter_as_admin, say
from tocsin_wire.bodies import Busiest

pytestmark = pytest.mark.browser

IS_ASIDE = """(width) => [...document.querySelectorAll(".panel")]
  .every((panel) => panel.getBoundingClientRect().right <= width)"""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToldPast]:
    """Two hours, and a spike ten minutes before their end."""
    with told_past(tmp_path_factory.mktemp("past")) as told:
        told.tell(told.end - 2 * HOUR, told.end, 10)
        note = [busy_process("backup", 0.91)]
        told.note(Busiest(spike(told), "spike", note, "system.cpu.utilization", 0.93))
        yield told


def spike(past: ToldPast) -> int:
    return (past.end - 10 * MINUTE) * 1_000


@pytest.fixture
def page(past: ToldPast, visitor: Callable[..., Page]) -> Page:
    opened = visitor(viewport={"width": 1_440, "height": 900})
    enter_as_admin(opened, past.hub)
    return opened


def test_a_stretch_is_typed(past: ToldPast, page: Page) -> None:
    """From one time to another, as people write them; what cannot be is said."""
    page.goto(past.page)
    Chart(page).ready()
    page.get_by_test_id("custom-range").click()
    panel = page.get_by_test_id("custom-range-panel")
    page.get_by_test_id("range-from").fill("soon")
    expect(panel).to_contain_text("This is no time")
    begin, end = past.end - HOUR, past.end - 30 * MINUTE
    page.get_by_test_id("range-from").fill(written(begin))
    page.get_by_test_id("range-to").fill(written(begin))
    page.get_by_test_id("range-apply").click()
    expect(panel.get_by_role("alert")).to_contain_text("at least ten seconds")
    page.get_by_test_id("range-to").fill(written(end))
    page.get_by_test_id("range-to").press("Enter")
    expect(panel).to_have_count(0)
    assert comes_to(page, Look(begin * 1_000, end * 1_000)).length == (end - begin) * 1_000


def written(at: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(at))


def test_a_drag_on_the_strip_zooms(past: ToldPast, page: Page) -> None:
    look_at(page, past, past.end - HOUR, past.end - 30 * MINUTE)
    before = look_of(page)
    box = page.get_by_test_id("strip-lane").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] - 5
    page.mouse.move(box["x"] + 0.25 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], y)
    page.mouse.move(box["x"] + 0.75 * box["width"], y)
    page.mouse.up()
    comes_to(page, before.part(0.25, 0.75))


def test_the_overview_moves_and_stretches(past: ToldPast, page: Page) -> None:
    look_at(page, past, past.end - HOUR, past.end - 30 * MINUTE)
    before = look_of(page)
    page.get_by_test_id("grip-from").focus()
    page.keyboard.press("ArrowRight")
    after = comes_to(page, before.part(0.05, 1))
    page.get_by_test_id("grip-to").focus()
    page.keyboard.press("ArrowLeft")
    near = comes_to(page, after.part(0, 0.95))
    hold = page.locator(".overview-hold").bounding_box()
    assert hold is not None
    x, y = hold["x"] + hold["width"] / 2, hold["y"] + hold["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - hold["width"] / 2, y)
    page.mouse.up()
    moved = comes_to(page, near.part(-0.5, 0.5))
    assert moved.begin < near.begin


def test_a_link_to_a_moment(past: ToldPast, page: Page, visitor: Callable[..., Page]) -> None:
    """`at` alone shows what is around it; what one copies says the same to somebody else."""
    at = (past.end - 40 * MINUTE) * 1_000
    page.goto(f"{past.page}?at={at}")
    Chart(page).ready()
    expect(page.get_by_test_id("pinned")).to_be_visible()
    shown = look_of(page)
    assert (shown.begin, shown.end) == (at - 5 * MINUTE * 1_000, at + 5 * MINUTE * 1_000)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_test_id("copy-link")).to_have_attribute("data-copied", "true")
    link = page.evaluate("() => navigator.clipboard.readText()")
    other = visitor(viewport={"width": 1_440, "height": 900})
    enter_as_admin(other, past.hub, "other")
    other.goto(link)
    Chart(other).ready()
    assert look_of(other) == shown
    expect(other.get_by_test_id("pinned")).to_be_visible()
    other.get_by_test_id("pinned").click()
    expect(other.get_by_test_id("pinned")).to_have_count(0)
    other.wait_for_function("() => !location.search.includes('at=')")


def test_what_was_said_before_one_came_is_marked(past: ToldPast, page: Page) -> None:
    """Also where the room is not looked at so far back: the hub is asked."""
    page.goto(past.page)
    say(page, "before you came")
    page.get_by_test_id("room-message").last.wait_for()
    asked = re.compile("/api/marks")
    with page.expect_response(asked) as answer:
        page.goto(past.page)
    assert answer.value.ok
    Chart(page).ready()
    expect(page.locator(".mark-button").last).to_be_visible()


def test_what_is_said_is_a_mark_at_once(past: ToldPast, page: Page) -> None:
    """Its tip says who and what; a press leads to the message in the room."""
    page.goto(past.page)
    Chart(page).ready()
    say(page, "who moved my <b>cheese</b>?")
    hide_but(page, "chat")
    mark = page.get_by_test_id("mark-chat").last
    mark.hover()
    tip = page.get_by_test_id("mark-tip")
    expect(tip).to_contain_text("admin: who moved my <b>cheese</b>?")
    page.mouse.move(5, 5)
    expect(tip).to_have_count(0)
    mark.focus()
    expect(tip).to_be_visible()
    page.get_by_test_id("dock-toggle").click()
    follow(page, mark, "cheese")
    expect(page.get_by_test_id("room-message").last).to_be_in_viewport()


def test_arrows_go_from_mark_to_mark(past: ToldPast, page: Page) -> None:
    page.goto(past.page)
    Chart(page).ready()
    say(page, "one of several")
    marks = page.locator(".mark-button")
    expect(marks).not_to_have_count(0)
    marks.last.focus()
    page.keyboard.press("Home")
    expect(marks.first).to_be_focused()
    page.keyboard.press("End")
    expect(marks.last).to_be_focused()


def follow(page: Page, mark: Locator, text: str) -> None:
    """Press a mark; where it stands for several, what it lists of them."""
    is_alone = mark.get_attribute("data-count") == "1"
    mark.press("Enter")
    if not is_alone:
        page.get_by_test_id("mark-line").filter(has_text=text).click()


def hide_but(page: Page, kept: str) -> None:
    """Let the strip show one kind of marks only."""
    page.get_by_test_id("view-menu").click()
    for family in ("status", "spikes", "runs", "chat", "people"):
        page.get_by_test_id(f"marks-{family}").set_checked(family == kept)
    page.keyboard.press("Escape")


def test_the_choice_of_marks_is_remembered(past: ToldPast, page: Page) -> None:
    page.goto(past.page)
    Chart(page).ready()
    people = page.get_by_test_id("mark-join")
    hide_but(page, "people")
    expect(people.first).to_be_visible()
    hide_but(page, "runs")
    expect(people).to_have_count(0)
    page.reload()
    Chart(page).ready()
    expect(page.get_by_test_id("strip-lane").locator(".strip-tick").first).to_be_visible()
    expect(people).to_have_count(0)
    page.get_by_test_id("view-menu").click()
    expect(page.get_by_test_id("marks-people")).not_to_be_checked()
    expect(page.get_by_test_id("marks-runs")).to_be_checked()


def test_a_spike_leads_to_who_it_was(past: ToldPast, page: Page) -> None:
    """From the strip, by the keyboard alone."""
    look_at(page, past, past.end - 20 * MINUTE, past.end)
    hide_but(page, "spikes")
    mark = page.get_by_test_id("mark-spike")
    mark.focus()
    expect(page.get_by_test_id("mark-tip")).to_contain_text("Spike: CPU")
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("busy-panel")
    expect(panel.get_by_test_id("busy-taken")).to_contain_text("CPU rose to 93%")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page.get_by_test_id("pinned")).to_be_visible()


def test_escape_leaves_one_thing_after_the_other(past: ToldPast, page: Page) -> None:
    """The large chart, the comparison, the moment, and then the past."""
    look_at(page, past, past.end - HOUR, past.end - 30 * MINUTE)
    page.goto(f"{page.url}&at={(past.end - 40 * MINUTE) * 1_000}&before=3600")
    Chart(page).ready("")
    page.get_by_test_id("enlarge-memory").click()
    steps = [
        page.locator(".panel-large"),
        page.get_by_test_id("compare-stop"),
        page.get_by_test_id("pinned"),
        page.get_by_test_id("range"),
    ]
    for index, one in enumerate(steps):
        expect(one).to_be_visible()
        page.keyboard.press("Escape")
        expect(one).to_have_count(0)
        for other in steps[index + 1 :]:
            expect(other).to_be_visible()
    expect(is_live(page)).to_be_visible()


def test_on_a_phone_nothing_lies_beside_the_page(
    past: ToldPast, visitor: Callable[..., Page]
) -> None:
    page = visitor(locale="fr-FR", has_touch=True)
    enter_as_admin(page, past.hub)
    page.set_viewport_size({"width": 360, "height": 740})
    look_at(page, past, past.end - 20 * MINUTE, past.end)
    assert page.evaluate(IS_ASIDE, 360)
    assert page.evaluate("() => document.querySelector('#view').scrollWidth") <= 360
    for panel in ("compare", "view-menu", "custom-range"):
        page.get_by_test_id(panel).click()
        box = page.get_by_test_id(f"{panel}-panel").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        page.keyboard.press("Escape")


def test_a_long_press_has_the_cursor(past: ToldPast, visitor: Callable[..., Page]) -> None:
    """A finger that rests points; the chart stays where it is while it moves then."""
    page = visitor(viewport={"width": 1_440, "height": 900}, has_touch=True)
    enter_as_admin(page, past.hub)
    chart = look_at(page, past, past.end - 40 * MINUTE, past.end - 20 * MINUTE)
    before = look_of(page)
    session = page.context.new_cdp_session(page)
    x, y = chart.spot(0.5)
    down = {"type": "touchStart", "touchPoints": [{"x": x, "y": y, "id": 0}]}
    session.send("Input.dispatchTouchEvent", down)
    expect(chart.tip).to_be_visible()
    first = chart.told().at
    move = {"type": "touchMove", "touchPoints": [{"x": x + 60, "y": y, "id": 0}]}
    session.send("Input.dispatchTouchEvent", move)
    page.wait_for_function(
        "([tip, first]) => Date.parse(tip.querySelector('time').dateTime) > first",
        arg=[chart.tip.element_handle(), first],
    )
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()
    assert look_of(page) == before


SCROLLED = """async (top) => {
  const view = document.querySelector("#view");
  const box = () => document.querySelector(".charts").getBoundingClientRect();
  const charts = () => box().top + view.scrollTop;
  const before = charts();
  view.scrollTop = top;
  for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
  return [view.scrollTop, charts() === before];
}"""
"""Scroll there; where one is some frames later, and whether the charts stand where they did."""


def test_the_numbers_of_now_stay_in_sight(past: ToldPast, page: Page) -> None:
    page.goto(past.page)
    Chart(page).ready()
    line = page.get_by_test_id("now-line")
    expect(page.get_by_test_id("host-now")).to_be_in_viewport()
    expect(line).to_have_count(0)
    page.get_by_test_id("host-chart-filesystem").scroll_into_view_if_needed()
    page.locator("#view").evaluate("(view) => view.scrollTo(0, view.scrollHeight)")
    expect(line.get_by_text("db-1")).to_be_in_viewport()
    expect(page.get_by_test_id("time-strip")).to_be_in_viewport()


def test_scrolling_past_the_head_moves_nothing(past: ToldPast, page: Page) -> None:
    """What stays above the charts was shorter than what had stood there: the page jumped back."""
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(past.page)
    Chart(page).ready()
    page.get_by_test_id("time-strip").wait_for()
    for top in range(0, 400, 20):
        assert page.evaluate(SCROLLED, top) == [top, True]


def test_nothing_is_wider_than_a_small_window(past: ToldPast, page: Page) -> None:
    """Of 360 px its scroll bar takes ten."""
    page.set_viewport_size({"width": 350, "height": 780})
    page.goto(past.page)
    Chart(page).ready()
    page.get_by_test_id("time-strip").wait_for()
    assert page.locator("#view").evaluate("(view) => view.scrollWidth") == 350
