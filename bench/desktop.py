"""Desktop: Tocsin's window beside the same page in Chromium, and beside an empty QWebEngineView.

Time is from the command to the room on the screen; memory is the PSS of all processes of a program
some seconds after that. All of them draw in software, on one virtual screen, warm: what they keep
on disk is there from a first start that is not counted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from bench import cores
from bench.chromium import chromium
from bench.first_chart import FLAGS
from bench.result import Benchmark, Goal, Samples, at_most
from bench.rounds import rounds
from bench.server import Server
from bench.tocsin import Hub

PEERS = Path(__file__).parent / "peers"
SETTLE = 6.0
"""Seconds until whatever the page fetches after the first picture is there."""
LIVE, PSS, COUNT = "s to the room", "PSS MB", "processes"
OURS, EMPTY, VIEW, CHROMIUM = "tocsin", "empty view", "view of the page", "chromium"
ROOM = "[data-testid=room-input]"


class Desk:
    """A virtual screen, a hub with a machine, and a folder for what programs keep."""

    def __init__(self, hub: Hub, screen: Server, data: str, playwright: Playwright) -> None:
        self.hub = hub
        self.data = data
        self.playwright = playwright
        self.environment = {
            "DISPLAY": f":{screen.wait_for('').strip()}",
            "QT_QPA_PLATFORM": "xcb",
            "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            **({"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.geteuid() == 0 else {}),
        }

    def program(self, name: str, *arguments: str) -> tuple[float, Server]:
        """Start one of the peers; return seconds until it says that it is live."""
        began = time.monotonic()
        command = [sys.executable, str(PEERS / name), *arguments]
        server = Server(command, None, self.environment)
        server.wait_for("live")
        return time.monotonic() - began, server

    def cookie(self) -> str:
        """Return the cookie of a new guest, `name=value`."""
        return f"tocsin-{self.hub.port}={self.hub.guest()}"


def measure(samples: Samples, quick: bool) -> None:
    cores.free_driver()
    # It complains of each display that is taken; what it is to say is the number of the free one.
    screen = ["sh", "-c", "exec Xvfb -displayfd 1 -screen 0 1600x1000x24 -nolisten tcp 2>/dev/null"]
    with (
        tempfile.TemporaryDirectory(prefix="tocsin-bench-") as data,
        Server(screen, None) as screening,
        Hub("--with-agent", core=None) as hub,
        sync_playwright() as playwright,
    ):
        desk = Desk(hub, screening, data, playwright)
        for start in STARTS.values():
            start(desk)[1].end()
        for who, start in rounds(tuple(STARTS.items()), 1 if quick else 5):
            took, server = start(desk)
            with server:
                time.sleep(SETTLE)
                pss, count = server.memory()["Pss"] / 1e6, len(server.pids())
            samples.add(who, {LIVE: took, PSS: pss, COUNT: count})


def _ours(desk: Desk) -> tuple[float, Server]:
    desk.hub.logins += 1
    login = f"guest{desk.hub.logins}"
    return desk.program("desktop_window.py", desk.hub.url, login, desk.data)


def _empty(desk: Desk) -> tuple[float, Server]:
    return desk.program("empty_view.py", "about:blank")


def _view(desk: Desk) -> tuple[float, Server]:
    return desk.program("empty_view.py", desk.hub.url, desk.cookie())


def _chromium(desk: Desk) -> tuple[float, Server]:
    """The connection to its tools is no time of its own."""
    name, _, value = desk.cookie().partition("=")
    own = [f"--user-data-dir={desk.data}/chromium", "--remote-debugging-port=0"]
    began = time.monotonic()
    command = [chromium(), *FLAGS, *own, "--window-size=1240,820", "about:blank"]
    server = Server(command, None, desk.environment)
    tools = server.wait_for("DevTools listening on ").split()[-1]
    up = time.monotonic() - began
    browser = desk.playwright.chromium.connect_over_cdp(tools)
    (context, *_) = browser.contexts
    context.add_cookies([{"name": name, "value": value, "url": desk.hub.url}])
    began = time.monotonic()
    context.pages[0].goto(desk.hub.url, wait_until="commit")
    context.pages[0].locator(ROOM).wait_for(state="attached")
    return up + time.monotonic() - began, server


STARTS: dict[str, Callable[[Desk], tuple[float, Server]]] = {
    OURS: _ours,
    EMPTY: _empty,
    VIEW: _view,
    CHROMIUM: _chromium,
}


def goals(samples: Samples) -> list[Goal]:
    over = samples.median(OURS, PSS) - samples.median(EMPTY, PSS)
    return [
        at_most("s from the command to the room", samples.median(OURS, LIVE), 1.5),
        at_most("PSS MB over an empty view", over, 60),
    ]


DESKTOP = Benchmark(
    "desktop", "the window, from the command to the room, and its memory", measure, goals
)
