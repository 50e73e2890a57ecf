"""Crossing: a hub, and the way to it, which a test makes slow, silent, or no way at all."""

from pathlib import Path
from typing import Self

from playwright.sync_api import Page

from tests.e2e.backstage import Backstage
from tests.e2e.visitors import fresh_setup_url
from tests.hub.chaos_proxy import ChaosProxy, Weather
from tests.hub.hub_process import HubProcess

NOWHERE = 1  # nobody listens there


class Crossing:
    """Browsers come by `url`, through the proxy; agents and people backstage come straight."""

    def __init__(self, data: Path, backstage: Backstage, hub: HubProcess | None = None) -> None:
        self._backstage = backstage
        self._proxy = ChaosProxy()
        backstage.run(self._proxy.start())
        self.authority = f"127.0.0.1:{self._proxy.port}"
        self.url = f"http://{self.authority}"
        self.hub = hub or HubProcess(data, "--lab")
        self.hub.options = (*self.hub.options, "--allow-host", self.authority)

    @property
    def weather(self) -> Weather:
        return self._proxy.weather

    def start(self, port: int = 0) -> Self:
        """Start the hub, or start it again: what comes from now on reaches that one."""
        self.hub.start(port)
        self._proxy.aim(self.hub.port)
        return self

    def stop(self) -> None:
        self._backstage.run(self._proxy.stop())
        self.hub.stop()

    def enter(self, page: Page, login: str = "admin") -> None:
        """Have a page come in as an admin, through the proxy."""
        page.goto(fresh_setup_url(self.hub).replace(self.hub.url, self.url, 1))
        page.get_by_test_id("setup-login").fill(login)
        page.get_by_test_id("setup-enter").click()
        page.get_by_test_id("room-input").wait_for()

    def shut(self) -> None:
        """Have the way lead nowhere, as when the hub is not running."""
        self._proxy.aim(NOWHERE)
        self.cut()

    def open(self) -> None:
        """Have the way lead to the hub again."""
        self._proxy.aim(self.hub.port)

    def forsake(self) -> None:
        """Let connections that stand be dead without a word, as after a night; others may come."""
        self._proxy.forsake()

    def cut(self) -> None:
        """Cut every connection there is, as a network does that changes."""
        self._backstage.run(self._proxy.cut())
