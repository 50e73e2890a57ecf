"""The page's one connection: what it asks for while nobody looks, and what it says exactly once."""

import contextlib
import json
import signal
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Page, WebSocket, expect

from tests.e2e.conftest import LabProcess
from tests.e2e.console import Console
from tests.e2e.visitors import enter_as_admin, first_host, join_as_guest, say
from tests.hub.hub_process import HubProcess

pytestmark = pytest.mark.browser

HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
KEEPS_NOTHING = """() => {
  const refuse = () => { throw new DOMException("denied", "SecurityError"); };
  for (const name of ["indexedDB", "localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined });
}"""
COUNT_KEPT = """(count) => new Promise((done) => {
  const opening = indexedDB.open("tocsin");
  opening.onsuccess = () => {
    const db = opening.result;
    const counting = db.transaction("unanswered").objectStore("unanswered").count();
    counting.onsuccess = () => { db.close(); done(counting.result === count); };
  };
})"""
HURRY = "() => window.dispatchEvent(new Event('online'))"


class Wire:
    """The messages a page sends and receives over WebSocket."""

    def __init__(self, page: Page) -> None:
        self.sent: list[dict[str, Any]] = []
        self.received: list[dict[str, Any]] = []
        self.on_sent: Callable[[dict[str, Any]], None] = lambda message: None
        page.on("websocket", self._opened)

    def paces(self) -> dict[str, int]:
        """Return how slowly each topic was asked for last."""
        return {one["topic"]: one.get("every_ms", 0) for one in self.sent if one["t"] == "sub"}

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framesent", self._frame_sent)
        socket.on("framereceived", lambda frame: self.received.append(json.loads(frame)))

    def _frame_sent(self, frame: str | bytes) -> None:
        message = json.loads(frame)
        self.sent.append(message)
        self.on_sent(message)


def messages(page: Page, text: str) -> Any:
    return page.get_by_test_id("room-message").filter(has_text=text)


def test_a_hidden_page_is_served_slowly_and_live_again_when_it_is_shown(
    lab: LabProcess, visitor: Callable[..., Page]
) -> None:
    """Numbers come every five seconds, also those asked for later; what people say at once."""
    page = visitor()
    enter_as_admin(page, lab)
    host = first_host(page, lab)
    wire = Wire(page)
    page.goto(f"{lab.url}/host/{host}")
    page.get_by_test_id("host-facts").wait_for()
    page.get_by_test_id("room-input").wait_for()
    shown = wire.paces()
    assert (shown["hosts"], shown[f"host/{host}/samples"], shown["room/main"]) == (500, 0, 0)

    page.evaluate(HIDE, True)
    page.get_by_test_id("processes-toggle").click()
    page.wait_for_function("() => document.querySelector('.processes tbody tr')")
    hidden = wire.paces()
    assert {topic for topic, pace in hidden.items() if pace < 5_000} == {
        "room/main",
        "private/admin",
    }

    page.evaluate(HIDE, False)
    say(page, "somebody looks again")
    expect(messages(page, "somebody looks again")).to_have_count(1)
    assert wire.paces() == {**shown, f"host/{host}/processes": 1_000}
    errors = [one for one in wire.received if one["t"] in {"error", "gap", "reset"}]
    assert errors == []


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["unread", "sent"])
def test_what_is_said_while_the_hub_dies_is_said_once(
    hub: HubProcess, visitor: Callable[..., Page], console: Console, moment: str
) -> None:
    """The hub is killed before it read the message, or the moment it was sent."""
    console.provoke_absence()
    witness, page = visitor(), visitor()
    join_as_guest(witness, hub, "witness")
    wire = Wire(page)
    join_as_guest(page, hub, "ann")
    port = hub.port

    def kill(message: dict[str, Any]) -> None:
        if message["t"] == "pub":
            wire.on_sent = lambda message: None
            hub.kill()

    for number in range(4):
        text = f"{moment} {number}"
        if moment == "unread":
            hub.send_signal(signal.SIGSTOP)
        wire.on_sent = kill
        say(page, text)
        page.get_by_test_id("banner-offline").wait_for()
        hub.start(port)
        for one in (page, witness):
            one.evaluate(HURRY)
            expect(messages(one, text)).to_have_count(1)
            expect(one.get_by_test_id("banner-offline")).to_have_count(0)
        expect(page.get_by_test_id("message-pending")).to_have_count(0)
    say(page, "the end")
    for one in (page, witness):
        expect(messages(one, "the end")).to_have_count(1)
        expect(messages(one, moment)).to_have_count(4)
    sent = [one["id"] for one in wire.sent if one["t"] == "pub"]
    assert len(set(sent)) == 5
    assert len(sent) > 5 or moment == "sent"


def test_what_was_not_sent_survives_a_reload(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    """It lies in the tab: the page that comes back says it, once."""
    console.provoke_absence()
    page = visitor()
    join_as_guest(page, hub, "ann")
    port = hub.port
    hub.kill()
    page.get_by_test_id("banner-offline").wait_for()
    say(page, "first")
    say(page, "second")
    expect(page.get_by_test_id("message-pending")).to_have_count(2)
    hub.start(port)
    page.goto(hub.url)
    page.get_by_test_id("room-input").wait_for()
    expect(page.get_by_test_id("room-message")).to_have_text(["first", "second"])
    expect(page.get_by_test_id("message-pending")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("room-message")).to_have_text(["first", "second"])


@pytest.mark.parametrize("end", ["closed", "crashed"])
def test_what_a_page_could_not_send_another_one_sends(
    hub: HubProcess, visitor: Callable[..., Page], console: Console, end: str
) -> None:
    """It lies in the browser: of the pages that come after, one says it, once."""
    console.provoke_absence()
    page = visitor()
    join_as_guest(page, hub, "ann")
    port = hub.port
    hub.kill()
    page.get_by_test_id("banner-offline").wait_for()
    say(page, "before the end")
    expect(page.get_by_test_id("message-pending")).to_have_count(1)
    kept_in_the_browser(page, 1)
    if end == "closed":
        page.close()
    else:
        crash(page)
    hub.start(port)
    one, other = (page.context.new_page() for _ in range(2))
    for each in (one, other):
        console.watch(each)
        each.goto(hub.url)
        each.get_by_test_id("room-input").wait_for()
    for each in (one, other):
        expect(messages(each, "before the end")).to_have_count(1)
        expect(each.get_by_test_id("message-pending")).to_have_count(0)
        kept_in_the_browser(each, 0)
    say(other, "after it")
    expect(one.get_by_test_id("room-message")).to_have_text(["before the end", "after it"])


def test_where_the_browser_keeps_nothing_the_room_works(
    hub: HubProcess, visitor: Callable[..., Page], console: Console
) -> None:
    """No database, no storage, no locks: as in a private window of some browsers."""
    console.provoke_absence()
    page = visitor()
    page.add_init_script(f"({KEEPS_NOTHING})()")
    join_as_guest(page, hub, "ann")
    port = hub.port
    hub.kill()
    page.get_by_test_id("banner-offline").wait_for()
    say(page, "said without a hub")
    hub.start(port)
    page.evaluate(HURRY)
    expect(messages(page, "said without a hub")).to_have_count(1)
    expect(page.get_by_test_id("message-pending")).to_have_count(0)
    say(page, "and with one")
    expect(messages(page, "and with one")).to_have_count(1)


def crash(page: Page) -> None:
    """Have the page's process end as when it fails."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")


def kept_in_the_browser(page: Page, count: int) -> None:
    """See how many publishes lie in the browser's database."""
    page.wait_for_function(COUNT_KEPT, arg=count)
