"""Moving along a host's past: by mouse, wheel, keys and buttons, from seconds to all there is."""

import math
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Response, expect

from tests.e2e.charts import (
    SEEN,
    WHOLE,
    Chart,
    Look,
    comes_to,
    is_history,
    is_live,
    look_at,
    look_of,
)
from tests.e2e.console import Console
from tests.e2e.told_past import DAY, HOUR, MINUTE, ToldPast, told_past
from tests.e2e.visitors import enter_as_admin

pytestmark = pytest.mark.browser

SECOND_MS = 1_000
ADDRESS_SAYS = """(begin) => {
  const from = Date.parse(new URLSearchParams(location.search).get("from"));
  return Math.abs(from - begin) < 1000;  // a title has whole seconds
}"""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToldPast]:
    """A day by the minute, the last hour by the second."""
    with told_past(tmp_path_factory.mktemp("past")) as told:
        told.tell(told.end - 23 * HOUR, told.end - HOUR, MINUTE)
        told.tell(told.end - HOUR, told.end)
        yield told


@pytest.fixture
def page(past: ToldPast, visitor: Callable[..., Page]) -> Page:
    opened = visitor(viewport={"width": 1_440, "height": 900})
    enter_as_admin(opened, past.hub)
    return opened


@pytest.fixture
def chart(past: ToldPast, page: Page) -> Chart:
    """The CPU over twenty minutes that are over."""
    return look_at(page, past, past.end - 40 * MINUTE, past.end - 20 * MINUTE)


def test_a_drag_zooms_into_what_was_marked(page: Page, chart: Chart) -> None:
    before = look_of(page)
    chart.drag(0.25, 0.75)
    comes_to(page, before.part(0.25, 0.75))
    chart.ink(WHOLE)
    expect(page.get_by_test_id("busy-panel")).to_have_count(0)


def test_a_double_click_returns_to_what_one_saw_before(page: Page, chart: Chart) -> None:
    first = look_of(page)
    chart.drag(0.25, 0.75)
    second = comes_to(page, first.part(0.25, 0.75))
    chart.drag(0.4, 0.6)
    comes_to(page, second.part(0.4, 0.6))
    for wanted in (second, first):
        page.mouse.dblclick(*chart.spot(0.5))
        assert comes_to(page, wanted) == wanted
        expect(page.get_by_test_id("busy-panel")).to_have_count(0)


def test_shift_and_a_drag_move(page: Page, chart: Chart) -> None:
    before = look_of(page)
    chart.drag(0.25, 0.75, key="Shift")
    comes_to(page, before.part(-0.5, 0.5))
    expect(page.get_by_test_id("busy-panel")).to_have_count(0)
    page.mouse.dblclick(*chart.spot(0.5))
    assert comes_to(page, before) == before


def test_dragging_the_axis_moves(page: Page, chart: Chart) -> None:
    before = look_of(page)
    (x, _), box = chart.spot(0.5), chart.over.bounding_box()
    assert box is not None
    axis = box["y"] + box["height"] + 10
    page.mouse.move(x, axis)
    page.mouse.down()
    page.mouse.move(x - box["width"] / 4, axis)
    page.mouse.up()
    comes_to(page, before.part(0.25, 1.25))


def test_the_wheel_zooms_about_the_cursor(page: Page, chart: Chart) -> None:
    before = look_of(page)
    chart.wheel(0.25, -200, "Control")
    near = comes_to(page, about(before, 0.25, math.exp(-0.4)))
    chart.wheel(0.25, 400, "Control")
    comes_to(page, about(near, 0.25, math.exp(0.8)))


def about(look: Look, share: float, factor: float) -> Look:
    """Return a stretch `factor` times as long; the moment at `share` stays there."""
    return look.part(share - share * factor, share + (1 - share) * factor)


def test_the_wheel_with_shift_moves(page: Page, chart: Chart) -> None:
    before = look_of(page)
    by = 100 / chart.width
    chart.wheel(0.5, -100, "Shift")
    comes_to(page, before.part(-by, 1 - by))


def test_the_wheel_alone_scrolls_the_page(page: Page, chart: Chart) -> None:
    before = look_of(page)
    page.mouse.move(*chart.spot(0.5))
    top = chart.panel.evaluate("(panel) => panel.getBoundingClientRect().top")
    page.mouse.wheel(0, 100)
    page.wait_for_function(
        "([panel, top]) => panel.getBoundingClientRect().top < top",
        arg=[chart.panel.element_handle(), top],
    )
    assert look_of(page) == before


