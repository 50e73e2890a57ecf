"""Moved clock: a hub's words, and the page that reads them, at another time than now."""

import re
import time

from playwright.sync_api import Page, WebSocketRoute

NEAR_MS = 2 * 24 * 3_600_000
"""What is nearer to now than this is a time of the hub; other numbers are none of ours."""
TIMES = re.compile(r'(?<!"sent":)(?<![\d.])\d{13}(?!\d)')


class MovedClock:
    """Moves the browser's clock and every time the hub tells over the socket, by as much.

    Make one before the page is opened. Time goes on from where it was moved to.
    """

    def __init__(self, page: Page, at: float) -> None:
        """`at` is in seconds since 1970 UTC."""
        self._page = page
        self._ahead = 0
        self._set(at)
        page.clock.install(time=at)
        page.route_web_socket("**/ws", self._meet)

    def move(self, at: float) -> None:
        """Let it be another time from now on, for what is said from now on."""
        self._set(at)
        self._page.clock.set_system_time(at)

    def _set(self, at: float) -> None:
        self._ahead = round((at - time.time()) * 1_000)

    def _meet(self, route: WebSocketRoute) -> None:
        hub = route.connect_to_server()
        route.on_message(hub.send)
        hub.on_message(lambda message: route.send(self._moved(message)))

    def _moved(self, message: str | bytes) -> str | bytes:
        return TIMES.sub(self._shift, message) if isinstance(message, str) else message

    def _shift(self, found: re.Match[str]) -> str:
        at = int(found[0])
        is_ours = abs(at - time.time() * 1_000) < NEAR_MS
        return str(at + self._ahead) if is_ours else found[0]
