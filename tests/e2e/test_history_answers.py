"""What a chart answers: where nothing was measured, who was busy, and a file of it all."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.charts import look_at, look_of
from tests.e2e.scripted_machine import busy_process
from tests.e2e.told_past import MINUTE, USER, ToldPast, cpu, told_past
from tests.e2e.visitors import enter_as_admin
from tocsin_wire.bodies import Busiest

pytestmark = pytest.mark.browser

IS_FREE = """(one) => {
  // Both ends of it are on the screen, and nothing lies over them.
  const box = one.getBoundingClientRect();
  return [box.left + 1, box.right - 1].every((x) => {
    const found = document.elementFromPoint(x, (box.top + box.bottom) / 2);
    return found !== null && (one.contains(found) || found.contains(one));
  });
}"""
GAP = 30
"""How long (s) the agent was dead."""
SPIKE = 0.93


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToldPast]:
    """Twenty minutes; in their middle the agent was killed; at three quarters there was a spike."""
    with told_past(tmp_path_factory.mktemp("past")) as told:
        told.tell(begin(told), middle(told))
        told.cut()
        told.connect()
        told.tell(middle(told) + GAP, told.end)
        for at in range(begin(told) + MINUTE, told.end, MINUTE):
            told.note(Busiest(at * 1_000, "minute", [busy_process("postgres", 0.21, 2 << 30)]))
        told.note(
            Busiest(
                spike(told) * 1_000,
                "spike",
                [
                    busy_process("<b>backup</b>", 0.91, 96 << 20, pid=4_711),
                    busy_process("postgres", 0.12, 2 << 30),
                ],
                "system.cpu.utilization",
                SPIKE,
            )
        )
        yield told


def begin(past: ToldPast) -> int:
    return past.end - 20 * MINUTE


def middle(past: ToldPast) -> int:
    return past.end - 10 * MINUTE


def spike(past: ToldPast) -> int:
    return past.end - 5 * MINUTE + 20


@pytest.fixture
def page(past: ToldPast, visitor: Callable[..., Page]) -> Page:
    opened = visitor(viewport={"width": 1_440, "height": 900}, accept_downloads=True)
    enter_as_admin(opened, past.hub)
    return opened


def test_a_killed_agent_leaves_a_hole_of_its_length(past: ToldPast, page: Page) -> None:
    """No line goes through the time when nobody measured, and none is lost beside it."""
    chart = look_at(page, past, middle(past) - 60, middle(past) + 90).choose("total")
    drawn = chart.ink("^[.]{0,3}#+[.]{4,}#+$")
    hole = drawn.strip(".").count(".") / len(drawn)
    assert hole == pytest.approx((GAP + 1) / 150, abs=0.015)
    chart.point_at((60 + GAP / 2) / 150)
    expect(chart.tip).to_contain_text("Nothing was measured")
    chart.point_at((60 + GAP + 3) / 150)
    (value,) = chart.told_of((middle(past) + GAP + 3) * 1_000).lines["total"]
    assert value == percent(*cpu([middle(past) + GAP + 3]))


def percent(share: float) -> str:
    return f"{share:.2%}"


def test_a_hole_is_seen_from_afar(past: ToldPast, page: Page) -> None:
    chart = look_at(page, past, begin(past), past.end).choose("total")
    drawn = chart.ink("^[.]{0,3}#+[.]{4,}#+$")
    assert drawn.index(".", 4) / len(drawn) == pytest.approx(0.5, abs=0.01)


def test_a_spike_says_who_it_was(past: ToldPast, page: Page) -> None:
    """A mark on the axis; a click near it tells the processes of that second."""
    chart = look_at(page, past, middle(past), past.end)
    look = look_of(page)
    across = look.share(spike(past) * 1_000)
    chart.marked(across)
    chart.point_at(across)
    expect(chart.tip.locator(".chart-tip-spike")).to_contain_text("93%")
    page.mouse.click(*chart.spot(across))
    panel = page.get_by_test_id("busy-panel")
    expect(panel.get_by_test_id("busy-taken")).to_contain_text("CPU rose to 93%")
    by_cpu, by_memory = panel.locator("table").all()
    assert names(by_cpu) == ["<b>backup</b>app · 4711", "postgresapp · 300"]
    assert names(by_memory)[0] == "postgresapp · 300"
    assert by_cpu.locator("td.num").first.inner_text() == "91.0%"
    assert by_memory.locator("td.num").first.inner_text() == "2.0\u202fGiB"
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(chart.keys).to_be_focused()


def names(table: Locator) -> list[str]:
    return [
        one.inner_text().replace("\n", "") for one in table.get_by_test_id("busy-process").all()
    ]


def test_an_ordinary_minute_has_its_note(past: ToldPast, page: Page) -> None:
    """The keyboard asks what a click does."""
    chart = look_at(page, past, begin(past), middle(past))
    chart.point_at(0.5)
    expect(chart.tip).to_be_visible()
    chart.keys.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("busy-panel")
    expect(panel.get_by_test_id("busy-taken")).to_contain_text("Over the minute before")
    assert names(panel.locator("table").first) == ["postgresapp · 300"]
    page.mouse.click(5, 5)
    expect(panel).to_have_count(0)


def test_what_was_not_noted_is_not_guessed(past: ToldPast, page: Page) -> None:
    """Minutes away from any note the panel says so."""
    chart = look_at(page, past, begin(past) - 30 * MINUTE, begin(past) - 10 * MINUTE, "^[.]+$")
    page.mouse.click(*chart.spot(0.3))
    expect(page.get_by_test_id("busy-nothing")).to_be_visible()


def test_what_is_in_sight_is_saved_as_csv(past: ToldPast, page: Page) -> None:
    """Each row that is drawn, with its time and number; a hole has no line."""
    look_at(page, past, middle(past) - 60, middle(past) + 60)
    with page.expect_download() as download:
        page.get_by_test_id("export-csv").click()
    assert download.value.suggested_filename == "db-1.csv"
    text = download.value.path().read_text(encoding="utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    user = head.index("system.cpu.utilization{cpu.mode=user}")
    saved = {datetime.fromisoformat(line[0]).timestamp(): float(line[user]) for line in lines}
    first = middle(past) - 60
    assert list(saved) == [*range(first, first + 60), *range(middle(past) + GAP, first + 121)]
    assert list(saved.values()) == pytest.approx(cpu(map(int, saved), USER), rel=1e-4)


def test_who_it_was_in_french_on_a_phone(past: ToldPast, visitor: Callable[..., Page]) -> None:
    page = visitor(locale="fr-FR")
    enter_as_admin(page, past.hub)
    page.set_viewport_size({"width": 360, "height": 740})
    chart = look_at(page, past, middle(past), past.end)
    page.mouse.click(*chart.spot(look_of(page).share(spike(past) * 1_000)))
    for one in ("range", "back-to-live", "one-point", "export-csv"):
        assert page.evaluate(IS_FREE, page.get_by_test_id(one).element_handle()), one
    panel = page.get_by_test_id("busy-panel")
    expect(panel.get_by_test_id("busy-taken")).to_contain_text("jusqu\u2019à 93\u202f%")
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
