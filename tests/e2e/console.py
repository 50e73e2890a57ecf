"""Console: what browsers complained of. A test says beforehand what it provokes."""

import re

from playwright.sync_api import ConsoleMessage, Error, Page


class Console:
    """Errors and warnings of every page it watches: scripts that threw, refusals of the policy."""

    def __init__(self) -> None:
        self._complaints: list[str] = []
        self._provoked: list[str] = []
        self.provoke_status(401, "/api/session")  # nobody has a session before entering

    def watch(self, page: Page) -> None:
        page.on("pageerror", self._threw)
        page.on("console", self._said)

    def provoke(self, pattern: str) -> None:
        """Let pass what matches: `text (address)`."""
        self._provoked.append(pattern)

    def provoke_status(self, status: int, path: str) -> None:
        """Let pass that Chromium writes down an answer of HTTP."""
        self.provoke(rf"status of {status} \(.*{re.escape(path)}\)$")

    def provoke_absence(self) -> None:
        """Let pass what a browser says of a hub that is not there."""
        self.provoke(r"net::ERR_CONNECTION_(REFUSED|RESET|CLOSED)|net::ERR_EMPTY_RESPONSE")
        self.provoke(r"net::ERR_SOCKET_NOT_CONNECTED|net::ERR_CONTENT_LENGTH_MISMATCH")
        self.provoke(r"WebSocket connection to .* failed")

    @property
    def unexpected(self) -> list[str]:
        return [
            one for one in self._complaints if not any(re.search(p, one) for p in self._provoked)
        ]

    def _threw(self, error: Error) -> None:
        self._complaints.append(f"threw {error}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._complaints.append(f"{message.text} ({message.location.get('url', '')})")
