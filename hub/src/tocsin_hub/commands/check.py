"""`tocsin-hub check`: looks whether everything is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import click

from tocsin_hub.commands.folder import data_option, fail
from tocsin_hub.edge.backup.kept import LOGS, Kept, looked_at, present
from tocsin_hub.edge.store.check import findings
from tocsin_hub.edge.store.database import BadData, Damaged, faults
from tocsin_hub.edge.store.schema import NAMELESS


@click.command()
@data_option
def check(data: Path) -> None:
    """Read everything the hub keeps, and say what is wrong with it.

    Works beside a running hub and changes nothing. Ends with 0 when all is whole, with 1 when
    something is not.
    """
    try:
        looks = [_look(data, kind) for kind in present(data)]
    except BadData as error:
        fail(str(error))
    raise SystemExit(0 if all(looks) else 1)


def _look(data: Path, kind: Kept) -> bool:
    found = 0
    try:
        with looked_at(data / kind.name, kind) as db:
            for line in _findings(db, kind):
                click.echo(f"{kind.name}: {line}")
                found += 1
            if not found:
                click.echo(f"{kind.name} is whole{_size_of(db, kind)}")
    except Damaged as error:
        click.echo(str(error))
        return False
    return not found


def _findings(db: apsw.Connection, kind: Kept) -> Iterator[str]:
    if kind is LOGS and db.pragma("user_version") == len(kind.migrations):
        yield from findings(db)
    else:
        yield from faults(db)


def _size_of(db: apsw.Connection, kind: Kept) -> str:
    if kind is not LOGS or db.pragma("user_version") != len(kind.migrations):
        return ""
    counted: Any = db.execute(
        "SELECT count(*), total(head - first + 1) FROM topic WHERE NOT name GLOB ?",
        (f"{NAMELESS}*",),
    ).fetchone()
    return ": {:,} logs, {:,.0f} entries".format(*counted)