def test_one_moves_by_keys(page: Page, chart: Chart) -> None:
    before = look_of(page)
    chart.keys.focus()
    for key, wanted in (
        ("Shift+ArrowLeft", before.part(-0.2, 0.8)),
        ("Shift+ArrowRight", before),
        ("+", before.part(0.25, 0.75)),
        ("-", before),
    ):
        page.keyboard.press(key)
        comes_to(page, wanted)
    page.keyboard.press("End")
    expect(is_live(page)).to_be_visible()


def test_keys_zoom_about_the_cursor(page: Page, chart: Chart) -> None:
    before = look_of(page)
    chart.point_at(0.25)
    expect(chart.tip).to_be_visible()
    chart.keys.focus()
    page.keyboard.press("+")
    comes_to(page, about(before, 0.25, 0.5))


def test_home_is_the_beginning(past: ToldPast, page: Page, chart: Chart) -> None:
    before, begin = look_of(page), past.end - 23 * HOUR
    chart.keys.focus()
    page.keyboard.press("Home")
    page.wait_for_function(SEEN, arg=[begin * 1_000, begin * 1_000 + before.length, 600_000])
    chart.ink("#[.]{0,3}$")


def test_one_moves_by_buttons(page: Page, chart: Chart) -> None:
    bar, before = page.get_by_test_id("range-bar"), look_of(page)
    for name, wanted in (
        ("Earlier", before.part(-0.5, 0.5)),
        ("Later", before),
        ("Zoom in", before.part(0.25, 0.75)),
        ("Zoom out", before),
    ):
        bar.get_by_role("button", name=name, exact=True).click()
        comes_to(page, wanted)
    chart.ink(WHOLE)


@pytest.mark.parametrize("how", ["button", "l", "Escape"])
def test_back_to_live(page: Page, chart: Chart, how: str) -> None:
    expect(is_live(page)).to_have_count(0)
    if how == "button":
        page.get_by_test_id("back-to-live").click()
    else:
        chart.keys.focus()
        page.keyboard.press(how)
    expect(is_live(page)).to_be_visible()
    expect(page.get_by_test_id("last-600")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => location.search === ''")


def test_nothing_lies_right_of_now(page: Page, chart: Chart) -> None:
    """Whoever moves on arrives at what is live."""
    chart.keys.focus()
    for _ in range(15):
        page.keyboard.press("Shift+ArrowRight")
    expect(is_live(page)).to_be_visible()
    expect(page.get_by_role("button", name="Later", exact=True)).to_be_disabled()


def test_each_zoom_is_asked_for_as_fine_as_it_is_drawn(past: ToldPast, page: Page) -> None:
    """Seconds, then minutes, then hours: never more points than there are pixels."""
    page.goto(past.page)
    chart = Chart(page).ready()
    seen = {
        "last-600": (2, 1),
        "last-3600": (10, 1),
        "last-21600": (60, 60),
        "last-86400": (300, 60),
    }
    for preset, (step, row) in seen.items():
        if preset != "last-600":
            with page.expect_response(is_history) as answer:
                page.get_by_test_id(preset).click()
            assert asked_and_answered(answer.value) == (step * SECOND_MS, row * SECOND_MS)
        expect(page.get_by_test_id(preset)).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_test_id("one-point")).to_have_text(point_of(step))
    chart.ink("^[.]{10,30}#{200}")  # before its first row, 23 hours ago, nothing
    link = f"{past.page}?from={(past.end - 20 * DAY) * 1_000}&to={past.end * 1_000}"
    # Below the charts a week of the filesystems is asked for as well.
    with page.expect_response(lambda one: is_history(one) and "system.cpu" in one.url) as answer:
        page.goto(link)
    assert asked_and_answered(answer.value) == (2 * HOUR * SECOND_MS, HOUR * SECOND_MS)
    expect(page.get_by_test_id("one-point")).to_have_text("1 point = 2h")


def point_of(seconds: int) -> str:
    return f"1 point = {seconds}s" if seconds < MINUTE else f"1 point = {seconds // MINUTE}m"


def asked_and_answered(answer: Response) -> tuple[int, int]:
    """Return how wide a point was asked for, and how fine the rows it was made of are (ms)."""
    query = {
        key: int(one[0])
        for key, one in parse_qs(urlsplit(answer.url).query).items()
        if key != "column"
    }
    found = answer.json()
    width = (query["to"] - query["from"]) // query["points"]
    assert found["step_ms"] == width
    return width, found["resolution_ms"]


