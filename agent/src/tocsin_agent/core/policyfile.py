"""PolicyFile: the machine owner's word as its file has it, checked to the last key. Pure.

What is not understood is an error, never passed over: a key that is misspelled would otherwise
allow or forbid something else than was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from tocsin_agent.core.catalogue import entries_for
from tocsin_agent.core.command import Command
from tocsin_agent.core.limits import Limits
from tocsin_agent.core.parameter import MAX_LENGTH, Choices, Integer, Kind, Parameter, Pattern
from tocsin_agent.core.role import ROLES

MAX_TIMEOUT: Final = 600.0
"""Seconds."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_HOLE: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_-]{0,63})\}")
_PARAMETER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_DURATION: Final = re.compile("([1-9][0-9]{0,5})(ms|s|m)")
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}
_SIZE: Final = re.compile("([1-9][0-9]{0,11})([KMGT]?)")
_BYTES: Final = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_VARIABLE: Final = re.compile("[A-Za-z_][A-Za-z0-9_]{0,63}")
_NEVER_PASSED: Final = re.compile(
    "(PATH|IFS|ENV|BASH_ENV|SHELLOPTS|BASHOPTS)|(LD_|DYLD_|PYTHON|PERL5|TOCSIN_).*"
)
"""They change what a program executes; or they are the agent's own, its join code among them."""
_MAX_INTEGER: Final = 10**18 - 1

T = TypeVar("T")


class BadPolicyError(ValueError):
    """What is wrong: the key, and what to write there."""


class PolicyFile(NamedTuple):
    """What a file allows."""

    commands: Mapping[str, Command] = {}
    enabled: frozenset[str] = frozenset()
    """Names of the catalogue."""
    shell: bool = False
    environment: tuple[str, ...] = ()
    limits: Limits = Limits()


def parse(document: Mapping[str, Any], system: str) -> PolicyFile:
    """Read a TOML document for a system (`linux`...). Raises BadPolicyError."""
    top = _Table("", document)
    top.only("command", "catalogue", "shell", "environment", "limits")
    commands = top.table("command")
    return PolicyFile(
        {name: _command(name, commands.table(name)) for name in commands.keys},
        _catalogue(top.table("catalogue"), system),
        _shell(top.table("shell")),
        _environment(top.table("environment")),
        _limits(top.table("limits")),
    )


