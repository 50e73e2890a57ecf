"""The catalogue: read-only diagnostics that come with the agent, off until their owner names them.

Each entry says which arguments it takes. An argument becomes one element of an argument vector;
no shell ever reads it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

POSIX: Final = frozenset({"linux", "darwin"})
LINUX: Final = frozenset({"linux"})


class Operand(NamedTuple):
    """What an argument that is no option may look like."""

    title: str
    """For a person: `a path`."""
    pattern: str
    """A regular expression the whole argument matches. None admits a leading `-` or a space at an
    end: the first would be read as an option."""


PATH: Final = Operand("a path", r"(?!-)[A-Za-z0-9._/@:+,=%-]{1,1024}\Z")
LOGIN: Final = Operand("a login", r"(?!-)[A-Za-z0-9._@-]{1,64}\Z")
LOGIN_OR_COUNT: Final = Operand("a login or a number", LOGIN.pattern)
INTERFACE: Final = Operand("an interface", r"(?!-)[A-Za-z0-9._@-]{1,15}\Z")
DATE_FORMAT: Final = Operand("+FORMAT", r"\+[A-Za-z0-9%:/.,_-]{1,64}\Z")
PROCESS_FORMAT: Final = Operand("fields for -o", r"[a-z%]{2,16}(?:,[a-z%]{2,16}){0,15}\Z")


class Entry(NamedTuple):
    """One command of the catalogue."""

    name: str
    """What the machine's owner enables it by."""
    program: str
    fixed: tuple[str, ...] = ()
    """Arguments that are always there."""
    also: tuple[tuple[str, ...], ...] = ()
    """Other ways to write `program fixed...`."""
    letters: str = ""
    """Short options, which may stand together: `-al`."""
    options: frozenset[str] = frozenset()
    """Long options and whole words taken as they are."""
    operand: Operand | None = None
    """What any other argument looks like; None when it takes none."""
    operands: int = 0
    """At most how many."""
    systems: frozenset[str] = POSIX

    @property
    def spelled(self) -> tuple[str, ...]:
        return (self.program, *self.fixed)

    @property
    def takes(self) -> str:
        """Say in a few words which arguments are accepted."""
        parts = []
        if self.letters:
            parts.append("the options -" + self.letters)
        if self.options:
            parts.append(", ".join(sorted(self.options)))
        if self.operand:
            parts.append(f"{self.operand.title}, at most {self.operands}")
        return "; ".join(parts) or "no arguments"

    def accepts(self, arguments: list[str]) -> bool:
        """Tell whether every argument is one this command takes."""
        operands = [word for word in arguments if not self._is_option(word)]
        if self.operand is None:
            return not operands
        pattern = re.compile(self.operand.pattern)
        return len(operands) <= self.operands and all(map(pattern.match, operands))

    def _is_option(self, word: str) -> bool:
        if word in self.options:
            return True
        letters = word[1:]
        return (
            word[:1] == "-"
            and bool(letters)
            and len(word) <= 16
            and set(letters) <= set(self.letters)
        )


def _of(*options: str) -> frozenset[str]:
    return frozenset(options)


ENTRIES: Final = (
    Entry("uptime", "uptime", letters="ps", options=_of("--pretty", "--since")),
    Entry(
        "ls",
        "ls",
        letters="aAdFgGhilLnoprRsStTuUvX1",
        options=_of("--all", "--almost-all", "--human-readable", "--full-time", "--inode"),
        operand=PATH,
        operands=16,
    ),
    Entry(
        "df",
        "df",
        letters="ahHiklPT",
        options=_of("--all", "--human-readable", "--inodes", "--local", "--total"),
        operand=PATH,
        operands=16,
    ),
    Entry(
        "ps",
        "ps",
        letters="AaefFHjlMTuxLo",
        options=_of("aux", "auxf", "axu", "ax", "ef", "--forest", "--sort=-pcpu", "--sort=-rss"),
        operand=PROCESS_FORMAT,
        operands=1,
    ),
    Entry(
        "free",
        "free",
        letters="bkmghltvw",
        options=_of("--human", "--mebi", "--gibi", "--total", "--wide"),
        systems=LINUX,
    ),
    Entry("uname", "uname", letters="amnoprsv", options=_of("--all")),
    Entry("id", "id", letters="Gginu", operand=LOGIN, operands=1),
    Entry("who", "who", letters="abdHlmpqrstTu", options=_of("--all", "--boot", "--count")),
    Entry("hostname", "hostname", letters="fisdIA", options=_of("--fqdn", "--all-ip-addresses")),
    Entry(
        "ip-addr",
        "ip",
        ("addr", "show"),
        also=(("ip", "addr"), ("ip", "a"), ("ip", "address")),
        operand=INTERFACE,
        operands=1,
        systems=LINUX,
    ),
    Entry("ip-route", "ip", ("route", "show"), also=(("ip", "route"), ("ip", "r")), systems=LINUX),
    Entry("python-version", "python3", ("--version",), also=(("python", "--version"),)),
    Entry(
        "date",
        "date",
        letters="uRI",
        options=_of("--utc", "--rfc-email"),
        operand=DATE_FORMAT,
        operands=1,
    ),
    Entry(
        "last",
        "last",
        letters="adFinRwx",
        options=_of("--fulltimes", "--ip"),
        operand=LOGIN_OR_COUNT,
        operands=2,
    ),
    Entry("dmesg", "dmesg", letters="Tkrtux", options=_of("--ctime"), systems=LINUX),
    Entry("lsblk", "lsblk", letters="abdfimnop", options=_of("--all", "--fs"), systems=LINUX),
    Entry("vmstat", "vmstat", letters="adfmnstw", systems=LINUX),
    Entry("nproc", "nproc", options=_of("--all"), systems=LINUX),
)


def entries_for(system: str) -> dict[str, Entry]:
    """Return the catalogue of a system (`linux`, `darwin`, `win32`), by name."""
    return {entry.name: entry for entry in ENTRIES if system in entry.systems}
