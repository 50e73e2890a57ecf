"""Line: an entry of the audit in plain columns, whatever kind it is: to be searched and read."""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec

from tocsin_hub.core.audit.link import Linked
from tocsin_wire.bodies import AuditAct, AuditBody, AuditDeed, AuditResult, AuditRun
from tocsin_wire.messages import Entry

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)
# What somebody has put in may be nested without end.
_UNREADABLE: Final = (ValueError, RecursionError)
_body: Final[msgspec.json.Decoder[AuditBody]] = msgspec.json.Decoder(AuditBody)


class Line(NamedTuple):
    """Who did what to what."""

    by: str
    role: str
    ip: str
    deed: str
    """What kind: `run`, `act`, `result`, or the name of a deed."""
    on: tuple[str, ...]
    """A login, a host and its name, a run."""
    detail: str
    refused: bool = False


def line_of(entry: Linked) -> Line:
    """Return the columns of an entry; of one that is none any more, what can be told."""
    try:
        return _columns(_entry.decode(entry.raw))
    except _UNREADABLE:
        return Line("", "", "", "unreadable", (), entry.raw[:1_000].decode("utf-8", "replace"))


def parts_of(entry: Linked) -> Entry | None:
    """Return an entry taken apart; None when it is none any more."""
    try:
        found = _entry.decode(entry.raw)
        msgspec.json.decode(found.body)
    except _UNREADABLE:
        return None
    return found


def _columns(entry: Entry) -> Line:
    match _body.decode(entry.body):
        case AuditDeed() as one:
            to = (one.on,) if one.on else ()
            return Line(one.by, one.role, one.ip, one.deed, to, one.detail, one.refused)
        case AuditRun() as one:
            on = (one.run, *(name for target in one.targets for name in (target.host, target.name)))
            line = " ".join([one.command, *one.arguments])
            return Line(one.by, one.role, one.ip, "run", on, line)
        case AuditAct() as one:
            return Line(one.by, one.role, one.ip, "act", _named(one.run, one.host), one.act)
        case AuditResult() as one:
            return Line(entry.by, "", "", "result", _named(one.run, one.host), _became(one))


def _named(run: str, host: str) -> tuple[str, ...]:
    return (run, host) if host else (run,)


def _became(result: AuditResult) -> str:
    code = "" if result.code is None else f"code {result.code}"
    return ", ".join(part for part in (result.state, code, result.signal, result.reason) if part)
