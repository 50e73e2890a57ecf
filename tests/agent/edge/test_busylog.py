"""Who was busy: each minute and at a spike, named by a look at real processes."""

import asyncio
import contextlib
import subprocess
import sys
from typing import Any, cast

import psutil
import pytest

from tocsin_agent.collect.processes import Processes
from tocsin_agent.edge.busylog import AT_ONCE, KEPT, BusyLog
from tocsin_agent.edge.clock import SteadyClock
from tocsin_wire.bodies import Busiest, Column, Columns

CPU = "system.cpu.utilization"
COLUMNS = Columns("c1", 1_000, [Column(CPU, "1")])
NOW = 1_700_000_000_000
MINUTE = 60_000


class Uplink:
    """Records what is published."""

    def __init__(self) -> None:
        self.has_room = True
        self.said: list[Busiest] = []
        self.topics: set[str] = set()

    def publish(self, topic: str, body: Busiest) -> str:
        self.topics.add(topic)
        self.said.append(body)
        return "id"


@pytest.fixture
def uplink() -> Uplink:
    return Uplink()


@pytest.fixture
async def log(uplink):
    log = BusyLog(cast(Any, uplink), SteadyClock(), lambda: Processes().read)
    log.columns(COLUMNS)
    log.up("web")
    yield log
    log.stop()


@contextlib.contextmanager
def burner():
    """A process that takes all of a processor it can get."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        yield process.pid
        process.kill()


async def busy(pid: int) -> None:
    """Wait until a process has worked for a while."""
    async with asyncio.timeout(20):
        while psutil.Process(pid).cpu_times().user < 0.2:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)


async def test_each_minute_has_its_busiest_processes(log, uplink):
    with burner() as pid:
        log.row([NOW, 0.5])
        assert uplink.said == [], "there is no minute yet"
        log.row([NOW + MINUTE - 1, 0.5])
        assert uplink.said == []
        await busy(pid)
        log.row([NOW + MINUTE, 0.5])
        log.row([NOW + MINUTE + 1_000, 0.5])
    (minute,) = uplink.said
    assert (minute.at, minute.reason, minute.series) == (NOW + MINUTE, "minute", "")
    assert pid in [one.pid for one in minute.processes]
    assert len(minute.processes) <= 20
    assert uplink.topics == {"host/web/busiest"}


async def test_a_spike_names_who_made_it(log, uplink):
    for second in range(40):
        log.row([NOW + 1_000 * second, 0.05])
    with burner() as pid:
        log.row([NOW + 40_000, 0.9])
        async with asyncio.timeout(20):
            while not uplink.said:
                await asyncio.sleep(0.05)
                log.row([NOW + 41_000, 0.9])
    (spike,) = uplink.said
    assert (spike.at, spike.reason, spike.series, spike.value) == (NOW + 40_000, "spike", CPU, 0.9)
    found = {one.pid: one for one in spike.processes}
    assert found[pid].cpu > 0
    assert "while True" in found[pid].command


async def test_without_a_hub_it_is_kept_and_told_later_in_order(log, uplink):
    uplink.has_room = False
    for minute in range(KEPT + 11):
        log.row([NOW + MINUTE * minute, 0.5])
    log.move(500)
    assert uplink.said == []
    uplink.has_room = True
    log.row([NOW + MINUTE * (KEPT + 10) + 1_000, 0.5])
    assert len(uplink.said) == AT_ONCE, "live rows are not held up by them"
    for second in range(2, KEPT):
        log.row([NOW + MINUTE * (KEPT + 10) + 1_000 * second % MINUTE, 0.5])
    times = [one.at for one in uplink.said]
    assert len(times) == KEPT
    assert times == sorted(times)
    assert times[-1] == NOW + MINUTE * (KEPT + 10) + 500
