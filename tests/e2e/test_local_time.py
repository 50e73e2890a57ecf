"""Times where the person is: clocks set back, half-hour zones, New Year; of 24 hours for all."""

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.charts import look_at
from tests.e2e.conftest import LabProcess
from tests.e2e.moved_clock import MovedClock
from tests.e2e.told_past import HOUR, MINUTE, ToldPast, told_past
from tests.e2e.visitors import enter_as_admin, join_as_guest, say

pytestmark = pytest.mark.browser

WEEK = timedelta(days=7)
HALF_HOUR = HOUR // 2
HOURS = re.compile(r"^\d\d:\d\d$")
PARIS = {"timezone_id": "Europe/Paris", "viewport": {"width": 1_440, "height": 900}}
TICKS = """() => [...document.querySelectorAll(".strip-tick")].map((tick) =>
  ({ text: tick.textContent, left: tick.getBoundingClientRect().left }))"""
SPY = """() => {
  // What a chart writes below itself is pixels: it is heard when it is written.
  window.written = new Set();
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, ...rest) {
    if (/^\\d\\d:\\d\\d$/.test(text)) window.written.add(`${text} ${Math.round(x)}`);
    return fillText.call(this, text, x, ...rest);
  };
}"""


def midnight_of(year: int) -> datetime:
    """Return the midnight of Paris before clocks are set back: on October's last Sunday."""
    last = datetime(year, 10, 31, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7, hours=2)


NOW = datetime.now(UTC)
MIDNIGHT = max(one for year in (NOW.year, NOW.year - 1) if (one := midnight_of(year)) < NOW - WEEK)
DAY = f"{MIDNIGHT + timedelta(hours=3):%Y-%m-%d}"
NIGHT = int(MIDNIGHT.timestamp())
"""Three hours later clocks are set back from 3 to 2."""
FIRST, SECOND = NIGHT + 5 * HALF_HOUR, NIGHT + 7 * HALF_HOUR
"""02:30 in Paris, twice (s since 1970 UTC)."""
AHEAD = int(midnight_of(NOW.year + 1).timestamp()) - NIGHT
"""To the same night to come: a hub takes no message that was made long ago."""
NEW_YEAR = int(datetime(MIDNIGHT.year, 12, 31, 23, tzinfo=UTC).timestamp())
"""In Paris."""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToldPast]:
    """A night in October, by the minute."""
    with told_past(tmp_path_factory.mktemp("night")) as told:
        told.tell(NIGHT - HOUR, NIGHT + 7 * HOUR, MINUTE)
        yield told


def test_an_axis_has_the_double_hour_twice(past: ToldPast, visitor: Callable[..., Page]) -> None:
    """Below each chart and on the strip above: every hour, each at its own place, evenly apart."""
    page = visitor(**PARIS)
    page.add_init_script(f"({SPY})()")
    enter_as_admin(page, past.hub)
    look_at(page, past, NIGHT, NIGHT + 6 * HOUR)
    page.locator(".strip-tick").first.wait_for()
    ticks = [tick for tick in page.evaluate(TICKS) if tick["text"]]
    hours = [tick["text"] for tick in ticks]
    assert hours.count("02:00") == 2, hours
    assert len(set(hours)) == len(hours) - 1, hours
    lefts = [tick["left"] for tick in ticks]
    gaps = [after - before for before, after in itertools.pairwise(lefts)]
    assert max(gaps) - min(gaps) < 2, list(zip(hours, lefts, strict=True))
    written = {one.split()[0] for one in page.evaluate("() => [...window.written]")}
    assert {"01:00", "02:00", "03:00"} <= written
    twice = page.evaluate("() => [...window.written].filter((one) => one.startsWith('02:00'))")
    assert len(twice) >= 2, twice


def test_a_tooltip_tells_both_half_past_twos_apart(
    past: ToldPast, visitor: Callable[..., Page]
) -> None:
    page = visitor(**PARIS)
    enter_as_admin(page, past.hub)
    chart = look_at(page, past, NIGHT, NIGHT + 6 * HOUR)
    words = []
    for moment in (FIRST, SECOND):
        chart.point_at((moment - NIGHT) / (6 * HOUR))
        tip = chart.told()
        assert abs(tip.at - moment * 1_000) <= 2 * MINUTE * 1_000
        assert re.search(r"02:(29|3\d)", tip.words), tip.words
        words.append(tip.words)
    assert re.search(r"00:(29|3\d):\d\d UTC", words[0]), words[0]
    assert re.search(r"01:(29|3\d):\d\d UTC", words[1]), words[1]


