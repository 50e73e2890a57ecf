"""Policy: which commands may run here, decided from an order and nothing else. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Final, NamedTuple

from tocsin_agent.core.catalogue import entries_for
from tocsin_agent.core.entry import Entry
from tocsin_wire.bodies import RunOrder
from tocsin_wire.texts import printable

MAX_TIMEOUT_MS: Final = 600_000
_MAX_QUOTED: Final = 60
_SYSTEMS: Final = {"linux": "linux", "powershell": "win32", "dos": "win32"}
_TITLES: Final = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}


class Allowed(NamedTuple):
    """What to execute: an argument vector whose first element is an absolute path."""

    argv: tuple[str, ...]
    timeout: float
    """Seconds."""


class Denied(NamedTuple):
    """Why not, and what would be allowed."""

    reason: str


class Policy(NamedTuple):
    """The machine owner's word: `enabled` names catalogue entries, `programs` where they are."""

    system: str
    """`linux`, `darwin` or `win32`."""
    enabled: frozenset[str]
    programs: Mapping[str, str]
    """Absolute paths by program name; a program that is missing here is not installed."""

    @property
    def runnable(self) -> list[str]:
        """The names of the commands that are enabled and installed, in the catalogue's order."""
        return [entry.name for entry in self._entries() if entry.program in self.programs]

    def decide(self, order: RunOrder) -> Allowed | Denied:
        """Return the argument vector of an order, or why there is none."""
        try:
            words = [*shlex.split(self._of_this_system(order.command)), *order.arguments]
        except _OtherSystemError as error:
            return Denied(str(error))
        except ValueError as error:
            return Denied(f"the command cannot be read: {error}")
        if not self.enabled:
            return Denied("no command is enabled on this host; its owner names them: --commands")
        found = self._find(words)
        if found is None:
            return Denied(f"{_quoted(words)} is not enabled on this host: {self._choice()}")
        entry, arguments = found
        return self._allow(entry, arguments, order.timeout_ms)

    def _allow(self, entry: Entry, words: list[str], timeout_ms: int) -> Allowed | Denied:
        arguments = entry.arguments(words)
        if arguments is None:
            return Denied(f"{_quoted(words)} is not accepted: {entry.name} takes {entry.takes}")
        path = self.programs.get(entry.program)
        if path is None:
            return Denied(f"{entry.program} is not installed on this host")
        timeout = min(max(timeout_ms, 1), MAX_TIMEOUT_MS) / 1000
        return Allowed((path, *entry.fixed, *arguments), timeout)

    def _of_this_system(self, command: str) -> str:
        """Cut the prefix that names a system. Raises _OtherSystemError when it is not this one."""
        prefix, colon, rest = command.partition(":")
        wanted = _SYSTEMS.get(prefix.strip().lower()) if colon else None
        if wanted is None:
            return command
        if wanted != self.system:
            here = _TITLES.get(self.system, self.system)
            raise _OtherSystemError(
                f"this host runs {here}: a command that begins with {prefix.strip()}: "
                f"runs only on {_TITLES[wanted]}"
            )
        return rest

    def _find(self, words: list[str]) -> tuple[Entry, list[str]] | None:
        """Match `ip-addr eth0`, `ip addr show eth0` and `ip a eth0`: the longest spelling wins."""
        best: tuple[Entry, list[str]] | None = None
        longest = 0
        for entry in self._entries():
            for spelling in ((entry.name,), entry.spelled, *entry.also):
                size = len(spelling)
                if size > longest and tuple(words[:size]) == spelling:
                    best, longest = (entry, words[size:]), size
        return best

    def _entries(self) -> list[Entry]:
        catalogue = entries_for(self.system)
        return [entry for name, entry in catalogue.items() if name in self.enabled]

    def _choice(self) -> str:
        return "there are " + ", ".join(entry.name for entry in self._entries())


class _OtherSystemError(ValueError):
    """The command's prefix names another system."""


def _quoted(words: list[str]) -> str:
    return repr(printable(" ".join(words), _MAX_QUOTED))


def enable(names: str, system: str) -> frozenset[str]:
    """Read `uptime,df` or `all`. Raises ValueError that names what is not in the catalogue."""
    known = entries_for(system)
    if names == "all":
        return frozenset(known)
    wanted = frozenset(name.strip() for name in names.split(",") if name.strip())
    unknown = sorted(wanted - known.keys())
    if unknown:
        raise ValueError(
            f"{', '.join(unknown)}: not in the catalogue, which has {', '.join(known)}"
        )
    return wanted
