"""Settings: one table that drives the flags, the environment and --help."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

POLICY_NAME: Final = "policy.toml"
"""In the data folder, unless --policy names another file."""


class Setting(NamedTuple):
    """A setting of `tocsin-agent run`: --name, and TOCSIN_AGENT_NAME in the environment."""

    name: str
    default: str
    help: str
    placeholder: str = ""
    """What stands for the value in --help; empty for a switch."""
    also: str = ""
    """Another variable of the environment that means the same."""

    @property
    def flag(self) -> str:
        return "--" + self.name

    @property
    def variable(self) -> str:
        return "TOCSIN_AGENT_" + self.name.upper().replace("-", "_")

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.variable, self.also) if self.also else (self.variable,)

    @property
    def field(self) -> str:
        return self.name.replace("-", "_")


TABLE: Final = (
    Setting("hub", "", "the hub's URL; `join` remembers it", "URL"),
    Setting(
        "join",
        "",
        "a join code, from the hub's page or console; - reads it from the standard input",
        "CODE",
        "TOCSIN_JOIN",
    ),
    Setting("join-file", "", "a file whose first line is the join code", "FILE"),
    Setting("name", "", "how this host is called in the room (default: its hostname)", "NAME"),
    Setting("data", "", "where the host's identity and unsent rows are kept", "DIR"),
    Setting("interval", "1", "seconds between two rows of statistics, from 0.1 to 3600", "SECONDS"),
    Setting("commands", "", "commands of the catalogue that may run here: a,b,c or all", "NAMES"),
    Setting(
        "policy",
        "",
        "the owner's file of what may run here (default: policy.toml in the data folder, for the "
        "installed service in /etc/tocsin-agent)",
        "FILE",
    ),
    Setting("wait", "", "keep trying when the hub cannot be reached at the first start"),
    Setting(
        "parent",
        "0",
        "the process that starts this agent: it ends when that one does, however it does (Linux)",
        "PID",
    ),
)


class Settings(NamedTuple):
    """What `run` was asked to do, read and checked."""

    hub: str
    join: str
    join_file: Path | None
    name: str
    data: Path
    interval: float
    commands: frozenset[str]
    wait: bool
    policy: Path
    """The file of what may run; there need be none."""
    parent: int = 0
    """With whose end it ends; 0 is nobody's."""