def test_a_typed_and_a_shared_stretch_within_the_double_hour_stay_what_they_are(
    past: ToldPast, visitor: Callable[..., Page]
) -> None:
    """From the first half past two to the second is an hour, in the fields as in the address."""
    page = visitor(**PARIS)
    enter_as_admin(page, past.hub)
    look_at(page, past, FIRST, SECOND)
    page.get_by_test_id("custom-range").click()
    expect(page.get_by_test_id("range-from")).to_have_value(f"{DAY} 02:30:00")
    expect(page.get_by_test_id("range-to")).to_have_value(f"{DAY} 01:30:00 UTC")
    page.get_by_test_id("range-apply").click()
    page.wait_for_url(re.compile(f"from={DAY}T00:30:00Z&to={DAY}T01:30:00Z"))
    page.get_by_test_id("custom-range").click()
    page.get_by_test_id("range-from").fill(f"{DAY} 01:00")
    page.get_by_test_id("range-to").fill(f"{DAY} 04:00")
    page.get_by_test_id("range-apply").click()
    page.wait_for_url(re.compile(rf"from=.*T23:00:00Z&to={DAY}T03:00:00Z"))


@pytest.mark.parametrize(
    ("zone", "shown"), [("Asia/Kolkata", "05:30"), ("Pacific/Auckland", "13:00")]
)
def test_other_zones_have_their_own_round_hours(
    past: ToldPast, visitor: Callable[..., Page], zone: str, shown: str
) -> None:
    page = visitor(timezone_id=zone, viewport={"width": 1_440, "height": 900})
    enter_as_admin(page, past.hub)
    begin = NIGHT + 2 * HOUR  # midnight UTC
    look_at(page, past, begin, begin + 4 * HOUR)
    expect(page.get_by_test_id("range")).to_contain_text(shown)
    page.locator(".strip-tick").first.wait_for()
    texts = [tick["text"] for tick in page.evaluate(TICKS) if tick["text"]]
    assert texts, "no tick"
    assert all(text.endswith((":00", ":30")) for text in texts), texts


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "fr-FR"])
def test_hours_are_of_twenty_four_in_every_region(
    past: ToldPast, visitor: Callable[..., Page], locale: str
) -> None:
    page = visitor(**PARIS, locale=locale)
    enter_as_admin(page, past.hub, f"admin-{locale}")
    say(page, f"what time is it in {locale}")
    speech = page.locator(".speech", has_text=f"what time is it in {locale}")
    expect(speech.locator("time").first).to_have_text(HOURS)
    look_at(page, past, NIGHT, NIGHT + 6 * HOUR)
    page.locator(".strip-tick").first.wait_for()
    texts = [tick["text"] for tick in page.evaluate(TICKS) if ":" in tick["text"]]
    assert texts
    assert all(HOURS.search(text) for text in texts), texts


def test_the_room_has_one_line_a_day_through_the_long_night(
    lab: LabProcess, visitor: Callable[..., Page]
) -> None:
    """What was said at both half past twos stands under one day, in its order; UTC tells which."""
    page = visitor(timezone_id="Europe/Paris")
    clock = MovedClock(page, FIRST + AHEAD)
    join_as_guest(page, lab, "watch")
    say(page, "the first half past two")
    first = page.locator(".speech", has_text="the first half past two").locator("time")
    expect(first).to_have_text("02:30")
    clock.move(SECOND + AHEAD)
    say(page, "the second half past two")
    second = page.locator(".speech", has_text="the second half past two").locator("time").last
    expect(second).to_have_text("02:30")
    expect(first).to_have_attribute("title", re.compile(r" 00:3\d:\d\d UTC"))
    expect(second).to_have_attribute("title", re.compile(r" 01:3\d:\d\d UTC"))
    said = [
        text for text in page.get_by_test_id("room-message").all_inner_texts() if "half" in text
    ]
    assert said == ["the first half past two", "the second half past two"]
    expect(page.locator(".day-line")).to_have_count(1)
    expect(page.locator(".day-line")).to_have_text("Today")


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_at_new_year_a_new_day_begins(
    start_lab: Callable[[], LabProcess], visitor: Callable[..., Page], locale: str
) -> None:
    words = {"en-GB": ("Yesterday", "Today"), "fr-FR": ("Hier", "Aujourd\u2019hui")}[locale]
    page = visitor(timezone_id="Europe/Paris", locale=locale)
    lab = start_lab()
    clock = MovedClock(page, NEW_YEAR - 2 * MINUTE)
    enter_as_admin(page, lab)
    say(page, "before")
    expect(page.get_by_test_id("room-message")).to_have_text(["before"])
    clock.move(NEW_YEAR + MINUTE)
    say(page, "after")
    expect(page.get_by_test_id("room-message")).to_have_text(["before", "after"])
    expect(page.locator(".day-line")).to_have_text(list(words))
    expect(page.locator(".day-line span").first).to_have_attribute(
        "title", re.compile(str(MIDNIGHT.year))
    )
