"""Views: everything there is to look at, by name: who looks, and the way there from nothing."""

import re
import time
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page, Route, WebSocketRoute

from tests.e2e.photographs.stage import ADMIN, Stage
from tests.e2e.visitors import settle
from tests.hub.credentials import PASSWORD

Way = Callable[[Page, Stage], None]

VERSION = r'("version":\s*")[^"]+'
NO_STORAGE = """() => {
  const refuse = () => { throw new DOMException("denied", "SecurityError"); };
  for (const name of ["indexedDB", "localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get: refuse });
}"""
GUEST = "amina"
STRANGER = ""
MESSAGE = '[data-testid="room-message"]'


class View(NamedTuple):
    """One photograph's motif."""

    name: str
    who: str
    way: Way
    contrast: bool = False
    """Is it also taken in high contrast?"""


# The pieces that ways are made of.


def at(path: str, testid: str = "") -> Way:
    """Open an address of the lab; wait for an element of that id."""

    def way(page: Page, stage: Stage) -> None:
        page.goto(stage.lab.url + path.format(**_names(stage)))
        if testid:
            page.get_by_test_id(testid).first.wait_for()

    return way


def then(first: Way, *acts: Callable[[Page], object]) -> Way:
    """Go a way, and act there."""

    def way(page: Page, stage: Stage) -> None:
        first(page, stage)
        for act in acts:
            act(page)

    return way


