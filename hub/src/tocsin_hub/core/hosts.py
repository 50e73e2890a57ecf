"""Hosts: every machine known, whether it is up, and its newest numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec import structs

from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append, Record
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.host_name import KnownHost, new_host
from tocsin_hub.core.recent_ids import RecentIds
from tocsin_hub.core.summary import Summary
from tocsin_hub.core.topics import Topics
from tocsin_wire import codec, texts
from tocsin_wire.bodies import Busiest, Clock, Columns, Fact, Host, Now, Process, Row, Samples
from tocsin_wire.errors import BadField, Refused, UnknownHost
from tocsin_wire.messages import Pub, Put
from tocsin_wire.position import MAX_NUMBER
from tocsin_wire.topics import HOSTS, host_topic, host_topics

LATE_AFTER: Final = 3
DOWN_AFTER: Final = 10
"""Missed intervals."""
SHORTEST_MS: Final = 1_000
"""Of intervals, for that: an agent that takes rows more often may send them once a second."""
RECENT_ROWS: Final = 120
LEAD_MS: Final = 1_000
"""So far may a live row be ahead in the history, where it is known by its time: an agent knows the
hub's clock to a few ms, and a row that is sent again must not come to another time."""
MAX_AHEAD_MS: Final = 24 * 3_600_000
"""A row further ahead than this is not believed at all."""
MAX_FACTS: Final = 256
MAX_PROCESSES: Final = 512
MAX_CHANGES: Final = 20_000

T = TypeVar("T", Samples, Busiest)
_Row = list[float | None]
# Both kinds, as alone a struct is decoded without its tag as well.
_told: Final[msgspec.json.Decoder[Samples | Busiest]] = msgspec.json.Decoder(Samples | Busiest)
_STATS: Final[Mapping[str, msgspec.json.Decoder[Any]]] = {
    "columns": msgspec.json.Decoder(Columns),
    "clock": msgspec.json.Decoder(Clock),
}
_fact: Final[msgspec.json.Decoder[Fact]] = msgspec.json.Decoder(Fact)
_process: Final[msgspec.json.Decoder[Process]] = msgspec.json.Decoder(Process)


class _Machine:
    """One host while the hub runs. Times are the hub's, in ms."""

    def __init__(self, known: KnownHost, now: int) -> None:
        labels = dict(known.labels)
        self.host = Host(
            known.id,
            known.name,
            "expected" if known.is_expected else "down",
            now,
            labels=labels,
            paused=known.paused,
            joined=known.joined,
        )
        self.connection: Connection | None = None
        self.instance: str | None = None
        """Which run of the agent is connected; None before its `hello`."""
        self.heard = now
        self.interval = 1000
        self.summary: Summary | None = None
        self.recent: deque[Now] = deque(maxlen=RECENT_ROWS)
        self.shown = RecentIds()


class Change(NamedTuple):
    """A host's status changed."""

    host: str
    status: str
    at: int


