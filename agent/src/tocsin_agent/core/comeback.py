"""Comeback: what the agent does after a connection ended. It comes back where people do not."""

from __future__ import annotations

from typing import Final, NamedTuple

from tocsin_wire.closing import Close

SLOW: Final = 20.0
"""Seconds, at most, between attempts at a hub that was stopped on purpose."""

RARE: Final = 300.0
"""Seconds, at most, between attempts at a hub that waits for a person."""


class ComeBack(NamedTuple):
    """Try again after so many seconds; `why` is for the log."""

    seconds: float
    why: str


class Removed(NamedTuple):
    """The hub does not know this host any more; only a person can let it join anew."""


class StayAway(NamedTuple):
    """Coming back would do harm or no good; `why` is for the person."""

    why: str


_FINAL: Final = {
    Close.FORBIDDEN: "the hub does not let this host in",
    Close.UPGRADE: "the hub speaks another version of the protocol: upgrade the agent",
}

_SLOWLY: Final[dict[int, str]] = {
    Close.GOING_AWAY: "the hub was stopped",
    Close.SUPERSEDED: "another agent took this host's place: is its data folder copied?",
}
_PAUSED: Final = (
    "this host is paused: two machines show its identity. Is its data folder a copy? Nothing runs "
    "here until an admin of the hub resumes or removes it; asking again every few minutes"
)


def after_close(code: int, random: float) -> ComeBack | Removed | StayAway:
    """Decide for a close code the link gave up on. `random` is from 0 to 1.

    Half of the slow delay is fixed, so that a stopped hub is left in peace, and half is jitter.
    """
    if code == Close.SESSION_OVER:
        return Removed()
    for final, why in _FINAL.items():
        if code == final:
            return StayAway(why)
    why = _SLOWLY.get(code, f"the hub closed with {code}")
    return ComeBack(_about(SLOW, random), why)


def after_refusal(name: str, status: int, random: float) -> ComeBack | Removed | StayAway | None:
    """Decide for an upgrade the hub refused with an error of that name; None: as if it was away."""
    if name == "host_paused":
        return ComeBack(_about(RARE, random), _PAUSED)
    if name == "unauthorized":
        return Removed()
    return StayAway(_FINAL[Close.FORBIDDEN]) if status == 403 else None


def _about(seconds: float, random: float) -> float:
    return seconds / 2 + seconds / 2 * random
