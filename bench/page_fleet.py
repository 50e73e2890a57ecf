"""Page fleet: a browser that shows a thousand machines at 1 Hz: its cost, and how soon it is there.

CPU time of the page's main thread is told beside the time it was busy: on a machine where others
compute, the latter counts their turns too.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench import cores
from bench.chromium import chromium
from bench.first_chart import FLAGS
from bench.machines import Machines
from bench.result import Benchmark, Goal, Samples, at_most
from bench.slow_link import SlowLink
from bench.tocsin import Hub

HOSTS = 1_000
FEW = 300
BITS = 1_000_000
DELAY = 0.1
"""Seconds each way: 200 ms there and back."""
SCROLLS = 120
SPEEDS = {"6,000 px/s": 100, "18,000 px/s": 300}
"""How fast one scrolls, and how many pixels a frame that is at 60 frames a second."""
LAYOUTS = ("rows", "tiles", "map")
HEAP_OF = ("rows", "tiles")

BUSY = "main thread busy, %"
CPU = "main thread CPU, %"
LONG = "longest task, ms"
LATE = "late frames while scrolling {}, %"
"""Later than 34 ms after the one before: at least one was dropped."""
FRAME = "CPU of a frame while scrolling {}, ms"
HEAP = "heap grows, MB"
OPEN, SLOW = "opening to interactive, ms", "the same on a slow link, ms"
WATCH = """
  window.longTasks = [];
  const note = (list) => window.longTasks.push(...list.getEntries().map((one) => one.duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
"""
SCROLL = """async ([steps, pixels]) => {
  const box = document.querySelector(".fleet-scroll");
  const gaps = [];
  let last = await new Promise(requestAnimationFrame);
  for (let step = 0; step < steps; step += 1) {
    box.scrollTop += pixels;
    const now = await new Promise(requestAnimationFrame);
    gaps.push(now - last);
    last = now;
  }
  return gaps;
}"""
# Rows are there, a frame was drawn with them, and the thread has a moment for whoever types.
READY = """() => new Promise((done) => {
  const look = () => {
    if (!document.querySelector("[data-testid^=fleet-row-]")) return setTimeout(look, 5);
    requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  };
  look();
})"""


def measure(samples: Samples, quick: bool) -> None:
    cores.free_driver()
    with sync_playwright() as playwright:
        flags = [*FLAGS, "--js-flags=--expose-gc"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        with Hub(core=None) as hub, Machines(hub, HOSTS, 1.0) as machines:
            time.sleep(5)
            for layout in LAYOUTS:
                samples.add(layout, _look(browser, hub, layout, 10 if quick else 60))
            for layout, grown in _heaps(browser, hub, 30 if quick else 600).items():
                samples.add(layout, {HEAP: grown})
            for _ in range(2 if quick else 5):
                samples.add("rows", {OPEN: _open(browser, hub, hub.url)})
            machines.stop()
        with (
            SlowLink(BITS, DELAY) as link,
            Hub("--allow-host", link.address, core=None) as hub,
            Machines(hub, FEW, 1.0) as machines,
        ):
            link.target = hub.port
            for _ in range(1 if quick else 3):
                samples.add(f"{FEW} hosts", {SLOW: _open(browser, hub, f"http://{link.address}")})
            machines.stop()
        browser.close()


def _page(browser: Browser, hub: Hub, url: str) -> Page:
    """Return a page of a new guest, who has been nowhere yet."""
    hub.logins += 1
    context = browser.new_context(viewport={"width": 1_440, "height": 900})
    reply = context.request.post(f"{url}/api/session", data={"login": f"guest{hub.logins}"})
    if not reply.ok:
        raise ConnectionError(reply.text())
    return context.new_page()


def _open(browser: Browser, hub: Hub, url: str) -> float:
    """Return ms from the beginning of the navigation to rows one can use."""
    page = _page(browser, hub, url)
    page.goto(url, wait_until="commit")
    took: float = page.evaluate(READY)
    page.context.close()
    return took


def _look(browser: Browser, hub: Hub, layout: str, seconds: int) -> dict[str, float]:
    """Open the fleet, look at it for a while, then scroll through it."""
    page = _page(browser, hub, hub.url)
    page.add_init_script(WATCH)
    _arrange(page, hub, layout)
    page.wait_for_timeout(6_000)  # whatever else the page fetches is here, and its past drawn
    session = page.context.new_cdp_session(page)
    busy = _share(session, page, seconds, "timeTicks")
    cpu = _share(session, page, seconds, "threadTicks")
    scrolled = [_scroll(session, page, *speed) for speed in SPEEDS.items()]
    longest = max(page.evaluate("() => window.longTasks"), default=0.0)
    page.context.close()
    return {BUSY: busy * 100, CPU: cpu * 100, LONG: longest, **scrolled[0], **scrolled[1]}


def _arrange(page: Page, hub: Hub, layout: str) -> None:
    """Open the fleet in a layout, and wait for its first hosts."""
    size = "map" if layout == "map" else "normal"
    page.add_init_script(f"localStorage.setItem('tocsin.fleet-size', '\"{size}\"')")
    page.goto(f"{hub.url}/?view={'rows' if layout == 'rows' else 'tiles'}")
    page.locator(".fleet-scroll [data-id]").first.wait_for()


def _scroll(session: CDPSession, page: Page, speed: str, pixels: int) -> dict[str, float]:
    """Scroll down from the top; the CPU time is what the clock of `_share` was set to last."""
    page.evaluate("() => { document.querySelector('.fleet-scroll').scrollTop = 0; }")
    page.wait_for_timeout(1_000)
    before = _metrics(session)["TaskDuration"]
    gaps = page.evaluate(SCROLL, [SCROLLS, pixels])
    cpu = _metrics(session)["TaskDuration"] - before
    late = sum(gap > 34 for gap in gaps) / len(gaps)
    return {LATE.format(speed): late * 100, FRAME.format(speed): cpu * 1e3 / len(gaps)}


def _share(session: CDPSession, page: Page, seconds: int, domain: str) -> float:
    """Return the share of time in which the main thread ran tasks: by the clock, or by CPU time."""
    session.send("Performance.disable")
    session.send("Performance.enable", {"timeDomain": domain})
    before, began = _metrics(session)["TaskDuration"], time.monotonic()
    page.wait_for_timeout(seconds * 1_000)
    return (_metrics(session)["TaskDuration"] - before) / (time.monotonic() - began)


def _heaps(browser: Browser, hub: Hub, seconds: int) -> dict[str, float]:
    """Return by how many MB what lives in the heap grows, after it has been used for a while."""
    sessions = {}
    for layout in HEAP_OF:
        page = _page(browser, hub, hub.url)
        _arrange(page, hub, layout)
        sessions[layout] = page.context.new_cdp_session(page)
        sessions[layout].send("Performance.enable")
    time.sleep(150 if seconds >= 600 else 10)  # sparklines are full by then
    before = {layout: _living(session) for layout, session in sessions.items()}
    time.sleep(seconds)
    after = {layout: _living(session) for layout, session in sessions.items()}
    for context in browser.contexts:
        context.close()
    return {layout: (after[layout] - before[layout]) / 1e6 for layout in HEAP_OF}


def _living(session: CDPSession) -> float:
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    return _metrics(session)["JSHeapUsedSize"]


def _metrics(session: CDPSession) -> dict[str, float]:
    found: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in found}


def goals(samples: Samples) -> list[Goal]:
    def each(what: str, limit: float, layouts: Iterable[str] = LAYOUTS) -> list[Goal]:
        return [at_most(f"{what} ({who})", samples.median(who, what), limit) for who in layouts]

    return [
        *each(BUSY, 30),
        *each(LONG, 100),
        *(goal for speed in SPEEDS for goal in each(LATE.format(speed), 2)),
        *each(HEAP, 2, HEAP_OF),
        at_most(OPEN, samples.median("rows", OPEN), 1_500),
        at_most(f"{SLOW} ({FEW} hosts)", samples.median(f"{FEW} hosts", SLOW), 4_000),
    ]


PAGE_FLEET = Benchmark(
    "page_fleet", f"a page that shows {HOSTS:,} machines at 1 Hz", measure, goals
)
