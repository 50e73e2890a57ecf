"""Run words: what the hub itself writes about runs, and into which logs. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from tocsin_hub.core.effects import Append, Effect
from tocsin_hub.core.principal import HUB
from tocsin_hub.core.run import Actor, Run
from tocsin_wire import codec
from tocsin_wire.bodies import (
    AuditAct,
    AuditBody,
    AuditResult,
    AuditRun,
    CancelOrder,
    RunAct,
    RunCard,
    RunEnded,
    RunListed,
    RunOrder,
    RunRequested,
    RunsBody,
    RunState,
    SignalOrder,
)
from tocsin_wire.log import Log
from tocsin_wire.messages import Entry
from tocsin_wire.texts import printable
from tocsin_wire.topics import AUDIT, RUNS, host_topic, run_topic

CANCEL: Final = "cancel"
MAX_WORD: Final = 4_096
MAX_SAID: Final = 1_024
"""Characters in the audit of a word of a command, and of what an agent says became of it."""
_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
_audited: Final[msgspec.json.Decoder[AuditBody]] = msgspec.json.Decoder(AuditBody)
_listed: Final[msgspec.json.Decoder[RunsBody]] = msgspec.json.Decoder(RunsBody)


class Told(NamedTuple):
    """Of which parts (run, host) the audit has the result, and of which runs the list the end."""

    results: frozenset[tuple[str, str]]
    ended: frozenset[str]


def tails(audit: Log, runs: Log) -> Told:
    """Return what stands in the newest entries of both logs."""
    results = (_audited.decode(_entry.decode(raw).body) for raw in audit.raw_entries())
    ends = (_listed.decode(_entry.decode(raw).body) for raw in runs.raw_entries())
    return Told(
        frozenset((one.run, one.host) for one in results if isinstance(one, AuditResult)),
        frozenset(one.run for one in ends if isinstance(one, RunEnded)),
    )


def _result(run: str, state: RunState) -> AuditResult:
    said = (state.state, state.signal, state.reason)
    became, signal, reason = (printable(one, MAX_SAID) for one in said)
    return AuditResult(run, state.host, became, state.code, signal, reason)


class RunWords:
    """Makes appends. `new_id` makes publish ids."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id

    def requested(self, run: Run) -> list[Effect]:
        """What is written when a run is asked for, beside the audit."""
        asked = run.asked
        first = RunRequested(
            asked.command,
            asked.targets,
            asked.by,
            asked.timeout_ms,
            asked.arguments,
            asked.room,
            list(asked.where),
        )
        listed = RunListed(
            run.id,
            asked.command,
            asked.targets,
            asked.by,
            asked.timeout_ms,
            asked.arguments,
            list(asked.where),
        )
        effects: list[Effect] = [self._append(run_topic(run.id), first)]
        if asked.room:
            hosts = [target.host for target in asked.targets]
            card = RunCard(run.id, " ".join([asked.command, *asked.arguments]), hosts)
            effects.append(self._append(asked.room, card, by=asked.by))
        return [*effects, self._append(RUNS, listed)]

    def intent(self, run: Run, then: Sequence[Effect]) -> Append:
        """Who wants it, in the audit; `then` follows once that is on disk."""
        asked = run.asked
        command, *arguments = (
            printable(word, MAX_WORD) for word in (asked.command, *asked.arguments)
        )
        said = AuditRun(run.id, asked.by, asked.role, asked.ip, command, asked.targets, arguments)
        return self._append(AUDIT, said, then=then)

    def order(self, run: Run, host: str) -> Append:
        asked = run.asked
        order = RunOrder(
            run.id,
            asked.command,
            asked.timeout_ms,
            run.not_after,
            asked.by,
            asked.arguments,
            asked.role,
            run.share,
        )
        return self._append(host_topic(host, "inbox"), order)

    def state(self, run: Run, state: RunState) -> Append:
        """What the hub says of a part; what follows from its end follows it."""
        return self._append(run_topic(run.id), state, then=self.after(run, state))

    def after(self, run: Run, state: RunState) -> list[Effect]:
        """Return what is written once an end of a part is: in the audit, and of the whole."""
        if not run.parts[state.host].is_over:
            return []
        return [self._append(AUDIT, _result(run.id, state)), *self.ended(run)]

    def ended(self, run: Run) -> list[Effect]:
        """Return the end of a run, when every part has one."""
        if not run.is_over:
            return []
        return [self._append(RUNS, run.ending())]

    def missing(self, run: Run, told: Told) -> list[Effect]:
        """Return what is not written yet of a run that is over."""
        effects: list[Effect] = [
            self._append(AUDIT, _result(run.id, part.state))
            for host, part in run.parts.items()
            if (run.id, host) not in told.results
        ]
        return effects if run.id in told.ended else [*effects, *self.ended(run)]

    def acted(self, run: Run, act: str, who: Actor, hosts: Sequence[str], host: str) -> Append:
        """Write down that somebody cancels or signals; `hosts` are told once that is on disk.

        `host` is the one it was meant for; empty: all.
        """
        order = (
            CancelOrder(run.id, who.name) if act == CANCEL else SignalOrder(run.id, act, who.name)
        )
        then = [
            self._append(run_topic(run.id), RunAct(act, who.name, host)),
            *(self._append(host_topic(one, "inbox"), order) for one in hosts),
        ]
        said = AuditAct(run.id, who.name, who.role, who.ip, act, host)
        return self._append(AUDIT, said, then=then)

    def _append(
        self, topic: str, body: Any, *, by: str = HUB, then: Sequence[Effect] = ()
    ) -> Append:
        return Append(topic, self._new_id(), by, codec.encode(body), then=then)
