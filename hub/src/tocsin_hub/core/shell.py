"""Shell: whether what an admin wants run may come to a shell, as far as a hub can know. Pure.

An agent decides that by its owner's policy, which the hub does not have: it has the facts `shell`,
and `commands`, the names that may run there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from tocsin_hub.core.topics import Topics
from tocsin_wire.bodies import Fact
from tocsin_wire.state import State
from tocsin_wire.topics import host_topic

_fact: Final[msgspec.json.Decoder[Fact]] = msgspec.json.Decoder(Fact)


def may_reach_shell(topics: Topics, host: str, command: str, arguments: Sequence[str]) -> bool:
    """Tell whether a command may be read by a shell on a host, if an admin asks.

    Not where the owner allows none; nor if it is the bare name of a command there is. What else an
    admin writes a shell may get, and what a host without facts does with it nobody knows.
    """
    facts = topics.all.get(host_topic(host, "facts"))
    if not isinstance(facts, State) or not facts.keys():
        return True
    if _told(facts, "shell") != "on":
        return False
    return bool(arguments) or command.strip() not in _told(facts, "commands").split(",")


def _told(facts: State, name: str) -> str:
    raw = facts.get(name)
    return _fact.decode(raw).value if raw is not None else ""
