"""Measure Tocsin beside its peers: `python -m bench [NAME...] [--quick]`."""

from __future__ import annotations

import argparse
import sys
import time
import traceback

from bench import cores
from bench.agent_cost import AGENT_COST
from bench.desktop import DESKTOP
from bench.durable import DURABLE
from bench.endless import ENDLESS
from bench.fanout import BURST, PACED
from bench.first_chart import FIRST_CHART
from bench.fleet import FLEET
from bench.history import DISK, QUESTIONS, WRITES
from bench.idle_memory import IDLE_MEMORY
from bench.logins import LOGINS
from bench.page_fleet import PAGE_FLEET
from bench.result import Benchmark, Result, Samples
from bench.resume import RESUME
from bench.run_view import RUN_VIEW
from bench.runs import RUNS
from bench.start import START
from bench.stopped_reader import STOPPED_READER
from bench.table import table, verdicts
from bench.waking import WAKING

ALL = (
    PACED,
    BURST,
    IDLE_MEMORY,
    AGENT_COST,
    FLEET,
    START,
    FIRST_CHART,
    STOPPED_READER,
    DURABLE,
    RESUME,
    DISK,
    QUESTIONS,
    WRITES,
    RUNS,
    ENDLESS,
    RUN_VIEW,
    PAGE_FLEET,
    WAKING,
    LOGINS,
    DESKTOP,
)


def main() -> int:
    names = [one.name for one in ALL]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--quick", action="store_true", help="a look, not a measurement")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(names):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    chosen = [one for one in ALL if not asked.names or one.name in asked.names]
    measured = [run(one, asked.quick) for one in chosen]
    return 0 if all(measured) else 1


def run(benchmark: Benchmark, quick: bool) -> bool:
    """Measure, print and save; return whether it could be measured, whatever the goals say."""
    print(f"\n{benchmark.name}: {benchmark.title}", flush=True)
    samples, began = Samples(), time.time()
    cores.pin_driver()
    try:
        benchmark.measure(samples, quick)
    except (OSError, ValueError, RuntimeError):
        print(table(samples))
        traceback.print_exc()
        return False
    goals = benchmark.goals(samples)
    print(table(samples))
    print(verdicts(goals), f"  ({time.time() - began:.0f} s)", sep="\n", flush=True)
    Result(benchmark.name, samples.all, goals, began).save()
    return True


if __name__ == "__main__":
    sys.exit(main())
