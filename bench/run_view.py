"""Run view: a page that shows a hundred hosts which all write, ten lines a second each.

What it does to the frames of the browser, beside the same page with one host that writes.
"""

from __future__ import annotations

import time

from playwright.sync_api import Browser, sync_playwright

from bench import cores
from bench.chromium import chromium
from bench.first_chart import FLAGS
from bench.real_agents import RealAgents
from bench.result import Benchmark, Goal, Samples, at_most
from bench.tocsin import Hub

AGENTS = 100
SECONDS = 10
LONG = "longest frame, ms"
LATE = "frames p95, ms"
ROWS = "rows in the document"
FRAMES = """async (seconds) => {
  const gaps = [];
  let last = performance.now();
  const end = last + 1000 * seconds;
  while (last < end) {
    const now = await new Promise((done) => requestAnimationFrame(() => done(performance.now())));
    gaps.push(now - last);
    last = now;
  }
  gaps.sort((a, b) => a - b);
  return {
    p95: gaps[Math.floor(gaps.length * 0.95)],
    most: gaps[gaps.length - 1],
    nodes: document.querySelectorAll("*").length,
  };
}"""


def measure(samples: Samples, quick: bool) -> None:
    cores.free_driver()
    with (
        Hub(core=None) as hub,
        RealAgents(hub, AGENTS) as agents,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(1 if quick else 3):
            for who, hosts in (("one host", ["m-0"]), ("hundred", ["all"])):
                run = agents.run(hosts, "steady", 60)
                samples.add(who, _look(browser, hub, run))
                agents.ended([run], within=90)
        browser.close()


def _look(browser: Browser, hub: Hub, run: str) -> dict[str, float]:
    """Open the view of a run as a new visitor; return what its frames were."""
    hub.logins += 1
    context = browser.new_context(viewport={"width": 1_440, "height": 900})
    context.request.post(f"{hub.url}/api/session", data={"login": f"guest{hub.logins}"})
    page = context.new_page()
    page.goto(f"{hub.url}/run/{run}")
    page.get_by_test_id("run-page").wait_for()
    time.sleep(3)
    found = page.evaluate(FRAMES, SECONDS)
    context.close()
    return {LATE: found["p95"], LONG: found["most"], ROWS: found["nodes"]}


def goals(samples: Samples) -> list[Goal]:
    return [
        at_most("frames of a hundred hosts, p95 ms", samples.median("hundred", LATE), 50),
        at_most("the longest of them, ms", samples.median("hundred", LONG), 200),
    ]


RUN_VIEW = Benchmark("run_view", f"a page beside {AGENTS} hosts that write", measure, goals)
