"""Runs: asks hosts to run commands, and never leaves one without an end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append, Dispatch, Effect, Release
from tocsin_hub.core.hosts import Hosts
from tocsin_hub.core.run import FROM_AGENT, GRACE_MS, Actor, Asked, Part, Run, begun, recalled
from tocsin_hub.core.run_words import CANCEL, RunWords, tails
from tocsin_hub.core.scope import covers
from tocsin_hub.core.topics import Topics
from tocsin_wire import codec
from tocsin_wire.bodies import FromRunningAgent, RunState
from tocsin_wire.errors import BadField, Forbidden, Refused, TooMany, UnknownHost, UnknownRun
from tocsin_wire.messages import Pub
from tocsin_wire.texts import check_honest, printable
from tocsin_wire.topics import AUDIT, RUNS, is_topic, run_topic

KEPT_RUNS: Final = 500
KEPT_BYTES: Final = 128 * 1024 * 1024
AT_ONCE_ON_HOST: Final = 8
"""Parts a host has at a time; others wait their turn. An agent refuses what is beyond."""
AT_ONCE_OF_PERSON: Final = 128
"""Runs one person has going."""

_PAUSED: Final = "this host is paused until an admin decides"
_from_agent: Final[msgspec.json.Decoder[FromRunningAgent]] = msgspec.json.Decoder(FromRunningAgent)


class Runs:
    """The runs in memory, newest last; others are found in their logs."""

    def __init__(self, topics: Topics, hosts: Hosts, new_id: Callable[[], str]) -> None:
        """`new_id` makes publish ids."""
        self._topics = topics
        self._hosts = hosts
        self._words = RunWords(new_id)
        self._runs: dict[str, Run] = {}
        self._going: dict[str, Run] = {}
        self._over_before: list[Run] = []
        self._has_grown = False
        topics.make(RUNS)
        topics.make(AUDIT)

    @property
    def in_memory(self) -> Mapping[str, Run]:
        """Return the runs that need not be looked up, among them all that are not over."""
        return self._runs

    @property
    def going(self) -> list[Run]:
        """The runs that are not over, oldest first."""
        return list(self._going.values())

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
        if run is not None and run.is_over:
            self._over_before.append(run)
        elif run is not None:
            self._add(run)

    def _recalled(self, id: str) -> Run | None:
        topic = run_topic(id)
        if not is_topic(topic) or not self._topics.exists(topic):
            return None
        run = recalled(id, self._topics.lifecycle(topic))
        if run is not None:
            self._add(run)
        return run

    def _add(self, run: Run) -> None:
        self._runs[run.id] = run
        self._has_grown = True
        if not run.is_over:
            self._going[run.id] = run

    # Asking.

    def request(self, id: str, asked: Asked) -> list[Effect]:
        """Begin a run under `id`. It is sent once the audit has it. Raises TooMany, BadText."""
        for word in (asked.command, *asked.arguments):
            check_honest(word, "the command")
        going = sum(run.asked.by == asked.by for run in self._going.values())
        if going >= AT_ONCE_OF_PERSON:
            raise TooMany(f"{going} of your runs are not over: wait for one, or cancel it")
        run = begun(id, asked)
        self._add(run)
        return [
            *self._words.requested(run),
            self._words.intent(run, then=[Dispatch(id)]),
        ]

    def dispatch(self, id: str, now: int) -> list[Effect]:
        """Send a run that is written down to its hosts, as far as they have room."""
        run = self._going.get(id)
        if run is None:
            return []
        return [effect for host in run.parts for effect in self._dispatch(run, host, now)]

    def _dispatch(self, run: Run, host: str, now: int) -> list[Effect]:
        if not run.parts[host].waits or now > run.not_after:
            return []
        if not self._hosts.is_connected(host):
            reason = _PAUSED if self._hosts.paused(host) else "this host is not connected"
            return self._end(run, host, "expired", reason, now)
        return self._send(run, host) if self._has_room(host) else []

    def _has_room(self, host: str) -> bool:
        return sum(not part.waits for _, part in self._unfinished(host)) < AT_ONCE_ON_HOST

    def _send(self, run: Run, host: str) -> list[Effect]:
        sent = RunState("sent", host, instance=self._hosts.instance(host))
        run.parts[host].advance(sent)
        return [self._words.order(run, host), self._words.state(run, sent)]

    def _send_next(self, host: str, now: int) -> list[Effect]:
        """A place on a host is free: what waits for it longest gets it."""
        waiting = [run for run, part in self._unfinished(host) if part.waits]
        return self._dispatch(waiting[0], host, now) if waiting else []

    # Acting.

    def act(self, id: str, act: str, who: Actor, host: str, now: int) -> list[Effect]:
        """Cancel a run, or send it a signal; on one host, or on all that are not done.

        Of all that is what is inside the scope of who asks. Raises UnknownRun, UnknownHost when the
        run was not asked of `host`, Forbidden outside of the scope.
        """
        run = self.find(id)
        if host and host not in run.parts:
            raise UnknownHost(f"the run {id} was not asked of {host[:96]!r}")
        unfinished = [
            one for one, part in run.parts.items() if host in ("", one) and not part.is_over
        ]
        inside = [one for one in unfinished if self._is_inside(who.scope, one)]
        if unfinished and not inside:
            what = f"{host} is not" if host else "none of its hosts is"
            raise Forbidden(f"{what} yours to act on: you have {' and '.join(who.scope)}")
        if len(inside) == len(unfinished):
            return self._act(run, act, who, inside, host, now)
        return [effect for one in inside for effect in self._act(run, act, who, [one], one, now)]

    def _act(
        self, run: Run, act: str, who: Actor, hosts: list[str], host: str, now: int
    ) -> list[Effect]:
        if not hosts:
            return []
        waiting = [one for one in hosts if run.parts[one].waits]
        sent = [one for one in hosts if one not in waiting]
        effects: list[Effect] = [self._words.acted(run, act, who, sent, host)]
        for one in waiting if act == CANCEL else ():
            effects += self._end(run, one, "canceled", f"canceled by {who.name}"[:1_000], now)
        return effects

    def _is_inside(self, scope: Sequence[str], host: str) -> bool:
        """Tell whether a host is inside a scope; one that was removed has no labels."""
        return covers(scope, self._hosts.labels(host))

    # What agents tell.

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
        if isinstance(body, RunState):
            body = _shown(body)
        before = part.state if isinstance(body, RunState) else None
        # Sent again after a cut it is refused too, which does no harm: it stands in the log.
        if not (part.advance(body) if isinstance(body, RunState) else not part.is_over):
            raise Refused(f"the run is {part.state.state} on this host: that stands")
        part.heard = now
        by, raw = agent.principal.by, codec.encode(body)
        then = self._ended(run, body, now) if isinstance(body, RunState) else []
        return [Append(pub.topic, pub.id, by, raw, agent.ip, agent.id, before, then)]

    def unsaid(self, append: Append) -> None:
        """Go back to the state before one that the store refused: its agent will tell it again."""
        run = self._runs.get(append.topic.removeprefix("run/"))
        part = run and run.parts.get(append.by.removeprefix("host/"))
        if run and part and append.before:
            part.fall_back(append.before)
            self._going[run.id] = run

    def returned(self, host: str, instance: str, now: int) -> None:
        """An agent is here: what another process of it was doing is lost soon.

        It has a grace to tell how that ended, as far as it stands in its journal.
        """
        for _, part in self._unfinished(host):
            if not part.is_of(instance):
                part.left_at = part.left_at or now

    def paused(self, host: str, now: int) -> list[Effect]:
        """Nothing more is sent to a host. What it has already may still be told of, or is lost."""
        return [
            effect
            for run, part in self._unfinished(host)
            if part.waits
            for effect in self._end(run, host, "expired", _PAUSED, now)
        ]

    def removed(self, host: str, now: int) -> list[Effect]:
        """Nobody will tell any more what becomes of the runs of a host."""
        return [
            effect
            for run, _ in self._unfinished(host)
            for effect in self._end(run, host, "lost", "the host was removed", now)
        ]

    def _unfinished(self, host: str) -> list[tuple[Run, Part]]:
        parts = [(run, run.parts[host]) for run in self._going.values() if host in run.parts]
        return [(run, part) for run, part in parts if not part.is_over]

    def _end(self, run: Run, host: str, state: str, reason: str, now: int) -> list[Effect]:
        ended = RunState(state, host, reason=reason)
        run.parts[host].advance(ended)
        run.ended_at = now
        return [self._words.state(run, ended), *self._closed(run, host, now)]

    def _ended(self, run: Run, state: RunState, now: int) -> list[Effect]:
        """Return what follows from a state that an agent told."""
        if not run.parts[state.host].is_over:
            return []
        run.ended_at = now
        return [*self._words.after(run, state), *self._closed(run, state.host, now)]

    def _closed(self, run: Run, host: str, now: int) -> list[Effect]:
        if run.is_over:
            self._going.pop(run.id, None)
        return self._send_next(host, now)

    # Time.

    def tick(self, now: int) -> list[Effect]:
        """End what has waited too long, and let go of what is over."""
        ended = [effect for run in self.going for effect in self._overdue(run, now)]
        ended += self._make_up()
        return [*ended, *self._forget_oldest()] if self._has_grown else ended

    def _make_up(self) -> Iterator[Effect]:
        """Write what follows from ends of before a crash, where it came too early for that."""
        over, self._over_before = self._over_before, []
        if over:
            told = tails(self._topics.log(AUDIT), self._topics.log(RUNS))
            for run in over:
                yield from self._words.missing(run, told)

    def _overdue(self, run: Run, now: int) -> Iterator[Effect]:
        for host, part in run.parts.items():
            if part.is_over:
                continue
            if part.waits and now > run.not_after:
                reason = "its turn on this host did not come in time"
                yield from self._end(run, host, "expired", reason, now)
            elif part.left_at and now > part.left_at + GRACE_MS:
                yield from self._end(run, host, "lost", "the agent was restarted meanwhile", now)
            elif part.state.state == "sent" and self._was_left(run, host):
                yield from self._end(run, host, "expired", "the host did not answer in time", now)
            elif now > run.lost_after(part):
                reason = "its time was up and no end was told"
                yield from self._end(run, host, "lost", reason, now)

    def _was_left(self, run: Run, host: str) -> bool:
        """Tell whether an agent surely did not begin: it spoke later, and not of this run.

        From one that is away, or just back, word may still come of what it began before.
        """
        agent = self._hosts.connection(host)
        return agent is not None and agent.heard > max(run.not_after, agent.since) + GRACE_MS

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


def _shown(state: RunState) -> RunState:
    """Return a state whose words read as what they hold: an agent may have quoted anything."""
    words = {"signal": state.signal, "reason": state.reason}
    clean = {name: printable(text, len(text)) for name, text in words.items()}
    return msgspec.structs.replace(state, **clean)
