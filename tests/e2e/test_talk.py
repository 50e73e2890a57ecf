"""What came while one was away, and what one says one does."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.visitors import join_as_guest, say

pytestmark = pytest.mark.browser


def test_what_came_while_one_was_away_is_counted_and_marked(
    lab: LabProcess, visitor: Callable[..., Page]
) -> None:
    """Closed and opened again: a line before what is new, and a count of what is private."""
    ann, bob = visitor(), visitor()
    join_as_guest(ann, lab, "ann")
    join_as_guest(bob, lab, "bob")
    say(bob, "ann reads this")
    expect(ann.get_by_test_id("room-message")).to_have_text(["ann reads this"])
    expect(ann.get_by_test_id("new-line")).to_have_count(0)
    ann.goto("about:blank")
    say(bob, "she does not see this")
    say(bob, "/msg ann nor this")
    expect(bob.get_by_test_id("message-pending")).to_have_count(0)

    ann.goto(lab.url)
    said = ann.get_by_test_id("room-message")
    expect(said).to_have_text(["ann reads this", "she does not see this"])
    line = ann.get_by_test_id("new-line")
    expect(line).to_have_count(1)
    lower, upper = said.last.bounding_box(), said.first.bounding_box()
    between = line.bounding_box()
    assert lower
    assert upper
    assert between
    assert upper["y"] < between["y"] < lower["y"]
    private = ann.get_by_test_id("tab-private-bob")
    expect(private).to_contain_text("1")
    expect(ann).to_have_title("(1) Fleet · Tocsin")
    private.click()
    expect(ann.get_by_test_id("room-message")).to_have_text(["nor this"])
    expect(ann).to_have_title("Fleet · Tocsin")
    ann.reload()
    expect(ann.get_by_test_id("room-message")).to_have_count(2)
    expect(ann.get_by_test_id("new-line")).to_have_count(0)
    expect(ann.get_by_test_id("tab-private-bob")).to_have_text("bob")


def test_a_deed(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    cid, dan = visitor(), visitor()
    join_as_guest(cid, lab, "cid")
    join_as_guest(dan, lab, "dan")
    say(cid, "/me restarts the archiver")
    expect(dan.get_by_test_id("room-message").last).to_have_text("cid restarts the archiver")
    say(cid, "/me")
    expect(cid.get_by_test_id("room-problem")).to_contain_text("/me")
    expect(cid.get_by_test_id("room-input")).to_have_value("/me")


@pytest.mark.parametrize("days", [-3, 400])
def test_a_machine_whose_clock_is_days_wrong(
    lab: LabProcess, visitor: Callable[..., Page], days: int
) -> None:
    """What one says is of the hub's time: it refuses an id that is a day old."""
    page = visitor()
    page.add_init_script(
        f"{{ const now = Date.now.bind(Date); Date.now = () => now() + {days} * 86_400_000; }}"
    )
    join_as_guest(page, lab, f"eve{abs(days)}")
    say(page, f"{days} days away")
    expect(page.get_by_test_id("room-message").last).to_have_text(f"{days} days away")
    expect(page.get_by_test_id("message-pending")).to_have_count(0)
    expect(page.get_by_test_id("message-failed")).to_have_count(0)
