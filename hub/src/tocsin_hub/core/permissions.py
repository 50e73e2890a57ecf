"""Permissions: who may do what with which topic, as one table. What is not in it, nobody may do.

The reference is made of it, and so is the test that tries every cell on a running hub.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Final, NamedTuple, get_args

from tocsin_hub.core.principal import Principal
from tocsin_wire import messages as m
from tocsin_wire.topics import FORMS, form_of


class Undeclared(Exception):
    """A message or a topic stands in no table: the hub does not start."""


class Who(StrEnum):
    """Whom a cell of the table lets in."""

    NOBODY = "nobody but the hub"
    PEOPLE = "everybody but agents and screens"
    WATCHERS = "everybody but agents"
    AUDITORS = "auditors and admins"
    NAMESAKE = "the person of that login"
    ITS_AGENT = "the agent of that host"
    ASKED_AGENTS = "the agents it was asked of"


class Rule(NamedTuple):
    """Who may follow a topic, publish to it if it is a log, write it if it is a state."""

    read: Who
    append: Who = Who.NOBODY
    put: Who = Who.NOBODY


TOPICS: Final[Mapping[str, Rule]] = {
    "room/*": Rule(Who.WATCHERS, append=Who.PEOPLE),
    "private/*": Rule(Who.NAMESAKE, append=Who.PEOPLE),
    "rooms": Rule(Who.WATCHERS),
    "room/*/typing": Rule(Who.PEOPLE, put=Who.PEOPLE),
    "private/*/typing": Rule(Who.NAMESAKE, put=Who.PEOPLE),
    "people": Rule(Who.WATCHERS),
    "hosts": Rule(Who.WATCHERS),
    "host/*/stats": Rule(Who.WATCHERS, put=Who.ITS_AGENT),
    "host/*/samples": Rule(Who.WATCHERS, append=Who.ITS_AGENT),
    "host/*/processes": Rule(Who.WATCHERS, put=Who.ITS_AGENT),
    "host/*/facts": Rule(Who.WATCHERS, put=Who.ITS_AGENT),
    "host/*/busiest": Rule(Who.WATCHERS, append=Who.ITS_AGENT),
    "host/*/events": Rule(Who.WATCHERS),
    "host/*/inbox": Rule(Who.ITS_AGENT),
    "run/*": Rule(Who.WATCHERS, append=Who.ASKED_AGENTS),
    "runs": Rule(Who.WATCHERS),
    "saved-runs": Rule(Who.WATCHERS),
    "audit": Rule(Who.AUDITORS),
}
"""By the pattern of `tocsin_wire.topics.FORMS`."""

MESSAGES: Final[Mapping[type[m.Message], str]] = {
    m.Hello: "",
    m.Sub: "read",
    m.Unsub: "",
    m.Pub: "append",
    m.Put: "put",
    m.AskTime: "",
}
"""Which column of TOPICS a message needs; none for what concerns the connection alone."""

_Test = Callable[[Principal, str], bool]


def _is_namesake(principal: Principal, topic: str) -> bool:
    return principal.is_person and topic.split("/")[1] == principal.name.lower()


def _is_its_agent(principal: Principal, topic: str) -> bool:
    return principal.is_agent and topic.split("/")[1] == principal.name


_TESTS: Final[Mapping[Who, _Test]] = {
    Who.NOBODY: lambda _principal, _topic: False,
    Who.PEOPLE: lambda principal, _topic: principal.is_person,
    Who.WATCHERS: lambda principal, _topic: not principal.is_agent,
    Who.AUDITORS: lambda principal, _topic: principal.reads_audit,
    Who.NAMESAKE: _is_namesake,
    Who.ITS_AGENT: _is_its_agent,
    # Of which runs it was asked, the runs know: they refuse it the others.
    Who.ASKED_AGENTS: lambda principal, _topic: principal.is_agent,
}


def may(principal: Principal, column: str, topic: str) -> bool:
    """Tell whether `principal` may `read`, `append` to or `put` into `topic`.

    Raises BadTopic for what is no topic.
    """
    rule = TOPICS[form_of(topic).pattern]
    who: Who = getattr(rule, column)
    return _TESTS[who](principal, topic)


def require_declared(
    messages: Collection[type[m.Message]] = MESSAGES.keys(), topics: Collection[str] = TOPICS.keys()
) -> None:
    """Look whether every message and every form of a topic has its rule. Raises Undeclared."""
    unruly = [one.__name__ for one in get_args(m.FromClient) if one not in messages]
    unruly += [form.pattern for form in FORMS if form.pattern not in topics]
    if unruly:
        missing = ", ".join(unruly)
        raise Undeclared(f"nothing is declared about who may use {missing}: see permissions.py")
