"""Runs on many hosts in the page: asked for, seen live and late, compared, acted on, saved."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.e2e.axe import violations
from tests.e2e.backstage import Backstage
from tests.e2e.console import Console
from tests.e2e.injections import INJECTIONS
from tests.e2e.run_machines import RunMachines
from tests.e2e.visitors import enter_as_admin, join_as_guest, say
from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THREE = ("web-1", "web-2", "web-3")
USUAL = "Python 3.11.7\n"
OTHER = "Python 3.9.2\n"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    running = HubProcess(tmp_path_factory.mktemp("runs") / "data", "--lab").start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def stage() -> Iterator[Backstage]:
    with Backstage() as backstage:
        yield backstage


@pytest.fixture(scope="module")
def machines(hub: HubProcess, stage: Backstage) -> Iterator[RunMachines]:
    fleet = RunMachines(hub, stage.run(become_admin(hub, "fleet")))
    stage.run(fleet.enter(*THREE))
    yield fleet
    stage.run(fleet.stop())


@pytest.fixture
def page(hub: HubProcess, machines: RunMachines, visitor: Callable[..., Page]) -> Page:
    opened = visitor(viewport={"width": 1_440, "height": 900})
    enter_as_admin(opened, hub)
    return opened


def ask(page: Page, command: str, hosts: str = "web-*") -> str:
    """Ask from the fleet; return the run, whose view is open then."""
    page.get_by_test_id("nav-fleet").click()
    page.get_by_test_id("fleet-run").click()
    page.get_by_test_id("run-hosts").fill(hosts)
    page.get_by_test_id("run-line").fill(command)
    page.get_by_test_id("run-start").click()
    return run_in_view(page)


def run_in_view(page: Page) -> str:
    page.get_by_test_id("run-page").wait_for()
    run = page.get_by_test_id("run-page").get_attribute("data-run")
    assert run is not None
    return run


def group(page: Page, hosts: int) -> Locator:
    """Return the panel in front that folds so many hosts."""
    return page.locator(f'[data-testid^="run-group-"][data-hosts="{hosts}"]')


def screen(page: Page) -> Locator:
    """Return what the terminal in front draws."""
    return page.locator(".xterm-rows")


def tabs(page: Page) -> Locator:
    return page.get_by_test_id("run-page").get_by_role("tab")


def tab(page: Page, machines: RunMachines, name: str) -> Locator:
    return page.get_by_test_id(f"run-tab-{machines.host(name)}")


def test_a_card_says_nothing_of_a_run_before_it_knows(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    """Not that a run that is long over is asked for, and can be canceled."""
    run = ask(page, "uptime")
    stage.run(machines.play(run, dict.fromkeys(THREE, "up\n")))
    expect(page.get_by_test_id("run-progress").first).to_contain_text("3 of 3 ended")
    held: list[tuple[WebSocketRoute, str | bytes]] = []
    is_held = True

    def meet(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def tell(frame: str | bytes) -> None:
            if is_held and f"run/{run}" in str(frame):
                held.append((route, frame))
            else:
                route.send(frame)

        server.on_message(tell)

    page.route_web_socket("**/ws", meet)
    page.goto(page.url)
    page.get_by_test_id("nav-room").click()
    card = page.locator(f'[data-testid="run-card"][data-run="{run}"]')
    expect(card.get_by_test_id("run-rest")).to_have_text("3 hosts")
    assert card.get_by_test_id("run-progress").inner_text().strip() == ""
    expect(card.get_by_test_id("run-cancel")).to_have_count(0)
    is_held = False
    for route, frame in held:
        route.send(frame)
    expect(card.get_by_test_id("run-progress")).to_contain_text("3 of 3 ended")


def test_two_hosts_agree_and_one_differs(
    page: Page,
    hub: HubProcess,
    stage: Backstage,
    machines: RunMachines,
    visitor: Callable[..., Page],
) -> None:
    """Who comes when all is over sees what those saw who were there."""
    run = ask(page, "python --version")
    expect(page.get_by_test_id("run-progress").first).to_contain_text("0 of 3 ended")
    outputs = {"web-1": USUAL, "web-2": USUAL, "web-3": OTHER}
    stage.run(machines.play(run, outputs))
    late = visitor(viewport={"width": 1_440, "height": 900})
    join_as_guest(late, hub, "bob")
    card = late.locator(f'[data-testid="run-card"][data-run="{run}"]')
    expect(card.get_by_test_id("run-progress")).to_contain_text("3 of 3 ended")
    card.get_by_test_id("run-open-view").click()
    for one in (page, late):
        expect(one.get_by_test_id("run-page").get_by_test_id("run-progress")).to_contain_text(
            "3 of 3 ended"
        )
        expect(group(one, 2)).to_contain_text("2 hosts, same output")
        expect(group(one, 2).get_by_test_id("run-group-exit")).to_have_text("exit 0")
        expect(screen(one)).to_have_text(re.compile(r"Python 3\.11\.7"))
        tab(one, machines, "web-3").click()
        expect(one.get_by_test_id("difference")).to_contain_text("Python 3.9.2")
        marks = one.locator(".diff-line.less, .diff-line.more")
        expect(marks).to_have_text([re.compile(r"3\.11\.7"), re.compile(r"3\.9\.2")])
        expect(one.locator(".diff-line.same")).to_have_count(0)
    expect(late.get_by_test_id("run-again")).to_have_count(0)  # a guest looks on


def test_a_card_in_the_room_beside_the_view_knows_as_much(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    """The view follows the same topic, and was there first."""
    run = ask(page, "uptime")
    stage.run(machines.play(run, dict.fromkeys(THREE, "up 3 days\n")))
    page.reload()
    run_in_view(page)
    card = page.locator(f'[data-testid="run-card"][data-run="{run}"]')
    expect(card.get_by_test_id("run-progress")).to_contain_text("3 of 3 ended")
    expect(group(page, 3)).to_be_visible()


def test_the_room_runs_on_patterns_and_a_failure_stands_out(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    say(page, "/run web-1,web-2,web-3 df -h")
    card = page.get_by_test_id("run-card").last
    expect(card.get_by_test_id("run-command")).to_have_text("df -h")
    run = card.get_attribute("data-run")
    assert run is not None
    stage.run(machines.play(run, dict.fromkeys(THREE, "ok\n"), {"web-2": 3}))
    expect(card).to_have_attribute("data-over", "true")
    expect(card.get_by_test_id("run-progress")).to_contain_text("1 failed")
    expect(card.locator('[data-testid^="run-part-"]')).to_have_count(1)  # what went well is folded
    card.get_by_test_id("run-open-view").click()
    run_in_view(page)
    page.get_by_test_id("kept-failed").click()
    expect(page.get_by_test_id("run-group-exit")).to_have_text("exit 3")
    expect(page.locator('[data-testid^="run-group-"][data-hosts]')).to_have_count(1)
    expect(tabs(page)).to_have_count(1)


def test_a_card_knows_who_ended_long_before_the_others(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    """Its part of the log is its end; what the first host did is far above."""
    run = ask(page, "journalctl")
    stage.run(machines.play(run, {"web-1": "nothing\n"}))
    stage.run(machines.begin(run, "web-2", "web-3"))
    for _ in range(300):
        stage.run(machines.write(run, "web-2", "a line of the journal\n"))
    stage.run(machines.end(run, "web-2", "web-3"))
    page.get_by_test_id("nav-room").click()
    page.reload()
    card = page.locator(f'[data-testid="run-card"][data-run="{run}"]')
    expect(card).to_have_attribute("data-over", "true")
    expect(card.get_by_test_id("run-progress")).to_contain_text("3 of 3 ended")


def test_output_comes_live_into_one_terminal_for_each_host(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    run = ask(page, "ps")
    stage.run(machines.begin(run, *THREE))
    for name in THREE:
        stage.run(machines.write(run, name, f"{name} one\n"))
    page.get_by_test_id("layout-side").click()
    expect(screen(page)).to_have_count(3)
    for name in THREE:
        stage.run(machines.write(run, name, f"{name} two\n"))
        expect(page.get_by_test_id(f"run-terminal-{machines.host(name)}")).to_contain_text(
            f"{name} two"
        )
    stage.run(machines.write(run, "web-1", "oops\n", "err"))
    page.get_by_test_id("stream-err").click()
    first = page.get_by_test_id(f"run-terminal-{machines.host('web-1')}").locator(".xterm-rows")
    expect(first).to_have_text(re.compile(r"^\s*oops\s*$"))
    stage.run(machines.end(run, *THREE))
    expect(page.get_by_test_id("run-page")).to_have_attribute("data-over", "true")


def test_a_view_goes_on_where_it_was_when_the_hub_comes_back(
    tmp_path: Path, stage: Backstage, visitor: Callable[..., Page], console: Console
) -> None:
    """Nothing twice and nothing lost, and one terminal all along."""
    console.provoke_absence()
    own = HubProcess(tmp_path / "data", "--lab").start()
    machines = RunMachines(own, stage.run(become_admin(own, "fleet")))
    try:
        stage.run(machines.enter("web-1"))
        page = visitor(viewport={"width": 1_440, "height": 900})
        enter_as_admin(page, own)
        run = ask(page, "tail -f log", "web-1")
        stage.run(machines.begin(run, "web-1"))
        stage.run(machines.write(run, "web-1", "before\n"))
        expect(screen(page)).to_have_text(re.compile(r"^\s*before\s*$"))
        own.restart()
        stage.run(machines.come_back("web-1"))
        stage.run(machines.write(run, "web-1", "after\n"))
        stage.run(machines.end(run, "web-1"))
        page.evaluate("() => window.dispatchEvent(new Event('online'))")
        expect(page.get_by_test_id("run-page")).to_have_attribute("data-over", "true")
        expect(screen(page)).to_have_text(re.compile(r"^\s*before\s*after\s*$"))
    finally:
        stage.run(machines.stop())
        own.stop()


def test_a_search_counts_in_every_host_and_marks(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    run = ask(page, "df")
    outputs = {"web-1": "full\nFull\n", "web-2": "free\n", "web-3": "free\n"}
    stage.run(machines.play(run, outputs))
    expect(group(page, 2)).to_be_visible()
    page.get_by_test_id("run-search").fill("full")
    expect(page.get_by_test_id("run-found")).to_have_text("2 places")
    expect(tab(page, machines, "web-1")).to_contain_text("2")
    tab(page, machines, "web-1").click()
    page.get_by_test_id("body-output").click()
    expect(page.locator(".xterm-decoration-top, .xterm-selection div").first).to_be_attached()
    page.get_by_test_id("run-search").press("Escape")
    expect(page.get_by_test_id("run-found")).to_have_count(0)


def test_cancel_and_signals_reach_the_machines(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    run = ask(page, "sleep 600")
    stage.run(machines.begin(run, *THREE))
    page.get_by_test_id("run-signal").click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id("run-signal-TERM")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("run-signal")).to_be_focused()
    page.get_by_test_id("run-signal").click()
    page.get_by_test_id("run-signal-INT").click()
    for name in THREE:
        assert stage.run(machines.ordered(name, "signal", run))["signal"] == "INT"
    stage.run(machines.end_by(run, "web-1", "INT"))
    page.get_by_test_id("run-cancel-all").click()
    for name in THREE[1:]:
        stage.run(machines.ordered(name, "cancel", run))
        stage.run(machines.end_by(run, name, "TERM"))
    expect(page.locator(".run-did li")).to_have_count(2)
    expect(page.get_by_test_id("run-cancel-all")).to_have_count(0)
    expect(group(page, 2)).to_contain_text("signal TERM")


def test_tabs_go_by_arrows(page: Page, stage: Backstage, machines: RunMachines) -> None:
    run = ask(page, "id")
    stage.run(machines.play(run, {name: f"{name}\n" for name in THREE}))
    expect(tabs(page)).to_have_count(3)
    tabs(page).first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs(page).nth(1)).to_have_attribute("aria-selected", "true")
    expect(tabs(page).nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(tabs(page).last).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_contain_text("web-3")


def test_runs_are_listed_narrowed_saved_and_run_again(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    run = ask(page, "uname -a", "web-1")
    stage.run(machines.play(run, {"web-1": "Linux\n"}))
    page.get_by_test_id("run-save").click()
    page.get_by_test_id("save-name").fill("Kernels")
    page.get_by_test_id("save-confirm").click()
    expect(page.get_by_test_id("save-dialog")).to_have_count(0)
    page.get_by_test_id("nav-runs").click()
    row = page.get_by_test_id(f"runs-row-{run}")
    expect(row).to_contain_text("uname -a")
    page.get_by_test_id("runs-search").fill("nobody ran this")
    expect(page.get_by_test_id("runs-empty")).to_be_visible()
    page.get_by_test_id("runs-search").fill("uname")
    expect(row).to_be_visible()
    page.get_by_test_id("runs-failed").check()
    expect(row).to_have_count(0)
    page.get_by_test_id("runs-failed").uncheck()
    expect(row).to_be_visible()
    page.get_by_test_id("runs-host").select_option(machines.host("web-2"))
    expect(page).to_have_url(re.compile(rf"/runs\?host={machines.host('web-2')}$"))
    expect(row).to_have_count(0)
    saved = page.get_by_test_id("saved-runs").locator("li", has_text="Kernels")
    saved.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Edit").click()
    page.get_by_test_id("save-line").fill("uname -r")
    page.get_by_test_id("save-confirm").click()
    expect(saved).to_contain_text("uname -r")
    page.keyboard.press("Control+k")
    page.get_by_test_id("palette-field").fill("Kernels")
    expect(page.locator('.palette-row[data-kind="saved"]')).to_have_count(1)
    page.keyboard.press("Escape")
    expect(saved).to_contain_text("uname -r")
    saved.get_by_role("button", name="Run").click()
    again = run_in_view(page)
    assert again != run
    stage.run(machines.play(again, {"web-1": "6.12\n"}))
    expect(page.get_by_test_id("run-title")).to_have_text("uname -r")
    page.get_by_test_id("nav-runs").click()
    expect(page.get_by_test_id(f"runs-row-{again}")).to_contain_text("ms")
    saved.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_test_id("saved-remove-dialog")).to_contain_text("Kernels")
    expect(saved).to_be_visible()
    page.get_by_test_id("saved-remove-confirm").click()
    expect(page.get_by_test_id("saved-runs")).to_have_count(0)


def test_a_run_that_begins_elsewhere_comes_into_the_list(
    page: Page,
    hub: HubProcess,
    stage: Backstage,
    machines: RunMachines,
    visitor: Callable[..., Page],
) -> None:
    looker = visitor()
    join_as_guest(looker, hub, "carol")
    looker.get_by_test_id("nav-runs").click()
    looker.get_by_test_id("runs-page").wait_for()
    run = ask(page, "hostname", "web-2")
    row = looker.get_by_test_id(f"runs-row-{run}")
    expect(row).to_contain_text("running")
    stage.run(machines.play(run, {"web-2": "web-2\n"}, {"web-2": 1}))
    expect(row).to_contain_text("failed")


def test_the_fleet_says_how_many_hosts_are_meant(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    stage.run(machines.show())
    page.get_by_test_id("nav-fleet").click()
    page.get_by_test_id("fleet-run").click()
    expect(page.get_by_test_id("run-hosts")).to_be_focused()
    for typed, said in (
        ("web-*", "3 hosts that are up"),
        ("web-1, web-2", "2 hosts that are up"),
        ("nosuch-*", "No host matches nosuch-*"),
        ("all", "3 hosts that are up"),
    ):
        page.get_by_test_id("run-hosts").fill(typed)
        expect(page.get_by_test_id("run-count")).to_have_text(said)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("run-dialog")).to_have_count(0)


def test_hostile_output_is_text(page: Page, stage: Backstage, machines: RunMachines) -> None:
    """Markup, titles, links, questions to the terminal: shown, in the terminal and in the room."""
    page.on("dialog", lambda _dialog: pytest.fail("a dialog came up"))
    run = ask(page, "cat evil", "web-1")
    title = page.title()
    escapes = "\x1b]0;owned\x07\x1b[2J\x1b[1;1H\x1b]8;;http://x\x07link\x1b]8;;\x07\x1b[6n\x9b5n\x1bP0\x1b\\end\n"
    stage.run(machines.begin(run, "web-1"))
    stage.run(machines.write(run, "web-1", "\n".join(INJECTIONS) + "\n" + escapes))
    stage.run(machines.end(run, "web-1"))
    drawn = screen(page)
    expect(drawn).to_contain_text("]0;owned")
    expect(drawn).to_contain_text("[2J")
    expect(drawn).to_contain_text("]8;;http://x")
    expect(drawn.locator("a, script, img")).to_have_count(0)
    assert page.evaluate("() => window.injected") is None
    assert page.title() == title
    assert page.locator("#injected").count() == 0


@pytest.mark.timeout(180)
def test_ten_megabytes_without_a_line_end(
    page: Page, stage: Backstage, machines: RunMachines
) -> None:
    """The page keeps the beginning and the end, says what is between, and still answers."""
    run = ask(page, "cat huge", "web-1")
    stage.run(machines.begin(run, "web-1"))
    stage.run(machines.write(run, "web-1", b"begin" + b"x" * (10 << 20) + b"the very end"), 120)
    stage.run(machines.end(run, "web-1"))
    expect(page.get_by_test_id("run-page")).to_have_attribute("data-over", "true", timeout=30_000)
    expect(screen(page)).to_contain_text("the very end", timeout=30_000)
    page.get_by_test_id("run-search").fill("not shown by anybody")
    expect(page.get_by_test_id("run-found")).to_have_text("0 places")
    page.get_by_test_id("nav-fleet").click()
    expect(page.get_by_test_id("fleet")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_everybody_can_read_it(
    hub: HubProcess,
    stage: Backstage,
    machines: RunMachines,
    visitor: Callable[..., Page],
    theme: str,
    locale: str,
) -> None:
    """axe-core finds nothing, and at 360 pixels nothing is beside the screen."""
    page = visitor(color_scheme=theme, locale=locale, viewport={"width": 1_440, "height": 900})
    enter_as_admin(page, hub)
    run = ask(page, "python --version")
    stage.run(machines.begin(run, *THREE))
    wrongs = violations(page)
    for name in THREE:
        stage.run(machines.write(run, name, OTHER if name == "web-3" else USUAL))
    stage.run(machines.write(run, "web-3", "\x1b[1;33mwarning\x1b[0m\n", "err"))
    stage.run(machines.end(run, *THREE))
    expect(group(page, 2)).to_be_visible()
    screen(page).wait_for()
    wrongs += violations(page)
    tab(page, machines, "web-3").click()
    page.get_by_test_id("difference").wait_for()
    wrongs += violations(page)
    page.get_by_test_id("layout-side").click()
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_test_id("run-side").wait_for()
    wrongs += violations(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    page.get_by_test_id("nav-runs").click()
    page.get_by_test_id(f"runs-row-{run}").wait_for()
    wrongs += violations(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    assert wrongs == []


def test_downloads_hold_what_was_written(
    page: Page, stage: Backstage, machines: RunMachines, tmp_path: Path
) -> None:
    run = ask(page, "cat notes", "web-1")
    stage.run(machines.play(run, {"web-1": "one\ntwo\n"}))
    expect(page.get_by_test_id("run-page")).to_have_attribute("data-over", "true")
    with page.expect_download() as waiting:
        page.get_by_test_id(f"run-download-{machines.host('web-1')}").click()
    saved = tmp_path / "output.txt"
    waiting.value.save_as(saved)
    assert saved.read_text() == "one\ntwo\n"
