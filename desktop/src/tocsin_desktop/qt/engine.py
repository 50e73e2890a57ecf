"""Engine: one profile, page and view. They end in the order that the engine wants."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PyQt5 import sip
from PyQt5.QtCore import QLocale
from PyQt5.QtGui import QColor
from PyQt5.QtWebEngineWidgets import QWebEngineProfile, QWebEngineView
from PyQt5.QtWidgets import QWidget

from tocsin_desktop.qt.cookies import Cookies
from tocsin_desktop.qt.look import Look
from tocsin_desktop.qt.page import Page

OLDEST: Final = 87
"""The Chromium that the page is made for, of which every later one is one."""


def prepare_environment(look_is_dark: bool, *, is_root: bool) -> None:
    """Say to the engine what it takes from the environment alone, before it starts."""
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "").split()
    # In Chromium 87 this is what `prefers-color-scheme` answers: 0 dark, 1 light.
    flags.append(f"--blink-settings=preferredColorScheme={0 if look_is_dark else 1}")
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(flags)
    if is_root:  # as root, and only then, the engine does not start with its sandbox
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    if "TOCSIN_DEVTOOLS" not in os.environ:
        os.environ.pop("QTWEBENGINE_REMOTE_DEBUGGING", None)


class Engine:
    """What shows a hub's page. Storage stays on disk; cookies do not: the keyring has those."""

    def __init__(self, data: Path, language: str, look: Look, parent: QWidget) -> None:
        self.profile = QWebEngineProfile("tocsin", parent)
        self.profile.setPersistentStoragePath(str(data / "page"))
        self.profile.setCachePath(str(data / "cache"))
        self.profile.setPersistentCookiesPolicy(QWebEngineProfile.NoPersistentCookies)
        self.profile.setSpellCheckEnabled(False)
        self.profile.setHttpAcceptLanguage(_accepted(language))
        self.cookies = Cookies(self.profile, self.profile)
        self.view = QWebEngineView(parent)
        self.page = Page(self.profile, self.view)
        self.page.setBackgroundColor(QColor(look.ground))
        self.view.setPage(self.page)

    @property
    def chromium(self) -> str:
        """The version of what draws the page, as in `87.0.4280.144`; empty if it hides it."""
        agent = str(self.profile.httpUserAgent())
        return agent.partition("Chrome/")[2].partition(" ")[0]

    @property
    def is_old(self) -> bool:
        """True where the page cannot work: what does not say its version is tried."""
        major = self.chromium.partition(".")[0]
        return major.isdecimal() and int(major) < OLDEST

    def end(self) -> None:
        """End the page, then the view, then the profile."""
        for part in (self.page, self.view, self.profile):
            if not sip.isdeleted(part):
                sip.delete(part)


def _accepted(language: str) -> str:
    """Return the languages for the page: the person's region where it is of that language."""
    system = QLocale.system().name().replace("_", "-")
    region = f"{system}," if system.startswith(f"{language}-") else ""
    return f"{region}{language},en;q=0.5"
