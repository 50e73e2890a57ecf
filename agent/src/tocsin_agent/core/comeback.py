"""Comeback: what the agent does after a connection ended. It comes back where people do not."""

from __future__ import annotations

from typing import Final, NamedTuple

from tocsin_wire.closing import Close

SLOW: Final = 20.0
"""Seconds, at most, between attempts at a hub that was stopped on purpose."""


class ComeBack(NamedTuple):
    """Try again after so many seconds; `why` is for the log."""

    seconds: float
    why: str


class Rejoin(NamedTuple):
    """The token is not accepted: join anew with the code, if there is one."""


class StayAway(NamedTuple):
    """Coming back would do harm or no good; `why` is for the person."""

    why: str


_FINAL: Final = {
    Close.FORBIDDEN: "the hub does not let this host in",
    Close.SUPERSEDED: "another agent took this host's place: is its data folder copied?",
    Close.UPGRADE: "the hub speaks another version of the protocol: upgrade the agent",
}


def after_close(code: int, random: float) -> ComeBack | Rejoin | StayAway:
    """Decide for a close code the link gave up on. `random` is from 0 to 1.

    Half of the slow delay is fixed, so that a stopped hub is left in peace, and half is jitter.
    """
    if code == Close.SESSION_OVER:
        return Rejoin()
    for final, why in _FINAL.items():
        if code == final:
            return StayAway(why)
    why = "the hub was stopped" if code == Close.GOING_AWAY else f"the hub closed with {code}"
    return ComeBack(SLOW / 2 + SLOW / 2 * random, why)
