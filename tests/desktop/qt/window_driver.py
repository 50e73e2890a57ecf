"""WindowDriver: does with a window what a person does, and waits for what they would wait for."""

from collections.abc import Callable
from typing import Any

from PyQt5.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from tests.hub.hub_process import HubProcess
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.core.trouble import Trouble
from tocsin_desktop.edge.link_thread import Standing
from tocsin_desktop.qt.window import MainWindow

WAIT_MS = 30_000
"""How fast it is belongs to the measurements: tests share the processors."""
IN_THE_ROOM = "!!document.querySelector('[data-testid=room-input]')"


class WindowDriver:
    """One window under test."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.bot = qtbot
        self._is_over = False

    @property
    def shown(self) -> Shown:
        return self.window.visit.shell.shown

    @property
    def trouble(self) -> Trouble | None:
        absence = self.window.visit.shell.absence
        return absence.trouble if absence else None

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition."""
        try:
            self.bot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)
        except Exception as error:
            place = self.window.engine.page.url().toString()
            error.add_note(f"{self.shown} {place}: {self.window.bar.text.text()!r}")
            raise

    def until_shown(self, shown: Shown) -> None:
        self.until(lambda: self.shown is shown)

    def until_told(self, text: str) -> None:
        """Wait until the window's bar says something."""
        self.until(lambda: self.window.bar.text.text() == text)

    def until_at(self, path: str) -> None:
        """Wait until the page is at a path."""
        self.until(lambda: self.evaluate("location.pathname") == path)

    @property
    def origin(self) -> str:
        """The hub's."""
        assert self.window.visit.hub
        return self.window.visit.hub.address.url

    def until_live(self) -> None:
        """Wait until the page is in the room, and the window's own link too."""
        self.until_shown(Shown.PAGE)
        self.until(lambda: self.evaluate(IN_THE_ROOM))
        self.until(lambda: self.standing is Standing.LIVE)

    @property
    def standing(self) -> Standing | None:
        news = self.window.visit.news
        return news.standing if news else None

    def evaluate(self, code: str) -> Any:
        """Return what a line of JavaScript says in the page."""
        answers: list[Any] = []
        self.window.engine.page.runJavaScript(code, answers.append)
        self.bot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
        return answers[0]

    def type_hub(self, address: str, port: str = "", login: str = "") -> None:
        """Fill in the form, and send it off."""
        form = self.window.form
        form.address.line.setText(address)
        form.port.line.setText(port)
        form.login.line.setText(login)
        self.bot.mouseClick(form.connect_button, Qt.LeftButton)

    def enter(self, hub: HubProcess, login: str = "ann") -> None:
        """Come into a lab's room by the form."""
        self.type_hub(hub.url, login=login)
        self.until_live()

    def say(self, text: str) -> None:
        """Say something in the room, as one who types (in ASCII)."""
        self.type_into("[data-testid=room-input]", text)
        self.press_return()

    def type_into(self, selector: str, text: str) -> None:
        """Type into a field of the page, in ASCII, in place of what stands there.

        Wait until it is there: keys and scripts come to a page by different ways, and a script that
        was sent after the keys may be done before them.
        """
        field = f"document.querySelector('{selector}')"
        self.evaluate(f"{field}.focus(), {field}.select()")
        self.bot.keyClicks(self.window.engine.view.focusProxy(), text)
        self.until(lambda: self.evaluate(f"{field}.value") == text)

    def press_return(self) -> None:
        self.bot.keyClick(self.window.engine.view.focusProxy(), Qt.Key_Return)

    def texts_of_room(self) -> str:
        return str(self.evaluate("document.body.innerText"))

    def end(self) -> None:
        """Quit, and let Qt forget the window, before a test's hub goes."""
        if self._is_over:
            return
        self._is_over = True
        self.window.quit()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.DeferredDelete)
        QCoreApplication.processEvents()
