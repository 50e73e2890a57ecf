"""Text stays text in addresses and in what a browser has kept, however malformed either is."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.injections import DISGUISES, INJECTIONS
from tests.e2e.visitors import first_host
from tests.e2e.watched import Watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GO_EVERYWHERE = """async ([before, texts, after]) => {
  const frame = () => new Promise(requestAnimationFrame);
  const isDrawn = () => document.querySelector("#view > *, .tv > *") !== null;
  for (const text of texts) {
    history.pushState(null, "", before + encodeURIComponent(text) + after);
    dispatchEvent(new PopStateEvent("popstate"));
    await frame();
    for (let left = 300; left > 0 && !isDrawn(); left -= 1) await frame(); // its code comes
    if (!isDrawn()) return `nothing at ${location}`;
    if (window.injected !== undefined) return `ran at ${location}`;
  }
  return "";
}"""
"""Go to addresses one after the other; return what went wrong first."""

PLACES = (
    *(("/?q=", ""), ("/?group=", ""), ("/?group=label:", ""), ("/?view=", "")),
    *(("/?%2F=", "#x"), ("/#", ""), ("/room#", ""), ("/", "")),
    *(("/host/", ""), ("/room/", ""), ("/private/", ""), ("/run/", ""), ("/runs?host=", "")),
    *(("/room?seq=", ""), ("/room/", "?seq=1e400"), ("/runs/", ""), ("/tv/", "")),
    *(("/machines?", ""), ("/people#", ""), ("/audit?text=", ""), ("/account#", "")),
)
"""Where text can stand in an address: what is before and after it."""
OF_A_HOST = ("from", "to", "at", "with", "before", "x")


@pytest.fixture
def watched(admin: Page, lab: LabProcess) -> Watched:
    return Watched(admin, lab)


def go_everywhere(watched: Watched, places: Iterable[tuple[str, str]]) -> None:
    for before, after in places:
        wrong = watched.page.evaluate(GO_EVERYWHERE, [before, [*INJECTIONS, *DISGUISES[:3]], after])
        assert wrong == ""
        watched.check()


@pytest.mark.parametrize("places", [PLACES[::3], PLACES[1::3], PLACES[2::3]])
def test_every_part_of_every_address(
    lab: LabProcess, watched: Watched, console: Console, places: tuple[tuple[str, str], ...]
) -> None:
    console.provoke_status(404, "topic=run%2Fconstructor&limit=200&after=0")
    first_host(watched.page, lab)
    go_everywhere(watched, places)


def test_every_part_of_the_address_of_a_host(lab: LabProcess, watched: Watched) -> None:
    page = watched.page
    host = first_host(page, lab)
    go_everywhere(watched, [(f"/host/{host}?{name}=", "") for name in OF_A_HOST])
    go_everywhere(watched, [(f"/host/{host}?from=1&to=", "&with=3600"), (f"/host/{host}#", "")])


def test_a_query_is_typed_as_it_is(lab: LabProcess, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{lab.url}/?q=%3Cimg src=x onerror=injected=1%3E&group=%E2%80%AE#%3Cscript%3E")
    expect(page.get_by_test_id("fleet-filter")).to_have_value("<img src=x onerror=injected=1>")
    watched.check()


@pytest.mark.parametrize(
    "address", ["/%", "/host/%E0%A4%A", "/?q=%FF", "//x/y", "/host/a/b/c?d#e", "/room/%2e%2e/x"]
)
def test_an_address_that_is_none(lab: LabProcess, watched: Watched, address: str) -> None:
    """Loaded anew, not only gone to: the hub gives the page, and the page a view."""
    page = watched.page
    page.goto(lab.url + address)
    page.locator("#view > *").first.wait_for()
    watched.check()


LISTS = ("fleet-filters", "fleet-columns", "host.folded", "host.marks", "recent", "rooms.admin")
OTHERS = (
    *("theme", "dock", "host.columns", "order", "fleet-layout", "fleet-size", "fleet-group"),
    *("dockWidth", "language", "keys", "drafts.admin", "read.admin"),
)
TABBED = ("page", "loaded-for", "reloaded")
MALFORMED = (
    "",
    "{",
    "null",
    "0",
    "-1e999",
    '"<img src=x onerror=injected=1>"',
    "[]",
    "{}",
    "[null, 1, [], {}]",
    '{"__proto__": {"injected": 1}, "constructor": 1, "room/main": {"text": 1}}',
    '[{"name": "__proto__", "query": "toString"}, {"name": "", "query": ""}, {"name": 1}]',
    '["__proto__", "constructor", "\\u202ex", "<b>"]',
    '{"by": "__proto__", "down": "x", "first": "x", "until": 5}',
    "[" * 2_000,
)
SET_ALL = """([names, text]) => {
  for (const [name, area] of names) window[area].setItem(`tocsin.${name}`, text);
}"""


def test_what_a_browser_kept_is_malformed(lab: LabProcess, watched: Watched) -> None:
    """Whatever stands in its storage, the page opens as if nothing did."""
    page = watched.page
    host = first_host(page, lab)
    names = [[name, "localStorage"] for name in (*LISTS, *OTHERS)]
    names += [[name, "sessionStorage"] for name in TABBED]
    for text in MALFORMED:
        page.evaluate(SET_ALL, [names, text])
        for path, testid in (
            ("/", "fleet-filter"),
            (f"/host/{host}", "host-name"),
            ("/room", "room-input"),
        ):
            page.goto(lab.url + path)
            expect(page.get_by_test_id(testid).first).to_be_visible()
        watched.check()


@pytest.fixture
def written(watched: Watched, lab: LabProcess) -> Iterator[Callable[[str, Any], Page]]:
    """Open the page with something in its storage."""

    def write(name: str, value: Any) -> Page:
        page = watched.page
        keep = "([name, value]) => localStorage.setItem(`tocsin.${name}`, JSON.stringify(value))"
        page.evaluate(keep, [name, value])
        page.goto(lab.url)
        page.get_by_test_id("fleet-filter").wait_for()
        return page

    yield write
    watched.check()


def test_saved_filters(written: Callable[[str, Any], Page], watched: Watched) -> None:
    """Their names and queries are shown as they are, and used as they are."""
    texts = INJECTIONS[:50]
    page = written("fleet-filters", [{"name": text, "query": text} for text in texts])
    page.get_by_test_id("saved-filters").click()
    uses = page.locator(".saved-filter-use")
    assert uses.locator("span").all_text_contents() == list(texts)
    assert uses.locator("code").all_text_contents() == list(texts)
    watched.check()
    uses.nth(12).click()
    expect(page.get_by_test_id("fleet-filter")).to_have_value(texts[12])
    watched.check()


def test_a_draft(written: Callable[[str, Any], Page], watched: Watched, lab: LabProcess) -> None:
    for text in (INJECTIONS[12], INJECTIONS[40], DISGUISES[0]):
        page = written("drafts.admin", {"room/main": text, "<b>": text, "__proto__": text})
        page.goto(f"{lab.url}/room")
        expect(page.get_by_test_id("room-input")).to_have_value(text)
        watched.check()
