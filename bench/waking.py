"""Waking: a tab that was frozen for a while, whose connection died meanwhile, is looked at again.

The night is told in advance: each machine has a row of every minute of it, and what a room says in
a night is said while the page is frozen. The page finds out by itself that its connection is dead.
"""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench import cores
from bench.chromium import chromium
from bench.first_chart import FLAGS
from bench.machines import Machines
from bench.publisher import Publisher
from bench.result import Benchmark, Goal, Samples, at_most
from bench.slow_link import SlowLink
from bench.tocsin import ROOM, Hub, publication

HOSTS = 300
NIGHT = 480
"""Minutes."""
SAID = 1_000
"""Messages of a night: more than a page asks for at once."""
LOOPBACK_BITS, NO_DELAY = 10_000_000_000, 0.0

VALUES, ROOM_IS = "until values are current, ms", "until the room is current, ms"
HEAP = "heap grows while hidden, MB"
WHO = f"{HOSTS} hosts"
SETTLE_MS = 6_000
LAST = "the last of the night"
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
REMEMBER = """() => {
  window.before = [...document.querySelectorAll("[data-testid^=fleet-row-]")]
    .map((row) => [row.dataset.testid, row.textContent]);
}"""
# Every machine in sight says another number than before, and nothing is greyed or called old.
VALUES_MOVED = """() => {
  const view = document.querySelector("main.view");
  if (view.dataset.stale !== "false") return false;
  return window.before.every(([id, text]) => {
    const row = document.querySelector(`[data-testid="${id}"]`);
    return row && row.textContent !== text;
  });
}"""
ROOM_MOVED = """(last) => [...document.querySelectorAll("[data-testid=room-message]")].pop()
  ?.textContent === last"""
WHEN = """([values, room, last]) => new Promise((done) => {
  const [isCurrent, isRead] = [eval(values), eval(room)];
  const found = {};
  const look = () => {
    if (found.values === undefined && isCurrent()) found.values = Date.now();
    if (found.room === undefined && isRead(last)) found.room = Date.now();
    if (found.values && found.room) done(found);
    else setTimeout(look, 10);
  };
  look();
})"""


def measure(samples: Samples, quick: bool) -> None:
    cores.free_driver()
    with sync_playwright() as playwright, SlowLink(LOOPBACK_BITS, NO_DELAY) as link:
        flags = [*FLAGS, "--js-flags=--expose-gc"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        with (
            Hub("--allow-host", link.address, core=None) as hub,
            Machines(hub, HOSTS, 1.0, NIGHT) as machines,
            hub.publisher() as speaker,
        ):
            link.target = hub.port
            samples.add(WHO, {HEAP: _hidden(browser, hub, link, 30 if quick else 600)})
            for number in range(2 if quick else 5):
                frozen = 15 if quick else 60
                samples.add(WHO, _wake(browser, hub, link, speaker, number, frozen))
            machines.stop()
        browser.close()


def _look(browser: Browser, hub: Hub, link: SlowLink) -> Page:
    """Return a new guest's page of the fleet and the room, which has come to rest."""
    hub.logins += 1
    context = browser.new_context(viewport={"width": 1_440, "height": 900}, bypass_csp=True)
    url = f"http://{link.address}"
    reply = context.request.post(f"{url}/api/session", data={"login": f"guest{hub.logins}"})
    if not reply.ok:
        raise ConnectionError(reply.text())
    page = context.new_page()
    page.goto(url)
    page.locator("[data-testid^=fleet-row-]").first.wait_for()
    page.get_by_test_id("room-input").wait_for()
    page.wait_for_timeout(SETTLE_MS)
    return page


def _wake(
    browser: Browser, hub: Hub, link: SlowLink, speaker: Publisher, night: int, seconds: int
) -> dict[str, float]:
    """Freeze a page, let its connection die, talk, and look at it again."""
    page = _look(browser, hub, link)
    session = page.context.new_cdp_session(page)
    page.evaluate(HIDE, True)
    page.evaluate(REMEMBER)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    link.forsake()
    last = f"{LAST}, {night}"
    for begin in range(0, SAID, 100):
        speaker.send(_said(f"{night}, {begin + index}") for index in range(100))
        time.sleep(seconds / (SAID / 100))
    speaker.send([_said(last)])
    time.sleep(1)
    woken = time.time() * 1_000
    session.send("Page.setWebLifecycleState", {"state": "active"})
    page.evaluate(HIDE, False)
    found: dict[str, float] = page.evaluate(WHEN, [VALUES_MOVED, ROOM_MOVED, last])
    page.context.close()
    return {VALUES: found["values"] - woken, ROOM_IS: found["room"] - woken}


def _said(text: str) -> str:
    return publication(ROOM, {"kind": "chat", "text": text})


def _hidden(browser: Browser, hub: Hub, link: SlowLink, seconds: int) -> float:
    """Return by how many MB what lives in the heap of a hidden page grows."""
    page = _look(browser, hub, link)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.evaluate(HIDE, True)
    page.wait_for_timeout(150_000 if seconds >= 600 else 10_000)  # sparklines are full by then
    before = _living(session)
    page.wait_for_timeout(seconds * 1_000)
    after = _living(session)
    page.context.close()
    return (after - before) / 1e6


def _living(session: CDPSession) -> float:
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    found: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in found if one["name"] == "JSHeapUsedSize")


def goals(samples: Samples) -> list[Goal]:
    return [
        at_most(VALUES, samples.median(WHO, VALUES), 2_000),
        at_most(ROOM_IS, samples.median(WHO, ROOM_IS), 2_000),
        at_most(HEAP, samples.median(WHO, HEAP), 2),
    ]


WAKING = Benchmark("waking", "a tab that slept a night, until it shows the present", measure, goals)
