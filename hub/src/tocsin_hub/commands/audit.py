"""`tocsin-hub audit`: the record of who did what, verified and written out."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import apsw
import click

from tocsin_hub.commands.folder import data_option, fail
from tocsin_hub.core.audit.export import FORMS, Form
from tocsin_hub.core.audit.link import Link
from tocsin_hub.edge.backup.kept import LOGS, looked_at, present
from tocsin_hub.edge.store.audit_pieces import each, extent_of
from tocsin_hub.edge.store.database import BadData, Damaged
from tocsin_hub.edge.store.verification import Verdict, verify

_LINK: Final = re.compile(r"([0-9]{1,12}):([0-9a-f]{64})\Z")


@click.group()
def audit() -> None:
    """Who did what: verify that nothing of it was changed, or write it out."""


def _links(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[Link, ...]:
    del context, option
    return tuple(map(_link, values))


def _link(text: str) -> Link:
    found = _LINK.match(text.strip().lower())
    if not found:
        raise click.BadParameter(f"{text[:80]!r} is no SEQ:HASH as `audit verify` prints it")
    return Link(int(found[1]), bytes.fromhex(found[2]))


@audit.command(name="verify")
@data_option
@click.option(
    "--expect",
    multiple=True,
    callback=_links,
    metavar="SEQ:HASH",
    help="What was noted earlier and kept elsewhere; may be repeated.",
)
def verify_(data: Path, expect: tuple[Link, ...]) -> None:
    """Read the whole audit and make its chain of hashes again.

    Works beside a running hub and changes nothing. Ends with 0 when all is as it was written, and
    prints the head of the chain, SEQ:HASH: keep it where the hub's machine cannot write, and hand
    it back with --expect. Ends with 1 and names the first entry that was changed, moved, put in or
    taken away.
    """
    try:
        with _database(data) as db:
            verdict = verify(db, expect)
    except Damaged as error:
        click.echo(str(error))
        raise SystemExit(1) from None
    except BadData as error:
        fail(str(error))
    raise SystemExit(_tell(verdict))


def _tell(verdict: Verdict) -> int:
    if verdict.fault:
        click.echo(f"the audit is not as it was written: {verdict.fault}")
        if verdict.head is not None:
            click.echo(f"the chain holds up to {verdict.head}")
        return 1
    if verdict.head is None:
        click.echo("the audit is empty", err=True)
        return 0
    if verdict.since > 1:
        click.echo(
            f"entries 1 to {verdict.since - 1} are of a version without a chain: they are as they "
            "were when this one came",
            err=True,
        )
    click.echo(str(verdict.head))
    return 0


@audit.command()
@data_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="jsonl",
    show_default=True,
    metavar="jsonl|csv",
    help="`jsonl` can be verified, `csv` is for a spreadsheet.",
)
def export(data: Path, form: str) -> None:
    """Write the whole audit to stdout, whether the hub runs or not.

    It ends with the head of the chain. It is not verified: that is what `verify` is for.
    """
    try:
        with _database(data) as db:
            _write(db, FORMS[form])
    except BadData as error:
        fail(str(error))


def _write(db: apsw.Connection, form: Form) -> None:
    out = sys.stdout.buffer
    extent = extent_of(db, None, None)
    out.write(form.start(extent.before))
    for entry in each(db, extent.span):  # a piece at a time
        out.write(form.entry(entry))
    out.write(form.end(extent.head))


@contextlib.contextmanager
def _database(data: Path) -> Iterator[apsw.Connection]:
    """Hold the database of a folder, in use or not, for reading. Raises BadData."""
    present(data)
    path = data / LOGS.name
    with looked_at(path, LOGS) as db:
        if db.pragma("user_version") != len(LOGS.migrations):
            raise BadData(f"{path} is of an older version: start the hub of this one once")
        yield db
