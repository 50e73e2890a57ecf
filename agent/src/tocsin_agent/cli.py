"""The command `tocsin-agent`."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tocsin_agent import VERSION
from tocsin_agent.core.address import Address, BadAddressError
from tocsin_agent.core.catalogue import entries_for
from tocsin_agent.core.joincode import STDIN
from tocsin_agent.core.policy import enable
from tocsin_agent.core.role import ROLES
from tocsin_agent.core.settings import POLICY_NAME, TABLE, Setting, Settings
from tocsin_agent.core.unit import POLICY, STATE
from tocsin_agent.edge.commandline import hide_join_code, read_join_code
from tocsin_agent.edge.datafolder import default_folder, stored_credentials
from tocsin_agent.edge.log import escaped
from tocsin_wire.texts import printable

_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_MAX_NAME: Final = 64
_PID_DIGITS: Final = 10


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
        if asked.what == "join":
            return _join(asked)
        if asked.what in {"install", "uninstall"}:
            return _service(asked)
        if asked.what != "run":
            return _at_the_desk(asked)
        settings = read(asked)
    except UsageError as error:
        parser.error(str(error))
    from tocsin_agent.app import main as run  # noqa: PLC0415 - --help need not load the agent

    return run(settings)


def _join(asked: argparse.Namespace) -> int:
    """Join a hub and end. Raises UsageError."""
    from tocsin_agent.edge.joiner import join  # noqa: PLC0415 - --help need not load it

    code = read_join_code() if asked.code == STDIN else asked.code
    return join(_address(asked.url), code, _name(asked), _data(asked))


def read(asked: argparse.Namespace) -> Settings:
    """Check what was given. Raises UsageError."""
    data = _data(asked)
    hub = asked.hub or _remembered(data)
    if not hub:
        raise UsageError("this host has joined no hub yet: tocsin-agent join URL CODE")
    _address(hub)
    if asked.join and asked.join_file:
        raise UsageError("give --join or --join-file, not both")
    return Settings(
        hub=hub,
        join=read_join_code() if asked.join == STDIN else asked.join,
        join_file=Path(asked.join_file) if asked.join_file else None,
        name=_name(asked),
        data=data,
        interval=_interval(asked.interval),
        commands=_commands(asked),
        wait=asked.wait,
        policy=_policy(asked),
        parent=_parent(asked.parent),
    )


def _service(asked: argparse.Namespace) -> int:
    """Do what is to be done with the service; return 1 when it cannot be."""
    from tocsin_agent.core.unit import BadUnitError  # noqa: PLC0415 - --help need not load it
    from tocsin_agent.edge import service  # noqa: PLC0415

    try:
        if asked.what == "uninstall":
            lines = service.uninstall()
        elif asked.print:
            lines = service.text(asked.user).splitlines()
        else:
            lines = service.install(asked.user)
    except (service.ServiceError, BadUnitError) as error:
        print(f"tocsin-agent: {escaped(str(error))}", file=sys.stderr)
        return 1
    for line in lines:
        print(escaped(line))
    return 0


def _address(url: str) -> Address:
    try:
        return Address.parse(url)
    except BadAddressError as error:
        raise UsageError(str(error)) from None


def _name(asked: argparse.Namespace) -> str:
    return printable(asked.name or socket.gethostname(), _MAX_NAME)


def _data(asked: argparse.Namespace) -> Path:
    return Path(asked.data).expanduser() if asked.data else default_folder()


def _policy(asked: argparse.Namespace) -> Path:
    if asked.policy:
        return Path(asked.policy).expanduser()
    data = _data(asked)
    of_service = Path(POLICY)
    return of_service if data == Path(STATE) and of_service.exists() else data / POLICY_NAME


def _commands(asked: argparse.Namespace) -> frozenset[str]:
    try:
        return enable(asked.commands, sys.platform)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _remembered(data: Path) -> str:
    stored = stored_credentials(data)
    return stored.hub if stored else ""


def _parent(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= _PID_DIGITS:
        return int(text)
    raise UsageError(f"--parent {text!r} is not the number of a process")


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
        "`tocsin-agent join` is the way to join by hand; --join and --join-file are for machines "
        "that are set up by a program. "
        "Exit codes: 0 stopped, 2 the hub cannot be reached or a setting is wrong, "
        "3 the hub refuses this host.",
    )
    for setting in TABLE:
        _add(run, setting)
    _add_join(commands)
    _add_service(commands)
    commands.add_parser("catalogue", help="list the commands that can be enabled")
    _add_desk(commands)
    return parser


def _add_join(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    joining = commands.add_parser(
        "join",
        help="let this machine join a hub; `run` then needs no address",
        epilog="The hub proves by the code that it is the right one before the code is sent. An "
        "identity this machine had before is given up. Exit codes: 0 joined, 2 the hub cannot be "
        "reached or a setting is wrong, 3 it refuses, or is another hub than the code's.",
    )
    joining.add_argument("url", metavar="URL", help="the hub's address")
    joining.add_argument("code", metavar="CODE", help="a join code; - reads it from the input")
    for setting in TABLE:
        if setting.name in {"name", "data"}:
            _add(joining, setting)


def _add_service(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    installing = commands.add_parser(
        "install",
        help="make a service of the agent (systemd), as root",
        epilog="Exit codes: 0 done, 1 it cannot be done.",
    )
    installing.add_argument(
        "--user", default="", metavar="NAME", help="whom it runs as (default: one of its own)"
    )
    installing.add_argument("--print", action="store_true", help="print the unit, change nothing")
    commands.add_parser("uninstall", help="take the service away; the identity stays")


def _add_desk(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what a machine's owner does with its policy."""
    allowing = commands.add_parser("allow", help="enable commands in the policy file")
    denying = commands.add_parser("deny", help="enable commands in the policy file no more")
    for parser in (allowing, denying):
        parser.add_argument("names", nargs="+", metavar="NAME", help="of the catalogue, or all")
    checking = commands.add_parser(
        "check",
        help="print what would be executed for a command, or why nothing would",
        epilog="Options of the command follow --, as in: check -- ls -al. "
        "Exit codes: 0 it may run, 1 it may not, 2 a setting is wrong.",
    )
    checking.add_argument("words", nargs="+", metavar="COMMAND")
    checking.add_argument("--role", choices=ROLES, default="operator", help="of who asks")
    listed = commands.add_parser("list", help="print what may run here, and whether that is safe")
    for parser in (allowing, denying, checking, listed):
        for setting in TABLE:
            if setting.name in {"data", "policy"}:
                _add(parser, setting)
    for parser in (checking, listed):
        _add(parser, next(setting for setting in TABLE if setting.name == "commands"))


