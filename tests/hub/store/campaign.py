"""Long looks at the store: `python -m tests.hub.store.campaign power [--cuts N]`, `... kill`.

`make test` tries a few hundred cuts and twenty kills; this tries as many as asked, says how many,
and ends with 1 at the first broken promise.
"""

import argparse
import asyncio
import itertools
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from statistics import median

import structlog

from tests.hub.store.course import Course
from tests.hub.store.kills import Kills

MEMORY = Path("/dev/shm")


def power(asked: argparse.Namespace) -> int:
    """Cut the power under a store at work."""
    cuts: Counter[str] = Counter()
    acked, began = 0, time.monotonic()
    for seed in itertools.count(asked.seed):
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            course = Course(seed, Path(folder))
            try:
                asyncio.run(course.run())
            except AssertionError as error:
                _say(f"seed {seed}: {error}")
                return 1
        cuts += course.cuts
        acked += course.acked
        if cuts.total() >= asked.cuts:
            break
    where = ", ".join(f"{count:,} {word}" for word, count in cuts.most_common())
    _say(f"{cuts.total():,} power cuts ({where}) in {time.monotonic() - began:.0f} s")
    _say(f"{seed - asked.seed + 1:,} courses, {acked:,} acknowledgements; none was lost")
    return 0


def kill(asked: argparse.Namespace) -> int:
    """Kill a real hub while people speak and one reads."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        kills = Kills(Path(folder), Random(asked.seed))
        try:
            asyncio.run(kills.run(asked.cycles))
        except AssertionError as error:
            _say(f"seed {asked.seed}, after {len(kills.in_flight)} kills: {error}")
            return 1
    fewest, middle, most = min(kills.in_flight), median(kills.in_flight), max(kills.in_flight)
    _say(f"{len(kills.in_flight):,} kills in {time.monotonic() - began:.0f} s")
    _say(f"in flight at a kill: {fewest} at least, {middle:.0f} in the median, {most} at most")
    _say(
        f"{kills.acked:,} acknowledgements, {kills.dups:,} of them only after a kill; none was "
        f"lost, doubled or out of order; {kills.reader.last:,} entries read without a hole"
    )
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(prog="python -m tests.hub.store.campaign", description=__doc__)
    kinds = parser.add_subparsers(required=True)
    one = kinds.add_parser("power", help=power.__doc__)
    one.add_argument("--cuts", type=int, default=10_000)
    one.add_argument("--seed", type=int, default=0)
    one.set_defaults(run=power)
    one = kinds.add_parser("kill", help=kill.__doc__)
    one.add_argument("--cycles", type=int, default=500)
    one.add_argument("--seed", type=int, default=0)
    one.set_defaults(run=kill)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    code: int = asked.run(asked)
    return code


if __name__ == "__main__":
    sys.exit(main())
