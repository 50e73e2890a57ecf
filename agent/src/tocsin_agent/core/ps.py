"""The catalogue's ps: every way to write it that can never show an environment, and no other.

ps(1) shows the environment of processes, which holds secrets, for a BSD `e`. It also reads a line
in BSD style once anything in it makes no sense in UNIX style: then `-e -x` is `e x`. So it gets
`-A`, which says the same, wherever a person writes `-e`, and no other word with that letter.
"""

from __future__ import annotations

from typing import Final

from tocsin_agent.core.entry import Entry, Operand, some_of

_BSD: Final = (
    *("a", "f", "j", "l", "u", "w", "x", "ww", "ax", "axf", "axj", "axjf", "axl", "axlf", "axu"),
    *("axuf", "axuw", "axuww", "aux", "auxf", "auxfww", "auxw", "auxww", "auxwwf"),
)
_UNIX: Final = (
    *("A", "AF", "AH", "ALf", "AM", "AT", "Af", "AfH", "Afw", "Afww", "Aj", "AjH", "Al", "Alf"),
    *("Aly", "F", "H", "M", "f", "fH", "j", "l", "ly", "w", "ww"),
)
_WORDS: Final = {
    **{word: (word,) for word in _BSD},
    **{"-" + word: (word,) for word in ("aux", "auxf", "auxww")},
    **{"-" + word: ("-" + word,) for word in _UNIX},
    **{"-" + word.replace("A", "e"): ("-" + word,) for word in _UNIX},
    "-eo": ("-A", "-o"),
    "-Ao": ("-A", "-o"),
    "-axo": ("ax", "-o"),
}
_KEYS: Final = ("%cpu", "%mem", "etime", "pcpu", "pid", "pmem", "rss", "start_time", "time", "vsz")
_FIELDS: Final = (
    *("%cpu", "%mem", "args", "c", "cgroup", "class", "cls", "cmd", "comm", "command", "cputime"),
    *("egroup", "etime", "etimes", "euser", "group", "lstart", "lwp", "ni", "nice", "nlwp", "pcpu"),
    *("pgid", "pid", "pmem", "ppid", "pri", "psr", "rss", "rsz", "rtprio", "ruser", "s", "sid"),
    *("size", "start", "stat", "state", "stime", "sz", "tid", "time", "tname", "tty", "uid"),
    *("unit", "user", "vsize", "vsz", "wchan"),
)

PS: Final = Entry(
    "ps",
    "ps",
    options=frozenset({"--forest"})
    | {f"--sort={sign}{key}" for sign in ("", "-", "+") for key in _KEYS},
    instead=_WORDS,
    valued={
        "-o": Operand("fields, as pid,user,args", some_of(*_FIELDS)),
        "-p": Operand("pids, as 1,2", r"[1-9][0-9]{0,9}(?:,[1-9][0-9]{0,9}){0,31}\Z"),
    },
    summary="the usual words, as aux, -ef, -eF, -eLf, ax, axjf, --forest, --sort=-rss",
)
