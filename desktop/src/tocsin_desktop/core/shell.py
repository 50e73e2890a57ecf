"""Shell: what the window shows of a hub, and when it tries again. Pure; times in ms."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from tocsin_desktop.core.trouble import PASSING, Absence, Trouble, Unreachable
from tocsin_wire.backoff import Backoff

CRASHES: Final = 3
CRASH_MS: Final = 60_000
"""So many crashes within this time, and it is left to the person to try again."""


class Shown(StrEnum):
    """What fills the window."""

    FORM = "form"
    REACHING = "reaching"
    PAGE = "page"
    ABSENCE = "absence"


class Shell:
    """The way from a form to a live page and back."""

    def __init__(self) -> None:
        self.shown = Shown.FORM
        self.absence: Absence | None = None
        self._backoff = Backoff()
        self._crashes: list[int] = []

    def ask(self) -> None:
        """Somebody wants to say which hub."""
        self.shown, self.absence = Shown.FORM, None

    def reach(self) -> None:
        """A hub is being looked for."""
        self.shown, self.absence = Shown.REACHING, None

    def live(self) -> None:
        """Its page is there."""
        self.shown, self.absence = Shown.PAGE, None
        self._backoff.succeed()

    def fail(self, reason: Unreachable, now: int, random: float) -> None:
        """The hub cannot be used; `random` from 0 to 1 spreads those who come back."""
        passes = reason.trouble in PASSING
        again = now + int(self._backoff.fail(random) * 1_000) if passes else None
        self.shown = Shown.ABSENCE
        self.absence = Absence(reason.trouble, reason.detail, again)

    def is_due(self, now: int) -> bool:
        """Tell whether it is time to try again."""
        again = self.absence.again if self.absence else None
        return again is not None and now >= again

    def crash(self, now: int, random: float) -> bool:
        """The renderer died. Tell whether to start it again; else the absence says so."""
        self._crashes = [*(at for at in self._crashes if now - at < CRASH_MS), now]
        if len(self._crashes) < CRASHES:
            return True
        self._crashes = []
        self.fail(Unreachable(Trouble.CRASHED), now, random)
        return False
