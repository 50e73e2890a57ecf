"""The audit in the page: who did what, live, searched, followed back, taken away, safe to see."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.visitors import enrol_machine, first_host, join_as_guest

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
HASH = re.compile("^[0-9a-f]{64}$")


def open_audit(page: Page, lab: LabProcess) -> None:
    page.goto(f"{lab.url}/audit")
    page.locator(".audit-row").first.wait_for()


def label(page: Page, lab: LabProcess, host: str, site: str) -> None:
    answer = page.request.patch(
        f"{lab.url}/api/hosts/{host}",
        data={"labels": {"site": site}},
        headers={"Origin": lab.url},
    )
    assert answer.ok, answer.text()


def test_what_is_done_stands_there_at_once(lab: LabProcess, admin: Page) -> None:
    """In words; on demand as it is written, with the hash that came after."""
    machine = enrol_machine(admin, lab, "noted")
    open_audit(admin, lab)
    label(admin, lab, machine.host, "paris")
    row = admin.locator('.audit-entry[data-deed="host"]').first
    expect(row).to_contain_text("labels: site=paris")
    expect(row).to_contain_text("noted")
    row.get_by_test_id("audit-open").click()
    expect(row.get_by_test_id("audit-hash")).to_have_text(HASH)
    expect(row.get_by_test_id("audit-details")).to_contain_text('"deed": "host"')


def test_runs_and_what_became_of_them(lab: LabProcess, admin: Page) -> None:
    host = first_host(admin, lab)
    open_audit(admin, lab)
    wish = {"hosts": [host], "command": "uptime", "arguments": [], "room": "room/main"}
    admin.request.post(f"{lab.url}/api/runs", data=wish, headers={"Origin": lab.url})
    result = admin.locator('.audit-entry[data-kind="result"]').first
    expect(result).to_contain_text("done, exit 0")
    run = admin.locator('.audit-entry[data-kind="run"]').first
    expect(run).to_contain_text("uptime")
    run.get_by_test_id("audit-open").click()
    run.get_by_test_id("audit-run").click()
    admin.get_by_test_id("run-page").wait_for()


def test_it_is_searched_and_followed_back(lab: LabProcess, admin: Page) -> None:
    """Pages of the past come as one scrolls; what narrows it can be taken away again."""
    machine = enrol_machine(admin, lab, "busy")
    for number in range(70):
        label(admin, lab, machine.host, f"place-{number}")
    open_audit(admin, lab)
    admin.get_by_test_id("audit-on").fill(machine.host)
    admin.get_by_test_id("audit-deed").select_option("host")
    rows = admin.locator(".audit-entry")
    expect(rows.first).to_contain_text("place-69")
    rows.last.scroll_into_view_if_needed()
    expect(rows).to_have_count(70)
    expect(rows.last).to_contain_text("place-0")
    label(admin, lab, machine.host, "place-new")
    expect(rows.first).to_contain_text("place-new")
    expect(rows).to_have_count(71)
    admin.get_by_test_id("audit-text").fill("place-42")
    expect(rows).to_have_count(1)
    admin.get_by_test_id("audit-text").fill("of this there is nothing")
    expect(admin.get_by_test_id("audit-empty")).to_have_text("No entry matches.")
    admin.get_by_test_id("audit-clear").click()
    expect(rows.first).to_contain_text("place-new")
    admin.get_by_test_id("audit-by").fill("nobody-of-that-name")
    expect(rows).to_have_count(0)


def test_times_are_taken_away_with_the_rest(lab: LabProcess, admin: Page) -> None:
    open_audit(admin, lab)
    since = admin.get_by_test_id("audit-from")
    since.fill("2030-01-01T08:30")
    since.blur()
    expect(admin.locator(".audit-entry")).to_have_count(0)
    expect(since).to_have_value("2030-01-01T08:30")
    admin.get_by_test_id("audit-clear").click()
    expect(admin.locator(".audit-entry").first).to_be_visible()
    expect(since).to_have_value("")


def test_it_is_taken_away_and_that_is_noted(lab: LabProcess, admin: Page) -> None:
    open_audit(admin, lab)
    with admin.expect_download() as lines:
        admin.get_by_test_id("audit-export-jsonl").click()
    text = lines.value.path().read_text()
    assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
    with admin.expect_download() as table:
        admin.get_by_test_id("audit-export-csv").click()
    assert "login" in table.value.path().read_text() or "setup" in table.value.path().read_text()
    expect(admin.locator('.audit-entry[data-deed="export"]')).to_have_count(2)


def test_how_to_verify_it(lab: LabProcess, admin: Page) -> None:
    open_audit(admin, lab)
    admin.get_by_test_id("audit-verify").click()
    expect(admin.get_by_test_id("chain-verify")).to_have_text("tocsin-hub audit verify")
    told = admin.request.get(f"{lab.url}/api/audit?limit=1").json()["head"]["hash"]
    expect(admin.get_by_test_id("chain-hash")).to_have_text(told)


def test_hostile_text_is_shown_and_never_obeyed(lab: LabProcess, admin: Page) -> None:
    """Direction overrides, controls, markup and the very long: in a row and in its details."""
    nasty = "<img id=injected src=x onerror=window.injected=1>"
    host = first_host(admin, lab)
    long = "x" * 900
    wish = {"hosts": [host], "command": "echo", "arguments": [nasty, long], "room": "room/main"}
    admin.request.post(f"{lab.url}/api/runs", data=wish, headers={"Origin": lab.url})
    open_audit(admin, lab)
    run = admin.locator('.audit-entry[data-kind="run"]', has_text="<img").first
    run.get_by_test_id("audit-open").click()
    expect(run.get_by_test_id("audit-details")).to_contain_text(nasty)
    assert admin.evaluate("window.injected ?? null") is None
    assert admin.locator("#injected").count() == 0
    box = run.bounding_box()
    assert box
    assert box["width"] <= admin.viewport_size["width"]  # type: ignore[index]


def test_who_may_not_read_it(
    lab: LabProcess, visitor: Callable[..., Page], console: Console
) -> None:
    guest = visitor()
    join_as_guest(guest, lab, "gustav")
    expect(guest.get_by_test_id("nav-audit")).to_have_count(0)
    guest.goto(f"{lab.url}/audit")
    expect(guest.get_by_test_id("not-yours")).to_contain_text("for auditors")


def test_french_on_a_phone(lab: LabProcess, admin: Page, visitor: Callable[..., Page]) -> None:
    page = visitor(locale="fr-FR", viewport=PHONE, storage_state=admin.context.storage_state())
    open_audit(page, lab)
    expect(page.locator('.audit-entry[data-deed="setup"]').first).to_contain_text("Mise en service")
    expect(page.get_by_test_id("audit-deed")).to_be_hidden()
    page.get_by_test_id("audit-fold").click()
    page.get_by_test_id("audit-deed").select_option("setup")
    expect(page.locator(".audit-entry").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
