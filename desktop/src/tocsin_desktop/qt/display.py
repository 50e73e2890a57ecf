"""Display: shows in the window how its visit stands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QStackedWidget, QWidget

from tocsin_desktop.core.shell import Shown
from tocsin_desktop.qt.connect_form import name_of
from tocsin_desktop.qt.parts import column

if TYPE_CHECKING:
    from tocsin_desktop.qt.window import MainWindow


class Display:
    """What is in sight: the form, the page or its absence, and around it what fits that."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._stack = QStackedWidget()
        for widget in (window.form, window.absence, window.engine.view):
            self._stack.addWidget(widget)
        down = column()
        down.addWidget(self._stack, 1)
        down.addWidget(window.bar)
        middle = QWidget()
        middle.setLayout(down)
        window.setCentralWidget(middle)

    def show(self) -> None:
        """Show what there is now."""
        window, shell = self._window, self._window.visit.shell
        if shell.shown is Shown.REACHING:
            window.absence.reach(window.hub_name)
        elif shell.shown is Shown.ABSENCE and shell.absence:
            window.absence.tell(window.hub_name, shell.absence, _now())
        widgets = {Shown.FORM: window.form, Shown.PAGE: window.engine.view}
        self._stack.setCurrentWidget(widgets.get(shell.shown, window.absence))
        is_page = shell.shown is Shown.PAGE
        window.menus.allow_page(is_there=is_page)
        if is_page:
            window.engine.view.setZoomFactor(window.settings.zoom)
            window.engine.view.setFocus()
        names = [name_of(hub) for hub in window.settings.recent()]
        window.menus.show_recent(names, window.acts.choose_recent)
        window.tray.follow(window.hub_name, window.visit.news)
        self.name()

    def count(self) -> None:
        """A countdown has gone on."""
        if absence := self._window.visit.shell.absence:
            self._window.absence.count(absence, _now())

    def name(self) -> None:
        """Name the window after its page; at the hub's provider, after where that is."""
        window, page = self._window, self._window.engine.page
        title = page.place_away or str(page.title())
        is_page = window.visit.shell.shown is Shown.PAGE
        window.setWindowTitle(title if is_page and title else window.texts.title)


def _now() -> int:
    return time.time_ns() // 1_000_000
