"""Tests that run beside others, and those that must not."""

import fcntl
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.turnstile import Turnstile

SECONDS = 20


def test_many_run_beside_each_other(tmp_path: Path) -> None:
    met = threading.Barrier(3)

    def run() -> None:
        with Turnstile(tmp_path).beside_others():
            met.wait(SECONDS)  # breaks unless all three are inside at once

    with ThreadPoolExecutor(3) as workers:
        for one in [workers.submit(run) for _ in range(3)]:
            one.result(SECONDS)


def test_one_that_is_alone_meets_nobody(tmp_path: Path) -> None:
    inside: set[str] = set()
    met: list[set[str]] = []

    def beside(name: str) -> None:
        for _ in range(200):
            with Turnstile(tmp_path).beside_others():
                inside.add(name)
                inside.remove(name)

    def alone() -> None:
        for _ in range(200):
            with Turnstile(tmp_path).alone():
                met.append(set(inside))

    with ThreadPoolExecutor(4) as workers:
        runs = [workers.submit(beside, name) for name in "ab"]
        runs += [workers.submit(alone) for _ in range(2)]
        for one in runs:
            one.result(SECONDS)
    assert met == [set()] * 400


def test_who_wants_to_be_alone_is_not_kept_waiting_by_those_who_come_later(tmp_path: Path) -> None:
    first_is_in, may_leave, order = threading.Event(), threading.Event(), []

    def first() -> None:
        with Turnstile(tmp_path).beside_others():
            first_is_in.set()
            may_leave.wait(SECONDS)

    def alone() -> None:
        with Turnstile(tmp_path).alone():
            order.append("alone")

    def later() -> None:
        with Turnstile(tmp_path).beside_others():
            order.append("later")

    with ThreadPoolExecutor(3) as workers:
        begun = workers.submit(first)
        first_is_in.wait(SECONDS)
        waiting = workers.submit(alone)
        while not _is_held(tmp_path / "way-in.lock"):
            assert not waiting.done()
        last = workers.submit(later)
        may_leave.set()
        for one in (begun, waiting, last):
            one.result(SECONDS)
    assert order == ["alone", "later"]


def _is_held(file: Path) -> bool:
    with file.open("ab") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
