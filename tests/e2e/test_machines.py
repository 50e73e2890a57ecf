"""An admin looks after machines: lets them in, names, labels, removes them, decides on clones."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.agent.agent_process import AgentProcess
from tests.e2e.backstage import Backstage
from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.injections import INJECTIONS
from tests.e2e.visitors import Machine, enrol_machine, join_as_guest
from tests.hub.simulated_agent import SimulatedAgent

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


def open_machines(page: Page, lab: LabProcess) -> None:
    page.goto(f"{lab.url}/machines")
    page.get_by_test_id("machines-page").wait_for()


def act_on(page: Page, host: str, act: str) -> None:
    page.get_by_test_id(f"machine-more-{host}").click()
    page.get_by_test_id(f"machine-more-{host}-{act}").click()


def clone(lab: LabProcess, machine: Machine) -> None:
    """Let the machine connect, then another one with its key and an older counter."""
    with Backstage() as backstage:
        agent = SimulatedAgent(lab, machine.host, machine.identity)
        machine.identity.counter = 10
        backstage.run(agent.connect())
        backstage.run(agent.stop())
        machine.identity.counter = 3
        copy = SimulatedAgent(lab, machine.host, machine.identity)
        with pytest.raises(Exception, match="409"):
            backstage.run(copy.connect())
        backstage.run(copy.stop())


def test_a_machine_joins_by_the_line(lab: LabProcess, admin: Page, tmp_path: Path) -> None:
    """What is shown is what a real agent needs; it is here as soon as it has joined."""
    open_machines(admin, lab)
    admin.get_by_test_id("add-machine").click()
    admin.get_by_test_id("make-join-code").click()
    service = admin.get_by_test_id("join-command").inner_text()
    assert service.endswith("&& tocsin-agent install")
    admin.get_by_test_id("invite-as-once").click()
    line = admin.get_by_test_id("join-command").inner_text().split()
    assert line[:3] == ["tocsin-agent", "join", lab.url]
    assert line[4:] == ["&&", "tocsin-agent", "run"]
    expect(admin.get_by_test_id("invite-status")).to_contain_text("Waiting")
    with AgentProcess(tmp_path / "agent", "--hub", lab.url, "--join", line[3], "--name", "web-3"):
        came = admin.get_by_test_id("came-web-3")
        expect(came).to_have_text("web-3")
        came.click()
        expect(admin.get_by_test_id("host-status")).to_have_text("up")
        open_machines(admin, lab)
        row = admin.get_by_test_id("machine-row-web-3")
        expect(row).to_have_attribute("data-status", "up")
        expect(row).to_contain_text("127.0.0.1")


def test_a_removed_machine_is_gone_for_everybody(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    """From the list, from a page that shows it, and its connection ends."""
    machine = enrol_machine(admin, lab, "leaver")
    guest = visitor()
    join_as_guest(guest, lab, "greta")
    with Backstage() as backstage:
        agent = SimulatedAgent(lab, machine.host, machine.identity)
        backstage.run(agent.connect())
        guest.goto(f"{lab.url}/host/{machine.host}")
        expect(guest.get_by_test_id("host-status")).to_have_text("up")
        open_machines(admin, lab)
        act_on(admin, machine.host, "remove")
        expect(admin.get_by_test_id("remove-dialog")).to_contain_text("its agent stops")
        admin.get_by_test_id("remove-confirm").click()
        expect(admin.get_by_test_id(f"machine-row-{machine.host}")).to_have_count(0)
        expect(guest.get_by_test_id("no-such-host")).to_be_visible()
        backstage.run(agent.ended())
        backstage.run(agent.stop())


def test_a_machine_is_renamed_and_labeled_where_it_stands(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page], console: Console
) -> None:
    """Whoever looks at it sees it at once; a name that is taken is refused in place."""
    machine = enrol_machine(admin, lab, "old-name")
    enrol_machine(admin, lab, "taken")
    console.provoke_status(409, f"/api/hosts/{machine.host}")
    guest = visitor()
    join_as_guest(guest, lab, "gerd")
    guest.goto(f"{lab.url}/host/{machine.host}")
    open_machines(admin, lab)
    row = admin.get_by_test_id(f"machine-row-{machine.host}")
    act_on(admin, machine.host, "rename")
    admin.get_by_test_id("machine-name").fill("taken")
    admin.keyboard.press("Enter")
    expect(admin.get_by_test_id("machine-problem")).to_be_visible()
    admin.get_by_test_id("machine-name").fill("new-name")
    admin.keyboard.press("Enter")
    expect(row.locator(".machine-link")).to_have_text("new-name")
    expect(guest.get_by_test_id("host-name")).to_have_text("new-name")
    admin.get_by_test_id(f"labels-edit-{machine.host}").click()
    field = admin.get_by_test_id("labels-input")
    field.fill("no label")
    expect(admin.get_by_test_id("labels-note")).to_have_class("hint")
    field.fill("Role=web")
    field.press("Enter")
    expect(admin.get_by_test_id("labels-note")).to_contain_text("is no label")
    field.fill("role=web")
    field.press("Enter")
    field.fill("site=paris")
    field.press("Enter")
    admin.get_by_test_id("labels-done").click()
    expect(row.locator(".chip")).to_have_text(["role=web", "site=paris"])
    act_on(admin, machine.host, "labels")
    admin.get_by_role("button", name="Take role=web away").click()
    field.press("Escape")
    expect(row.locator(".chip")).to_have_text(["site=paris"])


def test_codes_are_listed_counted_and_withdrawn(lab: LabProcess, admin: Page) -> None:
    open_machines(admin, lab)
    admin.get_by_test_id("add-machine").click()
    admin.get_by_test_id("invite-for-many").click()
    uses = admin.get_by_test_id("invite-uses")
    uses.fill("0")
    expect(admin.get_by_test_id("make-join-code")).to_be_disabled()
    uses.fill("7")
    admin.get_by_test_id("make-join-code").click()
    expect(admin.get_by_test_id("add-machine-dialog")).to_contain_text("Good for 7 machines")
    admin.keyboard.press("Escape")
    code = admin.get_by_test_id("codes").locator("li", has_text="7 more machines")
    expect(code).to_contain_text("made by admin")
    code.get_by_role("button", name="Withdraw").click()
    expect(code).to_have_count(0)


def test_two_machines_with_one_identity_wait_for_an_admin(
    lab: LabProcess, admin: Page, visitor: Callable[..., Page]
) -> None:
    """Everybody sees that it is paused; the admin is told what to look at, and lets it go on."""
    machine = enrol_machine(admin, lab, "twin")
    guest = visitor()
    join_as_guest(guest, lab, "gabi")
    clone(lab, machine)
    expect(guest.get_by_test_id("banner-paused")).to_have_count(0)
    row = guest.get_by_test_id(f"fleet-row-{machine.host}")
    expect(row).to_contain_text("Paused: two machines have its identity")
    guest.goto(f"{lab.url}/host/{machine.host}")
    expect(guest.get_by_test_id("host-paused")).to_be_visible()
    expect(admin.get_by_test_id("banner-paused")).to_contain_text("twin is paused")
    admin.get_by_test_id("banner-paused").get_by_role("link").click()
    card = admin.get_by_test_id(f"paused-{machine.host}")
    expect(card).to_contain_text("Was the machine copied")
    admin.get_by_test_id(f"resume-{machine.host}").click()
    admin.get_by_test_id("resume-confirm").click()
    expect(card).to_have_count(0)
    expect(admin.get_by_test_id("banner-paused")).to_have_count(0)
    expect(guest.get_by_test_id("host-paused")).to_have_count(0)


def test_names_that_want_to_be_more_than_text(lab: LabProcess, admin: Page) -> None:
    """In the list, in its menu and in the dialog that asks."""
    for text in INJECTIONS[:12]:
        enrol_machine(admin, lab, text)
    open_machines(admin, lab)
    admin.get_by_test_id("machines-filter").fill("script")
    rows = admin.locator('[data-testid^="machine-row-"]')
    expect(rows).not_to_have_count(0)
    host = (rows.first.get_attribute("data-testid") or "").removeprefix("machine-row-")
    act_on(admin, host, "remove")
    admin.get_by_test_id("remove-dialog").wait_for()
    assert admin.evaluate("window.injected ?? null") is None
    assert admin.locator("#injected").count() == 0


def test_french_on_a_phone(lab: LabProcess, admin: Page, visitor: Callable[..., Page]) -> None:
    enrol_machine(admin, lab, "a-machine-with-quite-a-long-name-for-a-phone-to-show")
    page = visitor(locale="fr-FR", viewport=PHONE, storage_state=admin.context.storage_state())
    open_machines(page, lab)
    expect(page.locator("h1")).to_contain_text("Machines")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_test_id("add-machine").click()
    page.get_by_test_id("make-join-code").click()
    expect(page.get_by_test_id("invite-status")).to_contain_text("En attente")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
