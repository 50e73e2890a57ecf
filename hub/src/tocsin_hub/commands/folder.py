"""Folder: the option and the ending that the commands about a hub's folder share."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import click

from tocsin_hub.settings import SETTINGS

_DATA = next(one for one in SETTINGS if one.name == "data")


def data_option(command: Any) -> Any:
    """Add `--data DIR`, which hands the folder on as a path."""
    return click.option(
        "--data",
        default=_DATA.default,
        envvar=_DATA.variable,
        show_default=True,
        metavar="DIR",
        help="The hub's folder.",
        callback=_as_path,
    )(command)


def _as_path(context: click.Context, option: click.Parameter, value: str) -> Path:
    del context, option
    return Path(value).expanduser()


def fail(message: str) -> NoReturn:
    """End with one line on stderr and 2."""
    click.echo(f"tocsin-hub: {message}", err=True)
    raise SystemExit(2)
