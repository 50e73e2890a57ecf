"""Policy: which commands may run here, decided from an order and nothing else. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Final, NamedTuple

from tocsin_agent.core.catalogue import entries_for
from tocsin_agent.core.command import BadUseError, Command
from tocsin_agent.core.entry import Entry
from tocsin_agent.core.limits import Limits
from tocsin_agent.core.policyfile import MAX_TIMEOUT
from tocsin_agent.core.role import is_at_least
from tocsin_wire.bodies import RunOrder
from tocsin_wire.texts import printable

_MAX_QUOTED: Final = 60
_SYSTEMS: Final = {"linux": "linux", "powershell": "win32", "dos": "win32"}
_TITLES: Final = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}


class Allowed(NamedTuple):
    """What to execute: an argument vector whose first element is an absolute path."""

    argv: tuple[str, ...]
    timeout: float
    """Seconds."""
    environment: tuple[str, ...] = ()
    """Variables of the agent's environment that it sees, besides the usual ones."""
    limits: Limits = Limits()


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
    commands: Mapping[str, Command] = {}
    """By name; one that is called as an entry of the catalogue comes before it."""
    shell: bool = False
    """True: an admin's other commands are /bin/sh's."""
    environment: tuple[str, ...] = ()
    limits: Limits = Limits()
    refusal: str = ""
    """Why nothing at all runs, whatever the rest says; empty when it may."""

    @property
    def runnable(self) -> list[str]:
        """Names of what may run: the catalogue's, in its order, if installed; then the owner's."""
        if self.refusal:
            return []
        entries = [entry.name for entry in self._entries() if entry.program in self.programs]
        own = [name for name in self.commands if name not in entries]
        return entries + own

    @property
    def has_shell(self) -> bool:
        return self.shell and not self.refusal

    def decide(self, order: RunOrder) -> Allowed | Denied:
        """Return the argument vector of an order, or why there is none."""
        if self.refusal:
            return Denied(self.refusal)
        try:
            command = self._of_this_system(order.command)
        except _OtherSystemError as error:
            return Denied(str(error))
        try:
            words = [*shlex.split(command), *order.arguments]
        except ValueError as error:
            unread = Denied(f"the command cannot be read: {error}")
            return self._by_shell(command, order) or unread
        if not words:
            return Denied("the command is empty")
        named = self.commands.get(words[0])
        if named:
            return self._named(named, words[1:], order)
        several = self._by_shell(command, order) if "\n" in command else None
        return several or self._from_catalogue(words, command, order)

    def _named(self, command: Command, words: list[str], order: RunOrder) -> Allowed | Denied:
        if not is_at_least(order.role, command.role):
            return Denied(f"{command.name} is for the role {command.role} and above")
        try:
            argv = command.fill(words)
        except BadUseError as error:
            return Denied(str(error))
        return self._allowed(argv, order, command.timeout or MAX_TIMEOUT)

    def _from_catalogue(self, words: list[str], command: str, order: RunOrder) -> Allowed | Denied:
        found = self._find(words)
        if found is None:
            return self._by_shell(command, order) or Denied(self._why_not(words))
        if not is_at_least(order.role, "operator"):
            return Denied(f"{found[0].name} is for the role operator and above")
        decision = self._allow(*found, order)
        by_shell = self._by_shell(command, order) if isinstance(decision, Denied) else None
        return by_shell or decision

    def _by_shell(self, command: str, order: RunOrder) -> Allowed | None:
        """Return the command as a shell's, with its arguments as $1 and on; None when forbidden."""
        if not self.shell or not is_at_least(order.role or "none", "admin") or not command.strip():
            return None
        argv = ("/bin/sh", "-c", command.strip(), "sh", *order.arguments)
        return self._allowed(argv, order, MAX_TIMEOUT)

    def _allowed(self, argv: tuple[str, ...], order: RunOrder, most: float) -> Allowed:
        timeout = min(max(order.timeout_ms, 1) / 1000, most)
        return Allowed(argv, timeout, self.environment, self.limits)

    def _why_not(self, words: list[str]) -> str:
        if self.shell:
            return f"{_quoted(words)} is for the role admin here: {self._choice()}"
        if not self.enabled and not self.commands:
            return (
                "no command is enabled on this host; its owner names them: tocsin-agent allow NAME"
            )
        return f"{_quoted(words)} is not enabled on this host: {self._choice()}"

    def _allow(self, entry: Entry, words: list[str], order: RunOrder) -> Allowed | Denied:
        arguments = entry.arguments(words)
        if arguments is None:
            return Denied(f"{_quoted(words)} is not accepted: {entry.name} takes {entry.takes}")
        path = self.programs.get(entry.program)
        if path is None:
            return Denied(f"{entry.program} is not installed on this host")
        return self._allowed((path, *entry.fixed, *arguments), order, MAX_TIMEOUT)

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
        names = [entry.name for entry in self._entries()]
        names += [name for name in self.commands if name not in names]
        return "there are " + (", ".join(names) or "no others")


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
