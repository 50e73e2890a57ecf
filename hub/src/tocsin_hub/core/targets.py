"""Targets: which hosts somebody means who writes names, patterns, labels or `all`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Final

from tocsin_hub.core.hosts import Hosts
from tocsin_wire.bodies import MAX_TARGETS, Host
from tocsin_wire.errors import HostDown, HostPaused, TooMany, UnknownHost

EVERYTHING: Final = frozenset({"all", "*"})
"""Means what is connected: nobody writes it of machines that are off."""
_WILD: Final = frozenset("*?[")

_Test = Callable[[Host], bool]


def targets(hosts: Hosts, words: Sequence[str]) -> list[Host]:
    """Return the hosts meant by any of the words, each once, in the fleet's order.

    Raises UnknownHost for a word that means none, Refused for a name that several have, HostPaused
    for a name of one that is paused, HostDown when none of them is connected, TooMany beyond
    MAX_TARGETS.
    """
    meant = {host.id for word in words for host in _meant(hosts, word)}
    found = [host for host in hosts.hosts() if host.id in meant]
    if len(found) > MAX_TARGETS:
        raise TooMany(f"{len(found)} hosts at once are too many: {MAX_TARGETS} at most")
    if not any(hosts.is_connected(host.id) for host in found):
        names = ", ".join(host.name for host in found[:3])
        raise HostDown(f"{names or 'no host'} is not connected: try again when it is up")
    return found


def _meant(hosts: Hosts, word: str) -> Iterable[Host]:
    if word in EVERYTHING:
        return [host for host in hosts.hosts() if hosts.is_connected(host.id)]
    test = _test_of(word)
    if test is None:
        return [_working(hosts.find(word))]
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
    key, is_label, value = word.partition("=")
    if is_label:
        return lambda host: key in host.labels and fnmatchcase(host.labels[key], value)
    if _WILD & set(word):
        return lambda host: fnmatchcase(host.name, word) or fnmatchcase(host.id, word)
    return None