def click(testid: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_test_id(testid).first.click()


def fill(testid: str, text: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_test_id(testid).first.fill(text)


def press(keys: str) -> Callable[[Page], object]:
    return lambda page: page.keyboard.press(keys)


def see(testid: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_test_id(testid).first.wait_for()


def find(selector: str) -> Callable[[Page], object]:
    return lambda page: page.locator(selector).first.click()


def last(testid: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_test_id(testid).last.click()


def shut(page: Page) -> None:
    page.keyboard.press("Escape")


def down_to(testid: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_test_id(testid).first.scroll_into_view_if_needed()


def _names(stage: Stage) -> dict[str, str]:
    hosts = {re.sub(r"\W", "_", name): host for name, host in stage.hosts.items()}
    return {**hosts, **{f"run_{command}": run for command, run in stage.runs.items()}}


# The ways.

fleet = then(at("/", "fleet"), lambda page: page.locator("[data-status=up]").first.wait_for())
host = at("/host/{db_paris_1}", "host-facts")
room = at("/room", "room-message")
still_room = then(room, settle)
"""Nothing comes any more that would move a message away from the pointer."""
run = at("/run/{run_uptime}", "run-progress")
runs = at("/runs", "runs-page")
machines = at("/machines", "machines-page")
people = at("/people", "people-page")
audit = then(at("/audit", "audit-page"), see("audit-open"))
account = then(at("/account", "account-page"), see("session-row"))


def hover_chart(page: Page) -> None:
    """Point into the middle of the first chart."""
    chart = page.locator('[data-testid^="host-chart-"] canvas').first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)


def account_menu(page: Page) -> None:
    page.get_by_test_id("account").click()


def hover(selector: str) -> Callable[[Page], object]:
    return lambda page: page.locator(selector).last.hover()


def with_people(page: Page) -> None:
    """Have the list of people open; where there is room it is, as soon as its code is there."""
    toggle = page.get_by_test_id("people-toggle")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    page.get_by_test_id("people-list").wait_for()


def more_of(prefix: str) -> Callable[[Page], object]:
    return find(f'[data-testid^="{prefix}"]')


def leaving(page: Page, stage: Stage, path: str) -> None:
    """Open an address of the hub that some looks stop."""
    if not stage.leaving.is_running:
        stage.leaving.start(stage.leaving.port)
    page.goto(stage.leaving.url + path)


def offline(page: Page, stage: Stage) -> None:
    """Be in a hub when it goes, and say something."""
    leaving(page, stage, "/room")
    page.get_by_test_id("room-input").wait_for()
    page.wait_for_load_state("networkidle")
    stage.leaving.stop()  # until the next look, see `leaving`
    page.get_by_test_id("banner-offline").wait_for()
    page.get_by_test_id("room-input").fill("il y a quelqu'un ?")
    page.get_by_test_id("room-input").press("Enter")
    page.get_by_test_id("message-pending").wait_for()


def paused_host(page: Page, stage: Stage) -> None:
    leaving(page, stage, f"/host/{stage.paused}")
    page.get_by_test_id("host-paused").wait_for()


def paused_machine(page: Page, stage: Stage) -> None:
    leaving(page, stage, "/machines")
    page.get_by_test_id(f"paused-{stage.paused}").wait_for()


def later_version(page: Page, stage: Stage) -> None:
    """See a hub that went and came back as a version to come."""
    routes: list[WebSocketRoute] = []

    def meet(route: WebSocketRoute) -> None:
        hub = route.connect_to_server()
        version = r"\g<1>7.0.0" if routes else r"\g<0>"
        hub.on_message(lambda text: route.send(re.sub(VERSION, version, str(text))))
        routes.append(route)

    page.route_web_socket(re.compile("/ws"), meet)
    fleet(page, stage)
    routes[0].close()
    page.get_by_test_id("banner-outdated").wait_for()


def wrong_clock(page: Page, stage: Stage) -> None:
    page.clock.install(time=time.time() + 3_600)
    fleet(page, stage)
    page.get_by_test_id("clock-mark").wait_for()
    page.get_by_test_id("account").click()


def forgetful(page: Page, stage: Stage) -> None:
    """Look by a browser that keeps nothing."""
    page.add_init_script(f"({NO_STORAGE})()")
    fleet(page, stage)
    page.get_by_test_id("account").click()
    page.get_by_test_id("keeps-nothing").wait_for()


def insecure(page: Page, stage: Stage) -> None:
    def told(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "insecure": True})

    page.route("**/api/hub", told)
    fleet(page, stage)
    page.get_by_test_id("banner-insecure").wait_for()


def unreachable(page: Page, stage: Stage) -> None:
    page.route("**/api/**", lambda route: route.abort())
    page.goto(stage.lab.url)
    page.get_by_test_id("unreachable").wait_for()


def setup(page: Page, stage: Stage) -> None:
    page.goto(stage.setup_url())
    page.get_by_test_id("setup-password").wait_for()


def setup_old(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.bare.url}/setup#k=of-nobody")
    page.get_by_test_id("setup-old").wait_for()


def log_in(page: Page, stage: Stage) -> None:
    page.goto(stage.bare.url)
    page.get_by_test_id("log-in-login").wait_for()


def log_in_refused(page: Page, stage: Stage) -> None:
    log_in(page, stage)
    page.get_by_test_id("log-in-login").fill(ADMIN)
    page.get_by_test_id("log-in-password").fill("not this one")
    page.get_by_test_id("log-in-enter").click()
    page.get_by_test_id("log-in-password-note").wait_for()


def invitation(page: Page, stage: Stage) -> None:
    page.goto(stage.invitation)
    page.get_by_test_id("invitation-password").wait_for()


def empty_fleet(page: Page, stage: Stage) -> None:
    page.goto(stage.bare.url)
    page.get_by_test_id("make-join-code").wait_for()


def first_line(page: Page, stage: Stage) -> None:
    empty_fleet(page, stage)
    page.get_by_test_id("make-join-code").click()
    page.get_by_test_id("join-command").wait_for()


def screen_made(page: Page, stage: Stage) -> None:
    """Make a screen's link; the hub may ask who one is."""
    screens(page, stage)
    page.get_by_test_id("screen-name").fill("Atelier")
    page.get_by_test_id("screen-make").click()
    page.get_by_test_id("screen-url").wait_for()


def bye(page: Page, stage: Stage) -> None:
    page.goto(stage.lab.url)
    page.get_by_test_id("join-login").fill("passant")
    page.get_by_test_id("join-enter").click()
    page.goto(f"{stage.lab.url}/room")
    page.get_by_test_id("room-input").fill("bye")
    page.get_by_test_id("room-input").press("Enter")
    page.get_by_test_id("bye").wait_for()


def _proven(page: Page) -> None:
    """Say again who one is, where the hub asks."""
    if page.get_by_test_id("proof").is_visible():
        page.get_by_test_id("proof-password").fill(PASSWORD)
        page.get_by_test_id("proof-confirm").click()


screens = then(fleet, account_menu, click("screens-open"), see("screens"))

at_rest = then(fleet, lambda page: page.get_by_test_id("palette-open").wait_for(state="attached"))
"""The keys have come too, last of all; so has the button that stands for them."""

VIEWS = [
    View("fleet", ADMIN, fleet, contrast=True),
    View("fleet-guest", GUEST, fleet),
    View("fleet-filter", ADMIN, then(fleet, fill("fleet-filter", "db"))),
    View(
        "fleet-no-match",
        ADMIN,
        then(fleet, fill("fleet-filter", "nobody is called so"), see("fleet-nothing")),
    ),
    View("fleet-tiles", ADMIN, then(fleet, click("fleet-display"), click("layout-tiles"), shut)),
    View("fleet-display", ADMIN, then(fleet, click("fleet-display"))),
    View("fleet-grouped", ADMIN, at("/?group=label:role", "group-")),
    View("fleet-selected", ADMIN, then(fleet, press("j"), press("x"), press("j"), press("x"))),
    View(
        "fleet-filter-slip",
        ADMIN,
        then(fleet, fill("fleet-filter", "cpu>>80"), see("filter-problem")),
    ),
    View("fleet-filter-help", ADMIN, then(fleet, click("filter-help"))),
    View("fleet-run", ADMIN, then(fleet, click("fleet-run"), see("run-line"))),
    View("fleet-add", ADMIN, then(fleet, click("add-machine"), see("make-join-code"))),
    View("fleet-account", ADMIN, then(fleet, account_menu)),
    View("fleet-empty", f"{ADMIN}@bare", empty_fleet),
    View("fleet-empty-line", f"{ADMIN}@bare", first_line),
    View("host", ADMIN, host, contrast=True),
    View("host-pointed-at", ADMIN, then(host, hover_chart)),
    View("host-table", ADMIN, then(host, find('[data-testid^="table-"]'))),
    View("host-enlarged", ADMIN, then(host, find('[data-testid^="enlarge-"]'))),
    View("host-compare", ADMIN, then(host, click("compare"))),
    View(
        "host-compared", ADMIN, at("/host/{db_paris_1}?with={db_paris_2},{web_1}", "compare-stop")
    ),
    View("host-view-menu", ADMIN, then(host, click("view-menu"))),
    View("host-range", ADMIN, then(host, click("custom-range"))),
    View("host-filesystems", ADMIN, then(host, down_to("host-filesystems"))),
    View("host-below", ADMIN, then(host, click("processes-toggle"), down_to("host-processes"))),
    View("host-facts", ADMIN, then(host, down_to("host-facts"))),
    View("host-hour", ADMIN, then(host, click("last-3600"))),
    View("host-run", ADMIN, then(host, click("run-open"), see("run-line"))),
    View("host-down", ADMIN, at("/host/{lab_b12_07}", "host-facts")),
    View("host-paused", f"{ADMIN}@leaving", paused_host),
    View("machines-paused", f"{ADMIN}@leaving", paused_machine),
    View("host-nobody", ADMIN, at("/host/nobody", "no-such-host")),
    View("room", ADMIN, room, contrast=True),
    View("room-guest", GUEST, room),
    View("room-people", ADMIN, then(room, with_people)),
    View("room-suggestions", ADMIN, then(room, fill("room-input", "/"), see("suggestions"))),
    View(
        "room-problem",
        ADMIN,
        then(room, fill("room-input", "/nothing"), press("Enter"), see("room-problem")),
    ),
    View("room-tools", ADMIN, then(still_room, hover(MESSAGE))),
    View(
        "room-emoji",
        ADMIN,
        then(still_room, hover(MESSAGE), last("tool-react"), see("emoji-picker")),
    ),
    View(
        "room-menu", ADMIN, then(still_room, hover(MESSAGE), last("tool-more"), see("message-menu"))
    ),
    View(
        "room-reply", ADMIN, then(still_room, hover(MESSAGE), last("tool-reply"), see("replying"))
    ),
    View("room-switcher", ADMIN, then(room, click("switcher-open"), see("switcher"))),
    View(
        "room-new", ADMIN, then(room, click("switcher-open"), click("room-new"), see("room-form"))
    ),
    View(
        "room-search",
        ADMIN,
        then(room, click("search-open"), fill("search-text", "archiv"), see("search-found")),
    ),
    View("room-nobody", ADMIN, at("/room/nowhere", "no-such-room")),
    View("room-private", ADMIN, at("/private/jules", "private-note")),
    View("room-stop", ADMIN, then(room, fill("room-input", "/arret"), press("Enter"))),
    View("run", ADMIN, run, contrast=True),
    View("run-one", ADMIN, at("/run/{run_ls}", "run-page")),
    View("run-gone", ADMIN, at("/run/0000", "run-gone")),
    View("runs", ADMIN, runs),
    View("runs-menu", ADMIN, then(runs, more_of("saved-more-"))),
    View("machines", ADMIN, machines),
    View("machines-menu", ADMIN, then(machines, more_of("machine-more-"))),
    View("machines-labels", ADMIN, then(machines, more_of("labels-edit-"))),
    View("machines-add", ADMIN, then(machines, click("add-machine"), click("make-join-code"))),
    View("people", ADMIN, people),
    View("people-add", ADMIN, then(people, click("person-add"), see("person-login"))),
    View("people-menu", ADMIN, then(people, more_of("account-more-"))),
    View("people-not-yours", GUEST, at("/people", "not-yours")),
    View("audit", ADMIN, audit),
    View("audit-details", ADMIN, then(audit, click("audit-open"), see("audit-details"))),
    View("audit-chain", ADMIN, then(audit, click("audit-verify"))),
    View("account", ADMIN, account),
    View("account-password", ADMIN, then(account, click("password-change"))),
    View("account-token", ADMIN, then(account, click("token-new"), see("token-make"))),
    View("account-factor", ADMIN, then(account, click("factor-on"), see("factor-qr"))),
    View("palette", ADMIN, then(at_rest, press("Control+k"), see("palette")), contrast=True),
    View(
        "palette-found",
        ADMIN,
        then(at_rest, press("Control+k"), fill("palette-field", "paris"), see("palette-row")),
    ),
    View("help", ADMIN, then(at_rest, press("?"), see("help"))),
    View("screens", ADMIN, screens),
    View("screens-made", ADMIN, screen_made),
    View("tv", ADMIN, at("/tv", "tv")),
    View("door-join", STRANGER, at("/", "join-login")),
    View("door-log-in", STRANGER, log_in, contrast=True),
    View("door-log-in-refused", STRANGER, log_in_refused),
    View("door-setup", STRANGER, setup),
    View("door-setup-old", STRANGER, setup_old),
    View("door-invitation", STRANGER, invitation),
    View("door-bye", STRANGER, bye),
    View("door-unreachable", STRANGER, unreachable),
    View("banner-insecure", ADMIN, insecure),
    View("banner-outdated", ADMIN, later_version),
    View("banner-clock", ADMIN, wrong_clock),
    View("banner-forgetful", ADMIN, forgetful),
    View("banner-offline", f"{ADMIN}@leaving", offline),
]
