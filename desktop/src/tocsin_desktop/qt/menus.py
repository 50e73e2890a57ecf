"""Menus: the menu bar as a table; what each line does is the window's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QAction, QMenu, QMenuBar, QWidget

from tocsin_desktop.core.texts import MenuTexts


class Line(NamedTuple):
    """One line of a menu. `name` is the name of its text."""

    name: str
    keys: tuple[str, ...] = ()
    needs_page: bool = False
    is_choice: bool = False


Lines = tuple[Line, ...]
# A terminal in the page wants Ctrl+D, Ctrl+R, Ctrl+P and Ctrl+N for what runs in it.
RULE: Final = Line("")
HUB: Final[Lines] = (
    Line("connect", ("Ctrl+Shift+N",)),
    Line("recent"),
    RULE,
    Line("reload", ("F5",)),
    Line("disconnect", needs_page=True),
    Line("stop_hub", needs_page=True),
    RULE,
    Line("start_local"),
    Line("local_log"),
    RULE,
    Line("quit", ("Ctrl+Q",)),
)
EDIT: Final[Lines] = (
    Line("undo", ("Ctrl+Z",), needs_page=True),
    Line("redo", ("Ctrl+Shift+Z",), needs_page=True),
    RULE,
    Line("cut", ("Ctrl+X",), needs_page=True),
    Line("copy", ("Ctrl+C",), needs_page=True),
    Line("paste", ("Ctrl+V",), needs_page=True),
    Line("select_all", ("Ctrl+A",), needs_page=True),
)
VIEW: Final[Lines] = (
    Line("fleet", ("Ctrl+1",), needs_page=True),
    Line("room", ("Ctrl+2",), needs_page=True),
    Line("runs", ("Ctrl+3",), needs_page=True),
    RULE,
    Line("zoom_in", ("Ctrl++", "Ctrl+="), needs_page=True),
    Line("zoom_out", ("Ctrl+-",), needs_page=True),
    Line("zoom_normal", ("Ctrl+0",), needs_page=True),
    RULE,
    Line("full_screen", ("F11",)),
    Line("tv", ("Shift+F11",), needs_page=True),
    RULE,
    Line("print_pdf", ("Ctrl+Shift+P",), needs_page=True),
    RULE,
    Line("keep_in_tray", is_choice=True),
)
HELP: Final[Lines] = (Line("how_to", ("F1",), needs_page=True), Line("about"))


class Menus:
    """The actions by name, and the submenu of recent hubs."""

    def __init__(
        self, bar: QMenuBar, texts: MenuTexts, acts: dict[str, Callable[[], object]]
    ) -> None:
        self.actions: dict[str, QAction] = {}
        self.recent = QMenu(texts.recent, bar)
        self._texts = texts
        self._of_page: list[QAction] = []
        for title, lines in ((texts.hub, HUB), (texts.edit, EDIT)):
            self._add(bar.addMenu(title), lines, acts, bar)
        for title, lines in ((texts.view, VIEW), (texts.help, HELP)):
            self._add(bar.addMenu(title), lines, acts, bar)

    def allow_page(self, *, is_there: bool) -> None:
        """Offer what only a live page can do, or do not."""
        for action in self._of_page:
            action.setEnabled(is_there)

    def show_recent(self, names: list[str], choose: Callable[[int], object]) -> None:
        """List the last hubs, and a way to forget them."""
        self.recent.clear()
        self.recent.setEnabled(bool(names))
        for index, name in enumerate(names):
            self.recent.addAction(name, _choice(choose, index))
        self.recent.addSeparator()
        self.recent.addAction(self._texts.forget_recent, _choice(choose, -1))

    def _add(
        self,
        menu: QMenu,
        lines: Lines,
        acts: dict[str, Callable[[], object]],
        parent: QWidget,
    ) -> None:
        for line in lines:
            if line is RULE:
                menu.addSeparator()
            elif line.name == "recent":
                menu.addMenu(self.recent)
            else:
                action = QAction(getattr(self._texts, line.name), parent)
                action.setShortcuts([QKeySequence(key) for key in line.keys])
                action.setCheckable(line.is_choice)
                action.triggered.connect(_quietly(acts[line.name]))
                menu.addAction(action)
                self.actions[line.name] = action
                if line.needs_page:
                    self._of_page.append(action)


def _quietly(act: Callable[[], object]) -> Callable[..., None]:
    """Leave out what a signal says along: whether a line is ticked."""

    def run(*_: object) -> None:
        act()

    return run


def _choice(choose: Callable[[int], object], index: int) -> Callable[[], None]:
    def run() -> None:
        choose(index)

    return run
