"""The reference of permissions: who may send which message about what, and call which route."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from scripts.generators.http import WHO
from scripts.generators.markdown import NOTE, table
from tocsin_hub.core.permissions import MESSAGES, TOPICS, Who, may
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.edge.http.route import LEAST, Permission, Route
from tocsin_hub.edge.http.routes import ROUTES
from tocsin_wire.topics import FORMS, Kind

INTRODUCTION: Final = """\
Everything that anybody may do, made of the tables the hub itself decides by. What is in no table,
nobody may do: a hub in which a message, a topic or a route is not declared does not start. It is
checked for every message and every request, and tried, cell by cell, on a running hub by a test.

An **agent** is the machine's own program: it may use what belongs to its host. A **screen** is a
display on a wall that was opened by a link: it looks on, and is nobody. **Critical** is what
cannot easily be undone, or gives somebody power: who does it must have said within the last ten
minutes who they are."""

ROLES: Final = (Role.SCREEN, Role.GUEST, Role.VIEWER, Role.OPERATOR, Role.ADMIN, Role.AUDITOR)
COLUMNS: Final = {"read": "follow", "append": "publish", "put": "write"}


def permissions() -> str:
    """Return `permissions.md`."""
    people = [str(role) for role in ROLES]
    parts = [
        "# Permissions",
        NOTE,
        INTRODUCTION,
        "## Topics",
        "`own` means: the topic of one's own login or host, or a run one's host was asked for.",
        table(["topic", "what", *people, "agent"], list(_topics())),
        "## Messages",
        table(["message", "needs"], list(_messages())),
        "## Routes",
        table(["route", *people, "critical"], [_route(route) for route in ROUTES]),
    ]
    return "\n\n".join(parts) + "\n"


def _topics() -> Iterator[list[str]]:
    for form in FORMS:
        for column in _columns(form.kind):
            who = getattr(TOPICS[form.pattern], column)
            cells = [_person(who, role, column) for role in ROLES]
            yield [f"`{form.pattern}`", COLUMNS[column], *cells, _agent(who)]


def _columns(kind: Kind) -> Iterable[str]:
    return ("read", "append") if kind is Kind.LOG else ("read", "put")


def _person(who: Who, role: Role, column: str) -> str:
    if who is Who.NAMESAKE:
        return "" if role is Role.SCREEN else "own"
    probe = next(pattern for pattern, rule in TOPICS.items() if getattr(rule, column) is who)
    return _tick(may(Principal("somebody", role, ""), column, probe.replace("*", "x")))


def _agent(who: Who) -> str:
    return "own" if who in (Who.ITS_AGENT, Who.ASKED_AGENTS) else ""


def _messages() -> Iterator[list[str]]:
    for message, column in MESSAGES.items():
        needs = f"`{COLUMNS[column]}` of its topic" if column else "nothing: it is about oneself"
        yield [f"`{message.__struct_config__.tag}`", needs]


def _route(route: Route) -> list[str]:
    test = _test(route.permission)
    cells = [_tick(test(Principal("somebody", role, ""))) for role in ROLES]
    what = f"`{route.method} {route.path}`"
    if route.permission is Permission.LOCAL:
        what += f" ({WHO[Permission.LOCAL]})"
    return [what, *cells, _tick(route.critical)]


def _test(permission: Permission) -> Callable[[Principal], bool]:
    match permission:
        case Permission.ANYBODY:
            return lambda _person: True
        case Permission.LOCAL:
            return lambda _person: False
        case Permission.AUDITOR:
            return lambda person: person.reads_audit
        case _:
            return lambda person: person.at_least(LEAST[permission])


def _tick(is_so: bool) -> str:
    return "yes" if is_so else ""
