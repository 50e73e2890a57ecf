"""Errand: something that blocks, done in a thread; what came of it is told in the window's."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PyQt5.QtCore import QObject, pyqtSignal

from tocsin_desktop.core.trouble import Trouble, Unreachable

T = TypeVar("T")
_log = logging.getLogger(__name__)


class _Bell(QObject):
    """Carries a call from the errand's thread into the window's."""

    rung = pyqtSignal(object)


class Errand(Generic[T]):
    """One errand under way. Who does not want to know any more calls `forget`."""

    def __init__(
        self,
        job: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Unreachable], object],
    ) -> None:
        """`job` may raise Unreachable; what else it raises is logged, and told as one."""
        self._bell = _Bell()
        self._bell.rung.connect(self._tell)
        self._is_wanted = True
        self._is_over = False
        self._job, self._done, self._failed = job, done, failed
        self._thread = threading.Thread(target=self._run, name="errand", daemon=True)
        self._thread.start()

    def forget(self) -> None:
        """Tell nothing of it any more."""
        self._is_wanted = False

    @property
    def is_under_way(self) -> bool:
        """True until its end was told."""
        return not self._is_over

    def wait(self, seconds: float) -> None:
        """Wait for its end, no longer than that: for a program that quits."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            result = self._job()
        except Unreachable as error:
            self._ring(self._failed, error)
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it to tell
            _log.exception("an errand failed")
            self._ring(self._failed, Unreachable(Trouble.FAILING, str(error)))
        else:
            self._ring(self._done, result)

    def _ring(self, then: Callable[..., object], what: object) -> None:
        try:
            self._bell.rung.emit((then, what))
        except RuntimeError:  # the program is over
            self._is_wanted = False

    def _tell(self, call: tuple[Callable[[object], object], object]) -> None:
        then, what = call
        self._is_over = True
        if self._is_wanted:
            then(what)


class Asides:
    """Errands that nobody waits for, kept until they are over."""

    def __init__(self) -> None:
        self._under_way: list[Errand[object]] = []

    def do(
        self,
        job: Callable[[], object],
        done: Callable[[object], object] = lambda _: None,
        failed: Callable[[Unreachable], object] = lambda _: None,
    ) -> None:
        self._under_way = [one for one in self._under_way if one.is_under_way]
        self._under_way.append(Errand(job, done, failed))
