"""Runs: asks hosts to run commands, and never leaves one without an end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append, Effect, Release
from tocsin_hub.core.hosts import Hosts
from tocsin_hub.core.principal import HUB
from tocsin_hub.core.run import ACCEPT_MS, FROM_AGENT, GRACE_MS, Asked, Part, Run, recalled
from tocsin_hub.core.topics import Topics
from tocsin_wire import codec
from tocsin_wire.bodies import (
    CancelOrder,
    FromRunningAgent,
    RunCard,
    RunOrder,
    RunRequested,
    RunState,
)
from tocsin_wire.errors import BadField, HostDown, Refused, UnknownRun
from tocsin_wire.messages import Pub
from tocsin_wire.topics import host_topic, is_topic, run_topic

KEPT_RUNS: Final = 500
KEPT_BYTES: Final = 128 * 1024 * 1024

_from_agent: Final[msgspec.json.Decoder[FromRunningAgent]] = msgspec.json.Decoder(FromRunningAgent)


class Runs:
    """The runs in memory, newest last; others are found in their logs."""

    def __init__(self, topics: Topics, hosts: Hosts, new_id: Callable[[], str]) -> None:
        """`new_id` makes publish ids."""
        self._topics = topics
        self._hosts = hosts
        self._new_id = new_id
        self._runs: dict[str, Run] = {}
        self._has_grown = False

    def find(self, id: str) -> Run:
        """Return a run, from its log when it is not in memory. Raises UnknownRun."""
        run = self._runs.get(id) or self._recalled(id)
        if run is None:
            raise UnknownRun(f"there is no run {id[:64]!r}, or it is no longer kept")
        return run

    def knows(self, id: str) -> bool:
        """Tell whether there is a run, and if so have it in memory."""
        return id in self._runs or self._recalled(id) is not None

    def resume(self, id: str, entries: Iterable[bytes]) -> None:
        """Go on with a run of before a restart, if it is not over; `entries` are those of its log.

        Its output may be left out.
        """
        run = recalled(id, entries)
        if run is not None and not run.is_over:
            self._add(run)

    def _recalled(self, id: str) -> Run | None:
        topic = run_topic(id)
        if not is_topic(topic) or not self._topics.exists(topic):
            return None
        run = recalled(id, self._topics.log(topic).raw_entries())
        if run is not None:
            self._add(run)
        return run

    def _add(self, run: Run) -> None:
        self._runs[run.id] = run
        self._has_grown = True

    def request(self, id: str, asked: Asked) -> list[Effect]:
        """Begin a run under `id`. Raises HostDown when a host is not connected."""
        for target in asked.targets:
            if not self._hosts.is_connected(target.host):
                raise HostDown(f"{target.name} is not connected: try again when it is up")
        parts = {target.host: Part(self._hosts.instance(target.host)) for target in asked.targets}
        run = Run(id, asked, parts, asked.at + ACCEPT_MS)
        self._add(run)
        requested = RunRequested(
            asked.command, asked.targets, asked.by, asked.timeout_ms, asked.arguments, asked.room
        )
        effects: list[Effect] = [self._append(run_topic(id), requested)]
        if asked.room:
            names = [target.name for target in asked.targets]
            card = RunCard(id, " ".join([asked.command, *asked.arguments]), names)
            effects.append(self._append(asked.room, card, asked.by))
        for host in parts:
            effects += self._send(run, host)
        return effects

    def cancel(self, id: str, by: str) -> list[Effect]:
        """Ask every host that is not done to stop. Raises UnknownRun."""
        run = self.find(id)
        return [
            self._append(host_topic(host, "inbox"), CancelOrder(id, by))
            for host, part in run.parts.items()
            if not part.is_over
        ]

    def told(self, agent: Connection, pub: Pub, now: int) -> list[Effect]:
        """Take in state or output from an agent.

        Raises UnknownRun unless the run is of its host.
        """
        run = self.find(pub.topic.removeprefix("run/"))
        host = agent.principal.name
        part = run.parts.get(host)
        if part is None:
            raise UnknownRun(f"the run {run.id} was not asked of this host")
        body = msgspec.structs.replace(codec.decode(pub.body, _from_agent), host=host)
        if isinstance(body, RunState) and body.state not in FROM_AGENT:
            raise BadField(f"{body.state[:40]!r} is no state an agent can tell")
        before = part.state if isinstance(body, RunState) else None
        # Sent again after a cut it is refused too, which does no harm: it stands in the log.
        if not (part.advance(body) if isinstance(body, RunState) else not part.is_over):
            raise Refused(f"the run is {part.state.state} on this host: that stands")
        part.heard = now
        by, raw = agent.principal.by, codec.encode(body)
        return [Append(pub.topic, pub.id, by, raw, agent.ip, agent.id, before)]

    def unsaid(self, append: Append) -> None:
        """Go back to the state before one that the store refused: its agent will tell it again."""
        run = self._runs.get(append.topic.removeprefix("run/"))
        part = run and run.parts.get(append.by.removeprefix("host/"))
        if part and append.before:
            part.fall_back(append.before)

    def returned(self, host: str, instance: str) -> list[Effect]:
        """Another process of a host's agent is here: what the one before was doing is lost."""
        return [
            effect
            for run, part in self._unfinished(host)
            if not part.is_of(instance)
            for effect in self._end(run, host, "lost", "the agent was restarted meanwhile")
        ]

    def removed(self, host: str) -> list[Effect]:
        """Nobody will tell any more what becomes of the runs of a host."""
        return [
            effect
            for run, _ in self._unfinished(host)
            for effect in self._end(run, host, "lost", "the host was removed")
        ]

    def _unfinished(self, host: str) -> list[tuple[Run, Part]]:
        parts = [(run, run.parts[host]) for run in self._runs.values() if host in run.parts]
        return [(run, part) for run, part in parts if not part.is_over]

    def tick(self, now: int) -> list[Effect]:
        """End what has waited too long, and let go of what is over."""
        ended = [
            effect
            for run in self._runs.values()
            for host, part in run.parts.items()
            if not part.is_over
            for effect in self._overdue(run, host, part, now)
        ]
        return [*ended, *self._forget_oldest()] if self._has_grown else ended

    def _overdue(self, run: Run, host: str, part: Part, now: int) -> list[Effect]:
        if part.state.state == "sent" and self._was_left(run, host):
            return self._end(run, host, "expired", "the host did not answer in time")
        if now > run.lost_after(part):
            return self._end(run, host, "lost", "its time was up and no end was told")
        return []

    def _was_left(self, run: Run, host: str) -> bool:
        """Tell whether an agent surely did not begin: it spoke later, and not of this run.

        From one that is away, or just back, word may still come of what it began before.
        """
        agent = self._hosts.connection(host)
        return agent is not None and agent.heard > max(run.not_after, agent.since) + GRACE_MS

    def _send(self, run: Run, host: str) -> list[Effect]:
        asked = run.asked
        order = RunOrder(
            run.id, asked.command, asked.timeout_ms, run.not_after, asked.by, asked.arguments
        )
        run.parts[host].advance(RunState("sent"))
        return [
            self._append(host_topic(host, "inbox"), order),
            self._append(run_topic(run.id), RunState("sent", host)),
        ]

    def _end(self, run: Run, host: str, state: str, reason: str) -> list[Effect]:
        ended = RunState(state, host, reason=reason)
        run.parts[host].advance(ended)
        return [self._append(run_topic(run.id), ended)]

    def _append(self, topic: str, body: Any, by: str = HUB) -> Append:
        return Append(topic, self._new_id(), by, codec.encode(body))

    def _forget_oldest(self) -> list[Effect]:
        """Release the oldest runs that are over, beyond what may be in memory."""
        self._has_grown = False
        sizes = {id: self._size(id) for id in self._runs}
        total, count = sum(sizes.values()), len(sizes)
        released: list[Effect] = []
        for id, run in list(self._runs.items()):
            if total <= KEPT_BYTES and count <= KEPT_RUNS:
                break
            if run.is_over:
                del self._runs[id]
                total, count = total - sizes[id], count - 1
                released.append(Release(run_topic(id)))
        return released

    def _size(self, id: str) -> int:
        return self._topics.log(run_topic(id)).bytes
