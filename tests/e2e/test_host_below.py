"""What one sees of a host besides lines: sections, tables, words, processes, runs, facts."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.charts import Chart
from tests.e2e.machine_series import GIB, Machine
from tests.e2e.simulated_machines import SimulatedMachines
from tests.e2e.visitors import enter_as_admin
from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess
from tocsin_wire.bodies import Clock, Process

pytestmark = pytest.mark.browser

MACHINE = Machine("db-1", cores=2, memory=4 * GIB, full=0.9)


class Lab(NamedTuple):
    hub: HubProcess
    backstage: Backstage
    machines: SimulatedMachines

    @property
    def page(self) -> str:
        return f"{self.hub.url}/host/{self.machines.agents['db-1'].host}"


@pytest.fixture(scope="module")
def lab_of_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A hub with one machine that tells a row each second."""
    hub = HubProcess(tmp_path_factory.mktemp("one") / "data", "--lab").start()
    with Backstage() as backstage:
        machines = SimulatedMachines(hub, backstage.run(become_admin(hub, "fleet")), 120)
        backstage.run(machines.enter([MACHINE]), 60)
        yield Lab(hub, backstage, machines)
        backstage.run(machines.stop())
    hub.stop()


@pytest.fixture
def page(lab_of_one: Lab, visitor: Callable[..., Page]) -> Page:
    opened = visitor(viewport={"width": 1_440, "height": 900})
    enter_as_admin(opened, lab_of_one.hub)
    opened.goto(lab_of_one.page)
    Chart(opened).ready()
    opened.get_by_test_id("host-facts").wait_for()
    return opened


def test_sections_fold_and_stay_so(page: Page) -> None:
    fold = page.get_by_role("button", name="CPU and memory")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(page.get_by_test_id("host-chart-cpu")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("host-chart-network")).to_be_visible()
    expect(page.get_by_test_id("host-chart-cpu")).to_have_count(0)
    fold.press("Enter")
    expect(page.get_by_test_id("host-chart-cpu")).to_be_visible()


def test_as_many_columns_as_one_wants(page: Page) -> None:
    charts = page.get_by_test_id("host-charts")
    expect(charts).to_have_attribute("data-columns", "2")
    page.get_by_test_id("view-menu").click()
    page.get_by_test_id("columns-1").click()
    expect(charts).to_have_attribute("data-columns", "1")
    page.reload()
    expect(charts).to_have_attribute("data-columns", "1")


def test_three_columns_where_there_is_room(lab_of_one: Lab, visitor: Callable[..., Page]) -> None:
    page = visitor(viewport={"width": 3_840, "height": 2_160})
    enter_as_admin(page, lab_of_one.hub)
    page.goto(lab_of_one.page)
    Chart(page).ready()
    expect(page.get_by_test_id("host-charts")).to_have_attribute("data-columns", "3")


def test_a_chart_over_the_full_width(page: Page) -> None:
    panel = page.get_by_test_id("host-chart-memory")
    before = width_of(panel)
    page.get_by_test_id("enlarge-memory").click()
    expect(panel).to_have_class(re.compile("panel-large"))
    page.wait_for_function(
        "([panel, width]) => panel.querySelector('canvas')?.clientWidth > width",
        arg=[panel.element_handle(), 1.5 * before],
    )
    page.get_by_test_id("enlarge-memory").click()
    expect(panel).not_to_have_class(re.compile("panel-large"))
    assert width_of(panel) == before


def width_of(panel: Locator) -> float:
    box = panel.bounding_box()
    assert box is not None
    return box["width"]


def test_a_chart_is_a_table(page: Page) -> None:
    """A real one: times down, lines across, the newest first."""
    page.get_by_test_id("table-load").click()
    table = page.get_by_test_id("chart-table-load").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Time", "1 min", "5 min", "15 min"])
    first, second = (table.get_by_role("rowheader").nth(index) for index in (0, 1))
    assert first.inner_text() > second.inner_text()
    expect(table.get_by_role("row").nth(1).get_by_role("cell").first).to_have_text(
        re.compile(r"^\d+\.\d\d$")
    )
    page.get_by_test_id("table-load").click()
    expect(page.get_by_test_id("host-chart-load").locator("canvas")).to_be_visible()


def test_a_chart_says_what_it_shows(page: Page) -> None:
    """Its panel is described by a text with the least, the most, the end and the trend."""
    panel = page.get_by_test_id("host-chart-load")
    expect(panel).to_have_attribute("aria-describedby", "summary-load")
    said = re.compile(r"1 min: [\d.]+ at the end, between [\d.]+ and [\d.]+, (rising|falling|stea)")
    expect(page.get_by_test_id("summary-load")).to_have_text(said)


