"""A hub with an agent beside it, as `make up LAB=1` starts them, and browsers to look at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.e2e.backstage import Backstage
from tests.e2e.console import Console
from tests.e2e.crossing import Crossing
from tests.e2e.photographs.stage import Stage, staged
from tests.e2e.simulated_machines import SimulatedMachines
from tests.e2e.visitors import enter_as_admin
from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess

# Debian's Chromium as root, on a machine without a screen and without the internet.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# How fast it is belongs to the benchmarks: three browsers and their hubs may share two processors.
expect.set_options(timeout=15_000)


Simulate = Callable[..., SimulatedMachines]
"""`(hub, past_seconds=5)`: see the fixture."""


class LabProcess(HubProcess):
    """A hub whose agent tells on the same stderr what it does; it must not have been surprised."""

    def assert_quiet(self) -> None:
        assert "Traceback" not in self.stderr
        assert '"level": "error"' not in self.stderr


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabProcess]:
    """A lab's hub with its agent, shared by a file."""
    running = LabProcess(tmp_path_factory.mktemp("lab") / "data", "--lab", "--with-agent")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def start_lab(tmp_path: Path) -> Iterator[Callable[[], LabProcess]]:
    """Start a lab of one's own, to stop it and start it again."""
    started: list[LabProcess] = []

    def start() -> LabProcess:
        one = LabProcess(tmp_path / f"data{len(started)}", "--lab", "--with-agent")
        started.append(one)
        one.start()
        return one

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """A lab's hub without machines, which a test may kill and start again."""
    running = HubProcess(tmp_path / "data", "--lab").start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def backstage() -> Iterator[Backstage]:
    """A loop for those who play beside the browsers."""
    with Backstage() as stage:
        yield stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """What the photographs show, as little of it as every view can be shown with."""
    with staged(tmp_path_factory.mktemp("stage"), machines=10, past_seconds=60) as opened:
        yield opened


@pytest.fixture
def crossing(tmp_path: Path, backstage: Backstage) -> Iterator[Crossing]:
    """A hub of its own, and a way to it that a test makes worse."""
    there = Crossing(tmp_path / "data", backstage).start()
    yield there
    there.stop()


@pytest.fixture
def simulate(backstage: Backstage) -> Iterator[Simulate]:
    """Have machines that are none on a hub, whose past is so many seconds long."""
    all_of_them: list[SimulatedMachines] = []

    def begin(hub: HubProcess, past_seconds: int = 5) -> SimulatedMachines:
        admin = backstage.run(become_admin(hub, "fleet"))
        all_of_them.append(SimulatedMachines(hub, admin, past_seconds))
        return all_of_them[-1]

    yield begin
    for machines in all_of_them:
        backstage.run(machines.stop())


@pytest.fixture(scope="module")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright runs a loop in this thread until it is stopped: no other test could have one."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright_driver: Playwright, chromium: str) -> Iterator[Browser]:
    started = playwright_driver.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
    yield started
    started.close()


@pytest.fixture
def console() -> Console:
    """What browsers complain of in a test; they may of nothing but what it provokes."""
    return Console()


@pytest.fixture
def visitor(browser: Browser, console: Console) -> Iterator[Callable[..., Page]]:
    """Open a page of a new browser, with its own cookies."""
    contexts: list[BrowserContext] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"locale": "en-GB", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        console.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert console.unexpected == []


@pytest.fixture
def admin(lab: LabProcess, visitor: Callable[..., Page]) -> Page:
    """A browser that entered by a set-up address."""
    page = visitor()
    enter_as_admin(page, lab)
    return page
