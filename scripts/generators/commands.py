"""The reference of the hub's commands: what `--help` says, as a page. No I/O."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from scripts.generators.markdown import NOTE, table
from tocsin_hub.cli import main

ENDINGS = """\
Each ends with 0 when it did what it says, and with 2 and one line on stderr when it could not.
`--help` tells the same."""
SERVE = "Its flags are among the [settings](settings.md)."


def commands() -> str:
    """Return `commands.md`."""
    parts = [
        "# Commands",
        NOTE,
        ENDINGS,
        *(_command(path, one) for path, one in _each("tocsin-hub", main)),
    ]
    return "\n\n".join(parts) + "\n"


def _each(path: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words it is called by, those of groups within too."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _each(f"{path} {name}", command)
        else:
            yield f"{path} {name}", command


def _command(path: str, command: click.Command) -> str:
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    usage = " ".join([path, *map(_placeholder, arguments)])
    parts = [f"## `{usage}`", inspect.cleandoc(command.help or "")]
    options = [one for one in command.params if isinstance(one, click.Option)]
    if command.name == "serve":
        parts.append(SERVE)
    elif options:
        rows = [[f"`{_flag(one)}`", _default(one), one.help or ""] for one in options]
        parts.append(table(["flag", "default", "meaning"], rows))
    return "\n\n".join(parts)


def _placeholder(argument: click.Argument) -> str:
    return str(argument.name).upper()


def _flag(option: click.Option) -> str:
    return option.opts[0] + (f" {option.metavar}" if option.metavar else "")


def _default(option: click.Option) -> str:
    return "" if option.is_flag or not option.default else f"`{option.default}`"