def test_the_cursor_is_read_out(page: Page) -> None:
    chart = Chart(page, "load")
    said = chart.panel.get_by_test_id("cursor-said")
    expect(said).to_have_text("")
    chart.keys.focus()
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(re.compile(r"^\d\d:\d\d:\d\d: 1 min [\d.]+, 5 min [\d.]+"))
    expect(said).to_have_attribute("role", "status")


def test_the_head_tells_now(lab_of_one: Lab, page: Page) -> None:
    """The numbers of this moment, since when it is up, and a clock that is off."""
    expect(page.get_by_test_id("now-cpu")).to_have_text(re.compile(r"^\d+%$"))
    expect(page.get_by_test_id("now-disk")).to_have_text("90%")
    expect(page.get_by_test_id("now-disk")).to_have_class("warn")
    expect(page.get_by_test_id("now-load")).to_have_text(re.compile(r"^[\d.]+ / 2$"))
    expect(page.get_by_test_id("status-since")).to_contain_text("connected since")
    expect(page.get_by_test_id("clock-skew")).to_have_count(0)
    agent = lab_of_one.machines.agents["db-1"]
    lab_of_one.backstage.run(agent.put(agent.topic("stats"), {"clock": Clock(-4_200, 1)}))
    expect(page.get_by_test_id("clock-skew")).to_contain_text("4.2\u202fs ahead")


def test_processes_are_sorted_filtered_and_held(lab_of_one: Lab, page: Page) -> None:
    page.get_by_test_id("processes-toggle").click()
    rows = page.locator(".processes tbody tr")
    expect(rows).to_have_count(4)
    expect(pids(rows)).to_have_text(["800", "837", "874", "911"])
    page.get_by_test_id("process-sort-user").click()
    expect(rows.locator("td.processes-user")).to_have_text(["app", "postgres", "root", "www-data"])
    page.get_by_test_id("process-sort-user").press("Enter")
    expect(rows.locator("td.processes-user").first).to_have_text("www-data")
    page.get_by_test_id("process-filter").fill("ngi")
    expect(pids(rows)).to_have_text(["837"])
    page.get_by_test_id("process-filter").fill("911")
    expect(pids(rows)).to_have_text(["911"])
    page.get_by_test_id("process-filter").fill("")
    page.get_by_test_id("process-pause").click()
    agent = lab_of_one.machines.agents["db-1"]
    newcomer = {"4242": Process("stress", "root", 0.99, 1 << 20)}
    lab_of_one.backstage.run(agent.put(agent.topic("processes"), newcomer))
    page.get_by_test_id("process-pause").click()
    expect(page.get_by_test_id("process-4242")).to_be_visible()


def pids(rows: Locator) -> Locator:
    return rows.locator("td:first-child")


def test_devices_tell_now_and_in_all(page: Page) -> None:
    disk = page.get_by_test_id("filesystem-/srv")
    expect(disk).to_contain_text("90%")
    expect(disk.get_by_test_id("full-by")).to_have_text("\u2013")
    eth0 = page.get_by_test_id("device-eth0")
    expect(eth0).to_contain_text(re.compile(r"B/s.*B/s.*↓ [\d.]+\s\w*B ↑ [\d.]+\s\w*B", re.DOTALL))
    expect(page.get_by_test_id("device-nvme0n1")).to_be_visible()
    expect(page.get_by_test_id("sensor-package")).to_contain_text("°C")


def test_runs_of_the_host_and_once_more(lab_of_one: Lab, page: Page) -> None:
    """What is run appears at once; a press runs it again."""
    own = {"Origin": lab_of_one.hub.url}
    host = lab_of_one.machines.agents["db-1"].host
    request = {"hosts": [host], "command": "df", "arguments": ["-h"], "room": "room/main"}
    answer = page.request.post(f"{lab_of_one.hub.url}/api/runs", data=request, headers=own)
    first = answer.json()["id"]
    box = page.get_by_test_id("host-runs-box")
    expect(box.get_by_test_id(f"host-run-{first}")).to_contain_text("df -h")
    before = box.locator(".host-run").count()
    box.get_by_test_id(f"host-run-again-{first}").click()
    expect(box.locator(".host-run")).to_have_count(before + 1)
    expect(box.locator(".host-run code").first).to_have_text("df -h")


def test_facts_are_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    facts = page.get_by_test_id("host-facts")
    expect(facts.get_by_role("heading", level=3)).to_have_text(
        ["System", "Hardware", "Network", "Agent", "In this hub"]
    )
    facts.get_by_test_id("copy-kernel").click()
    assert page.evaluate("() => navigator.clipboard.readText()") == "Linux 6.12.48+deb13-amd64"
    facts.get_by_test_id("copy-facts").click()
    expect(facts.get_by_test_id("copy-facts")).to_have_attribute("data-copied", "true")
    assert "Kernel: Linux 6.12" in page.evaluate("() => navigator.clipboard.readText()")
