"""Targets: which hosts somebody means who writes names, patterns, labels or `all`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Final

from tocsin_hub.core.hosts import Hosts
from tocsin_hub.core.scope import covers, fits
from tocsin_wire.bodies import MAX_TARGETS, Host
from tocsin_wire.errors import Forbidden, HostDown, HostPaused, TooMany, UnknownHost

EVERYTHING: Final = frozenset({"all", "*"})
"""Means what is connected: nobody writes it of machines that are off."""
_WILD: Final = frozenset("*?[")

_Test = Callable[[Host], bool]


def targets(hosts: Hosts, words: Sequence[str], scope: Sequence[str] = ()) -> list[Host]:
    """Return the hosts meant by any of the words, each once, in the fleet's order.

    Patterns, labels and `all` mean what is inside the scope of who asks. Raises UnknownHost for a
    word that means none, Refused for a name that several have, Forbidden for a host by name that is
    outside of the scope and where nothing is inside, HostPaused for a name of one that is paused,
    HostDown when none of them is connected, TooMany beyond MAX_TARGETS.
    """
    meant = {host.id for word in words for host in _meant(hosts, word, scope)}
    found = [host for host in hosts.hosts() if host.id in meant and covers(scope, host.labels)]
    if meant and not found:
        raise Forbidden(f"none of those hosts is yours to act on: you have {_told(scope)}")
    if len(found) > MAX_TARGETS:
        raise TooMany(f"{len(found)} hosts at once are too many: {MAX_TARGETS} at most")
    if not any(hosts.is_connected(host.id) for host in found):
        names = ", ".join(host.name for host in found[:3])
        raise HostDown(f"{names or 'no host'} is not connected: try again when it is up")
    return found


def _told(scope: Sequence[str]) -> str:
    return " and ".join(scope)


def _meant(hosts: Hosts, word: str, scope: Sequence[str]) -> Iterable[Host]:
    if word in EVERYTHING:
        return [host for host in hosts.hosts() if hosts.is_connected(host.id)]
    test = _test_of(word)
    if test is None:
        host = hosts.find(word)
        if not covers(scope, host.labels):
            raise Forbidden(f"{host.name} is not yours to act on: you have {_told(scope)}")
        return [_working(host)]
    found = [host for host in hosts.hosts() if test(host)]
    if not found:
        raise UnknownHost(
            f"no host is meant by {word[:96]!r}: look at the fleet for names and labels"
        )
    return found


def _working(host: Host) -> Host:
    if host.paused:
        raise HostPaused(
            f"{host.name} is paused: two machines show its identity. An admin has to resume it, "
            "or to remove it"
        )
    return host


def _test_of(word: str) -> _Test | None:
    """Return what a word asks of a host; None for a plain name."""
    if "=" in word:
        return lambda host: fits(word, host.labels)
    if _WILD & set(word):
        return lambda host: fnmatchcase(host.name, word) or fnmatchcase(host.id, word)
    return None
