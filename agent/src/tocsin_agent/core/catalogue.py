"""The catalogue: read-only diagnostics that come with the agent, off until their owner names them.

None of them writes, follows, waits for more, runs a program, or shows what is in a file or in the
environment of a process.
"""

from __future__ import annotations

from typing import Final

from tocsin_agent.core.entry import LINUX, Entry, Operand, some_of
from tocsin_agent.core.ps import PS

_PATH: Final = r"(?!-)[A-Za-z0-9._/@:+,=%-]{1,1024}\Z"
PATH: Final = Operand("a path", _PATH)
FOLDER: Final = Operand("a folder", _PATH, "/")
"""With a slash behind it no device can be meant: df(1) opens what it is given, and to open a
watchdog or a tape does something."""
LOGIN: Final = Operand("a login", r"(?!-)[A-Za-z0-9._@-]{1,64}\Z")
NUMBER: Final = Operand("a number", r"[1-9][0-9]{0,4}\Z")
INTERFACE: Final = Operand("an interface", r"(?!-)[A-Za-z0-9._@-]{1,15}\Z")
DATE_FORMAT: Final = Operand(
    "+FORMAT", r"\+(?:[A-Za-z0-9:/.,_-]|%[aAbBcCdDeFgGhHIjklmMnNpPqrRsStTuUVwWxXyYzZ%]){1,64}\Z"
)
"""Without the field widths of GNU date: `%1000000000Y` is a gigabyte of zeros."""


def _of(*words: str) -> frozenset[str]:
    return frozenset(words)


_LSBLK: Final = (
    *("FSTYPE", "FSUSE%", "GROUP", "LABEL", "MAJ:MIN", "MODE", "MODEL", "MOUNTPOINT"),
    *("MOUNTPOINTS", "NAME", "OWNER", "PATH", "RM", "RO", "ROTA", "SIZE", "STATE", "TRAN"),
    *("TYPE", "UUID", "VENDOR"),
)

ENTRIES: Final = (
    Entry("uptime", "uptime", letters="ps", options=_of("--pretty", "--since")),
    Entry(
        "ls",
        "ls",
        letters="aAdFgGhilLnoprsStuUvX1",
        options=_of("--all", "--almost-all", "--human-readable", "--full-time", "--inode"),
        operand=PATH,
        operands=16,
    ),
    Entry(
        "df",
        "df",
        letters="ahHiklPT",
        options=_of("--all", "--human-readable", "--inodes", "--local", "--total"),
        operand=FOLDER,
        operands=16,
    ),
    PS,
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
        letters="aFiRwx",
        options=_of("--fulltimes", "--ip"),
        valued={"-n": NUMBER},
        operand=LOGIN,
        operands=2,
    ),
    Entry("dmesg", "dmesg", letters="Tkrtux", options=_of("--ctime"), systems=LINUX),
    Entry(
        "lsblk",
        "lsblk",
        letters="abdfimnp",
        options=_of("--all", "--fs"),
        valued={"-o": Operand("columns, as NAME,SIZE", some_of(*_LSBLK))},
        systems=LINUX,
    ),
    Entry("vmstat", "vmstat", letters="adfmnstw", systems=LINUX),
    Entry("nproc", "nproc", options=_of("--all"), systems=LINUX),
)


def entries_for(system: str) -> dict[str, Entry]:
    """Return the catalogue of a system (`linux`, `darwin`, `win32`), by name."""
    return {entry.name: entry for entry in ENTRIES if system in entry.systems}
