"""History: what every second of every metric costs on disk and in CPU, and how fast it is answered.

Rows are real: the agent's collectors on this machine, under a load that changes (`real_rows.py`). A
file is filled by the hub's own parts with their clock moved, so that days pass in seconds; then a
hub is asked. The peer is Prometheus with the same rows in its own blocks, made by its own tool.
"""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any, Final
from urllib.parse import urlencode

from bench.real_rows import Recording, record
from bench.result import Benchmark, Goal, Samples, at_least, at_most
from bench.stats import Stats, fill, rows_of
from bench.tocsin import Hub
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import DAY, HOUR, MINUTE, SECOND
from tocsin_hub.core.openmetrics import END, heads_of
from tocsin_wire.bodies import Column

WATCHED: Final = 600.0
"""Seconds of this machine."""
WIDTH: Final = 85
"""Columns of a machine with eight cores, four filesystems and five interfaces."""
HOSTS: Final = 1_000
ASKED: Final = 40
ON_DISK, A_DAY, A_MONTH = "bytes a value", "24 h, 10 columns, p50 ms", "30 d, 10 columns, p50 ms"
WRITER: Final = "CPU % of a core, writing"


# What it takes on disk.


def measure_disk(samples: Samples, quick: bool) -> None:
    recording = record(60 * 4 if quick else WATCHED)
    now = (time.time_ns() // 1_000_000 - 3 * DAY) // DAY * DAY
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        with Stats(Path(folder) / "stats.db", now) as stats:
            fill(stats, recording, ["one", "two", "three"], 3 * 60 if quick else 48 * 60)
            values, size = stats.values, stats.size
            rows = _packed(stats, "minute_of_rows") + _packed(stats, "ten_minutes_of_rows")
        samples.add(
            "tocsin",
            {
                "rows recorded": recording.rows,
                "columns": len(recording.layout),
                ON_DISK: size / values,
                "of which rows": rows / values,
            },
        )
        hours = 1 if quick else 6
        samples.add("prometheus", {ON_DISK: _prometheus(Path(folder), recording, now, hours)})


def _packed(stats: Stats, table: str) -> int:
    ((size,),) = stats.db.execute(f"SELECT coalesce(sum(octet_length(data)), 0) FROM {table}")
    return int(str(size))


def _prometheus(folder: Path, recording: Recording, now: int, hours: int) -> float:
    """Return what the same rows take in Prometheus' blocks, bytes a sample."""
    tool = shutil.which("promtool")
    if not tool:
        raise FileNotFoundError("promtool: install what scripts/debian-bench.txt lists")
    text, blocks = folder / "rows.om", folder / "blocks"
    values = _as_openmetrics(text, recording, now, hours)
    command = [tool, "tsdb", "create-blocks-from", "openmetrics", str(text), str(blocks)]
    subprocess.run(command, check=True, capture_output=True)
    return sum(file.stat().st_size for file in blocks.rglob("*") if file.is_file()) / values


def _as_openmetrics(text: Path, recording: Recording, now: int, hours: int) -> int:
    """Write rows with their times, series by series; return how many numbers there are."""
    columns = [_column(name, unit) for name, unit in recording.layout.series]
    heads, values = heads_of(columns), 0
    lines: dict[int, list[str]] = {place: [] for place in range(len(columns))}
    for number in range(hours * 60):
        for at, *row in rows_of(recording.minute(number, now + number * MINUTE)):
            for place, value in enumerate(row):
                head = heads[place]
                lines[place].append(
                    f'{head.family}{{host="one"{head.labels}}} {value!r} {int(at or 0) / 1000}\n'
                )
                values += 1
    families: dict[str, list[str]] = {}
    for place, head in enumerate(heads):
        families.setdefault(head.family, []).extend(lines[place])
    told = [f"# TYPE {name} gauge\n{''.join(some)}" for name, some in families.items()]
    text.write_text("".join(told) + END)
    return values


def _column(name: str, unit: str) -> Column:
    plain, _, pairs = name.removesuffix("}").partition("{")
    return Column(plain, unit, dict(pair.split("=", 1) for pair in pairs.split(",") if pair))


def goals_disk(samples: Samples) -> list[Goal]:
    return [
        at_most("bytes a value on disk", samples.median("tocsin", ON_DISK), 1.0),
        at_least("real rows", samples.median("tocsin", "rows recorded"), 300),
    ]


# How fast it is answered.


def measure_questions(samples: Samples, quick: bool) -> None:
    recording = record(120 if quick else 300)
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        data = Path(folder)
        host = _enrolled(data)
        now = time.time_ns() // 1_000_000 // MINUTE * MINUTE
        with Stats(data / "stats.db", now - (2 if quick else 30) * DAY) as stats:
            fill(stats, recording, [host], (2 if quick else 30) * 24 * 60, WIDTH)
        with Hub(data=data) as hub:
            token = hub.guest()
            ask = Asker(hub, token, host)
            names = ask.columns()[:10]
            now = stats.now
            numbers = {
                "10 min, 10 columns, p50 ms": ask(names, now - 10 * MINUTE, now)[0],
                "1 h, 10 columns, p50 ms": ask(names, now - HOUR, now)[0],
                "9 h, 10 columns, p50 ms": ask(names, now - 9 * HOUR, now)[0],
            }
            numbers[A_DAY], numbers["24 h, p95 ms"] = ask(names, now - DAY, now)
            numbers[A_MONTH], numbers["30 d, p95 ms"] = ask(names, now - 30 * DAY, now)
        samples.add("tocsin", numbers)


def _enrolled(data: Path) -> str:
    """Let a machine join a hub with this folder, and stop the hub."""
    with Hub(data=data) as hub:
        return hub.machine("history")[0]


class Asker:
    """Asks for charts over one connection, as a page does."""

    def __init__(self, hub: Hub, token: str, host: str) -> None:
        self._link = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {token}"}
        self._path = f"/api/hosts/{host}/history"

    def columns(self) -> list[str]:
        return [column["name"] for column in self._get(f"{self._path}/columns")["columns"]]

    def __call__(self, columns: list[str], start: int, stop: int) -> tuple[float, float]:
        """Return the median and the 95th percentile of the time an answer takes, in ms."""
        asked = {"column": columns, "from": start, "to": stop, "points": 600}
        path = f"{self._path}?{urlencode(asked, doseq=True)}"
        took = []
        for _ in range(ASKED):
            began = time.perf_counter()
            answer = self._get(path)
            took.append((time.perf_counter() - began) * 1000)
            known = [value for value in answer["columns"][0]["mean"] if value is not None]
            if len(known) < 0.9 * len(answer["columns"][0]["mean"]) - 2:
                raise ValueError(f"{len(known)} points of {len(answer['columns'][0]['mean'])}")
        cuts = quantiles(took, n=20)
        return cuts[9], cuts[18]

    def _get(self, path: str) -> Any:
        self._link.request("GET", path, headers=self._headers)
        reply = self._link.getresponse()
        text = reply.read()
        if reply.status != 200:
            raise ConnectionError(f"{path}: {reply.status} {text[:300]!r}")
        return json.loads(text)


def goals_questions(samples: Samples) -> list[Goal]:
    return [
        at_most("24 h of ten columns at 600 points, ms", samples.median("tocsin", A_DAY), 50),
        at_most("30 d of ten columns at 600 points, ms", samples.median("tocsin", A_MONTH), 150),
    ]


# What a thousand hosts cost.


def measure_writer(samples: Samples, quick: bool) -> None:
    recording = record(120)
    seconds = (3 if quick else 14) * 60
    now = time.time_ns() // 1_000_000 // (10 * MINUTE) * 10 * MINUTE
    hosts = [f"host-{number:04}" for number in range(HOSTS if not quick else 200)]
    rows = [row[1:] for row in rows_of(recording.minute(0, 0, WIDTH))]
    layout = recording.minute(0, 0, WIDTH).layout
    with (
        tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder,
        Stats(Path(folder) / "stats.db", now) as stats,
    ):
        for second in range(seconds):
            _pass_second(stats, hosts, layout, rows, second)
        share = 100 / seconds * HOSTS / len(hosts)
        samples.add(
            "tocsin",
            {
                "hosts": len(hosts),
                "minutes written": stats.minutes,
                "commits a minute": stats.commits / seconds * 60,
                "CPU % of a core, taking in": stats.cpu["take in"] * share,
                "CPU % of a core, first level": stats.cpu["write"] * share,
                "CPU % of a core, upper levels": stats.cpu["roll up"] * share,
                WRITER: (stats.cpu["write"] + stats.cpu["roll up"] + stats.cpu["delete"]) * share,
            },
        )


def _pass_second(
    stats: Stats, hosts: list[str], layout: Layout, rows: list[Any], second: int
) -> None:
    """Let every host send one row, then write what is due."""
    for number, host in enumerate(hosts):
        row = [float(stats.now + number), *rows[(second + number) % len(rows)]]
        stats.take_in(host, layout, [row])
    stats.now += SECOND
    stats.write()
    stats.keep_up()


def goals_writer(samples: Samples) -> list[Goal]:
    return [
        at_most("% of a core for a thousand hosts' blocks", samples.median("tocsin", WRITER), 20)
    ]


DISK = Benchmark(
    "history_disk", "bytes on disk of every second of every metric", measure_disk, goals_disk
)
QUESTIONS = Benchmark(
    "history_questions", f"charts of a host of {WIDTH} columns", measure_questions, goals_questions
)
WRITES = Benchmark(
    "history_writes", f"{HOSTS:,} hosts of {WIDTH} columns at 1 Hz", measure_writer, goals_writer
)