def test_what_was_seen_is_not_asked_for_again(page: Page, chart: Chart) -> None:
    """A pan within what was fetched beside it, and back to what was seen, ask for nothing."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/history?" in request.url:
            asked.append(request.url)

    page.on("request", note)
    before = look_of(page)
    by = 20 / chart.width
    chart.wheel(0.5, -20, "Shift")
    comes_to(page, before.part(-by, 1 - by))
    chart.ink(WHOLE)
    chart.wheel(0.5, 20, "Shift")
    comes_to(page, before)
    chart.ink(WHOLE)
    assert asked == []


def test_a_link_shows_another_person_the_same(
    past: ToldPast, page: Page, chart: Chart, visitor: Callable[..., Page]
) -> None:
    before = look_of(page)
    chart.drag(0.3, 0.6)
    mine = comes_to(page, before.part(0.3, 0.6))
    page.wait_for_function(ADDRESS_SAYS, arg=mine.begin)
    page.mouse.move(0, 0)
    other = visitor(viewport={"width": 1_440, "height": 900}, timezone_id="Asia/Tokyo")
    enter_as_admin(other, past.hub, "other")
    other.goto(page.url)
    theirs = Chart(other).ready()
    assert look_of(other) == mine
    assert theirs.ink(WHOLE) == chart.ink(WHOLE)


def test_a_link_says_how_much_of_what_is_live_one_sees(past: ToldPast, page: Page) -> None:
    page.goto(f"{past.page}?last=3600")
    Chart(page).ready()
    expect(is_live(page)).to_be_visible()
    expect(page.get_by_test_id("last-3600")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    "search", ["?from=9&to=3", "?from=now&to=then", "?last=-1", "?last=1e99", "?from=%00&to=1"]
)
def test_an_address_that_says_nothing_shows_what_is_live(
    past: ToldPast, page: Page, search: str
) -> None:
    page.goto(past.page + search)
    Chart(page).ready()
    expect(is_live(page)).to_be_visible()


def test_where_there_is_nothing_the_newest_is_one_press_away(past: ToldPast, page: Page) -> None:
    begin = past.end - 400 * DAY
    page.goto(f"{past.page}?from={begin * 1_000}&to={(begin + HOUR) * 1_000}")
    page.get_by_test_id("nothing-here").get_by_role("button").click()
    chart = Chart(page).ready()
    chart.ink("#{100}")
    expect(page.get_by_test_id("nothing-here")).to_have_count(0)


def test_an_answer_that_failed_is_asked_for_again(
    past: ToldPast, page: Page, console: Console
) -> None:
    console.provoke("ERR_FAILED .*/history")
    failed = page.get_by_role("status").filter(has_text="could not be fetched")
    page.route("**/history?*", lambda route: route.abort())
    page.goto(f"{past.page}?from={(past.end - 20 * MINUTE) * 1_000}&to={past.end * 1_000}")
    expect(failed).to_be_visible()
    page.unroute("**/history?*")
    Chart(page).ready().ink(WHOLE)
    expect(failed).to_have_count(0)


def test_fingers_move_and_zoom(
    past: ToldPast, browser: Browser, visitor: Callable[..., Page]
) -> None:
    """One finger moves along, two pinch."""
    page = visitor(viewport={"width": 1_440, "height": 900}, has_touch=True)
    enter_as_admin(page, past.hub)
    chart = look_at(page, past, past.end - 40 * MINUTE, past.end - 20 * MINUTE)
    before = look_of(page)
    touch(page, [[chart.spot(share)] for share in (0.5, 0.6, 0.7)])
    after = comes_to(page, before.part(-0.2, 0.8))
    touch(page, [[chart.spot(0.5 - by), chart.spot(0.5 + by)] for by in (0.1, 0.2, 0.3)])
    near = look_of(page)
    page.wait_for_function(SEEN, arg=[after.at(0.5), after.at(0.5), after.length / 4])
    assert near.length < after.length


def touch(page: Page, steps: list[list[tuple[float, float]]]) -> None:
    """Put fingers down, move them, and lift them."""
    session = page.context.new_cdp_session(page)
    for index, fingers in enumerate(steps):
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(fingers)]
        kind = "touchMove" if index else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()
