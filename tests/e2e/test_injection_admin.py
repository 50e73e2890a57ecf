"""Text stays text where a hub is looked after: tokens, screens, sessions, machines, the audit."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.backstage import Backstage
from tests.e2e.console import Console
from tests.e2e.credentials import PASSWORD, set_up
from tests.e2e.injections import DISGUISES, INJECTIONS
from tests.e2e.visitors import enrol_machine
from tests.e2e.watched import Watched
from tests.hub.http_client import request
from tests.hub.hub_process import HubProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = (*INJECTIONS, *DISGUISES)
REPLACED = "\ufffd"


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    running = HubProcess(tmp_path_factory.mktemp("admin") / "data").start()
    yield running
    running.stop()


@pytest.fixture
def watched(hub: HubProcess, visitor: Callable[..., Page]) -> Watched:
    page = visitor(viewport={"width": 1_440, "height": 900})
    set_up(page, hub)
    return Watched(page, hub)


class Asking:
    """Asks the hub with the session of a page."""

    def __init__(self, page: Page, hub: HubProcess) -> None:
        self._page, self._hub = page, hub

    def __call__(self, method: str, path: str, body: Any) -> int:
        own = {"Origin": self._hub.url, "Content-Type": "application/json"}
        answer = self._page.request.fetch(
            f"{self._hub.url}{path}", method=method, data=json.dumps(body), headers=own
        )
        return answer.status


@pytest.fixture
def ask(watched: Watched, hub: HubProcess) -> Asking:
    return Asking(watched.page, hub)


def shown(page: Page, text: str) -> None:
    expect(page.locator("#view")).to_contain_text(" ".join(text[:48].split()))


def test_tokens_and_sessions(hub: HubProcess, watched: Watched, ask: Asking) -> None:
    """What they are called; a session is called as its browser calls itself."""
    for text in TEXTS:
        body = {"name": text[:64], "role": "viewer", "days": 1}
        assert ask("POST", "/api/tokens", body) == 201, text
    agents = [text for text in INJECTIONS if text.isascii() and text.isprintable()]
    with Backstage() as backstage:
        for text in agents[:12]:
            log_in = {"login": "admin", "password": PASSWORD}
            named = [("User-Agent", text)]
            came = request(hub, "POST", "/api/login", log_in, headers=named)
            assert backstage.run(came).status == 200
    page = watched.page
    page.goto(f"{hub.url}/account")
    expect(page.get_by_test_id("token-row")).to_have_count(len(TEXTS))
    expect(page.get_by_test_id("session-row")).to_have_count(13)
    for text in INJECTIONS:
        shown(page, text)
    watched.check()
    watched.check_hidden()
    page.get_by_test_id("token-remove").first.click()
    page.get_by_test_id("session-end").first.click()
    watched.check()
    watched.check_hidden()


def test_screens(hub: HubProcess, watched: Watched, ask: Asking) -> None:
    """Their names; what they show is a view of this page, or refused."""
    for text in TEXTS:
        screen = {"name": text[:64], "days": 1, "views": ["/"], "seconds": 20}
        assert ask("POST", "/api/screens", screen) == 201, text
        assert ask("POST", "/api/screens", {**screen, "views": [text]}) in {400, 422}
    page = watched.page
    page.goto(hub.url)
    page.get_by_test_id("account").click()
    page.get_by_test_id("screens-open").click()
    expect(page.get_by_test_id("screen-line")).to_have_count(len(TEXTS))
    for text in INJECTIONS:
        expect(page.get_by_test_id("screens-list")).to_contain_text(" ".join(text[:48].split()))
    watched.check()
    watched.check_hidden()


def test_accounts_and_labels_are_words(watched: Watched, ask: Asking, hub: HubProcess) -> None:
    """A login, a scope, a label, a person expected from elsewhere: nothing but what it may be."""
    machine = enrol_machine(watched.page, hub, "labeled")
    for text in set(TEXTS) - {"constructor"}:
        for path, body in (
            ("/api/accounts", {"login": text, "role": "viewer"}),
            ("/api/accounts", {"login": "x", "role": "operator", "scope": [text]}),
            ("/api/accounts", {"login": "x", "role": text}),
        ):
            assert ask("POST", path, body) in {400, 403, 422}, (path, body)
        labels = {"labels": {text: "x"}}
        assert ask("PATCH", f"/api/hosts/{machine.host}", labels) in {400, 422}
        values = {"labels": {"x": text}}
        expected = {200} if text == "__proto__" else {400, 422}
        assert ask("PATCH", f"/api/hosts/{machine.host}", values) in expected


def test_the_audit(hub: HubProcess, watched: Watched, ask: Asking) -> None:
    """What was done under hostile names, and the words it is searched by."""
    machine = enrol_machine(watched.page, hub, "renamed")
    for text in TEXTS:
        assert ask("PATCH", f"/api/hosts/{machine.host}", {"name": text[:48]}) in {200, 409, 422}
        assert ask("POST", "/api/login", {"login": text[:64], "password": "x"}) in {401, 422, 429}
    page = watched.page
    page.goto(f"{hub.url}/audit")
    page.get_by_test_id("audit-open").first.click()
    page.get_by_test_id("audit-details").wait_for()
    watched.check()
    watched.check_hidden()
    for text in (INJECTIONS[12], INJECTIONS[30], DISGUISES[0]):
        page.get_by_test_id("audit-text").fill(text)
        expect(page.get_by_test_id("audit-page")).to_be_visible()
        watched.check()
    page.goto(f"{hub.url}/machines")
    page.get_by_test_id(f"machine-row-{machine.host}").wait_for()
    watched.check()
    watched.check_hidden()


def test_the_words_of_an_error(hub: HubProcess, watched: Watched, console: Console) -> None:
    """A hub may be newer than a page, and know errors the page has no words for."""
    console.provoke_status(418, "/api/tokens")
    page = watched.page
    words = {"message": INJECTIONS[12], "name": INJECTIONS[0], "code": 999}
    said = iter(INJECTIONS * 20)

    def refuse(route: Route) -> None:
        body = {**words, "message": next(said)}
        route.fulfill(status=418, json=body)

    page.goto(f"{hub.url}/account")
    page.get_by_test_id("session-row").first.wait_for()
    page.route("**/api/tokens", refuse)
    for _ in INJECTIONS[:6]:
        page.get_by_test_id("token-new").click()
        page.get_by_test_id("token-name").fill("x")
        page.get_by_test_id("token-make").click()
        expect(page.get_by_test_id("token-dialog")).to_contain_text("injected")
        watched.check()
        page.keyboard.press("Escape")
