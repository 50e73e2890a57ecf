"""LoginThrottle: how guessing at passwords is slowed down without locking anybody out. Pure.

Each network has so many wrong passwords a minute. Beside that, an account at which strangers guess
gives them appointments: a network from which nobody ever logged in there has to come back at its
own time, seconds apart from others'. No appointment is further away than LONGEST_MS, so whoever
has the password gets in from anywhere; from a network that is known for the account, at once.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from typing import Final

from tocsin_hub.core.allowance import Allowance
from tocsin_hub.core.bucket import Bucket
from tocsin_wire.errors import TooFast

A_NETWORK: Final = 64
"""Wrong passwords at once, and again each minute: a class behind one address mistypes, too."""
FREE: Final = 10
"""Failures of strangers at one account before they are slowed down; one is forgotten a minute."""
SPACING_MS: Final = 2_000
LONGEST_MS: Final = 20_000
CODES: Final = 5
"""Wrong codes of a second factor, of one account from one network, at once and each minute."""
STRANGE_CODES: Final = 20
"""Wrong codes of one account from all strange networks together, at once and each ten minutes.

Who comes so far has the password: a code has six digits, and a million of networks could try them.
The person then gets in from where they did before.
"""
MOST: Final = 10_000
"""Accounts, and networks at them, that are remembered: what was not touched for longest goes."""
_FORGOTTEN_A_SECOND: Final = 1 / 60


class LoginThrottle:
    """Asked before a password is looked at, and told how it went."""

    def __init__(self) -> None:
        self._networks = Allowance(A_NETWORK, "wrong passwords")
        self._codes = Allowance(CODES, "wrong codes")
        self._strange_codes: OrderedDict[str, Bucket] = OrderedDict()
        self._failures: OrderedDict[str, Bucket] = OrderedDict()
        self._latest: dict[str, int] = {}
        self._appointments: OrderedDict[tuple[str, str], int] = OrderedDict()

    def check(self, login: str, network: str, now: int, *, known: bool) -> None:
        """Raise TooFast when a try from a network at a login (lower case) has to wait."""
        self._networks.check(network, now)
        if known or not self._is_besieged(login, now):
            return
        due = self._appointment(login, network, now)
        if now < due:
            wait = due - now
            raise TooFast(
                f"somebody guesses at this account: try again in {-(-wait // 1000)} s",
                after_ms=wait,
            )

    def check_code(self, login: str, network: str, now: int, *, known: bool) -> None:
        """Raise TooFast after too many wrong codes."""
        self._codes.check(f"{login} {network}", now)
        bucket = self._strange_codes.get(login)
        wait = bucket.wait(now) if bucket and not known else 0
        if wait:
            raise TooFast(
                "too many wrong codes for this account: log in from where you did before, or try "
                f"again in {-(-wait // 1000)} s",
                after_ms=wait,
            )

    def failed(self, login: str, network: str, now: int, *, known: bool) -> None:
        """Count a wrong password; a stranger's next try gets another appointment."""
        _take(self._networks, network, now)
        if known:
            return
        bucket = self._failures.setdefault(login, Bucket(_FORGOTTEN_A_SECOND, FREE, now))
        bucket.take(now)
        self._failures.move_to_end(login)
        self._appointments.pop((login, network), None)
        if len(self._failures) > MOST:
            forgotten, _ = self._failures.popitem(last=False)
            self._latest.pop(forgotten, None)

    def failed_code(self, login: str, network: str, now: int, *, known: bool) -> None:
        """Count a wrong code of a second factor, as a wrong password too."""
        _take(self._codes, f"{login} {network}", now)
        if not known:
            empty = Bucket(STRANGE_CODES / 600, STRANGE_CODES, now)
            self._strange_codes.setdefault(login, empty).take(now)
            self._strange_codes.move_to_end(login)
            if len(self._strange_codes) > MOST:
                self._strange_codes.popitem(last=False)
        self.failed(login, network, now, known=known)

    def _is_besieged(self, login: str, now: int) -> bool:
        bucket = self._failures.get(login)
        return bucket is not None and bucket.wait(now) > 0

    def _appointment(self, login: str, network: str, now: int) -> int:
        """Return when (ms) a network may try: as told before, or after all others'."""
        due = self._appointments.get((login, network))
        if due is None:
            due = max(now, min(self._latest.get(login, 0) + SPACING_MS, now + LONGEST_MS))
            self._latest[login] = due
            self._appointments[login, network] = due
            if len(self._appointments) > MOST:
                self._appointments.popitem(last=False)
        return due


def _take(allowance: Allowance, key: str, now: int) -> None:
    """Count also what began before the last one was used up."""
    with contextlib.suppress(TooFast):
        allowance.take(key, now)
