"""The agent's clock counts sleep, and is not the wall clock."""

import sys
import time
from pathlib import Path

import pytest

from tocsin_agent.edge.clock import SteadyClock, steady


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_counts_all_the_time_since_the_machine_started():
    """What /proc/uptime tells includes the time asleep (proc_uptime(5))."""
    before = float(Path("/proc/uptime").read_text().split()[0])
    now = steady()
    after = float(Path("/proc/uptime").read_text().split()[0])
    assert before <= now + 0.01
    assert now <= after + 0.01


def test_it_begins_with_the_wall_clock_and_tells_when_that_is_set():
    clock = SteadyClock()
    assert clock.ms() == pytest.approx(time.time() * 1000, abs=2_000)
    assert abs(clock.set_ahead()) < 2_000
    clock._base -= 60_000
    assert clock.set_ahead() == pytest.approx(60_000, abs=2_000)
