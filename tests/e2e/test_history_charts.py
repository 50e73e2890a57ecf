"""A host's charts open with what there was: every number in them is the one that was measured."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.charts import WHOLE, Chart, is_live, look_at, look_of, share_of
from tests.e2e.told_past import CPU, DAY, HOUR, MINUTE, MODES, USER, ToldPast, cpu, told_past
from tests.e2e.visitors import enter_as_admin

pytestmark = pytest.mark.browser

DIGITS = 0.000051  # a tooltip writes 12.34%


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToldPast]:
    """Two days by the minute, the last forty minutes by the second."""
    with told_past(tmp_path_factory.mktemp("past")) as told:
        told.tell(told.end - 2 * DAY, told.end - 40 * MINUTE, MINUTE)
        told.tell(told.end - 40 * MINUTE, told.end)
        yield told


@pytest.fixture
def page(past: ToldPast, visitor: Callable[..., Page]) -> Page:
    opened = visitor(timezone_id="Europe/Paris", viewport={"width": 1_440, "height": 900})
    enter_as_admin(opened, past.hub)
    return opened


def test_a_page_opens_with_ten_minutes(past: ToldPast, page: Page) -> None:
    """Nobody has to wait for a line to grow."""
    page.goto(past.page)
    chart = Chart(page).choose("total")
    expect(is_live(page)).to_be_visible()
    expect(page.get_by_test_id("last-600")).to_have_attribute("aria-pressed", "true")
    chart.ink("^[.]{0,3}#{200}")
    chart.point_at(0.3)
    at, _, lines = chart.told()
    moments = [at // 1_000 - 1, at // 1_000]
    least, mean, most = map(share_of, lines["total"])
    both = cpu(moments)
    assert least == pytest.approx(min(both), abs=DIGITS)
    assert mean == pytest.approx(sum(both) / 2, abs=DIGITS)
    assert most == pytest.approx(max(both), abs=DIGITS)


def test_a_tooltip_tells_the_second_and_the_number(past: ToldPast, page: Page) -> None:
    begin = past.end - 30 * MINUTE
    chart = look_at(page, past, begin, begin + 5 * MINUTE)
    for second in (7, 100, 151, 298):
        chart.point_at(second / 300)
        tip = chart.told_of((begin + second) * 1_000)
        assert list(tip.lines) == list(MODES)
        for place, mode in enumerate(MODES, USER):
            (value,) = tip.lines[mode]
            (wanted,) = cpu([begin + second], place)
            assert share_of(value) == pytest.approx(wanted, abs=DIGITS)
        utc = page.evaluate("(at) => new Date(at).toISOString()", tip.at)
        assert f"{utc[:10]} {utc[11:19]} UTC" in tip.words


def test_a_tooltip_writes_the_time_of_the_person(past: ToldPast, page: Page) -> None:
    begin = past.end - 30 * MINUTE
    chart = look_at(page, past, begin, begin + 5 * MINUTE)
    chart.point_at(0.5)
    tip = chart.told_of((begin + 150) * 1_000)
    local = page.evaluate(
        "(at) => new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/Paris' })", tip.at
    )
    assert local in tip.words


def test_the_arrows_move_the_cursor_from_point_to_point(past: ToldPast, page: Page) -> None:
    begin = past.end - 30 * MINUTE
    chart = look_at(page, past, begin, begin + 5 * MINUTE)
    chart.point_at(0.5)
    chart.told_of((begin + 150) * 1_000)
    chart.keys.focus()
    page.keyboard.press("ArrowRight")
    chart.told_of((begin + 151) * 1_000)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    chart.told_of((begin + 149) * 1_000)


def test_all_charts_tell_of_one_moment(past: ToldPast, page: Page) -> None:
    """The legend of each says what it was where the cursor of one is."""
    begin = past.end - 30 * MINUTE
    chart = look_at(page, past, begin, begin + 5 * MINUTE)
    chart.point_at(0.5)
    chart.told_of((begin + 150) * 1_000)
    (load,) = cpu([begin + 150], 14)
    legend = page.get_by_test_id("host-chart-load").locator(".legend-value").first
    expect(legend).to_have_text(f"{load:.2f}")


def test_a_tooltip_says_where_nothing_was_measured(past: ToldPast, page: Page) -> None:
    """Before the first row there is nothing, also not the first row."""
    first = past.end - 2 * DAY
    chart = look_at(page, past, first - HOUR, first + HOUR)
    chart.point_at(0.25)
    expect(chart.tip).to_contain_text("Nothing was measured")
    assert abs(chart.told().at - (first - HOUR / 2) * 1_000) <= MINUTE * 1_000
    chart.point_at(0.75)
    expect(chart.tip).not_to_contain_text("Nothing was measured")
    assert abs(chart.told().at - (first + HOUR / 2) * 1_000) <= MINUTE * 1_000


def test_a_tooltip_follows_what_comes_under_a_cursor_that_stands_still(
    past: ToldPast, page: Page
) -> None:
    """An answer that is late finds the cursor there already."""
    begin = past.end - 90 * MINUTE
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/history?*", hold)
    page.goto(f"{past.page}?from={begin * 1_000}&to={past.end * 1_000}")
    chart = Chart(page)
    expect(chart.keys).to_have_attribute("aria-description", re.compile("."))
    chart.point_at(0.9)
    expect(chart.over.locator(".u-cursor-x")).to_be_visible()
    for route in held:
        route.continue_()
    page.unroute("**/history?*")
    chart.ink("#{100}[.]{0,3}$")
    tip = chart.told()
    wanted = (begin + 0.9 * 90 * MINUTE) * 1_000
    assert abs(tip.at - wanted) <= 15_000
    x, _ = chart.spot(0.9)
    dot = chart.over.locator(".u-cursor-pt").first.bounding_box()
    assert dot is not None
    assert abs(dot["x"] + dot["width"] / 2 - x) <= 3
    (mean,) = (share_of(tip.lines["user"][1]),)
    box = chart.over.bounding_box()
    assert box is not None
    drawn = 1 - (dot["y"] + dot["height"] / 2 - box["y"]) / box["height"]
    assert drawn == pytest.approx(mean, abs=2.5 / box["height"])


def test_what_comes_live_joins_what_there_was(past: ToldPast, page: Page) -> None:
    page.goto(past.page)
    chart = Chart(page).choose("total")
    now = int(page.evaluate("Date.now()")) // 1_000
    past.tell(past.end, now + 1, live=True)
    (newest,) = cpu([now])
    digits = 1 if newest < 0.0995 else 0
    expect(chart.panel.locator(".legend-value")).to_have_text(f"{newest:.{digits}%}")
    chart.ink(WHOLE)


def test_low_and_high_stand_behind_the_mean(past: ToldPast, page: Page) -> None:
    """Of ten seconds in one point nothing is lost: their least and most are drawn and told."""
    begin = past.end - 40 * MINUTE
    chart = look_at(page, past, begin, past.end).choose("total")
    expect(page.get_by_test_id("one-point")).to_have_text("1 point = 10s")
    peaks = [at for at in range(begin + 60, past.end - 60, 10) if is_peak(at, 10)]
    moment = max(peaks, key=lambda at: spread(at, 10))
    look = look_of(page)
    across = look.share((moment + 5) * 1_000)
    chart.point_at(across)
    tip = chart.told_of((moment + 5) * 1_000)
    rows = cpu(range(moment, moment + 10))
    wanted = [min(rows), sum(rows) / 10, max(rows)]
    assert [share_of(one) for one in tip.lines["total"]] == pytest.approx(wanted, abs=DIGITS)
    page.mouse.move(0, 0)
    expect(chart.tip).to_have_count(0)
    least, mean, most = wanted
    near = [across + pixels / chart.width for pixels in range(-2, 3)]  # a peak is narrow

    def is_drawn(up: float) -> bool:
        return any(is_blue(chart.colour(one, up)) for one in near)

    assert is_drawn(mean + 0.3 * (most - mean))
    assert is_drawn((mean + least) / 2)
    assert not is_drawn(most + 0.04)


def spread(at: int, length: int) -> float:
    rows = cpu(range(at, at + length))
    return max(rows) - sum(rows) / length


def is_peak(at: int, length: int) -> bool:
    """Tell whether the points beside it reach less high: they are two pixels away."""
    return max(cpu(range(at, at + length))) == max(cpu(range(at - 2 * length, at + 3 * length)))


def is_blue(colour: list[int]) -> bool:
    red, _, blue, alpha = colour
    return alpha > 20 and blue - red > 60


def test_no_band_where_each_point_is_a_row(past: ToldPast, page: Page) -> None:
    """It would say nothing new."""
    begin = past.end - 30 * MINUTE
    chart = look_at(page, past, begin, begin + 5 * MINUTE).choose("total")
    chart.point_at(0.5)
    tip = chart.told_of((begin + 150) * 1_000)
    (value,) = tip.lines["total"]
    (wanted,) = cpu([begin + 150], CPU)
    assert share_of(value) == pytest.approx(wanted, abs=DIGITS)


def test_the_tools_speak_french(past: ToldPast, visitor: Callable[..., Page]) -> None:
    page = visitor(locale="fr-FR", timezone_id="Europe/Paris")
    enter_as_admin(page, past.hub)
    chart = look_at(page, past, past.end - 40 * MINUTE, past.end)
    bar = page.get_by_test_id("range-bar")
    for name in ("Plus tôt", "Réduire", "Agrandir", "Plus tard", "Revenir au direct"):
        expect(bar.get_by_role("button", name=name, exact=True)).to_be_visible()
    presets = bar.locator(".range-presets button").all_inner_texts()
    assert [re.sub(r"\s", "", one) for one in presets] == ["10min", "1h", "6h", "24h", "7j"]
    expect(page.get_by_test_id("one-point")).to_have_text(re.compile(r"^1 point = 10\s?s$"))
    expect(page.get_by_test_id("export-csv")).to_have_attribute("title", re.compile("Enregistrer"))
    expect(chart.keys).to_have_attribute("aria-description", re.compile("Les flèches déplacent"))
    chart.point_at(0.5)
    tip = chart.told()
    assert "min." in tip.words
    assert "moy." in tip.words
    assert re.search(r"Clic\s: processus les plus actifs", tip.words)
    assert re.fullmatch(r"\d+,\d\d\s%", tip.lines["user"][1])
    page.get_by_test_id("back-to-live").click()
    expect(is_live(page)).to_have_text(re.compile("^(En direct|absente)$"))
