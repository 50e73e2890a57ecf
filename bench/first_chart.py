"""First chart: a browser that has never been here opens the page, until something is drawn."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, sync_playwright

from bench import cores
from bench.chromium import chromium
from bench.result import Benchmark, Goal, Samples, at_most
from bench.rounds import rounds
from bench.tocsin import Hub

FLAGS = [
    "--no-sandbox",  # measured as root in a container as often as not, and only our own page
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROWS_FIRST = 6.0  # seconds the agent has had: a chart of one point draws nothing
CHART, SPARK, EMPTY = "ms to first chart", "ms to first sparkline", "loads that drew nothing"
WEIGHT = "KB of first load"
MARK = """async (name) => {
  for (let tries = 0; tries < 500; tries++) {
    const [mark] = performance.getEntriesByName(name);
    if (mark) return mark.startTime;
    await new Promise((done) => setTimeout(done, 10));
  }
  return null;
}"""
# All that was asked for before it was drawn. The room and the tools of the charts come after it.
WEIGH = """(name) => {
  const [mark] = performance.getEntriesByName(name);
  const end = mark ? mark.startTime : Infinity;
  return ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
    .filter((one) => one.startTime < end)
    .reduce((sum, one) => sum + one.transferSize, 0);
}"""


def measure(samples: Samples, quick: bool) -> None:
    cores.free_driver()
    with Hub("--with-agent", core=None) as hub, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        host = _host(hub)
        time.sleep(ROWS_FIRST)
        pages = (
            (f"/host/{host}", "tocsin:first-chart", CHART),
            ("/", "tocsin:first-sparkline", SPARK),
        )
        for path, mark, what in rounds(pages, 2 if quick else 7):
            took, weight = _open(browser, hub, path, mark)
            samples.add("tocsin", {EMPTY: took is None, f"{WEIGHT}, {_kind(path)}": weight})
            if took is not None:
                samples.add("tocsin", {what: took})
        browser.close()


def _kind(path: str) -> str:
    return "fleet" if path == "/" else "host"


def _host(hub: Hub) -> str:
    """Return the identity of the machine the hub runs on, once its agent is in."""
    token, end = hub.guest(), time.monotonic() + 20
    while time.monotonic() < end:
        for host in hub.ask("GET", "/api/hosts", token=token)["hosts"]:
            if host["now"]:
                found: str = host["id"]
                return found
        time.sleep(0.1)
    raise TimeoutError("the hub's own agent sent no row within 20 s")


def _open(browser: Browser, hub: Hub, path: str, mark: str) -> tuple[float | None, float]:
    """Open `path` as a new visitor with a session; return ms to the mark, and KB transferred.

    None when nothing was drawn within 5 s.
    """
    hub.logins += 1
    context = browser.new_context()
    reply = context.request.post(f"{hub.url}/api/session", data={"login": f"guest{hub.logins}"})
    if not reply.ok:
        raise ConnectionError(reply.text())
    page = context.new_page()
    page.goto(hub.url + path, wait_until="commit")
    took: float | None = page.evaluate(MARK, mark)
    weight: float = page.evaluate(WEIGH, mark)
    context.close()
    return took, weight / 1000


def goals(samples: Samples) -> list[Goal]:
    return [
        at_most("ms to the first chart", samples.median("tocsin", CHART), 1_000),
        at_most("ms to the first sparkline", samples.median("tocsin", SPARK), 1_000),
        at_most("KB of the fleet's first load", samples.median("tocsin", f"{WEIGHT}, fleet"), 60),
        at_most("KB of a host's first load", samples.median("tocsin", f"{WEIGHT}, host"), 60),
        at_most("loads that drew nothing", sum(samples.values("tocsin", EMPTY)), 0),
    ]


FIRST_CHART = Benchmark("first_chart", "page load to something drawn, cold cache", measure, goals)
