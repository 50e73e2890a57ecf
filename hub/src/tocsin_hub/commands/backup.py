"""`tocsin-hub backup FILE`: everything in one file, while the hub runs."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin_hub.commands.folder import data_option, fail
from tocsin_hub.edge.backup.taking import take_backup
from tocsin_hub.edge.store.database import BadData


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@click.option("--without-history", is_flag=True, help="Leave the numbers of the charts out.")
def backup(file: Path, data: Path, without_history: bool) -> None:
    """Write everything the hub keeps into FILE, a tar, whether it runs or not.

    FILE appears when it is whole, in the place of one that was there. It holds the hub's
    private keys and what was said in private: only its owner can read it.
    """
    try:
        manifest = take_backup(data, file, with_history=not without_history)
    except BadData as error:
        fail(str(error))
    sizes = ", ".join(f"{name} {kept.size:,} bytes" for name, kept in manifest.files.items())
    click.echo(f"{file}: {sizes}")
