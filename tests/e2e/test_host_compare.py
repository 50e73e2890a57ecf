"""A host compared: with itself earlier, and with other hosts, on one axis."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.charts import Chart, look_at, share_of
from tests.e2e.machine_series import Machine, row
from tests.e2e.scripted_machine import ScriptedMachine, seconds
from tests.e2e.simulated_machines import SimulatedMachines
from tests.e2e.told_past import CPU, HOUR, MINUTE, ToldPast, cpu, told_past
from tests.e2e.visitors import enter_as_admin
from tests.hub.credentials import become_admin, enrol

pytestmark = pytest.mark.browser

DIGITS = 0.000051  # a tooltip writes 12.34%
OTHERS = (Machine("web-1", cores=2, busy=0.5), Machine("web-2", cores=2, busy=0.7))


class Fleet(NamedTuple):
    past: ToldPast
    backstage: Backstage
    others: dict[str, ScriptedMachine]


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Three machines with the same half hour; one of them with an hour before it, too."""
    with told_past(tmp_path_factory.mktemp("past")) as told, Backstage() as backstage:
        begin = told.end - 30 * MINUTE
        told.tell(begin - HOUR, told.end)
        token = backstage.run(become_admin(told.hub, "second"))
        others = {}
        for machine in OTHERS:
            one = ScriptedMachine(
                told.hub, *backstage.run(enrol(told.hub, token, machine.name)), machine
            )
            backstage.run(one.connect())
            backstage.run(one.tell(seconds(begin, told.end)))
            others[machine.name] = one
        yield Fleet(told, backstage, others)
        for one in others.values():
            backstage.run(one.cut())


@pytest.fixture
def page(fleet: Fleet, visitor: Callable[..., Page]) -> Page:
    opened = visitor(viewport={"width": 1_440, "height": 900})
    enter_as_admin(opened, fleet.past.hub)
    return opened


@pytest.fixture
def playing(fleet: Fleet) -> Iterator[str]:
    """Two machines more, which tell of themselves all the time; how a page compares them."""
    hub = fleet.past.hub
    machines = SimulatedMachines(hub, fleet.backstage.run(become_admin(hub, "third")), 5)
    names = ("live-1", "live-2")
    fleet.backstage.run(machines.enter(Machine(name, cores=2) for name in names))
    yield f"{names[0]}?with={names[1]}"
    fleet.backstage.run(machines.stop())


def test_an_hour_earlier_lies_behind(fleet: Fleet, page: Page) -> None:
    """Both values stand in the tooltip, each of its own second; a stacked chart shows its total."""
    past = fleet.past
    begin = past.end - 20 * MINUTE
    chart = look_at(page, past, begin, begin + 5 * MINUTE)
    page.get_by_test_id("compare").click()
    page.get_by_test_id("compare-3600").click()
    expect(page.get_by_test_id("compare")).to_contain_text("1 hour earlier")
    page.wait_for_function("() => location.search.includes('before=3600')")
    chart.point_at(0.5)
    expect(chart.tip).to_contain_text("earlier")
    tip = chart.told_of((begin + 150) * 1_000)
    assert list(tip.lines) == ["total"]
    now, before = (share_of(one) for one in tip.lines["total"])
    assert now == pytest.approx(cpu([begin + 150])[0], abs=DIGITS)
    assert before == pytest.approx(cpu([begin + 150 - HOUR])[0], abs=DIGITS)
    page.get_by_test_id("compare-stop").click()
    chart.point_at(0.4)
    expect(chart.tip).to_contain_text("user")
    expect(chart.tip).not_to_contain_text("earlier")
    page.wait_for_function("() => !location.search.includes('before')")


def test_any_time_earlier(fleet: Fleet, page: Page) -> None:
    past = fleet.past
    look_at(page, past, past.end - 20 * MINUTE, past.end - 15 * MINUTE)
    page.get_by_test_id("compare").click()
    page.get_by_test_id("compare-count").fill("0.5")
    page.get_by_test_id("compare-count").press("Enter")
    page.wait_for_function("() => location.search.includes('before=1800')")
    expect(page.get_by_test_id("compare")).to_contain_text("30m earlier")


def test_other_hosts_are_lines_with_a_legend(fleet: Fleet, page: Page) -> None:
    """Chosen by typing; in the address, so that a link shows the same; gone by one key."""
    past = fleet.past
    begin = past.end - 20 * MINUTE
    chart = look_at(page, past, begin, begin + 5 * MINUTE)
    page.get_by_test_id("compare").click()
    field = page.get_by_test_id("compare-host")
    for name in ("web-1", "web-2"):
        field.fill(name[-3:])
        field.press("Enter")
    page.keyboard.press("Escape")
    labels = chart.panel.locator(".legend-label")
    expect(labels).to_have_text(["db-1", "web-1", "web-2"])
    with_both = ",".join(fleet.others[name].host for name in ("web-1", "web-2"))
    page.wait_for_function("(hosts) => location.search.includes(`with=${hosts}`)", arg=with_both)
    page.reload()
    chart.ready()
    expect(labels).to_have_text(["db-1", "web-1", "web-2"])
    chart.point_at(0.5)
    tip = chart.told_of((begin + 150) * 1_000)
    for machine in OTHERS:
        (value,) = (share_of(one) for one in tip.lines[machine.name])
        assert value == pytest.approx(row(machine, (begin + 150) * 1_000)[CPU], abs=DIGITS)
    page.mouse.move(0, 0)
    page.keyboard.press("Escape")
    expect(labels).to_have_text(["user", "system", "iowait", "interrupt"])


def test_what_comes_live_is_compared_too(fleet: Fleet, playing: str, page: Page) -> None:
    """Both go on once a second: what stands in the legend now is not what stands there then."""
    page.goto(f"{fleet.past.hub.url}/host/{playing}")
    chart = Chart(page).ready("")
    expect(chart.panel.locator(".legend-label")).to_have_text(["live-1", "live-2"])
    newest = chart.panel.locator(".legend-value").nth(1)
    for _ in range(3):
        expect(newest).to_have_text(re.compile(r"^\d+(\.\d)?%$"))
        expect(newest).not_to_have_text(newest.inner_text())


def test_a_host_that_is_not_there_is_no_line(fleet: Fleet, page: Page) -> None:
    past = fleet.past
    begin = past.end - 20 * MINUTE
    page.goto(f"{past.page}?from={begin * 1_000}&to={(begin + 300) * 1_000}&with=nobody")
    chart = Chart(page).ready()
    modes = ["user", "system", "iowait", "interrupt"]
    expect(chart.panel.locator(".legend-label")).to_have_text(modes)
    expect(page.get_by_test_id("compare-stop")).to_have_count(0)
