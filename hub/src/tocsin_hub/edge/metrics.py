"""Metrics: the newest row of every host and the hub's own counters, as text for Prometheus.

The library describes the hub. The rows are written by ourselves: 85,000 numbers of a thousand hosts
take the library 0.9 s of the interpreter, and this 0.1 s.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.registry import Collector

from tocsin_hub import __version__
from tocsin_hub.core.openmetrics import END, Head, Reading, exposition, heads_of
from tocsin_hub.edge.engine import Engine
from tocsin_hub.edge.history.history import History
from tocsin_hub.edge.passwords import Passwords
from tocsin_hub.edge.store.writer import Writer
from tocsin_wire.bodies import Columns, Row
from tocsin_wire.state import State
from tocsin_wire.topics import host_topic

REMEMBERED: Final = 4_096
"""Column lists whose heads are kept: hosts of one kind have the same."""

_columns: Final[msgspec.json.Decoder[Columns]] = msgspec.json.Decoder(Columns)
_row: Final[msgspec.json.Decoder[Row]] = msgspec.json.Decoder(Row)


class Newest(NamedTuple):
    """What the state of one host holds, as JSON."""

    host: str
    columns: bytes
    row: bytes


class Metrics:
    """Makes the text. Looks at the hub on the loop's thread, does the work in another."""

    def __init__(
        self, engine: Engine, history: History, logs: Writer, passwords: Passwords
    ) -> None:
        self._engine = engine
        self._history = history
        self._logs = logs
        self._passwords = passwords
        self._heads: dict[bytes, tuple[str, list[Head]]] = {}
        self._busy = asyncio.Lock()
        self._registry = CollectorRegistry(auto_describe=False)
        self._process = ProcessCollector(registry=None)

    async def text(self) -> bytes:
        """Return the text. Two scrapers do not make the hub do it twice at a time."""
        async with self._busy:
            newest, ours = self._newest(), self._ours()
            return await asyncio.to_thread(self._text, newest, ours)

    def _newest(self) -> list[Newest]:
        """Take the newest row of each host that is up: a chart of the past is no present."""
        hub, found = self._engine.hub, []
        for host, _ in hub.hosts.overview():
            stats = hub.topics.all.get(host_topic(host.id, "stats"))
            if host.status == "up" and isinstance(stats, State):
                columns, row = stats.get("columns"), stats.get("row")
                if columns is not None and row is not None:
                    found.append(Newest(host.id, columns, row))
        return found

    def _text(self, newest: list[Newest], ours: list[Metric]) -> bytes:
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Families([*ours, *self._process.collect()]))
        text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
        own = text.decode().removesuffix(END)
        return f"{own}{exposition(map(self._reading, newest))}{END}".encode()

    def _reading(self, newest: Newest) -> Reading:
        known = self._heads.get(newest.columns)
        if known is None:
            columns = _columns.decode(newest.columns)
            if len(self._heads) >= REMEMBERED:
                self._heads.clear()
            known = self._heads[newest.columns] = columns.id, heads_of(columns.columns)
        name, heads = known
        row = _row.decode(newest.row)
        return Reading(newest.host, heads, row.row[1:] if row.columns == name else [])

    # What the hub tells of itself.

    def _ours(self) -> list[Metric]:
        engine, counters = self._engine, self._engine.counters
        writes, written = engine.deliveries
        version = InfoMetricFamily("tocsin_hub", "The hub that answers.")
        version.add_metric([], {"version": __version__})
        return [
            version,
            _gauges("connections", "WebSocket connections, by role.", "role", self._roles()),
            _gauges("hosts", "Hosts, by status.", "status", self._statuses()),
            _counter("log_entries", "Entries appended to logs.", counters.entries),
            _counter("rows", "Rows of statistics taken in.", counters.rows),
            _counter("deliveries", "Times a connection was written what was new.", writes),
            _counter("delivered_bytes", "Bytes of those.", written, "bytes"),
            _refusals(counters.refusals),
            _gauge("log_writer_waiting", "Log entries waiting to be written.", self._logs.waiting),
            _gauge(
                "loop_lag_seconds",
                "How late the event loop was at most in the last minute.",
                counters.lag,
                "seconds",
            ),
            *self._of_history(),
            *self._of_passwords(),
        ]

    def _of_passwords(self) -> list[Metric]:
        passwords = self._passwords
        return [
            _counter("password_hashes", "Password hashes made or compared.", passwords.done),
            _gauge(
                "password_hashes_at_once",
                "Most hashes there were at the same time.",
                passwords.most_at_once,
            ),
            _gauge("password_waiting", "Log-ins waiting for their hash.", passwords.waiting),
        ]

    def _of_history(self) -> list[Metric]:
        history, writer = self._history, self._history.writer
        return [
            _gauge("history_waiting_rows", "Rows not on disk yet.", history.waiting_rows),
            _gauge(
                "history_waiting_bytes",
                "Memory of rows that are not on disk yet.",
                history.waiting_bytes,
                "bytes",
            ),
            _gauge("history_writer_waiting", "Minutes waiting to be written.", writer.waiting),
            _counter("history_minutes", "Minutes of hosts written.", writer.blocks),
            _counter("history_commits", "Transactions that wrote them.", writer.commits),
            _counter("history_rolled_blocks", "Blocks made of finer ones.", writer.rolled),
        ]

    def _roles(self) -> Counter[str]:
        return Counter(str(one.connection.principal.role) for one in self._engine.sockets)

    def _statuses(self) -> Counter[str]:
        return Counter(host.status for host, _ in self._engine.hub.hosts.overview())


class _Families(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _gauge(name: str, told: str, value: float, unit: str = "") -> Metric:
    return GaugeMetricFamily(f"tocsin_{name}", told, value, unit=unit)


def _counter(name: str, told: str, value: float, unit: str = "") -> Metric:
    return CounterMetricFamily(f"tocsin_{name}", told, value, unit=unit)


def _gauges(name: str, told: str, label: str, values: Counter[str]) -> Metric:
    family = GaugeMetricFamily(f"tocsin_{name}", told, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _refusals(values: Counter[str]) -> Metric:
    family = CounterMetricFamily(
        "tocsin_refusals", "What was refused, by the name of the error.", labels=["error"]
    )
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family
