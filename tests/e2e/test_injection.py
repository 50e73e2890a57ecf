"""Text stays text, wherever it enters: nothing runs, no element comes of it, nothing is fetched.

Sixty texts go through the login, the room, private messages, names, facts and columns of machines,
process titles, commands and their output, and addresses.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import LabProcess
from tests.e2e.injections import INJECTIONS
from tests.e2e.visitors import enrol_machine, join_as_guest, say
from tests.e2e.watched import Watched
from tests.hub.simulated_agent import SimulatedAgent
from tocsin_hub.edge.clock import now_ms
from tocsin_wire.bodies import Column, Columns, Fact, Process, RunOutput, RunState, Samples

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def watched(admin: Page, lab: LabProcess) -> Watched:
    return Watched(admin, lab)


def test_a_login(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    """None is taken, each is told so at the field."""
    page = visitor()
    watched = Watched(page, lab)
    page.goto(lab.url)
    for text in INJECTIONS:
        if text in {"__proto__", "constructor"}:
            continue
        page.get_by_test_id("join-login").fill(text)
        page.get_by_test_id("join-enter").click()
        expect(page.get_by_test_id("join-login-note")).to_have_attribute("role", "alert")
    watched.check()


@pytest.mark.parametrize("login", ["constructor", "toString", "valueOf"])
def test_a_login_that_objects_know(
    lab: LabProcess, visitor: Callable[..., Page], login: str
) -> None:
    """Names every JavaScript object has are logins like others."""
    page, partner = visitor(), visitor()
    watched = Watched(page, lab)
    join_as_guest(page, lab, login)
    join_as_guest(partner, lab, f"{login}-2")
    say(partner, f"/msg {login} hello")
    page.goto(f"{lab.url}/private/{login}-2")
    expect(page.get_by_test_id("room-message")).to_have_text(["hello"])
    page.get_by_test_id("people-count").wait_for()
    watched.check()


def test_what_is_said(lab: LabProcess, watched: Watched, visitor: Callable[..., Page]) -> None:
    guest = visitor()
    join_as_guest(guest, lab, "mallory")
    for text in INJECTIONS:
        say(guest, text)
        say(guest, f"/msg admin {text}")
        expect(guest.get_by_test_id("tab-room")).to_be_visible()
        guest.get_by_test_id("tab-room").click()
    page = watched.page
    for path in ("room", "private/mallory"):
        page.goto(f"{lab.url}/{path}")
        said = page.get_by_test_id("room-message")
        expect(said).to_have_count(len(INJECTIONS))
        assert said.all_text_contents() == list(INJECTIONS)
        watched.check()


def test_an_address(lab: LabProcess, watched: Watched) -> None:
    page = watched.page
    for text in INJECTIONS:
        for view in ("host", "private"):
            moved = """([view, text]) => {
              history.pushState(null, "", `/${view}/${encodeURIComponent(text)}#${text}`);
              dispatchEvent(new PopStateEvent("popstate"));
            }"""
            page.evaluate(moved, [view, text])
            page.get_by_test_id("no-such-host" if view == "host" else "private-note").wait_for()
        watched.check()
    page.goto(f"{lab.url}/host/%3Cscript%3Ewindow.injected=1%3C%2Fscript%3E?k=<script>#<script>")
    page.get_by_test_id("no-such-host").wait_for()
    watched.check()


def test_the_name_of_a_machine(lab: LabProcess, watched: Watched) -> None:
    page = watched.page
    for text in INJECTIONS:
        enrol_machine(page, lab, text)
    page.goto(lab.url)
    shown: set[str | None] = set()
    rows = page.locator('[data-testid^="fleet-row-"]')
    for text in INJECTIONS:
        name = text[:48].strip()
        quoted = (
            f'"{name}"'  # there is no way to ask for a quote itself: those names only must not run
        )
        page.get_by_test_id("fleet-filter").fill(quoted)
        if '"' not in name:
            expect(rows.first).to_be_visible()
        shown |= set(rows.evaluate_all("(rows) => rows.map((row) => row.dataset.host)"))
        watched.check()
    assert len(shown & {text[:48].strip() for text in INJECTIONS}) > 40
    page.locator(".row-link").first.click()
    page.get_by_test_id("host-name").wait_for()
    watched.check()
    page.get_by_test_id("room-input").fill("/run ")
    watched.check()


def test_what_a_machine_tells(lab: LabProcess, watched: Watched, backstage: Backstage) -> None:
    """Its facts, its columns, its processes, its commands."""
    page = watched.page
    machine = enrol_machine(page, lab, "hostile")
    agent = SimulatedAgent(lab, machine.host, machine.identity)
    backstage.run(tell(agent))
    page.goto(f"{lab.url}/host/{machine.host}")
    expect(page.get_by_test_id("host-facts")).to_contain_text(INJECTIONS[12])
    legend = page.get_by_test_id("host-chart-temperature").locator(".legend-label")
    expect(legend).to_have_text([*INJECTIONS])
    page.get_by_test_id("processes-toggle").click()
    backstage.run(agent.put(agent.topic("processes"), processes()))
    expect(page.get_by_test_id("host-processes")).to_contain_text(INJECTIONS[0])
    watched.check()
    page.get_by_test_id("run-open").click()
    page.get_by_test_id("run-line").wait_for()
    watched.check()
    backstage.run(agent.stop())


def test_a_run(lab: LabProcess, watched: Watched, backstage: Backstage) -> None:
    """The command, its arguments, its output, why it ended."""
    page = watched.page
    machine = enrol_machine(page, lab, "runner")
    agent = SimulatedAgent(lab, machine.host, machine.identity)
    backstage.run(follow(agent))
    request = {
        "hosts": [machine.host],
        "command": INJECTIONS[0],
        "arguments": [*INJECTIONS],
        "room": "room/main",
    }
    answer = page.request.post(f"{lab.url}/api/runs", data=request, headers={"Origin": lab.url})
    assert answer.ok, answer.text()
    backstage.run(carry_out(agent, answer.json()["id"]))
    page.goto(f"{lab.url}/room")
    card = page.get_by_test_id("run-card").last
    expect(card.get_by_test_id("run-output")).to_contain_text(INJECTIONS[59])
    for text in INJECTIONS:
        expect(card.get_by_test_id("run-output")).to_contain_text(text.replace("\t", " "))
    expect(card).to_contain_text(f"because of {INJECTIONS[1]}")
    watched.check()
    backstage.run(agent.stop())


async def follow(agent: SimulatedAgent) -> None:
    await agent.connect()
    await agent.subscribe(agent.topic("inbox"))


async def tell(agent: SimulatedAgent) -> None:
    """Say everything an agent may say of its machine."""
    await follow(agent)
    facts = {text: Fact(text) for text in INJECTIONS}
    named = {name: Fact(INJECTIONS[12]) for name in ("os", "kernel", "agent", "addresses")}
    commands = {"commands": Fact(",".join(INJECTIONS[:9]))}
    await agent.put(agent.topic("facts"), {**facts, **named, **commands})
    told = columns()
    await agent.describe(told)
    row: list[float | None] = [now_ms(), *(0.5 for _ in told.columns)]
    await agent.publish(agent.topic("samples"), Samples(told.id, [row]))
    await agent.ask_time()


def columns() -> Columns:
    """Return a column for each text in everything that has a name of its own."""
    named: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("system.filesystem.utilization", "system.filesystem.mountpoint", {}),
        ("system.network.io", "network.interface.name", {"network.io.direction": "receive"}),
        ("hw.temperature", "hw.name", {}),
        ("system.cpu.utilization", "cpu.logical_number", {}),
    )
    found = [
        Column(name, "1", {attribute: text, **more})
        for name, attribute, more in named
        for text in INJECTIONS
    ]
    return Columns("hostile", 1_000, found)


def processes() -> dict[str, Any]:
    return {
        str(100 + index): Process(text, text, 0.9 - index / 100, 1 << 20, text)
        for index, text in enumerate(INJECTIONS)
    }


async def carry_out(agent: SimulatedAgent, run: str) -> None:
    """Run what was asked for, as an agent of the worst kind."""
    output = "\n".join(INJECTIONS) + "\n"
    await agent.tell(run, RunState("accepted"))
    await agent.tell(run, RunState("running"))
    await agent.tell(run, RunOutput("out", 0, text=output))
    await agent.tell(run, RunOutput("err", 0, text=output))
    await agent.tell(run, RunState("signaled", signal="TERM", reason=f"because of {INJECTIONS[1]}"))
