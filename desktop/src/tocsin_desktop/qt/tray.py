"""Tray: how it stands with the hub, where it can be seen while the window cannot."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QMenu, QSystemTrayIcon

from tocsin_desktop.core.notices import Notice
from tocsin_desktop.core.texts import Texts
from tocsin_desktop.edge.link_thread import News, Standing
from tocsin_desktop.qt.bell import Mark, bell

SHOWS_MS = 10_000


class Tray(QObject):
    """An icon with a menu, and the system's notices."""

    opened = pyqtSignal(str)
    """Somebody wants the window, at this place of the page; empty for where it is."""
    quitting = pyqtSignal()

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._path = ""
        self._shown = (Mark.AWAY, 0)
        self.icon = QSystemTrayIcon(bell(Mark.AWAY), self)
        self.menu = QMenu()
        self.menu.addAction(texts.menu.show, lambda: self.opened.emit(""))
        self.state = self.menu.addAction(texts.not_connected)
        self.state.setEnabled(False)
        self.menu.addSeparator()
        self.menu.addAction(texts.menu.quit.replace("&", ""), self.quitting.emit)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(lambda: self.opened.emit(self._path))
        self.follow("", None)
        self.icon.show()

    @property
    def is_there(self) -> bool:
        """Tell whether there is a tray to see it in."""
        return bool(QSystemTrayIcon.isSystemTrayAvailable())

    def follow(self, hub: str, news: News | None) -> None:
        """Show how it stands."""
        said = " · ".join(self._said(hub, news))
        self.icon.setToolTip(f"{self._texts.title}: {said}")
        self.state.setText(said)
        shown = _mark_of(news)
        if shown != self._shown:  # drawing an icon in all its sizes costs more than the news
            self._shown = shown
            self.icon.setIcon(bell(*shown))

    def tell(self, notice: Notice) -> None:
        """Have the system tell it; a click leads to its place."""
        title, text = self._texts.notice(notice)
        self._path = notice.path
        self.icon.showMessage(title, text, bell(), SHOWS_MS)

    def tell_plainly(self, title: str, text: str) -> None:
        """Tell something that has no place in the page."""
        self._path = ""
        self.icon.showMessage(title, text, bell(), SHOWS_MS)

    def _activated(self, reason: int) -> None:
        if reason in {QSystemTrayIcon.Trigger, QSystemTrayIcon.DoubleClick}:
            self.opened.emit("")

    def _said(self, hub: str, news: News | None) -> list[str]:
        texts = self._texts
        if not hub:
            return [texts.not_connected]
        if news is None:
            return [hub, texts.logged_out]
        standing = {
            Standing.CONNECTING: texts.connecting,
            Standing.LIVE: texts.live.format(login=news.login),
            Standing.LOST: texts.lost,
            Standing.ENDED: texts.logged_out,
        }[news.standing]
        said = [hub, standing, texts.down(len(news.down)), texts.unread(news.unread)]
        return [one for one in said if one]


def _mark_of(news: News | None) -> tuple[Mark, int]:
    """Return what stands on the bell: who speaks to one goes before hosts."""
    if news is None or news.standing is not Standing.LIVE:
        return Mark.AWAY, 0
    if news.unread.spoken_to:
        return Mark.UNREAD, news.unread.spoken_to
    if news.down:
        return Mark.DOWN, 0
    return (Mark.UNREAD, 0) if news.unread.other else (Mark.NONE, 0)
