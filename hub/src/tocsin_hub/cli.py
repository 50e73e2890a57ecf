"""The command `tocsin-hub`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any

import apsw
import click
import uvloop

from tocsin_hub import __version__
from tocsin_hub.app import serve as serve_app
from tocsin_hub.commands.audit import audit
from tocsin_hub.commands.backup import backup
from tocsin_hub.commands.check import check
from tocsin_hub.commands.folder import data_option, fail
from tocsin_hub.commands.restore import restore
from tocsin_hub.commands.tls import tls
from tocsin_hub.commands.user import user
from tocsin_hub.core.oidc.client import BadClient
from tocsin_hub.edge.control import ask
from tocsin_hub.edge.data import DataBusy, read_control
from tocsin_hub.edge.listening import CannotListen
from tocsin_hub.edge.local_agent import AgentMissing
from tocsin_hub.edge.store.database import BadData
from tocsin_hub.settings import SETTINGS, Setting, Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tocsin-hub")
def main() -> None:
    """Tocsin's hub: one live room for machines and people."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for setting in reversed(SETTINGS):
        command = _option(setting)(command)
    return command


def _option(setting: Setting) -> Callable[[Callable[..., None]], Callable[..., None]]:
    is_flag = setting.type is bool
    kind: dict[str, Any] = {"is_flag": True} if is_flag else {"type": setting.type}
    if setting.metavar:
        kind["metavar"] = setting.metavar
    return click.option(
        f"--{setting.name}",
        default=setting.default,
        help=setting.help,
        envvar=setting.variable,
        show_default=not is_flag and bool(setting.default),
        show_envvar=True,
        multiple=setting.many,
        **kind,
    )


@main.command()
@_options
def serve(**values: Any) -> None:
    """Run the hub until Ctrl-C, SIGTERM, or somebody says `arret`."""
    try:
        uvloop.run(serve_app(Settings(**values), _tell))
    except (CannotListen, BadClient, DataBusy, BadData, AgentMissing) as error:
        fail(str(error))
    except apsw.BusyError:
        fail(f"another program holds the database in {values['data']}: stop it and start again")
    except apsw.Error as error:
        fail(f"the database in {values['data']} cannot be used: {error}; put back a good copy")


for command in (audit, backup, check, restore, tls, user):
    main.add_command(command)


@main.command(name="open")
@data_option
def open_(data: Path) -> None:
    """Print a fresh address that makes whoever opens it admin; ten minutes, one use."""
    _tell(_ask(data)["url"])


def _ask(data: Path) -> dict[str, Any]:
    try:
        status, answer = ask(read_control(data), "POST", "/api/setup-links")
    except (DataBusy, OSError, HTTPException) as error:
        fail(str(error) if isinstance(error, DataBusy) else f"the hub does not answer: {error}")
    if status != 201:
        fail(answer.get("message", "the hub refused"))
    found: dict[str, Any] = answer
    return found


def _tell(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
