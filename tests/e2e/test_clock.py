"""The clock of a browser that is not the hub's: it is told, and every time shown is the hub's."""

import time
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.visitors import join_as_guest, say

pytestmark = pytest.mark.browser

MINUTE_MS = 60_000


@pytest.mark.parametrize(
    ("wrong_ms", "login", "span"),
    [(90 * MINUTE_MS, "fast", "1h 30m fast"), (-3 * MINUTE_MS, "slow", "3m slow")],
)
def test_a_wrong_clock_is_told_in_words_and_shown_nowhere(
    lab: LabProcess, visitor: Callable[..., Page], wrong_ms: int, login: str, span: str
) -> None:
    page = visitor(timezone_id="UTC")
    page.clock.install(time=time.time() + wrong_ms / 1_000)
    join_as_guest(page, lab, login)
    expect(page.get_by_test_id("clock-mark")).to_have_text("Clock is off")
    page.get_by_test_id("account").click()
    note = page.get_by_test_id("clock-note")
    expect(note).to_contain_text(span)
    began = time.time()
    question = f"what time is it, says {login}"
    say(page, question)
    said = page.locator(".speech", has_text=question).locator("time")
    shown = said.get_attribute("datetime")
    assert shown is not None
    at = datetime.fromisoformat(shown).timestamp()
    assert began - 2 < at < time.time() + 2
    expect(page.locator(".day-line").last).to_have_text("Today")


def test_a_right_clock_is_not_worth_a_word(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    page = visitor()
    join_as_guest(page, lab, "punctual")
    page.get_by_test_id("account").click()
    expect(page.get_by_test_id("log-out")).to_be_visible()
    expect(page.get_by_test_id("clock-note")).to_have_count(0)
    expect(page.get_by_test_id("clock-mark")).to_have_count(0)


def test_the_mark_has_room_on_a_small_phone(lab: LabProcess, visitor: Callable[..., Page]) -> None:
    page = visitor(locale="fr-FR")
    page.clock.install(time=time.time() + 90 * MINUTE_MS / 1_000)
    join_as_guest(page, lab, "un-nom-assez-long")
    page.set_viewport_size({"width": 360, "height": 780})
    expect(page.get_by_test_id("clock-mark")).to_be_visible()
    end = page.get_by_test_id("account").evaluate("(one) => one.getBoundingClientRect().right")
    assert end <= 360
