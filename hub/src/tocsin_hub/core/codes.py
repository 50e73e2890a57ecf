"""Codes: set-up keys and the secrets of join codes. Each opens one door, so often, until a time.

A code is drawn, pasted, and now and then read aloud or typed on a console without a clipboard.
Times in ms.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin_wire.errors import BadCode, NotFound

SETUP_MS: Final = 10 * 60 * 1000
INVITE_MS: Final = 24 * 3600 * 1000
UNLIMITED: Final = 0
SETUP: Final = "setup"
_INVITE: Final = "invite/"


class Code(NamedTuple):
    """The SHA-256 of a code, what it opens and what is left of it."""

    digest: str
    opens: str
    """`setup`, `join`, or `invite/<login in lower case>`."""
    uses: int
    """0 is without limit."""
    expires: int
    """0 is never."""
    id: str = ""
    """What it is called in lists; empty for a code that is in none."""
    by: str = ""
    """Who made it."""
    created: int = 0

    @property
    def invites(self) -> str:
        """The login it invites somebody to, in lower case; empty when it is no invitation."""
        return self.opens.removeprefix(_INVITE) if self.opens.startswith(_INVITE) else ""


def invitation(login: str) -> str:
    """Return what an invitation to an account opens."""
    return f"{_INVITE}{login.lower()}"


class Codes:
    """The codes that still open something."""

    def __init__(self, codes: Iterable[Code] = ()) -> None:
        self._codes = {code.digest: code for code in codes}

    def add(self, code: Code) -> None:
        self._codes[code.digest] = code

    def find(self, digest: str, opens: str, now: int) -> Code:
        """Return a code that opens something now.

        Raises BadCode when it is wrong, used up, too old or for something else.
        """
        code = self._codes.get(digest)
        if code is None or code.opens != opens or _is_over(code, now):
            raise _bad()
        return code

    def find_entry(self, digest: str, now: int) -> Code:
        """Return a code by which a person comes in: a set-up key, an invitation. Raises BadCode."""
        code = self._codes.get(digest)
        if code is None or _is_over(code, now) or not (code.opens == SETUP or code.invites):
            raise _bad()
        return code

    def withdraw(self, opens: str) -> None:
        """Take back all codes that open something."""
        self._codes = {one.digest: one for one in self._codes.values() if one.opens != opens}

    def use(self, code: Code) -> Code | None:
        """Use a code that was found; return what is left of it, None when that was the last use."""
        left = used(code)
        if left is None:
            del self._codes[code.digest]
        else:
            self._codes[code.digest] = left
        return left

    def listed(self, opens: str, now: int) -> list[Code]:
        """Return the codes somebody made that open something now, oldest first."""
        found = [
            one
            for one in self._codes.values()
            if one.id and one.opens == opens and not _is_over(one, now)
        ]
        return sorted(found, key=lambda code: code.created)

    def named(self, id: str, opens: str) -> Code:
        """Return a code by what it is called in lists. Raises NotFound."""
        for code in self._codes.values():
            if code.id == id and code.opens == opens:
                return code
        raise NotFound(
            f"there is no code {id[:64]!r}: it was used up, deleted, or its time is over"
        )

    def delete(self, code: Code) -> None:
        """Let a code open nothing any more."""
        self._codes.pop(code.digest, None)

    def purge(self, now: int) -> None:
        """Forget the codes whose time is over."""
        self._codes = {one.digest: one for one in self._codes.values() if not _is_over(one, now)}


def used(code: Code) -> Code | None:
    """Return what is left of a code after one more use, None when nothing is."""
    if code.uses == UNLIMITED:
        return code
    return code._replace(uses=code.uses - 1) if code.uses > 1 else None


def _bad() -> BadCode:
    return BadCode("this code is wrong, already used or too old: ask for a new one")


def _is_over(code: Code, now: int) -> bool:
    return bool(code.expires) and code.expires <= now