def _add(parser: argparse.ArgumentParser, setting: Setting) -> None:
    given = next(filter(None, map(os.environ.get, setting.variables)), setting.default)
    if setting.placeholder:
        parser.add_argument(
            setting.flag, metavar=setting.placeholder, default=given, help=setting.help
        )
    else:
        is_on = given.strip().lower() in _TRUE
        parser.add_argument(setting.flag, action="store_true", default=is_on, help=setting.help)


def _at_the_desk(asked: argparse.Namespace) -> int:
    """Do what the machine's owner asks; return 1 when it cannot be done. Raises UsageError."""
    from tocsin_agent.edge import ownerdesk  # noqa: PLC0415 - --help need not load it

    try:
        for line in _said(asked):
            print(escaped(line))
    except ownerdesk.OwnerError as error:
        print(f"tocsin-agent: {escaped(str(error))}", file=sys.stderr)
        return 1
    return 0


def _said(asked: argparse.Namespace) -> Iterable[str]:
    from tocsin_agent.edge import ownerdesk  # noqa: PLC0415 - --help need not load it

    match asked.what:
        case "allow":
            return ownerdesk.allow(_policy(asked), asked.names)
        case "deny":
            return ownerdesk.deny(_policy(asked), asked.names)
        case "check":
            return ownerdesk.check(_policy(asked), _commands(asked), asked.words, asked.role)
        case _:
            return ownerdesk.listing(_policy(asked), _commands(asked))


def _print_catalogue() -> int:
    for entry in entries_for(sys.platform).values():
        print(f"{entry.name:16} {' '.join(entry.spelled):20} takes {entry.takes}")
    return 0
