"""AgentKeys: which key proves which host, and the highest counter it has shown.

An agent counts its connections. A number that does not rise comes from a copy of its folder, or
from a machine that was set back: either way two histories claim one identity. Pure: whether a
signature is good is told, not found out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tocsin_wire.errors import Unauthorized


class AgentKey(NamedTuple):
    """A machine's proof."""

    host: str
    key: bytes
    """Its public key (RFC 8032)."""
    counter: int = 0
    """The highest it has shown; 0: whatever comes next is taken."""


class AgentKeys:
    """The keys that open a connection."""

    def __init__(self, keys: Iterable[AgentKey] = ()) -> None:
        self._keys = {key.host: key for key in keys}

    def add(self, key: AgentKey) -> None:
        self._keys[key.host] = key

    def remove(self, host: str) -> None:
        """Let no machine in any more as `host`."""
        self._keys.pop(host, None)

    def find(self, host: str) -> AgentKey:
        """Return the key of a host. Raises Unauthorized."""
        found = self._keys.get(host)
        if found is None:
            raise Unauthorized("no machine with that key belongs to this hub: let it join")
        return found

    def of_key(self, key: bytes) -> AgentKey | None:
        """Return whose a public key is, None when it is nobody's."""
        return next((one for one in self._keys.values() if one.key == key), None)

    def count(self, host: str, counter: int) -> bool:
        """Take in a counter that was shown; False when it is not higher than those before."""
        known = self._keys[host]
        if counter <= known.counter:
            return False
        self._keys[host] = known._replace(counter=counter)
        return True

    def recount(self, host: str) -> None:
        """Take whatever counter comes next: an admin has looked at what it was about."""
        self._keys[host] = self._keys[host]._replace(counter=0)
