"""Screens: links by which a display on a wall watches the fleet, and nothing more. Pure.

Whoever has a link may look, without being anybody. Holds only hashes; times in ms.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_wire.errors import BadCode, NotFound, TooMany

MAX_SCREENS: Final = 100
MAX_BROWSERS: Final = 20
"""Sessions of one link; the oldest ends for the next."""
_LOGIN: Final = "@screen/"
"""No login of a person has such a sign in it."""


class Screen(NamedTuple):
    """The SHA-256 of a link's key, and what is shown by it."""

    digest: str
    id: str
    name: str
    by: str
    """Who made it."""
    created: int
    expires: int
    views: tuple[str, ...]
    """Paths of the page, shown in turn."""
    seconds: int
    """How long each is shown."""

    @property
    def login(self) -> str:
        """What its sessions are called, where a person's have a login."""
        return f"{_LOGIN}{self.id}"


class Screens:
    """Every link that there is."""

    def __init__(self, screens: Iterable[Screen] = ()) -> None:
        self._screens = {screen.id: screen for screen in screens}

    def listed(self, now: int) -> list[Screen]:
        """Return those that hold, the oldest first."""
        holding = [one for one in self._screens.values() if one.expires > now]
        return sorted(holding, key=lambda screen: screen.created)

    def opened_by(self, digest: str, now: int) -> Screen:
        """Return the screen of a link's key. Raises BadCode."""
        for screen in self._screens.values():
            if screen.digest == digest and screen.expires > now:
                return screen
        raise BadCode("this link is wrong, was revoked, or is too old: ask for a new one")

    def of(self, login: str, now: int) -> Screen | None:
        """Return the screen of a session, None when it holds no more."""
        screen = self._screens.get(login.removeprefix(_LOGIN))
        return screen if screen and screen.expires > now else None

    def get(self, id: str) -> Screen:
        """Return a screen by its name in lists. Raises NotFound."""
        screen = self._screens.get(id)
        if screen is None:
            raise NotFound(f"there is no screen {id[:64]!r}: it was revoked, or its time is over")
        return screen

    def check_room(self) -> None:
        """Raise TooMany when there are as many as there may be."""
        if len(self._screens) >= MAX_SCREENS:
            raise TooMany(f"there are {MAX_SCREENS} screens: revoke one")

    def add(self, screen: Screen) -> None:
        self._screens[screen.id] = screen

    def remove(self, id: str) -> None:
        self._screens.pop(id, None)

    def expired(self, now: int) -> list[Screen]:
        """Return those whose time is over."""
        return [one for one in self._screens.values() if one.expires <= now]
