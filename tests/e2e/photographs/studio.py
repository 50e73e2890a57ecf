"""Studio: opens pages for somebody in a look, in one engine or the other."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser, Page, Playwright

from tests.e2e.old_engine.engine import OldEngine
from tests.e2e.photographs.look import Look
from tests.hub.hub_process import HubProcess

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic")


class Studio(Protocol):
    """Where photographs are taken."""

    def open(self, look: Look, cookies: list[dict[str, Any]]) -> Page:
        """Return a page of a browser that knows nothing but these cookies."""

    def close(self, page: Page) -> None:
        """Be done with it."""


class Chromium:
    """Debian's Chromium: each page in a context of its own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def open(self, look: Look, cookies: list[dict[str, Any]]) -> Page:
        context = self._browser.new_context(
            locale=look.locale,
            viewport=look.viewport,
            service_workers="block",
        )
        context.add_cookies(cookies)  # type: ignore[arg-type]
        return context.new_page()

    def close(self, page: Page) -> None:
        page.context.close()


class Qt:
    """Qt's engine has one page: what it remembers is taken away between two people."""

    def __init__(self, browser: Browser, origins: list[str]) -> None:
        self._context = browser.contexts[0]
        self._page = self._context.pages[0]
        self._devtools = self._context.new_cdp_session(self._page)  # what it sets holds as it does
        self._origins = origins

    def open(self, look: Look, cookies: list[dict[str, Any]]) -> Page:
        self._forget()
        agent = self._page.evaluate("navigator.userAgent")
        speak = {"userAgent": agent, "acceptLanguage": look.locale}
        self._devtools.send("Emulation.setUserAgentOverride", speak)
        self._context.add_cookies(cookies)  # type: ignore[arg-type]
        self._page.set_viewport_size(look.viewport)
        return self._page

    def close(self, page: Page) -> None:
        page.unroute_all()
        page.goto("about:blank")

    def _forget(self) -> None:
        for origin in self._origins:
            everything = {"origin": origin, "storageTypes": "all"}
            self._devtools.send("Storage.clearDataForOrigin", everything)
        self._context.clear_cookies()


@contextmanager
def opened(engine: str, playwright: Playwright, hubs: list[HubProcess]) -> Iterator[Studio]:
    """Start an engine and give its studio; `hubs` are all whose pages will be looked at."""
    if engine == "chromium":
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        yield Chromium(browser)
        browser.close()
        return
    with tempfile.TemporaryDirectory() as folder, OldEngine(Path(folder)) as old:
        yield Qt(old.connect(playwright), [hub.url for hub in hubs])
