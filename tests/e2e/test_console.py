"""The watch over browsers' consoles sees what it is there for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console

pytestmark = pytest.mark.browser

INLINE_SCRIPT = """() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.head.append(script);
}"""


def test_the_policy_stops_an_inline_script_and_the_console_tells(
    lab: LabProcess, visitor: Callable[..., Page], console: Console
) -> None:
    page = visitor()
    page.goto(lab.url)
    page.evaluate(INLINE_SCRIPT)
    assert page.evaluate("() => window.ran") is None
    assert [one for one in console.unexpected if "Content Security Policy" in one]
    console.provoke("Content Security Policy")


def test_a_script_that_throws_is_noticed(
    lab: LabProcess, visitor: Callable[..., Page], console: Console
) -> None:
    page = visitor()
    page.goto(lab.url)
    with page.expect_event("pageerror"):
        page.evaluate("() => setTimeout(() => { throw new Error('on purpose'); }, 0)")
    assert [one for one in console.unexpected if "on purpose" in one]
    console.provoke("on purpose")