class _Table:
    """A table of the document, with its name for whoever has to mend it."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        self._name = name
        self._values = values

    @property
    def keys(self) -> list[str]:
        return list(self._values)

    def wrong(self, key: str, remedy: str) -> BadPolicyError:
        return BadPolicyError(f"{'.'.join(filter(None, [self._name, key]))}: {remedy}")

    def only(self, *known: str) -> None:
        for key in self._values:
            if key not in known:
                raise self.wrong(key, f"there is no such key; write one of {', '.join(known)}")

    def get(self, key: str, kind: type[T], default: T, remedy: str) -> T:
        value = self._values.get(key, default)
        if type(value) is not kind:  # a bool is an int to isinstance
            raise self.wrong(key, remedy)
        return value

    def table(self, key: str) -> _Table:
        values = self.get(key, dict, {}, "write a table here")
        return _Table(".".join(filter(None, [self._name, key])), values)

    def texts(self, key: str, remedy: str) -> list[str]:
        values: list[Any] = self.get(key, list, [], remedy)
        if not all(isinstance(value, str) and "\0" not in value for value in values):
            raise self.wrong(key, remedy)
        return values


def _command(name: str, table: _Table) -> Command:
    if not _NAME.fullmatch(name):
        raise table.wrong("", "name it with letters, digits, dots, dashes and underscores only")
    table.only("argv", "param", "timeout", "roles")
    parameters = _parameters(table.table("param"))
    argv = _argv(table, {one.name for one in parameters})
    return Command(name, argv, parameters, _timeout(table), _role(table))


def _argv(table: _Table, names: set[str]) -> tuple[str, ...]:
    remedy = 'write the program and its arguments, as ["/usr/bin/df", "-h", "{path}"]'
    argv = table.texts("argv", remedy)
    if not argv or not argv[0].startswith("/") or argv[0].endswith("/"):
        raise table.wrong("argv", f"it begins with the absolute path of the program; {remedy}")
    used = set()
    for element in argv[1:]:
        whole = _HOLE.fullmatch(element)
        if whole and whole[1] in names:
            used.add(whole[1])
        elif whole:
            raise table.wrong("argv", f"{element} is no parameter: write param.{whole[1]} for it")
        elif any(name in names for name in _HOLE.findall(element)):
            raise table.wrong("argv", f"a parameter fills a whole element: split {element!r}")
    if names - used:
        unused = min(names - used)
        raise table.wrong(f"param.{unused}", f"argv does not use it: write {{{unused}}} there")
    return tuple(argv)


def _parameters(table: _Table) -> tuple[Parameter, ...]:
    return tuple(_parameter(table, name) for name in table.keys)


def _parameter(table: _Table, name: str) -> Parameter:
    if not _PARAMETER.fullmatch(name):
        raise table.wrong(name, "name it with letters, digits, dashes and underscores only")
    rule = table.table(name)
    rule.only("pattern", "choices", "integer", "min", "max")
    kinds = [key for key in rule.keys if key in _KINDS]
    if len(kinds) != 1:
        raise table.wrong(name, "write one of pattern, choices and integer = true")
    if kinds != ["integer"]:
        rule.only(*kinds)
    return Parameter(name, _KINDS[kinds[0]](rule))


def _pattern(rule: _Table) -> Pattern:
    text = rule.get("pattern", str, "", 'write a regular expression, as "[a-z]+"')
    try:
        return Pattern(re.compile(text))
    except (re.error, OverflowError, RecursionError) as error:
        raise rule.wrong("pattern", f"it is no regular expression of Python: {error}") from None


def _choices(rule: _Table) -> Choices:
    remedy = 'write the words, as ["start", "stop"]; none may be empty or begin with -'
    words = rule.texts("choices", remedy)
    if not words or any(not word or word[0] == "-" or len(word) > MAX_LENGTH for word in words):
        raise rule.wrong("choices", remedy)
    return Choices(tuple(words))


def _integer(rule: _Table) -> Integer:
    if not rule.get("integer", bool, False, "write true"):
        raise rule.wrong("integer", "write true, or another kind of parameter")
    least = rule.get("min", int, 0, "write a whole number")
    most = rule.get("max", int, _MAX_INTEGER, "write a whole number")
    if least < 0:
        raise rule.wrong("min", "write 0 or more: what begins with - is never taken")
    if not least <= most <= _MAX_INTEGER:
        raise rule.wrong("max", f"write a number from min to {_MAX_INTEGER}")
    return Integer(least, most)


_KINDS: Final[Mapping[str, Callable[[_Table], Kind]]] = {
    "pattern": _pattern,
    "choices": _choices,
    "integer": _integer,
}


def _timeout(table: _Table) -> float | None:
    remedy = 'write a time up to 10 minutes, as "500ms", "10s" or "5m"'
    if "timeout" not in table.keys:
        return None
    found = _DURATION.fullmatch(table.get("timeout", str, "", remedy))
    seconds = int(found[1]) * _SECONDS[found[2]] if found else 0
    if not 0 < seconds <= MAX_TIMEOUT:
        raise table.wrong("timeout", remedy)
    return seconds


def _role(table: _Table) -> str:
    """Return the lowest role of the list: who is above it may run the command too."""
    remedy = f"write one or more of {', '.join(ROLES)}"
    roles = table.texts("roles", remedy) if "roles" in table.keys else ["operator"]
    if not roles or not set(roles) <= set(ROLES):
        raise table.wrong("roles", remedy)
    return min(roles, key=ROLES.index)


def _catalogue(table: _Table, system: str) -> frozenset[str]:
    table.only("enable")
    known = entries_for(system)
    names = table.texts("enable", 'write names of the catalogue, as ["uptime", "df"]')
    for name in names:
        if name not in known:
            raise table.wrong("enable", f"{name!r} is not in the catalogue: {', '.join(known)}")
    return frozenset(names)


def _shell(table: _Table) -> bool:
    table.only("enabled")
    return table.get("enabled", bool, False, "write true or false")


def _environment(table: _Table) -> tuple[str, ...]:
    table.only("pass")
    names = table.texts("pass", 'write names of variables, as ["http_proxy"]')
    for name in names:
        if not _VARIABLE.fullmatch(name) or _NEVER_PASSED.fullmatch(name):
            raise table.wrong("pass", f"{name!r} is never passed on: leave it out")
    return tuple(names)


def _limits(table: _Table) -> Limits:
    table.only(*Limits._fields)
    found: dict[str, int] = {}
    for key in table.keys:
        found[key] = _size(table, key) if key in {"memory", "file_size"} else _count(table, key)
    return Limits(**found)


def _count(table: _Table, key: str) -> int:
    remedy = "write a whole number from 1 to 1000000"
    count = table.get(key, int, 0, remedy)
    if not 1 <= count <= 1_000_000:
        raise table.wrong(key, remedy)
    return count


def _size(table: _Table, key: str) -> int:
    remedy = 'write bytes, as "512M" (K, M, G and T are powers of 1024), 64K or more'
    found = _SIZE.fullmatch(table.get(key, str, "", remedy))
    size = int(found[1]) * _BYTES[found[2]] if found else 0
    if not 64 * 1024 <= size < 2**62:
        raise table.wrong(key, remedy)
    return size
