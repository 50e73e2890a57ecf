"""Text stays text, and reads as what it holds, wherever a machine and its runs are seen.

What an agent tells may hold anything at all: this one speaks for itself, and nothing cleans it.
"""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.injections import DISGUISES, INJECTIONS
from tests.e2e.visitors import enrol_machine, enter_as_admin
from tests.e2e.watched import Watched
from tests.hub.hub_process import HubProcess
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_hub.edge.clock import now_ms
from tocsin_wire.bodies import Column, Columns, Fact, Process, RunOutput, RunState, Samples

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNSEEN = ("zero\u200bwidth\ufeff", "\u200fright\u200e", "line\u2028paragraph\u2029")
"""What may be of a file's name, and is nothing that reorders a line."""
TOLD = (*DISGUISES, *INJECTIONS[::6])
KINDS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("system.filesystem.utilization", "1", "system.filesystem.mountpoint", {}),
    ("system.network.io", "By/s", "network.interface.name", {"network.io.direction": "receive"}),
    ("system.disk.io", "By/s", "system.device", {"disk.io.direction": "read"}),
    ("hw.temperature", "Cel", "hw.name", {}),
)
"""What machines name themselves: a column's name, unit, and the attribute that names."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    running = HubProcess(tmp_path_factory.mktemp("machine") / "data", "--lab").start()
    yield running
    running.stop()


@pytest.fixture
def watched(hub: HubProcess, visitor: Callable[..., Page]) -> Watched:
    page = visitor(viewport={"width": 1_440, "height": 900})
    enter_as_admin(page, hub)
    return Watched(page, hub)


@pytest.fixture
def agent(hub: HubProcess, watched: Watched, backstage: Backstage) -> Iterator[SimulatedAgent]:
    machine = enrol_machine(watched.page, hub, "hostile")
    one = SimulatedAgent(hub, machine.host, machine.identity)
    backstage.run(enter(one))
    yield one
    backstage.run(one.stop())


async def enter(agent: SimulatedAgent) -> None:
    await agent.connect()
    await agent.subscribe(agent.topic("inbox"))
    facts = {f"fact {number}": Fact(text) for number, text in enumerate(TOLD)}
    named = {name: Fact("".join(DISGUISES)) for name in ("os", "kernel", "agent", "cpu")}
    await agent.put(agent.topic("facts"), {**facts, **named})
    columns = Columns("hostile", 1_000, told_columns())
    await agent.describe(columns)
    for ago in (3_000, 2_000, 1_000, 0):
        row: list[float | None] = [now_ms() - ago, *(0.5 for _ in columns.columns)]
        await agent.publish(agent.topic("samples"), Samples(columns.id, [row]))
    await agent.ask_time()


def told_columns() -> list[Column]:
    cpu = Column("system.cpu.utilization", "1")
    return [
        cpu,
        *(
            Column(name, unit, {attribute: text, **more})
            for name, unit, attribute, more in KINDS
            for text in TOLD
        ),
    ]


def test_a_host_and_all_it_tells(
    hub: HubProcess, watched: Watched, agent: SimulatedAgent, backstage: Backstage
) -> None:
    page = watched.page
    page.goto(f"{hub.url}/host/{agent.host}")
    expect(page.get_by_test_id("host-facts")).to_contain_text(INJECTIONS[0])
    page.get_by_test_id("processes-toggle").click()
    processes = {
        str(100 + index): Process(text, text, 0.5, 1 << 20, text) for index, text in enumerate(TOLD)
    }
    backstage.run(agent.put(agent.topic("processes"), processes))
    expect(page.get_by_test_id("host-processes")).to_contain_text(INJECTIONS[0])
    for name in ("network", "disk"):
        box = page.get_by_test_id(f"host-chart-{name}")
        box.scroll_into_view_if_needed()
    watched.check()
    watched.check_hidden()
    charts = page.locator('[data-testid^="host-chart-"]')
    for index in range(charts.count()):
        chart = charts.nth(index).locator("canvas").first
        chart.scroll_into_view_if_needed()
        chart.hover(force=True)
        watched.check_hidden()
    tables = page.locator('[data-testid^="table-"]')
    for index in range(tables.count()):
        tables.nth(index).click()
    watched.check()
    watched.check_hidden()


def test_the_fleet_and_its_filter(hub: HubProcess, watched: Watched, agent: SimulatedAgent) -> None:
    page = watched.page
    for look in ("rows", "tiles"):
        page.goto(f"{hub.url}/?view={look}&group=system")
        page.locator("[data-status=up]").first.wait_for()
        watched.check()
        watched.check_hidden()


def test_a_run_in_every_view(
    hub: HubProcess, watched: Watched, agent: SimulatedAgent, backstage: Backstage
) -> None:
    """The command and its arguments, what it wrote, and why it ended."""
    page = watched.page
    asked = {
        "hosts": [agent.host],
        "command": "echo",
        "arguments": [*UNSEEN, *INJECTIONS],
        "room": "room/main",
    }
    own = {"Origin": hub.url}
    for refused in set(DISGUISES) - set(UNSEEN):
        wish = json.dumps({**asked, "arguments": [refused]})
        assert page.request.post(f"{hub.url}/api/runs", data=wish, headers=own | JSON).status == 422
    made = page.request.post(f"{hub.url}/api/runs", data=json.dumps(asked), headers=own | JSON)
    assert made.ok, made.text()
    saved = {"name": "saved", "where": ["all"], **{k: asked[k] for k in ("command", "arguments")}}
    kept = page.request.post(
        f"{hub.url}/api/saved-runs", data=json.dumps(saved), headers=own | JSON
    )
    assert kept.ok, kept.text()
    run = made.json()["id"]
    backstage.run(carry_out(agent, run))
    title = page.title()
    page.goto(f"{hub.url}/run/{run}")
    expect(page.locator(".xterm-rows")).to_contain_text("the end")
    watched.check()
    watched.check_hidden()
    assert page.locator(".xterm a").count() == 0
    assert page.title() != "injected"
    for path, testid in (
        ("/runs", "runs-page"),
        ("/room", "run-card"),
        (f"/host/{agent.host}", f"host-run-{run}"),
    ):
        page.goto(f"{hub.url}{path}")
        page.get_by_test_id(testid).first.wait_for()
        watched.check()
        watched.check_hidden()
    page.keyboard.press("Control+k")
    page.get_by_test_id("palette-field").fill("saved")
    expect(page.get_by_test_id("palette-row").filter(has_text="saved").first).to_be_visible()
    watched.check()
    watched.check_hidden()
    assert title


JSON = {"Content-Type": "application/json"}


async def carry_out(agent: SimulatedAgent, run: str) -> None:
    await agent.until(lambda: run in [order["run"] for order in agent.orders("run")])
    output = "\n".join(TOLD) + "\nthe end\n"
    for state in ("accepted", "running"):
        await agent.tell(run, RunState(state))
    for stream in ("out", "err"):
        await agent.tell(run, RunOutput(stream, 0, text=output))
    reason = "because ".join(DISGUISES)
    await agent.tell(run, RunState("signaled", signal="TERM", reason=reason[:200]))
