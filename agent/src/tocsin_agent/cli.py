"""The command `tocsin-agent`."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Final

from tocsin_agent import VERSION
from tocsin_agent.core.address import Address, BadAddressError
from tocsin_agent.core.catalogue import entries_for
from tocsin_agent.core.joincode import STDIN
from tocsin_agent.core.policy import enable
from tocsin_agent.core.settings import TABLE, Setting, Settings
from tocsin_agent.edge.commandline import hide_join_code, read_join_code
from tocsin_agent.edge.datafolder import default_folder, stored_credentials
from tocsin_wire.texts import printable

_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_MAX_NAME: Final = 64


class UsageError(ValueError):
    """What was asked for makes no sense; the message says what to write."""


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and do what it says; return the exit code."""
    if arguments is None:
        hide_join_code()
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.what == "catalogue":
        return _print_catalogue()
    try:
        settings = read(asked)
    except UsageError as error:
        parser.error(str(error))
    from tocsin_agent.app import main as run  # noqa: PLC0415 - --help need not load the agent

    return run(settings)


def read(asked: argparse.Namespace) -> Settings:
    """Check what was given. Raises UsageError."""
    data = Path(asked.data).expanduser() if asked.data else default_folder()
    hub = asked.hub or _remembered(data)
    if not hub:
        raise UsageError("--hub URL is needed until this host has joined one")
    try:
        Address.parse(hub)
        commands = enable(asked.commands, sys.platform)
    except (BadAddressError, ValueError) as error:
        raise UsageError(str(error)) from None
    if asked.join and asked.join_file:
        raise UsageError("give --join or --join-file, not both")
    return Settings(
        hub=hub,
        join=read_join_code() if asked.join == STDIN else asked.join,
        join_file=Path(asked.join_file) if asked.join_file else None,
        name=printable(asked.name or socket.gethostname(), _MAX_NAME),
        data=data,
        interval=_interval(asked.interval),
        commands=commands,
        wait=asked.wait,
    )


def _remembered(data: Path) -> str:
    stored = stored_credentials(data)
    return stored.hub if stored else ""


def _interval(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        raise UsageError(f"--interval {text!r} is not a number of seconds") from None
    if not 0.1 <= seconds <= 3600:
        raise UsageError("--interval is from 0.1 to 3600 seconds")
    return seconds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tocsin-agent", description="Push this machine's statistics to a Tocsin hub."
    )
    parser.add_argument("--version", action="version", version=f"tocsin-agent {VERSION}")
    commands = parser.add_subparsers(dest="what", required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="push statistics and run enabled commands until stopped",
        epilog="Each setting can also stand in the environment, as TOCSIN_AGENT_<SETTING>. "
        "A join code on a command line can be read by every user of this machine until the agent "
        "has begun: --join-file, --join - and TOCSIN_JOIN keep it from them. "
        "Exit codes: 0 stopped, 2 the hub cannot be reached or a setting is wrong, "
        "3 the hub refuses this host.",
    )
    for setting in TABLE:
        _add(run, setting)
    commands.add_parser("catalogue", help="list the commands that --commands can enable")
    return parser


def _add(parser: argparse.ArgumentParser, setting: Setting) -> None:
    given = next(filter(None, map(os.environ.get, setting.variables)), setting.default)
    if setting.placeholder:
        parser.add_argument(
            setting.flag, metavar=setting.placeholder, default=given, help=setting.help
        )
    else:
        is_on = given.strip().lower() in _TRUE
        parser.add_argument(setting.flag, action="store_true", default=is_on, help=setting.help)


def _print_catalogue() -> int:
    for entry in entries_for(sys.platform).values():
        print(f"{entry.name:16} {' '.join(entry.spelled):20} takes {entry.takes}")
    return 0
