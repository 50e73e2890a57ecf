"""Host name: what a machine is called in the fleet, and the identity made of it. No two alike."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

MAX_NAME: Final = 48


class KnownHost(NamedTuple):
    """What is kept of a host over restarts of the hub."""

    id: str
    name: str
    labels: Mapping[str, str] = MappingProxyType({})
    paused: str = ""
    """Why nothing runs there until an admin decides."""
    joined: int = 0
    """When it came into the fleet (ms since 1970 UTC)."""
    is_expected: bool = False
    """Let in, and never connected since."""


def new_host(name: str, taken: Collection[str]) -> KnownHost:
    """Return a host called `name`, or `name-2` and so on where that is taken.

    `taken` are the identities and names there are, in lower case: what people write may mean
    either, so one host's name is never another's identity. The identity is made of what topics and
    addresses may hold.
    """
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:MAX_NAME] or "host"
    for number in itertools.count(1):
        suffix = "" if number == 1 else f"-{number}"
        host = KnownHost(stem + suffix, name + suffix)
        if host.id not in taken and host.name.lower() not in taken:
            return host
    raise AssertionError("there is always another number")