class Hosts:
    """The `hosts` topic and each host's stats, facts and processes."""

    def __init__(self, topics: Topics, known: Iterable[KnownHost], now: int) -> None:
        self._topics = topics
        self._machines: dict[str, _Machine] = {}
        self.changes: deque[Change] = deque(maxlen=MAX_CHANGES)
        """Changes of status that are not told yet, oldest first."""
        topics.make(HOSTS)
        for host in known:
            self.add(host, now)

    def add(self, known: KnownHost, now: int) -> None:
        """Show a host, down until its agent connects; one that never has is expected."""
        machine = self._machines[known.id] = _Machine(known, now)
        self._show(machine)

    def label(self, id: str, labels: Mapping[str, str]) -> None:
        """Give a host other labels. Raises UnknownHost."""
        self._change(self._machine(id), labels=dict(labels))

    def rename(self, id: str, name: str) -> None:
        """Call a host otherwise. Raises UnknownHost."""
        self._change(self._machine(id), name=name)

    def require_free(self, id: str, name: str) -> None:
        """Raise Refused when another host than `id` is called or identified by `name`."""
        wanted = name.lower()
        for host in self.hosts():
            if host.id != id and wanted in (host.id, host.name.lower()):
                raise Refused(f"another host is called {name}: choose another name")

    def pause(self, id: str, why: str, now: int) -> None:
        """Take a host out of work: its agent counts as away. Raises UnknownHost."""
        machine = self._machine(id)
        machine.connection = machine.instance = None
        self._become(machine, "down", now)
        self._change(machine, paused=why)

    def resume(self, id: str) -> None:
        """Let a paused host work again. Raises UnknownHost."""
        self._change(self._machine(id), paused="")

    def paused(self, id: str) -> str:
        """Return why a host is paused, empty when it is not, or is none."""
        machine = self._machines.get(id)
        return machine.host.paused if machine else ""

    def named(self, name: str) -> KnownHost:
        """Return the identity and the name a new host gets that calls itself `name`."""
        return new_host(
            name, {taken.lower() for host in self.hosts() for taken in (host.id, host.name)}
        )

    def get(self, id: str) -> Host:
        """Return a host by its identity. Raises UnknownHost."""
        return self._machine(id).host

    def find(self, name: str) -> Host:
        """Return a host by identity or name, as people write it.

        Raises UnknownHost, and Refused when several are called so.
        """
        if name in self._machines:
            return self._machines[name].host
        found = [host for host in self.hosts() if host.name == name]
        if len(found) > 1:
            ids = ", ".join(host.id for host in found)
            raise Refused(f"{len(found)} hosts are called {name!r}: say which by its id: {ids}")
        return found[0] if found else self.get(name)

    def hosts(self) -> list[Host]:
        """Return every host, in the order they joined."""
        return [machine.host for machine in self._machines.values()]

    def knows(self, host: str) -> bool:
        return host in self._machines

    def is_connected(self, host: str) -> bool:
        """Tell whether a host's agent is here and has said which run of it this is."""
        return self.connection(host) is not None and self._machines[host].instance is not None

    def labels(self, host: str) -> Mapping[str, str]:
        """Return a host's labels; one that is unknown has none."""
        machine = self._machines.get(host)
        return machine.host.labels if machine else {}

    def layout(self, host: str) -> Layout:
        """Return what a host measures, as far as it has told."""
        summary = self._machines[host].summary
        return summary.layout if summary else Layout([])

    def connection(self, host: str) -> Connection | None:
        """Return the connection of a host's agent, None while it is away or unknown."""
        machine = self._machines.get(host)
        return machine.connection if machine else None

    def instance(self, host: str) -> str:
        """Return which run of the agent is connected."""
        return self._machines[host].instance or ""

    def remove(self, id: str) -> list[str]:
        """Take a host out of the fleet; return the topics there are of it."""
        del self._machines[id]
        for key in (id, f"{id}/now"):
            self._topics.remove(HOSTS, key)
        return [topic for topic in host_topics(id) if self._topics.exists(topic)]

    def each(self) -> Iterator[tuple[Host, list[Now]]]:
        """Yield what `overview` has, host by host as it is then: they may come and go meanwhile."""
        for id in list(self._machines):
            if machine := self._machines.get(id):
                yield machine.host, list(machine.recent)

    def some(self, ids: Iterable[str]) -> Iterator[tuple[Host, list[Now]]]:
        """Yield what `each` does of these hosts, each once; who is not there is left out."""
        for id in dict.fromkeys(ids):
            if machine := self._machines.get(id):
                yield machine.host, list(machine.recent)

    def overview(self) -> list[tuple[Host, list[Now]]]:
        """Return every host with its recent summaries, oldest first."""
        return [(machine.host, list(machine.recent)) for machine in self._machines.values()]

    # What agents do.

    def connect(self, connection: Connection, now: int) -> Connection | None:
        """Take in a connection of a host's agent; return the one it takes the place of."""
        machine = self._machines[connection.principal.name]
        before, machine.connection = machine.connection, connection
        machine.instance = None
        machine.heard = now
        self._change(machine, ip=connection.ip)
        self._become(machine, "up", now)
        return before

    def hello(self, connection: Connection) -> None:
        """Take in which agent program is speaking."""
        machine = self._machines[connection.principal.name]
        machine.instance = connection.instance

    def disconnect(self, connection: Connection, *, clean: bool, now: int) -> None:
        """Note that an agent's connection ended; after a clean stop the host is down at once."""
        machine = self._machines.get(connection.principal.name)
        if machine is None or machine.connection is not connection:
            return
        machine.connection = None
        if clean:
            self._become(machine, "down", now)

    def sampled(self, connection: Connection, pub: Pub, now: int) -> Record:
        """Take in rows; return them for the history.

        Raises BadField when they do not fit the columns.
        """
        machine = self._machines[connection.principal.name]
        samples = _decoded(pub.body, Samples)
        summary = machine.summary
        if summary is None or summary.columns != samples.columns:
            raise BadField("put the column list into stats before rows that name it")
        for row in samples.rows:
            if len(row) != summary.width + 1 or row[0] is None or not 0 <= row[0] <= MAX_NUMBER:
                raise BadField(f"each row has a time and {summary.width} values")
            if row[0] > now + MAX_AHEAD_MS:
                raise BadField("a row is more than a day ahead of the hub: set the clocks right")
        is_new = pub.id not in machine.shown
        latest = machine.shown.arrived(pub.id, now) + LEAD_MS
        rows = samples.rows
        if not samples.backlog:
            rows = [[min(row[0] or 0, latest), *row[1:]] for row in rows]
            self._live(machine, summary, samples.rows, now, is_new=is_new)
        body, by = codec.encode(samples), connection.principal.by
        append = Append(pub.topic, pub.id, by, body, connection.ip, connection.id)
        return Record(append, machine.host.id, summary.layout, rows, is_new)

    def put(self, connection: Connection, put: Put) -> None:
        """Take in an agent's stats, facts or processes."""
        machine = self._machines[connection.principal.name]
        match put.topic.rsplit("/", 1)[1]:
            case "stats":
                self._put_stats(machine, put)
            case "facts":
                self._put_facts(machine, put)
            case _:
                self._put_all(put, _process, MAX_PROCESSES)

    def tick(self, now: int) -> None:
        """Notice hosts that have gone quiet."""
        for machine in self._machines.values():
            missed = (now - machine.heard) / max(machine.interval, SHORTEST_MS)
            if machine.host.status in {"up", "late"} and missed > DOWN_AFTER:
                self._become(machine, "down", now)
            elif machine.host.status == "up" and missed > LATE_AFTER:
                self._become(machine, "late", now)

    def _live(
        self, machine: _Machine, summary: Summary, rows: list[_Row], now: int, *, is_new: bool
    ) -> None:
        """Show the newest row. What happened now did not happen later: the hub's clock stands."""
        machine.heard = now
        self._become(machine, "up", now)
        for row in rows:
            row[0] = min(row[0] or 0, now)
        row = rows[-1]
        newest = summary.of(row)
        if not is_new or (machine.recent and newest.at <= machine.recent[-1].at):
            return  # sent again after a cut
        machine.recent.append(newest)
        host = machine.host.id
        self._topics.set(HOSTS, f"{host}/now", newest)
        self._topics.set(host_topic(host, "stats"), "row", Row(summary.columns, row))

    def _put_stats(self, machine: _Machine, put: Put) -> None:
        values = {key: _stat(key, raw) for key, raw in put.set.items()}
        for key, told in values.items():
            value = _shown(told) if isinstance(told, Columns) else told
            if isinstance(value, Columns):
                machine.interval = value.interval_ms
                machine.summary = Summary(value)
            self._topics.set(put.topic, key, value)

    def _put_facts(self, machine: _Machine, put: Put) -> None:
        self._put_all(put, _fact, MAX_FACTS)
        facts = {key: codec.decode(raw, _fact).value for key, raw in put.set.items()}
        if "os" in facts:
            self._change(machine, os=texts.printable(facts["os"], 128))
        if "agent" in facts:
            self._change(machine, version=texts.printable(facts["agent"], 32))
        if "addresses" in facts:
            addresses = texts.printable(facts["addresses"], 1024).split(",")
            self._change(machine, addresses=[part.strip() for part in addresses[:16]])
        for key in ("cores", "memory"):
            if facts.get(key, "").isdecimal():
                self._change(machine, **{key: int(facts[key][:15])})

    def _put_all(self, put: Put, decoder: msgspec.json.Decoder[Any], limit: int) -> None:
        values = {key: codec.decode(raw, decoder) for key, raw in put.set.items()}
        kept = set(self._topics.state(put.topic).keys()).difference(put.removed)
        if len(kept | values.keys()) > limit:
            raise BadField(f"{put.topic} holds at most {limit} keys: remove some first")
        for key in put.removed:
            self._topics.remove(put.topic, key)
        for key, value in values.items():
            self._topics.set(put.topic, key, value)

    def _machine(self, id: str) -> _Machine:
        machine = self._machines.get(id)
        if machine is None:
            raise UnknownHost(f"there is no host {id[:96]!r}: look at the fleet for their names")
        return machine

    def _become(self, machine: _Machine, status: str, now: int) -> None:
        if machine.host.status != status:
            self._change(machine, status=status, since=now)
            self.changes.append(Change(machine.host.id, status, now))

    def _change(self, machine: _Machine, **changes: Any) -> None:
        changed = msgspec.structs.replace(machine.host, **changes)
        if changed != machine.host:
            machine.host = changed
            self._show(machine)

    def _show(self, machine: _Machine) -> None:
        self._topics.set(HOSTS, machine.host.id, machine.host)


def _shown(columns: Columns) -> Columns:
    """Return columns whose names read as what they hold, wherever these are written."""
    named = [
        structs.replace(
            column,
            name=_printable(column.name),
            unit=_printable(column.unit),
            attributes={_printable(k): _printable(v) for k, v in column.attributes.items()},
        )
        for column in columns.columns
    ]
    return structs.replace(columns, columns=named)


def _printable(text: str) -> str:
    return texts.printable(text, len(text))


def _stat(key: str, raw: msgspec.Raw) -> Any:
    """Return a value of stats. Raises BadField."""
    decoder = _STATS.get(key)
    if decoder is None:
        raise BadField(f"stats holds {', '.join(_STATS)} from the agent, not {key[:40]!r}")
    return codec.decode(raw, decoder)


def busiest(raw: msgspec.Raw) -> bytes:
    """Return the JSON to keep of who was busy. Raises BadField, BadJson."""
    return codec.encode(_decoded(raw, Busiest))


def _decoded(raw: msgspec.Raw, kind: type[T]) -> T:
    body = codec.decode(raw, _told)
    if not isinstance(body, kind):
        raise BadField(f"this log holds bodies of the kind `{kind.__struct_config__.tag}`")
    return body
