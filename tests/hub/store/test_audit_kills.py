"""kill -9 while deeds are written: the chain is whole after each, and has what was answered."""

import asyncio
import contextlib
import itertools
import json
from random import Random

import pytest

from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess, run_to_end

CYCLES = 8
WRITERS = 6
LEAST = 5
MOST = 40


class Deeds:
    """Several who do what is audited, over and over, and remember what was answered."""

    def __init__(self, hub: HubProcess) -> None:
        self.answered: list[str] = []
        self._hub = hub
        self._numbers = itertools.count(1)
        self._reached = asyncio.Event()
        self._goal = 0

    async def until(self, count: int) -> None:
        """Wait until so many more are answered."""
        self._goal = len(self.answered) + count
        self._reached.clear()
        await self._reached.wait()

    async def go_on(self) -> None:
        while True:
            login = f"a{next(self._numbers)}"
            await become_admin(self._hub, login)
            self.answered.append(login)
            if len(self.answered) >= self._goal:
                self._reached.set()


async def _killed_at_work(hub: HubProcess, deeds: Deeds, count: int) -> None:
    """Kill while all are at work; what was in flight is nobody's."""
    writers = [asyncio.ensure_future(deeds.go_on()) for _ in range(WRITERS)]
    await deeds.until(count)
    hub.kill()
    for writer in writers:
        # A writer ends by what a hub that dies answers: nothing, or half of it.
        with contextlib.suppress(OSError, AssertionError):
            await writer


@pytest.mark.slow
async def test_the_chain_is_whole_however_often_the_hub_is_killed(tmp_path):
    random, hub = Random(5), HubProcess(tmp_path / "data")
    deeds = Deeds(hub)
    expected: list[str] = []
    for _ in range(CYCLES):
        await asyncio.to_thread(hub.start)
        await _killed_at_work(hub, deeds, random.randint(LEAST, MOST))
        done = await asyncio.to_thread(
            run_to_end, "audit", "verify", "--data", str(hub.data), *expected
        )
        assert done.code == 0, done
        expected += ["--expect", done.stdout.strip()]
    written = run_to_end("audit", "export", "--data", str(hub.data)).stdout.splitlines()
    entries = [json.loads(line).get("entry") for line in written]
    bodies = [entry["body"] for entry in entries if entry]
    logins = [body["on"] for body in bodies if body["deed"] == "setup"]
    assert set(deeds.answered) <= set(logins)
    assert len(logins) == len(set(logins)), "none is there twice"
    assert len(deeds.answered) >= CYCLES * LEAST
