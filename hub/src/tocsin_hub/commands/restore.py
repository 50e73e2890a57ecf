"""`tocsin-hub restore FILE`: puts a backup back."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin_hub.commands.folder import data_option, fail
from tocsin_hub.edge.backup.restoring import restore_backup
from tocsin_hub.edge.data import DataBusy
from tocsin_hub.edge.store.database import BadData


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@click.option("--force", is_flag=True, help="Set files that are there aside, under a dated name.")
def restore(file: Path, data: Path, force: bool) -> None:
    """Put back what `tocsin-hub backup` has written into FILE; the hub must be stopped.

    Everything is verified first. Whoever comes back to the hub is told to begin anew and gets all
    that the backup has.
    """
    try:
        restored = restore_backup(file, data, force=force)
    except (BadData, DataBusy) as error:
        fail(str(error))
    for fault in restored.faults:
        click.echo(f"in the backup already: {fault}")
    if restored.aside:
        click.echo(f"what was there is in {restored.aside}")
    click.echo(f"{data} is as of {restored.manifest.made}, with {restored.logs:,} logs")
