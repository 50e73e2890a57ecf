"""Acts: what the menus do with a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PyQt5.QtCore import PYQT_VERSION_STR, QUrl, qVersion
from PyQt5.QtWebEngineWidgets import QWebEnginePage

from tocsin_desktop import __version__
from tocsin_desktop.core.shell import Shown
from tocsin_desktop.qt.questions import About, StopQuestion

if TYPE_CHECKING:
    from tocsin_desktop.qt.window import MainWindow

ZOOM_STEP: Final = 1.1
_TV: Final = "/tv"


class Acts:
    """One method for each line of the menus."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._is_tv = False

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what each line does, by the name of its text."""
        window, act = self._window, self._edit
        return {
            "connect": window.ask,
            "reload": self.reload,
            "disconnect": self.disconnect,
            "stop_hub": self.stop_hub,
            "start_local": window.local.start,
            "local_log": window.local.show,
            "quit": window.quit,
            "undo": act(QWebEnginePage.Undo),
            "redo": act(QWebEnginePage.Redo),
            "cut": act(QWebEnginePage.Cut),
            "copy": act(QWebEnginePage.Copy),
            "paste": act(QWebEnginePage.Paste),
            "select_all": act(QWebEnginePage.SelectAll),
            "fleet": lambda: window.visit.show("/"),
            "room": lambda: window.visit.show("/room"),
            "runs": lambda: window.visit.show("/runs"),
            "zoom_in": lambda: self.zoom(window.engine.view.zoomFactor() * ZOOM_STEP),
            "zoom_out": lambda: self.zoom(window.engine.view.zoomFactor() / ZOOM_STEP),
            "zoom_normal": lambda: self.zoom(1.0),
            "full_screen": self.full_screen,
            "tv": self.tv,
            "print_pdf": self.print_pdf,
            "keep_in_tray": self.keep_in_tray,
            "how_to": self.how_to,
            "about": self.about,
        }

    def choose_recent(self, index: int) -> None:
        """Visit one of the recent hubs, or, below 0, forget them."""
        window = self._window
        if index < 0:
            window.settings.forget_recent()
            window.menus.show_recent([], self.choose_recent)
        else:
            window.choose(window.settings.recent()[index])

    def reload(self) -> None:
        """Load the page anew, or look for the hub again."""
        window = self._window
        if window.visit.shell.shown is Shown.PAGE:
            window.visit.reload()
        else:
            window.visit.again()

    def disconnect(self) -> None:
        """Say goodbye, and ask for another hub."""
        window = self._window
        window.visit.afterwards(window.farewell.ready())
        window.settings.leave_hub()
        window.ask()

    def stop_hub(self) -> None:
        """Stop the hub for everybody, after a question."""
        window, texts = self._window, self._window.texts
        question = StopQuestion(window, texts, window.hub_name)
        question.accepted.connect(
            lambda: window.farewell.stop(
                lambda: window.bar.tell(texts.stopped),
                self._prove,
                lambda reason: window.sayings.trouble(texts.stop_failed, reason),
            )
        )
        question.open()

    def _prove(self) -> None:
        """The hub wants a proof first: the page asks for it, and then stops the hub."""
        window = self._window
        window.come()
        window.bar.tell(window.texts.stop_proof)
        window.engine.page.stop_hub()

    def zoom(self, factor: float) -> None:
        view = self._window.engine.view
        view.setZoomFactor(min(5.0, max(0.25, factor)))
        self._window.settings.zoom = view.zoomFactor()

    def full_screen(self) -> None:
        """Fill the screen, or give it back."""
        self._fill(not self._window.isFullScreen())

    def fill_screen(self, request: Any) -> None:
        """The page itself asks for the screen."""
        request.accept()
        self._fill(request.toggleOn())

    def tv(self) -> None:
        """Show the page's TV mode on the whole screen."""
        self._window.visit.show(_TV)
        self._fill(is_full=True)

    def leave_tv(self, url: QUrl) -> None:
        """Give the screen back when the page has left its TV mode."""
        was, self._is_tv = self._is_tv, url.path() == _TV
        if was and not self._is_tv:
            self._fill(is_full=False)

    def print_pdf(self) -> None:
        """Print what is shown into a file, and say where it is."""
        window, texts = self._window, self._window.texts
        path = window.surroundings.ask_file(window, texts.pdf_title, "tocsin.pdf", texts.pdf_filter)
        if path:
            window.engine.page.printToPdf(str(path))

    def keep_in_tray(self) -> None:
        action = self._window.menus.actions["keep_in_tray"]
        self._window.settings.stays_in_tray = action.isChecked()

    def how_to(self) -> None:
        """Show the page's own list of its keys and commands."""
        self._window.engine.page.press("?")

    def about(self) -> None:
        window = self._window
        said = window.texts.about.format(
            version=__version__,
            pyqt=PYQT_VERSION_STR,
            qt=qVersion(),
            chromium=window.engine.chromium,
        )
        About(window, window.texts, said).open()

    def _fill(self, is_full: bool) -> None:
        window = self._window
        window.menuBar().setVisible(not is_full)
        if is_full:
            window.showFullScreen()
        else:
            window.showNormal()

    def _edit(self, action: Any) -> Callable[[], None]:
        return lambda: self._window.engine.page.triggerAction(action)
