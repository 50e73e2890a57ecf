"""Real rows of this machine, by the agent's collectors: `python -m bench.real_rows FILE SECONDS`.

A fifth of the time each: idle, a core busy in waves, memory and disk written, both, idle again.
FILE gets a JSON line for each column list and for each row. The measurements read it back.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

import msgspec
import numpy as np

from tocsin_agent.collect.every import collectors
from tocsin_agent.core.hubclock import HubClock
from tocsin_agent.edge.clock import SteadyClock
from tocsin_agent.edge.sampler import Sampler
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import MINUTE
from tocsin_hub.core.history.table import Table, merged, samples
from tocsin_wire import codec
from tocsin_wire.bodies import Columns

LOAD: Final = Path(__file__).parents[1] / "scripts" / "lab" / "load.py"
PHASES: Final = ((), ("cpu",), ("storage",), ("cpu", "storage"), ())


class Recording(NamedTuple):
    """Whole minutes of rows, in order, all with one layout; times begin at 0."""

    layout: Layout
    minutes: list[Table]

    @property
    def rows(self) -> int:
        return sum(minute.rows for minute in self.minutes)

    def minute(self, number: int, start: int, width: int = 0) -> Table:
        """Return one of the minutes, again and again, as if it began at `start`.

        With `width`, the columns are repeated under other names until there are so many.
        """
        table = self.minutes[number % len(self.minutes)]
        moved = table._replace(times=table.times % MINUTE + start)
        return _widened(moved, width) if width else moved


def record(seconds: float) -> Recording:
    """Watch this machine for so long."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-rows-") as folder:
        file = Path(folder) / "rows"
        command = [sys.executable, "-m", "bench.real_rows", str(file), str(seconds)]
        subprocess.run(command, check=True, cwd=Path(__file__).parents[1])
        return read(file)


def read(file: Path) -> Recording:
    """Read what was recorded; the first and the last minute are not whole and left out."""
    lists: dict[str, Layout] = {}
    tables: list[Table] = []
    for line in file.read_bytes().splitlines():
        said = msgspec.json.decode(line)
        if "columns" in said:
            columns = msgspec.convert(said["columns"], Columns)
            lists[columns.id] = Layout.of(columns.columns)
        else:
            values = np.array([said["row"]], np.float64)
            tables.append(
                samples(lists[said["list"]], values[:, 0].astype(np.int64), values[:, 1:])
            )
    whole = merged(tables)
    return Recording(whole.layout, list(_minutes(whole))[1:-1])


def _minutes(table: Table) -> Iterator[Table]:
    for start in np.unique(table.times // MINUTE):
        chosen = table.times // MINUTE == start
        yield Table(table.layout, table.times[chosen], (table.planes[0][chosen],))


def _widened(table: Table, width: int) -> Table:
    series = [
        (f"{name}#{place // len(table.layout)}", unit)
        for place, (name, unit) in zip(range(width), _repeated(table.layout.series), strict=False)
    ]
    places = [place % len(table.layout) for place in range(width)]
    return Table(Layout(series), table.times, (table.planes[0][:, places],))


def _repeated(series: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    while True:
        yield from series


async def main(file: IO[bytes], seconds: float) -> None:
    clock, hub_clock = SteadyClock(), HubClock()
    hub_clock.heard(clock.ms(), clock.ms(), time.time_ns() // 1_000_000)
    sampler = Sampler(
        collectors(),
        1.0,
        0.5,
        clock,
        hub_clock,
        lambda columns: _note(file, b'{"columns":%b}' % codec.encode(columns)),
        lambda kept: _note(file, b'{"list":"%b","row":%b}' % (kept.columns.encode(), kept.json)),
    )
    sampler.start()
    for loads in PHASES:
        lasts = seconds / len(PHASES)
        running = [
            await asyncio.create_subprocess_exec(sys.executable, str(LOAD), load, str(lasts))
            for load in loads
        ]
        await asyncio.sleep(lasts)
        for one in running:
            await one.wait()
    sampler.stop()


def _note(file: IO[bytes], line: bytes) -> None:
    file.write(line + b"\n")


if __name__ == "__main__":
    with Path(sys.argv[1]).open("wb") as out:
        asyncio.run(main(out, float(sys.argv[2])))
