"""Passwords: makes and compares argon2id hashes (RFC 9106), off the loop, two at a time.

The parameters are the second recommended of section 4 (64 MiB), in one lane and with two passes:
about 130 ms of one processor. Two at a time are 128 MiB at most, whatever comes.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tocsin_hub.core.turns import Turns, full

AT_ONCE: Final = 2
WAITING: Final = 64
NOBODYS: Final = (
    "$argon2id$v=19$m=65536,t=2,p=1$bm9ib2R5J3Mgc2FsdCEh"
    "$bm8gcGFzc3dvcmQgaGFzIHRoaXMgZm9yIGl0cyBoYXM"
)
"""In place of a hash where there is none: comparing with it takes as long, and nothing fits."""
_NICENESS: Final = 10

T = TypeVar("T")


def hasher() -> PasswordHasher:
    """Return what makes and compares hashes by today's parameters."""
    return PasswordHasher(time_cost=2, memory_cost=64 * 1024, parallelism=1)


class Passwords:
    """Hashes passwords in threads of its own."""

    def __init__(self) -> None:
        self._hasher = hasher()
        self._threads = ThreadPoolExecutor(AT_ONCE, "password", initializer=_stand_back)
        self._turns: Turns[asyncio.Future[None]] = Turns(AT_ONCE, WAITING)
        self._counting = threading.Lock()
        self._now = 0
        self.done = 0
        """Hashes made or compared."""
        self.most_at_once = 0

    @property
    def waiting(self) -> int:
        return self._turns.waiting

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    async def hash(self, password: str, *, known: bool = True) -> str:
        """Return the hash of a password in its normal form. Raises TooFast."""
        return await self._in_turn(lambda: self._hasher.hash(_bytes(password)), known, _allowed)

    async def fits(
        self, hashed: str, password: str, *, known: bool, allowed: Callable[[], None]
    ) -> bool:
        """Compare a password with a hash, empty where there is none: the work is the same.

        Raises TooFast when too many wait, and what `allowed` raises, which is asked once it is
        this one's turn: what failed meanwhile may be a reason not to look any more.
        """
        return await self._in_turn(lambda: self._fits(hashed or NOBODYS, password), known, allowed)

    def is_outdated(self, hashed: str) -> bool:
        """Tell whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(hashed)

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[[], T], known: bool, allowed: Callable[[], None]) -> T:
        loop = asyncio.get_running_loop()
        await self._turn(loop.create_future(), known)
        try:
            allowed()
            return await loop.run_in_executor(self._threads, self._counted, work)
        finally:
            self._pass_on()

    async def _turn(self, turn: asyncio.Future[None], known: bool) -> None:
        displaced = self._turns.displaced(known=known)
        if displaced is not None and not displaced.done():
            displaced.set_exception(full())
        if self._turns.enter(turn, known=known):
            return
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it had just come
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Give the place to the next who still waits."""
        following = self._turns.leave()
        while following is not None and following.done():  # was canceled meanwhile
            following = self._turns.leave()
        if following is not None:
            following.set_result(None)

    def _counted(self, work: Callable[[], T]) -> T:
        with self._counting:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            return work()
        finally:
            with self._counting:
                self._now -= 1
                self.done += 1


def _allowed() -> None:
    """Raise nothing: it was asked for by somebody known."""


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


def _stand_back() -> None:
    """Let the loop's thread go first. Only Linux has a niceness of a thread."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        own = os.getpriority(os.PRIO_PROCESS, thread)
        # Nobody but root may be less nice than they are, and a hub may have been started nicer.
        os.setpriority(os.PRIO_PROCESS, thread, max(own, _NICENESS))
