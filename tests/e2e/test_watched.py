"""Watched notices what it is there for: a page that took these texts for more than text fails."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.injections import DISGUISES, HIDDEN, INJECTIONS
from tests.e2e.visitors import enter_as_admin
from tests.e2e.watched import Watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AS_MARK_UP = "(text) => document.body.insertAdjacentHTML('beforeend', `<div>${text}</div>`)"
AS_ATTRIBUTE = """(text) =>
  document.body.insertAdjacentHTML("beforeend", `<span title="${text}" class='${text}'></span>`)"""
AS_ADDRESS = """(text) => {
  const link = document.createElement("a");
  link.href = text;
  document.body.append(link);
}"""
AS_TEXT = "(text) => document.body.append(text)"
ANEW = """(kept) => {
  while (document.body.childNodes.length > kept) document.body.lastChild.remove();
  delete window.refused;
  delete window.injected;
}"""
ELEMENT = re.compile(r"<(?!base|meta|body|/|!)\w", re.IGNORECASE)
"""The document's own elements are made nothing of where they do not belong, or need a load."""


@pytest.fixture
def watched(lab: LabProcess, visitor: Callable[..., Page], console: Console) -> Watched:
    console.provoke("")  # that is what is tried here
    page = visitor()
    enter_as_admin(page, lab)
    return Watched(page, lab)


def notices(watched: Watched, script: str, text: str) -> bool:
    """Do that with the text in the page; tell whether it is noticed. The page is as before then."""
    page = watched.page
    before = page.evaluate("() => document.body.childNodes.length")
    page.evaluate(script, text)
    try:
        watched.check()
    except AssertionError:
        return True
    finally:
        page.evaluate(ANEW, before)
        watched.forget()
    return False


def test_elements_are_noticed(watched: Watched) -> None:
    texts = [text for text in INJECTIONS if ELEMENT.search(text) and not text.startswith("data:")]
    assert len(texts) > 35
    missed = [text for text in texts if not notices(watched, AS_MARK_UP, text)]
    assert missed == []


def test_attributes_are_noticed(watched: Watched) -> None:
    texts = [text for text in INJECTIONS if re.match("[\"'] ", text)]
    assert [text for text in texts if not notices(watched, AS_ATTRIBUTE, text)] == []


def test_addresses_are_noticed(watched: Watched) -> None:
    texts = [text for text in INJECTIONS if re.match(r"(?i)(java\s?script|data):", text)]
    assert len(texts) == 4
    assert [text for text in texts if not notices(watched, AS_ADDRESS, text)] == []


def test_text_is_not_noticed(watched: Watched) -> None:
    assert [text for text in INJECTIONS if notices(watched, AS_TEXT, text)] == []


def test_what_is_hidden_is_noticed(watched: Watched) -> None:
    watched.check_hidden()
    for text in DISGUISES:
        assert re.search(HIDDEN, text)
        watched.page.evaluate(AS_TEXT, text)
        with pytest.raises(AssertionError):
            watched.check_hidden()
        watched.page.evaluate("() => document.body.lastChild.remove()")
